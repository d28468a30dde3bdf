import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/adapters/clock.ts';
import type { MovableClock } from '../clock.ts';
import { BadRequest, sendJson } from '../panel/exchange.ts';
import type { PanelLinks } from '../panel/panel.ts';
import { handlePanelRequest } from '../panel/panel.ts';
import type { PlannedFault } from './faults.ts';
import { createFaults } from './faults.ts';
import type { NewPackage } from './seed.ts';
import { createSetup } from './setup-routes.ts';
import { createTenants } from './tenants.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

interface MarketingCloudOptions {
  readonly clock: Clock;
  /** Packages and secrets outlive the process when this file is named. */
  readonly stateFile?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Mounts the sandbox's bar at the top of Setup. */
  readonly panel?: { clock: MovableClock; links: PanelLinks; onMoved?: () => void | Promise<void> };
}

export type MarketingCloud = Awaited<ReturnType<typeof createMarketingCloud>>;

/** A local Marketing Cloud on 127.0.0.1: token endpoint, Setup in the browser, and the same by method calls for tests. */
export async function createMarketingCloud({ clock, stateFile, port = 0, panel }: MarketingCloudOptions) {
  const tenants = createTenants({ clock, ...(stateFile !== undefined && { stateFile }) });
  const faults = createFaults();
  const endpoint = createTokenEndpoint({ clock, tenants, faults });
  const setup = createSetup({ clock, tenants, hasPanel: panel !== undefined, tryToken: endpoint.tryToken });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://sandbox');
    if (panel && (await handlePanelRequest(req, res, panel))) return;
    if (url.pathname === '/') return void res.writeHead(302, { location: '/setup' }).end();
    if (/^\/setup(\/|$)/.test(url.pathname)) return setup(req, res, url);
    const [, subdomain = null, what] = /^(?:\/t\/([^/]+))?\/v2\/(token|userinfo)$/.exec(url.pathname) ?? [];
    if (!what || (subdomain !== null && !tenants.hasTenant(subdomain))) {
      return sendJson(res, 404, { message: 'Not Found', errorcode: 404 });
    }
    if (what === 'token' && req.method === 'POST') return endpoint.token(req, res, subdomain);
    if (what === 'userinfo' && req.method === 'GET') return endpoint.userinfo(req, res, subdomain);
    sendJson(res, 405, { message: 'Method Not Allowed', errorcode: 405 });
  }

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      if (!(error instanceof BadRequest)) console.error('local Marketing Cloud:', error);
      if (res.headersSent) return res.destroy();
      const status = error instanceof BadRequest ? error.status : 500;
      sendJson(res, status, {
        message: error instanceof BadRequest ? error.message : 'Internal Server Error',
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    packages: tenants.packages,
    /** Throws when there is none of that name, as do the others that take a name. */
    package: tenants.byName,
    addPackage: (wanted: NewPackage) => tenants.add(wanted),
    generate: tenants.generate,
    activate: tenants.activate,
    /** Plans trouble for the next token requests. */
    fail: (fault: PlannedFault) => faults.plan(fault),
    heal: faults.heal,
    /** The token requests so far, oldest first. */
    tokenRequests: tenants.requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
