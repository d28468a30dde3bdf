import { liveAt, type Moment } from '../../../src/domain/schedule.ts';

/** How one vendor stands, as far as the model knows. */
interface Stand {
  status: 'sealed' | 'collected' | 'confirmed' | 'waived';
  hasProblem: boolean;
}

/** What needs nothing but to be done. */
export type Plain = 'start' | 'deposit' | 'deposit_stale' | 'record' | 'cancel' | 'type_secret';

/** What somebody may try. `stale` uses what belonged to an earlier generation. */
export type Try =
  | { readonly do: Plain }
  | { readonly do: 'generate_again' | 'disown' | 'activate'; readonly stale: boolean }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'collect' | 'confirm'; readonly vendor: number; readonly stale: boolean }
  | { readonly do: 'waive' | 'report' | 'resolve'; readonly vendor: number };

const VENDORS = 2;

/** The rules of marketing-cloud.md for one package, written a second time and simply: what each try must lead to. */
export class LedgerModel {
  step: 'none' | 'generating' | 'cooling' | 'sharing' | 'ready' | 'activated' = 'none';
  /** How many generations there ever were. */
  generations = 0;
  stands: Stand[] = [];
  now: Moment;
  #generatedAt: Moment;
  #isDateRead = false;
  #isLastActivated = false;

  constructor(now: Moment) {
    this.now = now;
    this.#generatedAt = now;
  }

  get isStaged(): boolean {
    return this.step === 'cooling' || this.step === 'sharing' || this.step === 'ready';
  }

  get isLive(): boolean {
    return this.isStaged || this.step === 'activated';
  }

  /** Takes the try and says whether it must be accepted. */
  take(one: Try): boolean {
    const isTaken = this.#judge(one);
    if (isTaken) this.#turn();
    return isTaken;
  }

  #judge(one: Try): boolean {
    switch (one.do) {
      case 'start':
        return this.#when(this.step === 'none', () => (this.step = 'generating'));
      case 'deposit':
        return this.#when(this.step === 'generating', () => this.#stage());
      case 'deposit_stale':
        return false;
      case 'generate_again':
      case 'disown':
        return this.#when(this.isStaged && !one.stale, () => (this.step = 'generating'));
      case 'type_secret':
        return this.#when(this.isStaged, () => (this.step = 'generating'));
      case 'pass':
        this.now = this.now.plus({ minutes: one.minutes });
        return true;
      case 'activate':
        return !one.stale && this.#judgeActivate();
      case 'record':
        return this.#when(this.step === 'activated' && !this.#isDateRead, () => (this.#isDateRead = true));
      case 'cancel':
        return this.#when(this.step === 'generating' || this.isStaged, () => (this.step = 'none'));
      default:
        return this.isLive && !('stale' in one && one.stale) && this.#judgeVendor(one.do, one.vendor);
    }
  }

  /** While another secret is waited for, Activate of the one given up can be told of: it was pressed in Setup. */
  #judgeActivate(): boolean {
    const isGivenUp = this.step === 'generating' && this.generations > 0 && !this.#isLastActivated;
    return this.#when(isGivenUp || this.step === 'ready', () => {
      this.#isLastActivated = true;
      if (!isGivenUp) this.step = 'activated';
    });
  }

  #judgeVendor(act: 'collect' | 'confirm' | 'waive' | 'report' | 'resolve', vendor: number): boolean {
    const stand = this.stands[vendor];
    if (!stand) return false;
    const { status, hasProblem } = stand;
    const becomes = (next: Stand) => () => (this.stands[vendor] = next);
    switch (act) {
      case 'collect':
        return this.#when(
          status === 'sealed' && this.now >= liveAt(this.#generatedAt),
          becomes({ status: 'collected', hasProblem }),
        );
      case 'confirm':
        return this.#when(
          status === 'collected' || (status === 'confirmed' && hasProblem),
          becomes({ status: 'confirmed', hasProblem: false }),
        );
      case 'waive':
        return this.#when(
          status !== 'waived' && (status !== 'confirmed' || hasProblem),
          becomes({ status: 'waived', hasProblem: false }),
        );
      case 'report':
        return this.#when(status !== 'waived', becomes({ status, hasProblem: true }));
      case 'resolve':
        return this.#when(
          hasProblem,
          becomes({ status: status === 'confirmed' ? 'collected' : status, hasProblem: false }),
        );
    }
  }

  #when(condition: boolean, then: () => unknown): boolean {
    if (condition) then();
    return condition;
  }

  #stage(): void {
    this.step = 'cooling';
    this.generations += 1;
    this.#generatedAt = this.now;
    this.#isDateRead = false;
    this.#isLastActivated = false;
    this.stands = Array.from({ length: VENDORS }, () => ({ status: 'sealed', hasProblem: false }));
  }

  /** What follows by itself: cooling ends, the gate opens and shuts, the rotation is done. */
  #turn(): void {
    const isSettled = this.stands.every(
      ({ status, hasProblem }) => !hasProblem && (status === 'confirmed' || status === 'waived'),
    );
    if (this.step === 'cooling' && this.now >= liveAt(this.#generatedAt)) this.step = 'sharing';
    if (this.step === 'sharing' && isSettled) this.step = 'ready';
    if (this.step === 'ready' && !isSettled) this.step = 'sharing';
    if (this.step === 'activated' && this.#isDateRead && isSettled) this.step = 'none';
  }
}
