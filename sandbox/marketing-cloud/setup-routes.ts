import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../src/adapters/clock.ts';
import { isFromHere, readBody, send } from '../panel/exchange.ts';
import type { InstalledPackage } from './packages.ts';
import type { Page } from './setup-layout.ts';
import { pageOf } from './setup-layout.ts';
import { activatePage, errorPage, generatedPage, generatePage } from './setup-dialogs.ts';
import { listPage, packagePage } from './setup-pages.ts';
import type { Trial } from './setup-try.ts';
import type { Tenants } from './tenants.ts';

const asset = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

interface SetupParts {
  readonly clock: Clock;
  readonly tenants: Tenants;
  readonly hasPanel: boolean;
  /** A token request made by the page's own form. */
  readonly tryToken: (pack: InstalledPackage, secret: string, accountId: string) => Trial;
}

/** Everything under `/setup`: what an administrator clicks in the real Setup. None of it exists as an API there (rule 8). */
export function createSetup({ clock, tenants, hasPanel, tryToken }: SetupParts) {
  function show(res: ServerResponse, status: number, page: Page): void {
    res.setHeader('content-security-policy', CSP);
    send(res, status, 'text/html', pageOf(page, { now: clock.now(), hasPanel }));
  }

  function packageOf(
    pack: InstalledPackage,
    more: Pick<Parameters<typeof packagePage>[0], 'trial' | 'refusal' | 'hasJust'>,
  ): Page {
    return packagePage({ pack, at: clock.now(), requests: tenants.requests(pack.name), ...more });
  }

  async function post(
    pack: InstalledPackage,
    verb: string,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    const form = new URLSearchParams(await readBody(req));
    if (verb === 'generate') {
      const outcome = tenants.generate(pack.name, (form.get('description') ?? '').trim().slice(0, 200));
      if (outcome.ok) return show(res, 200, generatedPage(outcome.package, outcome.secret));
      return show(res, 409, packageOf(pack, { refusal: outcome.refusal }));
    }
    if (verb === 'activate') {
      const outcome = tenants.activate(pack.name);
      if (!outcome.ok) return show(res, 409, packageOf(pack, { refusal: outcome.refusal }));
      res.writeHead(303, { location: `/setup/packages/${pack.packageId}?done=activated` }).end();
      return;
    }
    const trial = tryToken(pack, form.get('client_secret') ?? '', form.get('account_id') ?? '');
    show(res, 200, packageOf(pack, { trial }));
  }

  return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
    const isGet = req.method === 'GET' || req.method === 'HEAD';
    const { pathname } = url;
    if (isGet && pathname === '/setup/assets/setup.css')
      return send(res, 200, 'text/css', asset('setup.css'));
    if (isGet && pathname === '/setup/assets/setup.js')
      return send(res, 200, 'text/javascript', asset('setup.js'));
    if (isGet && /^\/setup\/?$/.test(pathname))
      return show(res, 200, listPage(tenants.packages(), clock.now(), url.searchParams.get('account')));

    const [, id, verb] = /^\/setup\/packages\/([\w-]+)(?:\/(generate|activate|try))?$/.exec(pathname) ?? [];
    const pack = id ? tenants.byId(id) : null;
    if (!pack) return show(res, 404, errorPage('Nothing here', 'No Installed Package has this address.'));
    if (req.method === 'POST' && verb) {
      if (!isFromHere(req))
        return show(
          res,
          403,
          errorPage('Refused', 'This form was sent from another site. Nothing was changed.'),
        );
      return post(pack, verb, req, res);
    }
    if (!isGet) return show(res, 405, errorPage('Refused', 'Nothing here takes that.'));
    if (verb === 'generate') return show(res, 200, generatePage(pack, clock.now()));
    if (verb === 'activate') return show(res, 200, activatePage(pack, clock.now()));
    const hasJust =
      url.searchParams.get('done') === 'activated' && pack.lastActivatedAt
        ? ({ hasJust: 'activated' } as const)
        : {};
    show(res, 200, packageOf(pack, hasJust));
  };
}
