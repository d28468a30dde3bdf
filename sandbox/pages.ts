import { randomBytes } from 'node:crypto';

/** The answer of a page to a program: what it says, and whether it was done. */
export interface PageAnswer {
  readonly status: number;
  readonly body: { readonly ok: boolean; readonly code?: string } & Record<string, unknown>;
}

/** Somebody with a link and its code, acting over HTTP as a page's script does. */
export interface Holder {
  act(what: string, more?: Record<string, unknown>): Promise<PageAnswer>;
}

/** A program's own key for one collect: whoever asks again with another is somebody else (promise H5). */
const keyFor = (what: string) => (what === 'collect' ? { retry_key: randomBytes(32).toString('hex') } : {});

/** `url` is `…/deposit#token`, or the same of another page. */
export function holderOf(url: string, code: string): Holder {
  const { origin, pathname, hash } = new URL(url);
  return {
    async act(what, more = {}) {
      const answer = await fetch(`${origin}${pathname}/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ token: hash.slice(1), code, ...keyFor(what), ...more }),
      });
      return { status: answer.status, body: (await answer.json()) as PageAnswer['body'] };
    },
  };
}
