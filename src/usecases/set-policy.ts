import { appendAudit } from '../db/audit.ts';
import { goneAmong } from '../db/known-people.ts';
import { findPackage, lockPackage, setLeadDays } from '../db/packages.ts';
import { NO_POLICY, policiesOf, savePolicy, workspaceDefaults, type StoredPolicy } from '../db/policies.ts';
import { lookAtOpenRotations } from '../db/rotations.ts';
import { lockWorkspace } from '../db/workspaces.ts';
import type { Package } from '../domain/package.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { policyFault, policyOf, type Policy } from '../domain/policy.ts';
import { may } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import type { Deps } from './deps.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';

export type { StoredPolicy };

interface Scope {
  readonly person: Person;
  /** Null: the whole workspace. */
  readonly packageId: string | null;
}

interface Settings {
  readonly package: Package | null;
  /** What was said for this scope. */
  readonly said: StoredPolicy;
  /** What holds where nothing is said for it. */
  readonly otherwise: Policy;
  /** Whoever is to hear of it last, by what was said or otherwise, if they have left Slack. */
  readonly escalationGone: SlackIdentity | null;
  readonly linkHours: number;
  /** Of the package, or of packages that are added from now on. */
  readonly leadDays: number;
}

/** The settings of the workspace, for its admins; or of one package, for its own. */
export async function readPolicy(deps: Deps, { person, packageId }: Scope): Promise<Result<Settings>> {
  const { db, workspaceId } = deps;
  const pkg = packageId === null ? null : await findPackage(db, workspaceId, packageId);
  const denied = judge(person, packageId, pkg);
  if (denied) return refused(denied);
  const stored = await policiesOf(db, [workspaceId, ...(packageId ? [packageId] : [])]);
  const ofWorkspace = stored.get(workspaceId) ?? NO_POLICY;
  const nobody = { zoneOfOwner: null };
  const said = packageId ? (stored.get(packageId) ?? NO_POLICY) : ofWorkspace;
  const otherwise = policyOf(NO_POLICY, packageId ? ofWorkspace : NO_POLICY, nobody);
  const last = said.escalation ?? otherwise.escalation;
  const gone = await goneAmong(db, workspaceId, last ? [last] : []);
  return {
    ok: true,
    package: pkg,
    ...{ said, otherwise },
    escalationGone: last && gone.has(last.userId) ? last : null,
    linkHours: ofWorkspace.linkHours ?? deps.linkHours,
    leadDays: pkg?.leadDays ?? ofWorkspace.leadDays ?? RULES.leadDays,
  };
}

/** How many days ahead a package is due that says nothing of it. Asks for no right: it is no more than a default. */
export async function readLeadDays(deps: Deps): Promise<number> {
  return (await workspaceDefaults(deps.db, deps.workspaceId)).leadDays ?? RULES.leadDays;
}

/** What a package can't say for itself here. */
const OF_THE_WORKSPACE = { leadDays: null, linkHours: null, weeklyCapacity: null, freezeWindows: null };

function judge(person: Person, packageId: string | null, pkg: Package | null): Refusal | null {
  if (packageId === null) return may(person, 'set_workspace', {}) ? null : { code: 'only_workspace_admins' };
  return pkg ? mayDo(person, 'set_package', pkg) : { code: 'unknown_package' };
}

/** Replaces the settings of a scope. What contradicts itself, as it would hold together, is refused and changes nothing. */
export async function setPolicy(
  deps: Deps,
  {
    person,
    packageId,
    said,
    escalationId,
  }: Scope & { said: Omit<StoredPolicy, 'escalation'>; escalationId: string | null },
): Promise<Result> {
  const read = await readPolicy(deps, { person, packageId });
  if (!read.ok) return read;
  const escalation = escalationId ? await deps.directory.find(escalationId) : null;
  if (escalationId && escalation?.standing !== 'member') {
    return refused({ code: 'escalation_unusable', userId: escalationId });
  }
  const { workspaceId } = deps;
  const identity = escalation && {
    enterpriseId: escalation.enterpriseId,
    teamId: escalation.teamId,
    userId: escalation.userId,
  };
  const next: StoredPolicy = { ...said, escalation: identity };
  const fault = policyFault(next, read.otherwise);
  if (fault) return refused({ code: 'policy_contradicts', fault });
  const at = deps.clock.now();
  const set = await deps.db.transaction(async (tx): Promise<Result> => {
    if (!packageId) await lockWorkspace(tx, workspaceId);
    const pkg = packageId && (await lockPackage(tx, workspaceId, packageId));
    const denied = judge(person, packageId, pkg || null);
    if (denied) return refused(denied);
    const by = actorOf(person);
    const of = { scope: packageId ?? workspaceId, workspaceId, changedBy: by, changedAt: at };
    // A package's lead days are its own, and stand where everything reads them.
    if (packageId && said.leadDays !== null) await setLeadDays(tx, packageId, said.leadDays);
    await savePolicy(tx, of, packageId ? { ...next, ...OF_THE_WORKSPACE } : next);
    // Their gates may turn with the workspace's freeze windows.
    if (!packageId) await lookAtOpenRotations(tx, workspaceId, at);
    const place = { workspaceId, packageId, rotationId: null, handoffId: null };
    const event = { kind: 'policy_set', scope: packageId ? 'package' : 'workspace' } as const;
    await appendAudit(tx, [{ id: deps.ids.id(), at, by, event, ...place }]);
    return { ok: true };
  });
  if (set.ok) deps.wake();
  return set;
}
