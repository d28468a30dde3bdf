import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MovableClock } from '../clock.ts';
import { isFromHere, readBody, send, sendJson } from './exchange.ts';
import { defaultStories, type Story } from './story.ts';

/** Where the bar leads to: full addresses, as the two servers have different ports. */
export interface PanelLinks {
  readonly slack: string;
  readonly setup: string;
  /** The mailbox of everybody without Slack. */
  readonly mail: string;
}

interface PanelContext {
  readonly clock: MovableClock;
  readonly links: PanelLinks;
  /** Called after the clock was moved and before the answer: run the sweeps here, tell the browsers. */
  readonly onMoved?: () => void | Promise<void>;
  readonly stories?: readonly Story[];
}

const MOST_MINUTES = 400 * 24 * 60;

/**
 * The sandbox's bar, for any of its servers: `/_sandbox/panel.js`, `/_sandbox/panel` (what it shows) and
 * `POST /_sandbox/clock` with `{minutes}`. True when the request was one of these and has been answered.
 */
export async function handlePanelRequest(
  req: IncomingMessage,
  res: ServerResponse,
  { clock, links, onMoved, stories = defaultStories }: PanelContext,
): Promise<boolean> {
  const { pathname } = new URL(req.url ?? '/', 'http://sandbox');
  const shown = () => ({ now: clock.now().toISO(), offsetMs: clock.offsetMs, links, stories });
  if (req.method === 'GET' && pathname === '/_sandbox/panel.js') {
    send(res, 200, 'text/javascript', readFileSync(new URL('./panel.js', import.meta.url), 'utf8'));
    return true;
  }
  if (req.method === 'GET' && pathname === '/_sandbox/panel') {
    sendJson(res, 200, shown());
    return true;
  }
  if (req.method !== 'POST' || pathname !== '/_sandbox/clock') return false;
  if (!isFromHere(req)) {
    sendJson(res, 403, { error: 'sent from another site' });
    return true;
  }
  const minutes = minutesOf(await readBody(req));
  if (minutes === null) {
    sendJson(res, 400, { error: `minutes must be a number above 0, at most ${MOST_MINUTES}` });
    return true;
  }
  clock.advance({ minutes });
  await onMoved?.();
  sendJson(res, 200, shown());
  return true;
}

function minutesOf(body: string): number | null {
  try {
    const { minutes } = JSON.parse(body) as { minutes?: unknown };
    return typeof minutes === 'number' && minutes > 0 && minutes <= MOST_MINUTES ? minutes : null;
  } catch {
    return null;
  }
}
