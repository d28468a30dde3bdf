// @ts-check

/** @typedef {{ kind: 'list' } | { kind: 'home' } | { kind: 'conversation', channel: string, thread: string | null }} Route */

/** @param {Route} route */
export function hashOf(route) {
  if (route.kind === 'list') return '#/';
  if (route.kind === 'home') return '#/home';
  return `#/c/${route.channel}${route.thread ? `/${route.thread}` : ''}`;
}

/** Where the address points; permalinks (`/archives/C1/p1700000000000100`) are turned into this page's own. @returns {Route} */
export function currentRoute() {
  const permalink = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(location.pathname);
  if (permalink && !location.hash) {
    const [, channel = '', seconds, micros] = permalink;
    const thread =
      new URLSearchParams(location.search).get('thread_ts') ?? (seconds ? `${seconds}.${micros}` : null);
    return { kind: 'conversation', channel, thread };
  }
  const [, kind, channel, thread] = location.hash.split('/');
  if (kind === 'home') return { kind: 'home' };
  if (kind === 'c' && channel) return { kind: 'conversation', channel, thread: thread ?? null };
  return { kind: 'list' };
}

/** @param {Route} route */
export function goTo(route) {
  location.hash = hashOf(route);
}
