import type { SlackIdentity } from '../domain/people.ts';
import type { Way } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from '../db/connection.ts';
import { workspaceDefaults } from '../db/policies.ts';
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

/** A link that nothing opens yet: `keepLink` stores it. */
export interface DrawnLink {
  readonly minted: MintedLink;
  readonly tokenHash: Uint8Array;
  readonly codeHash: Uint8Array;
}

/** Draws a link and its code; the texts exist only here and in what is made of them. */
export async function drawLink(
  deps: Deps,
  tx: Db,
  { purpose, at }: Pick<Wish, 'purpose' | 'at'>,
): Promise<DrawnLink> {
  const hours = (await workspaceDefaults(tx, deps.workspaceId)).linkHours ?? deps.linkHours;
  const token = deps.ids.token();
  const code = deps.ids.code();
  return {
    minted: {
      url: `${deps.publicUrl}/${PATHS[purpose]}#${token}`,
      code: `${code.slice(0, 4)}-${code.slice(4)}`,
      expiresAt: at.plus({ hours }),
    },
    tokenHash: hashToken(token),
    codeHash: hashCode(token, code),
  };
}

/** Stores the hashes of a drawn link: from the commit on it opens its page. */
export async function keepLink(
  deps: Deps,
  tx: Db,
  { minted, tokenHash, codeHash }: DrawnLink,
  { at, mintedFor, ...row }: Wish,
): Promise<void> {
  const { enterpriseId, teamId, userId } = mintedFor;
  await insertLink(tx, {
    ...row,
    id: deps.ids.id(),
    workspaceId: deps.workspaceId,
    ...{ tokenHash, codeHash },
    mintedFor: { enterpriseId, teamId, userId },
    mintedAt: at,
    expiresAt: minted.expiresAt,
  });
}

/** Mints a link and its code for one person and stores their hashes; the texts exist only in the answer. */
export async function mintLink(deps: Deps, tx: Db, wish: Wish): Promise<MintedLink> {
  const drawn = await drawLink(deps, tx, wish);
  await keepLink(deps, tx, drawn, wish);
  return drawn.minted;
}
