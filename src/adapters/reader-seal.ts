/** A P-256 public key as browsers export it: the affine coordinates, base64url. */
export interface PageKey {
  readonly x: string;
  readonly y: string;
}

/** Whom a collected secret is sealed to (promise H5): a page's own key pair, or 32 random bytes that a script keeps. */
export type ReaderKey =
  | { readonly kind: 'page'; readonly claimId: string; readonly publicKey: PageKey }
  | { readonly kind: 'script'; readonly retryKey: Uint8Array };

/** Seals a secret once more, to its one reader: rekey keeps the copy for a lost answer and can't open it. */
export interface ReaderSeal {
  /** False for a key that nothing can be sealed to: not 32 bytes, not a point of the curve. */
  accepts(key: ReaderKey): Promise<boolean>;
  /** A compact JWE (RFC 7516): ECDH-ES or `dir`, both with A256GCM. */
  seal(plain: Uint8Array, key: ReaderKey): Promise<string>;
  /** What a script's retry key opens. Throws when it does not. */
  open(sealed: string, retryKey: Uint8Array): Promise<Uint8Array>;
}
