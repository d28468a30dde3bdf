import { expect, test } from 'vitest';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { collectOnce } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { serveWorld } from '../support/serve-world.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

// Promise H10: whoever has a link without its code can't tell what became of it.

const database = useDatabase();

async function peek(url: string, token: string, accept: string) {
  const answer = await fetch(`${url}/handoff/peek`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ token }),
  });
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers, body: await answer.text() };
}

/** One link in each state, all in one world. */
async function linksOf(world: World): Promise<Record<string, string>> {
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
  return {
    link_expired: expired.token,
    link_revoked: revoked.token,
    link_collected: collected.token,
    link_superseded: superseded.token,
    link_unknown: world.deps.ids.token(),
    link_malformed: `${collected.token.slice(0, 5)}<`,
  };
}

test('six links that open nothing get the same bytes, and the log tells them apart', async () => {
  const world = await createWorld(database);
  const links = await linksOf(world);
  const { url, close } = await serveWorld(world);
  for (const accept of ['text/html', 'application/json']) {
    const golden = await peek(url, 'A'.repeat(43), accept);
    expect(golden.status).toBe(404);
    world.deps.log.lines.length = 0;
    for (const token of Object.values(links)) expect(await peek(url, token, accept)).toEqual(golden);
    const codes = world.deps.log.lines.map((line) => (JSON.parse(line) as { code: string }).code);
    expect(codes).toEqual(Object.keys(links));
  }
  close();
});
