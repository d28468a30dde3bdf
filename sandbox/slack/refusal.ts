/** What the Web API answers with `ok: false`: Slack's error code, and the fields that go with it. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly more: Record<string, unknown>;

  constructor(code: string, more: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** A refusal that says where: `response_metadata.messages`, one `[ERROR] …` each. */
export const refusalBecause = (code: string, problems: string[]): SlackRefusal =>
  new SlackRefusal(code, {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
