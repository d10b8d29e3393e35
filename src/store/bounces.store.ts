/** Bounces, and the addresses that nothing is sent to. */
import { In, MoreThan, type EntityManager } from 'typeorm';
import type { Bounce } from '../domain/bounce.js';
import type { Suppression } from '../domain/suppression.js';
import type { Day } from '../domain/time.js';
import type { Tx } from './database.js';
import { countOf, deleteRows, findRow, findRows, insertRows, updateRows } from './rows.js';
import { bounceTable, suppressedTable } from './tables.js';

export async function isBounceKnown(on: EntityManager, id: string): Promise<boolean> {
  return (await findRow(on, bounceTable, { id })) !== null;
}

export function insertBounce(tx: Tx, bounce: Bounce): Promise<void> {
  return insertRows(tx, bounceTable, [bounce]);
}

/** The days on which an address has a score. */
export async function scoredDays(on: EntityManager, address: string): Promise<Day[]> {
  return (await findRows(on, bounceTable, { where: { address, scored: true } })).map(({ day }) => day);
}

/** The bounces of some messages. */
export function bouncesOf(on: EntityManager, messages: readonly string[]): Promise<Bounce[]> {
  if (messages.length === 0) return Promise.resolve([]);
  return findRows(on, bounceTable, { where: { message: In(messages) }, order: { at: 'ASC' } });
}

/** What an address has against it so far counts no more: a person vouched for it. */
export async function forgiveBounces(tx: Tx, address: string): Promise<void> {
  await updateRows(tx, bounceTable, { address, scored: true }, { scored: false });
}

export function suppressionOf(on: EntityManager, address: string): Promise<Suppression | null> {
  return findRow(on, suppressedTable, { address });
}

export async function isSuppressed(on: EntityManager, address: string): Promise<boolean> {
  return (await suppressionOf(on, address)) !== null;
}

export function insertSuppression(tx: Tx, row: Suppression): Promise<void> {
  return insertRows(tx, suppressedTable, [row]);
}

/** Whether the address was on the list. */
export async function deleteSuppression(tx: Tx, address: string): Promise<boolean> {
  return (await deleteRows(tx, suppressedTable, { address })) === 1;
}

/** Up to `limit` suppressed addresses after one, in order, and how many there are in all. */
export async function suppressedAddresses(
  on: EntityManager,
  { after, limit }: { after: string; limit: number },
): Promise<{ rows: Suppression[]; total: number }> {
  const rows = await findRows(on, suppressedTable, { where: { address: MoreThan(after) }, order: { address: 'ASC' }, take: limit });
  return { rows, total: await countOf(on.sql<{ n: string | number }[]>`SELECT count(*) AS n FROM suppressed_address`) };
}
