/** One thing a board can be narrowed to: how addresses name it, and what it is called; null where only the id is known. */
export interface Choice {
  readonly id: string;
  readonly name: string | null;
}

/** All there is to choose from: what no package on the board has is left out. */
export interface BoardChoices {
  readonly accounts: readonly Choice[];
  /** By MID. */
  readonly units: readonly Choice[];
  readonly vendors: readonly Choice[];
  /** rekey may not ask Slack what a channel is called: by one of its packages, and how many more there are. */
  readonly channels: readonly Choice[];
  readonly owners: readonly Choice[];
}
