import { createHash } from 'node:crypto';
import type postgres from 'postgres';

interface Row {
  chain: string;
  seq: number;
  id: string;
  workspace_id: string;
  at: string;
  by: string;
  kind: string;
  facts: string;
  package_id: string | null;
  rotation_id: string | null;
  handoff_id: string | null;
  previous_hash: Buffer;
  hash: Buffer;
}

interface Head {
  chain: string;
  seq: number;
  hash: Buffer;
}

/** The check of docs/decisions/audit-chain.md, from the rows alone: what is wrong, or nothing. */
export async function faultsOfAudit(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<Row[]>`
    select chain, seq, id, workspace_id, "by", kind, facts, package_id, rotation_id, handoff_id, previous_hash, hash,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from audit order by chain, seq`;
  const heads = await sql<Head[]>`select chain, seq, hash from audit_head`;
  const chains = Map.groupBy(rows, (row) => row.chain);
  return [
    ...[...chains.values()].flatMap(faultsOfChain),
    ...heads.flatMap((head) => faultsOfHead(head, chains.get(head.chain)?.at(-1))),
    ...[...chains.keys()]
      .filter((chain) => !heads.some((head) => head.chain === chain))
      .map((c) => `${c} has no head`),
  ];
}

function faultsOfChain(rows: readonly Row[]): string[] {
  const faults: string[] = [];
  let previous: Uint8Array = new Uint8Array();
  rows.forEach((row, index) => {
    if (row.seq !== index + 1) faults.push(`${row.chain} has a gap before ${row.seq}`);
    if (!row.previous_hash.equals(previous))
      faults.push(`${row.chain} ${row.seq} does not follow its predecessor`);
    if (!row.hash.equals(hashOf(row))) faults.push(`${row.chain} ${row.seq} was altered`);
    previous = row.hash;
  });
  return faults;
}

function hashOf(row: Row): Buffer {
  const fields = [
    ...[row.chain, String(row.seq), row.id, row.workspace_id, row.at, row.by, row.kind, row.facts],
    ...[row.package_id ?? '-', row.rotation_id ?? '-', row.handoff_id ?? '-'],
  ];
  if (fields.some((field) => field.includes('\n'))) return Buffer.alloc(0);
  return createHash('sha256').update(row.previous_hash).update(fields.join('\n'), 'utf8').digest();
}

const faultsOfHead = (head: Head, last: Row | undefined): string[] =>
  last?.seq === head.seq && last.hash.equals(head.hash)
    ? []
    : [`${head.chain} does not end where its head says`];
