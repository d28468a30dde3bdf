/** One part of the bench: its table, how its figures came about, and the targets it is held to. */
export interface Section {
  readonly title: string;
  readonly how: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly targets: readonly Target[];
}

export interface Target {
  readonly words: string;
  readonly measured: string;
  readonly isMet: boolean;
}
