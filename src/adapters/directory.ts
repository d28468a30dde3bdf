import type { Person } from '../domain/people.ts';

/** Who somebody is, as Slack knows them. */
export interface Directory {
  /** Null when Slack knows no such user. Throws DirectoryUnavailable when Slack can't be asked now. */
  find(userId: string): Promise<Person | null>;
}

/** Slack did not answer: nobody's rights can be told, so nothing is done. */
export class DirectoryUnavailable extends Error {
  constructor() {
    super('Slack could not be asked who this is');
  }
}
