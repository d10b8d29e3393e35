/** Owners and what they still answer for. */
import type { EntityManager } from 'typeorm';
import { deadCauses } from '../domain/suppression.js';
import type { Instant } from '../domain/time.js';
import { countOf, findRows } from './rows.js';
import { query } from './statements.js';
import { registerTables } from './tables.js';

/** The published commitments of an owner that await a verdict: the first `limit` references, and how many there are. */
export async function liveCommitmentsOf(on: EntityManager, owner: string, limit: number): Promise<{ refs: string[]; count: number }> {
  const live = { owner, publication: 'published', standing: 'active', verdict: 'pending' } as const;
  const rows = await findRows(on, registerTables.commitment, { where: live, order: { number: 'ASC' }, take: limit });
  const count = countOf(on.sql<{ n: string | number }[]>`
    SELECT count(*) AS n FROM commitment
    WHERE owner = ${owner} AND publication = 'published' AND standing = 'active' AND verdict = 'pending'`);
  return { refs: rows.map(({ ref }) => ref), count: await count };
}

export interface LostOwner {
  person: string;
  cause: 'address_dead' | 'left';
  since: Instant;
  contact: string | null;
  commitments: number;
}

/** Owners of live commitments whom no mail reaches: disabled, or at an address that is dead. */
export async function lostOwners(on: EntityManager): Promise<LostOwner[]> {
  const dead = deadCauses.map((cause) => `'${cause}'`).join(', ');
  const rows = await query(
    on,
    `SELECT p.id AS person, CASE WHEN p."disabledAt" IS NULL THEN 'address_dead' ELSE 'left' END AS cause,
       coalesce(p."disabledAt", s.since) AS since, p."escalatesTo" AS contact, count(*) AS commitments
     FROM person p JOIN commitment c ON c.owner = p.id LEFT JOIN suppressed_address s ON s.address = p.email AND s.cause IN (${dead})
     WHERE c.publication = 'published' AND c.standing = 'active' AND c.verdict = 'pending' AND (p."disabledAt" IS NOT NULL OR s.address IS NOT NULL)
     GROUP BY p.id, p."disabledAt", s.since, p."escalatesTo" ORDER BY p.id`,
  );
  return rows.map((row) => ({ ...(row as unknown as LostOwner), commitments: Number(row['commitments']) }));
}
