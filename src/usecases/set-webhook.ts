import type { TargetFault } from '../adapters/webhook-sender.ts';
import { appendAudit, type OtherEvent } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { isAppointed } from '../db/packages.ts';
import { viewingOf } from '../db/roles.ts';
import { dropWebhooks, hurryWebhooks } from '../db/webhook-queue.ts';
import {
  endWebhook,
  findWebhook,
  putWebhook,
  renewKey,
  resetEvents,
  type OffWhy,
  type Webhook,
  type WebhookSetting,
} from '../db/webhooks.ts';
import type { Actor, Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import type { WebhookEvent } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf } from './rights.ts';
import { drawSigningKey } from './webhook-key.ts';

interface Input {
  readonly person: Person;
}

/** For workspace admins and whoever is appointed: it tells of all packages. */
export async function judgeWebhook(deps: Deps, { person }: Input): Promise<Result> {
  const isOneOfThem = await isAppointed(deps.db, deps.workspaceId, person);
  const viewing = await viewingOf(deps.db, deps.workspaceId, person);
  if (may(person, 'set_webhook', { isAppointed: isOneOfThem, viewing })) return { ok: true };
  return refused(isOneOfThem ? { code: 'not_a_viewer' } : { code: 'not_allowed', who: [] });
}

/**
 * Sets where to, and what about. Another target gets a signing secret of its own, told here once; the same target keeps
 * the one it has (`secret` is null). What waited for the target before goes to this one.
 */
export async function setWebhook(
  deps: Deps,
  { person, url, events }: Input & { url: string; events: readonly WebhookEvent[] },
): Promise<Result<{ secret: string | null }>> {
  const judged = await judgeWebhook(deps, { person });
  if (!judged.ok) return judged;
  const fault: TargetFault | null = deps.webhooks.judge(url);
  if (fault) return refused({ code: 'webhook_target', fault });
  const { enterpriseId, teamId, userId } = person;
  const at = deps.clock.now();
  const { href } = new URL(url);
  const setBy = { enterpriseId, teamId, userId };
  const setting = { workspaceId: deps.workspaceId, url: href, events, setBy, setAt: at };
  const isSame = await deps.db.transaction(async (tx) => {
    const done = await resetEvents(tx, setting);
    if (done) await recordSetting(deps, tx, person, setting, false);
    return done;
  });
  if (isSame) return { ok: true, secret: null };
  const drawn = await drawSigningKey(deps);
  if (!drawn.ok) return drawn;
  await deps.db.transaction(async (tx) => {
    await putWebhook(tx, setting, drawn.sealed);
    await hurryWebhooks(tx, deps.workspaceId, at);
    await recordSetting(deps, tx, person, setting, true);
  });
  deps.wake();
  return { ok: true, secret: drawn.text };
}

const recordSetting = (
  deps: Deps,
  tx: Db,
  person: Person,
  { url, events, setAt: at }: WebhookSetting,
  isNewSecret: boolean,
): Promise<void> =>
  record(
    deps,
    tx,
    { by: actorOf(person), at },
    { kind: 'webhook_set', host: hostIn(url), events, isNewSecret },
  );

/** Another signing secret; the one before signs along for a day, so that the receiver can change over in peace. */
export async function renewWebhookSecret(
  deps: Deps,
  { person }: Input,
): Promise<Result<{ secret: string; previousUntil: Moment }>> {
  const judged = await judgeWebhook(deps, { person });
  if (!judged.ok) return judged;
  const drawn = await drawSigningKey(deps);
  if (!drawn.ok) return drawn;
  const at = deps.clock.now();
  const previousUntil = at.plus({ hours: RULES.webhookOverlapHours });
  const { workspaceId } = deps;
  const isRenewed = await deps.db.transaction(async (tx) => {
    const done = await renewKey(tx, workspaceId, { key: drawn.sealed, previousUntil });
    if (done) await record(deps, tx, { by: actorOf(person), at }, { kind: 'webhook_secret_renewed' });
    return done;
  });
  return isRenewed ? { ok: true, secret: drawn.text, previousUntil } : refused({ code: 'no_webhook' });
}

/** Nothing is told any more, and what waits is dropped. */
export async function switchOffWebhook(deps: Deps, { person }: Input): Promise<Result> {
  const judged = await judgeWebhook(deps, { person });
  if (!judged.ok) return judged;
  const at = deps.clock.now();
  const ended = await deps.db.transaction(async (tx) => {
    const done = await endAndRecord(deps, tx, { by: actorOf(person), at, why: 'switched_off' });
    if (done) await dropWebhooks(tx, deps.workspaceId);
    return done;
  });
  return ended ? { ok: true } : refused({ code: 'no_webhook' });
}

/** Ends the webhook with its audit row; false when there was none, or its target is another than `url`. */
export async function endAndRecord(
  deps: Deps,
  tx: Db,
  { by, at, why, url }: { by: Actor; at: Moment; why: OffWhy; url?: string },
): Promise<boolean> {
  const ended = await endWebhook(tx, deps.workspaceId, { why, at, ...(url === undefined ? {} : { url }) });
  if (ended) await record(deps, tx, { by, at }, { kind: 'webhook_ended', host: hostIn(ended.url), why });
  return ended !== null;
}

/** The rest of an address may be a secret of its receiver's: it is not kept for ever. */
const hostIn = (url: string): string => new URL(url).host;

async function record(
  deps: Deps,
  tx: Db,
  { by, at }: { by: Actor; at: Moment },
  event: Extract<OtherEvent, { kind: `webhook_${string}` }>,
): Promise<void> {
  const place = { workspaceId: deps.workspaceId, packageId: null, rotationId: null, handoffId: null };
  await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
}

/** The webhook that is on, for whoever may see to it. */
export async function webhookFor(deps: Deps, input: Input): Promise<Result<{ webhook: Webhook }>> {
  const judged = await judgeWebhook(deps, input);
  if (!judged.ok) return judged;
  const webhook = await findWebhook(deps.db, deps.workspaceId);
  return webhook && !webhook.off ? { ok: true, webhook } : refused({ code: 'no_webhook' });
}
