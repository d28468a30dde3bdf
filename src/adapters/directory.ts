import type { Person } from '../domain/people.ts';

/** Who somebody is, as Slack knows them. */
export interface Directory {
  /** Null when Slack knows no such user. Throws DirectoryUnavailable when Slack can't be asked now. */
  find(userId: string): Promise<Person | null>;
}

/** Slack did not answer: nobody's rights can be told, so nothing is done. */
export class DirectoryUnavailable extends Error {
  /** It answered, but not about this person: it may about another. */
  readonly isAboutPerson: boolean;
  constructor({ isAboutPerson = false }: { isAboutPerson?: boolean } = {}) {
    super('Slack could not be asked who this is');
    this.isAboutPerson = isAboutPerson;
  }
}
