/** What came back, as far as it may be compared. */
export interface Answer {
  readonly status: number;
  /** A refusal's code. */
  readonly code: string | null;
  readonly text: string;
  /** Headers of the floor that are not there, or say something else. */
  readonly lacks: readonly string[];
}

const FLOOR: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'cache-control': /no-store/,
  'referrer-policy': /^no-referrer$/,
  'x-robots-tag': /noindex/,
  'cross-origin-opener-policy': /same-origin/,
  'cross-origin-resource-policy': /same-origin/,
  'permissions-policy': /camera=\(\)/,
  'strict-transport-security': /max-age=\d+/,
  'x-content-type-options': /nosniff/,
};

/** Somebody who can send requests to the pages, and nothing else. */
export class Visitor {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
  }

  /** Any method, nothing in the body. */
  async look(method: string, path: string, agent = 'audit'): Promise<Answer> {
    const headers = { 'user-agent': agent, accept: 'text/html' };
    return this.#answerOf(await fetch(`${this.#url}${path}`, { method, headers }), `${method} ${path}`);
  }

  /** POST, as a program does. */
  async act(what: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}/handoff/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return this.#answerOf(response, `POST ${what}`);
  }

  async #answerOf(response: Response, what: string): Promise<Answer> {
    const text = await response.text();
    const lacks = Object.entries(FLOOR)
      .filter(([name, wanted]) => !wanted.test(response.headers.get(name) ?? ''))
      .map(([name]) => `${what}: ${name}`);
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? null;
    return { status: response.status, code, text, lacks };
  }
}
