import { appendAudit } from '../db/audit.ts';
import { generationsByFingerprints, recordExposures, type KnownGeneration } from '../db/generations.ts';
import type { Actor, SlackIdentity } from '../domain/people.ts';
import { findSecrets } from '../domain/secret-format.ts';
import { compromise } from './compromise.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { anybody } from './rights.ts';

interface Input {
  readonly person: SlackIdentity;
  readonly texts: readonly string[];
  /** Where it was typed: a command or a field's name, never its content. */
  readonly where: string;
}

/**
 * Promise H1: text typed into Slack that looks like a secret is refused, not stored, not logged; only its keyed
 * fingerprint is kept and compared. If it is a staged generation's, that generation is compromised at once; if it is
 * the one in force, its admins are told.
 */
export async function guardText(deps: Deps, { person, texts, where }: Input): Promise<Result> {
  const found = texts.map(findSecrets);
  const certain = found.flatMap((one) => one.certain);
  const possible = found.flatMap((one) => one.possible.slice(0, MOST_POSSIBLE));
  if (certain.length === 0 && possible.length === 0) return { ok: true };
  const { enterpriseId, teamId, userId } = person;
  const by: Actor = { kind: 'slack', enterpriseId, teamId, userId };
  let known: KnownGeneration[];
  try {
    known = await compare(deps, by, { certain, possible });
  } catch (error) {
    // Whatever can't be compared now is refused by its looks alone.
    deps.log.error('a text could not be compared with known secrets', {}, error);
    return certain.length > 0 ? refused({ code: 'looks_like_secret', isLive: false }) : { ok: true };
  }
  if (certain.length === 0 && known.length === 0) return { ok: true };
  await noteRefusal(deps, by, where, known.length > 0);
  for (const generation of known) await compromise(deps, generation, { by, allow: anybody });
  return refused({ code: 'looks_like_secret', isLive: known.length > 0 });
}

/** More than anybody pastes by mistake; what lies beyond is refused by its looks alone. */
const MOST_CERTAIN = 32;
/** As many as the 3,000 characters of one field of Slack's can hold: a pasted table has ids in every row. */
const MOST_POSSIBLE = 512;

/** Exposures are written before generations are looked up, so that a deposit under way meets one or the other. */
async function compare(
  deps: Deps,
  by: Actor,
  { certain, possible }: { certain: readonly string[]; possible: readonly string[] },
): Promise<KnownGeneration[]> {
  const { db, workspaceId } = deps;
  const exposure = { workspaceId, by, at: deps.clock.now() };
  const shown = await fingerprintsOf(deps, certain.slice(0, MOST_CERTAIN));
  await recordExposures(db, exposure, shown);
  const hidden = await fingerprintsOf(deps, possible);
  const same = await generationsByFingerprints(db, workspaceId, [...shown, ...hidden]);
  const isKnown = (one: Uint8Array) => same.some((known) => Buffer.compare(known.fingerprint, one) === 0);
  await recordExposures(db, exposure, hidden.filter(isKnown));
  return same.filter((generation) => generation.state === 'staged' || generation.state === 'activated');
}

const fingerprintsOf = (deps: Deps, texts: readonly string[]): Promise<Uint8Array[]> =>
  Promise.all(texts.map((text) => deps.fingerprintKey.fingerprint(text)));

/** Whether a text that never was in Slack holds a secret we know, or one that shows: it must not get there. */
export async function holdsSecret(deps: Deps, text: string): Promise<boolean> {
  const { certain, possible } = findSecrets(text);
  if (certain.length > 0) return true;
  try {
    const fingerprints = await fingerprintsOf(deps, possible.slice(0, MOST_POSSIBLE));
    return (await generationsByFingerprints(deps.db, deps.workspaceId, fingerprints)).length > 0;
  } catch (error) {
    deps.log.error('a text could not be compared with known secrets', {}, error);
    return false; // judged by its looks alone, as in Slack
  }
}

async function noteRefusal(deps: Deps, by: Actor, where: string, isKnown: boolean): Promise<void> {
  const { workspaceId } = deps;
  const event = { kind: 'text_refused', where, isKnown } as const;
  const place = { workspaceId, packageId: null, rotationId: null, handoffId: null };
  await appendAudit(deps.db, [{ id: deps.ids.id(), at: deps.clock.now(), by, event, ...place }]);
}
