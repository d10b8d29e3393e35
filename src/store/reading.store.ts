/** What the pages show beside commitments: whom lists can be narrowed to, when each is next heard of, what readers saved. */
import { In, type EntityManager } from 'typeorm';
import type { Party, Person } from '../domain/people.js';
import type { SavedView } from '../domain/saved-view.js';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { deleteRows, findRow, findRows, putRows } from './rows.js';
import { lookedTable, registerTables, reminderTable, savedViewTable, type Looked } from './tables.js';

const { party, person } = registerTables;

/** Everybody with a role; followers, who may be many, are left out. */
export function peopleWorkingHere(on: EntityManager): Promise<Person[]> {
  return findRows(on, person, { where: [{ role: 'admin' }, { role: 'staff' }, { role: 'auditor' }], order: { name: 'ASC', id: 'ASC' } });
}

export function firstParties(on: EntityManager, limit: number): Promise<Party[]> {
  return findRows(on, party, { order: { name: 'ASC' }, take: limit });
}

/** By id or by name, whatever its capitals are. */
export async function partyCalled(on: EntityManager, called: string): Promise<Party | null> {
  const exact = await findRow(on, party, [{ id: called }, { name: called }]);
  if (exact !== null) return exact;
  const [found] = await on.sql<Party[]>`SELECT id, name FROM party WHERE lower(name) = ${called.toLowerCase()} LIMIT 1`;
  return found ?? null;
}

/** The soonest reminder that is planned of each commitment that has one. */
export async function nextReminders(on: EntityManager, refs: readonly string[]): Promise<Map<string, Instant>> {
  const rows = await findRows(on, reminderTable, { where: { commitment: In([...refs]), state: 'planned' }, order: { dueAt: 'DESC' } });
  return new Map(rows.map(({ commitment, dueAt }) => [commitment, dueAt]));
}

export function savedViewsOf(on: EntityManager, who: string): Promise<SavedView[]> {
  return findRows(on, savedViewTable, { where: { person: who }, order: { name: 'ASC' } });
}

export function putSavedView(tx: Tx, view: SavedView): Promise<void> {
  return putRows(tx, savedViewTable, [view]);
}

export function deleteSavedView(tx: Tx, view: Pick<SavedView, 'id' | 'person'>): Promise<number> {
  return deleteRows(tx, savedViewTable, view);
}

export function lookedBy(on: EntityManager, who: string): Promise<Looked | null> {
  return findRow(on, lookedTable, { person: who });
}

export function putLooked(tx: Tx, looked: Looked): Promise<void> {
  return putRows(tx, lookedTable, [looked]);
}
