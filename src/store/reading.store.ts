/** What the pages show beside commitments: whom lists can be narrowed to, when each is next heard of, what readers saved. */
import { And, In, LessThanOrEqual, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { Party, Person } from '../domain/people.js';
import type { SavedView } from '../domain/saved-view.js';
import type { Commitment } from '../domain/commitment.js';
import type { EventType } from '../domain/events.js';
import type { Day, Instant } from '../domain/time.js';
import type { Verdict } from '../domain/verdict.js';
import type { Tx } from './database.js';
import { deleteRows, findRow, findRows, Parameters, putRows } from './rows.js';
import { queryValues } from './statements.js';
import { logTable, lookedTable, messageTable, registerTables, savedViewTable, type LogEntry, type Looked } from './tables.js';

const { commitment, party, person, verdict } = registerTables;

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
  const given = new Parameters(on);
  const text = `SELECT commitment, min("dueAt") FROM reminder WHERE commitment ${given.among(refs)} AND state = 'planned' GROUP BY commitment`;
  return new Map((await queryValues(on, text, given.values)) as [string, Instant][]);
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

/** As `commitment_overdue` says it. */
const inForce = `verdict = 'pending' AND standing = 'active' AND publication = 'published'`;

/** What became overdue on one of these days and still has no verdict, the latest first. */
export function overdueBetween(on: EntityManager, from: Day, to: Day, limit: number): Promise<Commitment[]> {
  const overdueFrom = And(MoreThanOrEqual(from), LessThanOrEqual(to));
  return findRows(on, commitment, { where: { overdueFrom }, only: inForce, order: { overdueFrom: 'DESC', number: 'ASC' }, take: limit });
}

/** Verdicts that wait for their confirmation. */
export function waitingVerdicts(on: EntityManager, limit: number): Promise<Verdict[]> {
  return findRows(on, verdict, { only: `state = 'proposed'`, order: { commitment: 'ASC' }, take: limit });
}

/** The newest entries of some types from an index of the log on. */
export function newestEntries(on: EntityManager, from: number, types: readonly EventType[], limit: number): Promise<LogEntry[]> {
  const where = { index: MoreThanOrEqual(from), type: In([...types]) };
  return findRows(on, logTable, { where, order: { index: 'DESC' }, take: limit });
}

/** How many mails that ended so since an instant; by the day, that a page need not read more than a week. */
export async function countEnded(on: EntityManager, states: readonly string[], since: Instant): Promise<number> {
  return on.count(messageTable, { where: { state: In([...states]), finishedAt: MoreThanOrEqual(since) } as object });
}
