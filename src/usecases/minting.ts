import type { SlackIdentity } from '../domain/people.ts';
import type { Way } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from '../db/connection.ts';
import { insertLink, type LinkPurpose } from '../db/links.ts';
import type { Deps } from './deps.ts';
import type { MintedLink } from './facts.ts';
import { hashCode, hashToken } from './link-hash.ts';

interface Wish {
  readonly rotationId: string;
  readonly handoffId: string | null;
  readonly purpose: LinkPurpose;
  readonly way: Way;
  readonly mintedFor: SlackIdentity;
  readonly at: Moment;
}

const PATHS = { deposit: 'deposit', deposit_again: 'deposit', handoff: 'handoff' } as const;

/** Mints a link and its code for one person and stores their hashes; the texts exist only in the answer. */
export async function mintLink(deps: Deps, tx: Db, wish: Wish): Promise<MintedLink> {
  const { at, mintedFor, ...row } = wish;
  const token = deps.ids.token();
  const code = deps.ids.code();
  const expiresAt = at.plus({ hours: deps.linkHours });
  const { enterpriseId, teamId, userId } = mintedFor;
  await insertLink(tx, {
    ...row,
    id: deps.ids.id(),
    workspaceId: deps.workspaceId,
    tokenHash: hashToken(token),
    codeHash: hashCode(token, code),
    mintedFor: { enterpriseId, teamId, userId },
    mintedAt: at,
    expiresAt,
  });
  return {
    url: `${deps.publicUrl}/${PATHS[wish.purpose]}#${token}`,
    code: `${code.slice(0, 4)}-${code.slice(4)}`,
    expiresAt,
  };
}
