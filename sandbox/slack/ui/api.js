// @ts-check

/** @typedef {import('../types.ts').ActResult} ActResult */
/** @typedef {import('../types.ts').WorkspaceInfo} WorkspaceInfo */
/** @typedef {import('../types.ts').UserState} UserState */

/** @param {string} path */
async function get(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** @returns {Promise<WorkspaceInfo>} */
export const getWorkspace = () => get('/_sandbox/workspace');

/** @param {string} user @returns {Promise<UserState>} */
export const getState = (user) => get(`/_sandbox/state?user=${encodeURIComponent(user)}`);

/** @param {string} path @param {unknown} body */
async function post(path, body) {
  const answer = await fetch(`/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { ok: false, version: 0, error: `The sandbox answered ${answer.status}.` };
  }
}

/**
 * Something the person does: 'slash', 'click', 'select', 'submit', 'close', 'home', 'read', 'dismiss'. Never throws.
 * @param {string} path
 * @param {Record<string, unknown>} body
 * @returns {Promise<ActResult>}
 */
export async function act(path, body) {
  try {
    return await post(path, body);
  } catch {
    return { ok: false, version: 0, error: 'The sandbox doesn’t answer. Is it still running?' };
  }
}

/**
 * @param {Record<string, unknown>} body
 * @returns {Promise<import('../types.ts').Suggestions>}
 */
export async function suggest(body) {
  const answer = await post('suggest', body);
  return answer && typeof answer === 'object' ? answer : {};
}

const CHANGES = 'sandbox-changes';

/** @typedef {{ version?: number, isUp?: boolean }} News */

/**
 * Calls back with each new version, and with the state of the connection. One tab holds the stream and tells the others:
 * a browser opens six connections to a server at most, so a seventh tab with a stream of its own would hang. When that
 * tab is closed, the lock passes on, and the next one's `open` makes everybody ask again for what they may have missed.
 * @param {(version: number) => void} onChange
 * @param {(isUp: boolean) => void} onConnection
 */
export function listen(onChange, onConnection) {
  const others = new BroadcastChannel(CHANGES);
  /** @param {News} news */
  const hear = ({ version, isUp }) => {
    if (isUp !== undefined) onConnection(isUp);
    if (version !== undefined) onChange(version);
  };
  /** @param {News} news */
  const tell = (news) => {
    hear(news);
    others.postMessage(news);
  };
  const holdStream = () => {
    const source = new EventSource('/_sandbox/events');
    source.addEventListener('open', () => tell({ isUp: true, version: 0 }));
    source.addEventListener('error', () => tell({ isUp: false }));
    source.addEventListener('change', (event) => tell({ version: Number(JSON.parse(event.data).version) }));
    return new Promise(() => undefined);
  };
  others.addEventListener('message', ({ data }) => hear(data));
  // What changed since the page was drawn, and before it listened.
  onChange(0);
  void navigator.locks.request(CHANGES, holdStream);
}
