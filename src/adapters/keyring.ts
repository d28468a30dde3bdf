/** What a sealed copy is bound to: ids only, because CloudTrail shows them (promise H7). */
export type SealContext = Readonly<Record<string, string>>;

/** A ciphertext and the ARN of the key that made it; the ARN is passed back when it is opened. */
export interface Sealed {
  readonly ciphertext: Uint8Array;
  readonly keyArn: string;
}

/** Seals and opens short texts (below 4 KB). Two implementations, one contract suite: AWS KMS and the local keyring. */
export interface Keyring {
  /** Throws KeyringUnavailable when it can't be done now. */
  seal(plain: Uint8Array, context: SealContext): Promise<Sealed>;
  /** Throws KeyringUnavailable when it can't be done now, SealBroken when it never can (wrong context, altered bytes). */
  open(sealed: Sealed, context: SealContext): Promise<Uint8Array>;
}

/** Throttled, down, denied, timed out: nothing is wrong with the sealed copy, try again later. `reason` is the fault's name, never its message. */
export class KeyringUnavailable extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the keyring is unavailable: ${reason}`);
    this.reason = reason;
  }
}

/** The ciphertext was altered or belongs to another row. */
export class SealBroken extends Error {
  constructor() {
    super('the sealed copy does not open in this context');
  }
}
