import { expect, test } from 'vitest';
import { RULES } from '../../src/domain/rules.ts';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { collectOnce } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { serveWorld } from '../support/serve-world.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

// Promise H10: whoever has a link without its code can't tell what became of it.

const database = useDatabase();

async function post(address: string, body: object, { accept = 'text/html', from = '192.0.2.1' } = {}) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, 'x-forwarded-for': from },
    body: JSON.stringify(body),
  });
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers, body: await answer.text() };
}

const peek = (url: string, token: string, accept: string) =>
  post(`${url}/handoff/peek`, { token }, { accept });

/** One link in each state, all in one world. */
async function linksOf(world: World) {
  const share = async () => {
    const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.gus] });
    const { rotationId } = await world.share(pkg);
    const [vera = '', gus = ''] = pkg.vendorIds;
    return { rotationId, vera, gus };
  };
  const old = await share();
  const expired = await world.link(old.rotationId, old.vera);
  await world.pass({ hours: 24 });
  const { rotationId, vera, gus } = await share();
  const revoked = await world.link(rotationId, vera);
  const collected = await world.link(rotationId, gus);
  await world.link(rotationId, vera);
  yes(await collectOnce(world.deps, collected));
  const voided = await share();
  const superseded = await world.link(voided.rotationId, voided.vera);
  const generationId = (await world.live(voided.rotationId)).generation.id;
  yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId: voided.rotationId, generationId }));
  const tokens: Record<string, string> = {
    link_expired: expired.token,
    link_revoked: revoked.token,
    link_collected: collected.token,
    link_superseded: superseded.token,
    link_unknown: world.deps.ids.token(),
    link_malformed: `${collected.token.slice(0, 5)}<`,
  };
  return { tokens, collected, gone: [expired, revoked, collected, superseded] };
}

test('six links that open nothing get the same bytes, and the log tells them apart', async () => {
  const world = await createWorld(database);
  const { tokens } = await linksOf(world);
  const { url, close } = await serveWorld(world);
  for (const accept of ['text/html', 'application/json']) {
    const golden = await peek(url, 'A'.repeat(43), accept);
    expect(golden.status).toBe(404);
    world.deps.log.lines.length = 0;
    for (const token of Object.values(tokens)) expect(await peek(url, token, accept)).toEqual(golden);
    const codes = world.deps.log.lines.map((line) => (JSON.parse(line) as { code: string }).code);
    expect(codes).toEqual(Object.keys(tokens));
  }
  close();
});

/** What every act takes, and none of them misses. */
const trying = (token: string, code: string) => ({
  ...{ token, code, retry_key: 'a1'.repeat(32) },
  ...{ proof: 'fresh_token', isSureTokenIsFresh: true, kind: 'other' },
});
const wrongFor = (code: string) => (code === '00000000' ? '11111111' : '00000000');
const ACTS = ['open', 'collect', 'stored', 'confirm', 'report'];
const MOST = RULES.wrongCodesPerWindow;

test('however many wrong codes: a link that opens nothing says so in the same bytes, a collected one too', async () => {
  const world = await createWorld(database);
  const { gone, collected } = await linksOf(world);
  const { url, close } = await serveWorld(world, { trustedProxies: 1 });
  const unknown = world.deps.ids.token();
  for (const { token, code } of gone) {
    for (let n = 0; n < MOST + ACTS.length; n++) {
      const address = `${url}/handoff/${ACTS[n % ACTS.length]}`;
      const golden = await post(address, trying(unknown, code));
      expect(golden.status).toBe(404);
      expect(await post(address, trying(token, wrongFor(code)))).toEqual(golden);
    }
  }
  // The log knows that the bound was reached; there the right code is not looked at either, and elsewhere it is.
  expect(world.deps.log.lines.filter((line) => line.includes('too_many_codes'))).toHaveLength(ACTS.length);
  const right = trying(collected.token, collected.code);
  expect(await post(`${url}/handoff/open`, right)).toEqual(
    await post(`${url}/handoff/open`, trying(unknown, collected.code)),
  );
  expect((await post(`${url}/handoff/open`, right, { from: '198.51.100.1' })).status).toBe(200);
  close();
});
