import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { faultOf } from '../../src/adapters/fault.ts';
import { bindWebUsecases } from '../../src/web/bind-usecases.ts';
import { createWebRouter } from '../../src/web/router.ts';
import type { World } from './world.ts';

/** The pages over real HTTP, with the world's own use cases and database. */
export async function serveWorld(
  { deps }: World,
  { trustedProxies = 0 } = {},
): Promise<{ url: string; close: () => void }> {
  const { log, ids } = deps;
  const usecases = bindWebUsecases(deps);
  const limits = { actsPerMinute: 10_000 };
  const router = createWebRouter({
    ...{ usecases, log, ids, faultOf, limits, publicUrl: deps.publicUrl, command: deps.command },
    health: async () => true,
  });
  const app = express().disable('x-powered-by').set('trust proxy', trustedProxies).use(router);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}
