/** Reminders and their planning. */
import { And, In, LessThan, LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import type { Reconciliation } from '../domain/reconcile.js';
import type { Reminder } from '../domain/reminder.js';
import type { Instant } from '../domain/time.js';
import { partOf } from './columns.js';
import type { Tx } from './database.js';
import { findRows, insertRows, putRows, updateRows } from './rows.js';
import { planningTable, reminderTable, type Planning } from './tables.js';

export function remindersOf(on: EntityManager, commitment: string): Promise<Reminder[]> {
  return findRows(on, reminderTable, { where: { commitment } });
}

export function allReminders(on: EntityManager): Promise<Reminder[]> {
  return on.find(reminderTable, { order: { dueAt: 'ASC', key: 'ASC' } });
}

export function remindersOfMessage(on: EntityManager, message: string): Promise<Reminder[]> {
  return findRows(on, reminderTable, { where: { message } });
}

export async function writeReconciliation(tx: Tx, { insert, update }: Reconciliation): Promise<void> {
  await insertRows(tx, reminderTable, insert);
  await putRows(
    tx,
    reminderTable,
    update.filter((row) => row.state !== 'cancelled'),
  );
  // Nothing but that they are cancelled is new of these, and a moved target cancels hundreds at once.
  for (const [reason, keys] of keysByReason(update.filter((row) => row.state === 'cancelled')))
    await updateRows(tx, reminderTable, { key: In(keys) }, { state: 'cancelled', reason, at: tx.now });
}

function keysByReason(rows: readonly Reminder[]): Map<string | null, string[]> {
  const keys = new Map<string | null, string[]>(rows.map(({ reason }) => [reason, []]));
  for (const { reason, key } of rows) keys.get(reason)?.push(key);
  return keys;
}

/** As `reminder_due` and `reminder_under_way` say it. */
const planned = `state = 'planned'`;
const bundled = `state = 'bundled'`;
const dueTimesOnly = partOf(reminderTable, ['key', 'dueAt']);

/**
 * What is due, whole by commitment: the first `limit` due rows and every other due row of their commitments. What fell due
 * up to `after` is left out.
 */
export async function dueReminders(on: EntityManager, now: Instant, limit: number, after: Instant | null = null): Promise<Reminder[]> {
  const due = { dueAt: after === null ? LessThanOrEqual(now) : And(MoreThan(after), LessThanOrEqual(now)) };
  const first = await findRows(on, reminderTable, { where: due, only: planned, order: { dueAt: 'ASC' }, take: limit });
  if (first.length < limit) return first;
  return findRows(on, reminderTable, {
    where: { ...due, commitment: In([...new Set(first.map((r) => r.commitment))]) },
    only: planned,
    order: { dueAt: 'ASC' },
  });
}

/** What is due for one person. */
export function dueOfPerson(
  on: EntityManager,
  now: Instant,
  person: string,
  limit: number,
  after: Instant | null = null,
): Promise<Reminder[]> {
  const due = after === null ? LessThanOrEqual(now) : And(MoreThan(after), LessThanOrEqual(now));
  return findRows(on, reminderTable, {
    where: { person, dueAt: due },
    only: planned,
    order: { dueAt: 'ASC' },
    take: limit,
  });
}

/** Every planned reminder that fell due by then. */
export function plannedBy(on: EntityManager, at: Instant): Promise<Reminder[]> {
  return findRows(on, reminderTable, { where: { dueAt: LessThanOrEqual(at) }, only: planned });
}

/** Those planned to fall due after one instant and up to another, the soonest first. */
export function plannedBetween(on: EntityManager, after: Instant, upTo: Instant, limit: number): Promise<Reminder[]> {
  const where = { dueAt: And(MoreThan(after), LessThanOrEqual(upTo)) };
  return findRows(on, reminderTable, { where, only: planned, order: { dueAt: 'ASC', key: 'ASC' }, take: limit });
}

/** The soonest instant, past `after`, at which a planned reminder falls due; null when none is planned. */
export async function nextDueAt(on: EntityManager, after: Instant | null = null): Promise<Instant | null> {
  const where = after === null ? {} : { dueAt: MoreThan(after) };
  const [next] = await findRows(on, reminderTable, { where, only: planned, order: { dueAt: 'ASC' }, take: 1 });
  return next?.dueAt ?? null;
}

/** When those of these that are still planned are due, by key. */
export async function plannedDueTimes(tx: Tx, keys: readonly string[]): Promise<Map<string, Instant>> {
  const rows = await findRows(tx.manager, dueTimesOnly, { where: { key: In([...keys]) }, only: planned });
  return new Map(rows.map((row) => [row.key, row.dueAt]));
}

export async function takePlanned(tx: Tx, reminders: readonly Reminder[], change: Partial<Reminder>): Promise<void> {
  await updateRows(tx, reminderTable, { key: In(reminders.map((r) => r.key)) }, { ...change, at: tx.now }, planned);
}

export function putReminders(tx: Tx, reminders: readonly Reminder[]): Promise<void> {
  return putRows(tx, reminderTable, reminders);
}

/** What some messages carry and has not come to an end. */
export function bundledIn(on: EntityManager, messages: readonly string[]): Promise<Reminder[]> {
  return findRows(on, reminderTable, { where: { message: In([...messages]) }, only: bundled, order: { key: 'ASC' } });
}

export function settleBundled(tx: Tx, messages: readonly string[], change: Partial<Reminder>): Promise<number> {
  return updateRows(tx, reminderTable, { message: In([...messages]) }, { ...change, at: tx.now }, bundled);
}

export function putPlanning(tx: Tx, row: Planning): Promise<void> {
  return putRows(tx, planningTable, [row]);
}

export function putPlannings(tx: Tx, rows: readonly Planning[]): Promise<void> {
  return putRows(tx, planningTable, rows);
}

/** Commitments whose plan must be made again: its horizon moved on, or it was made with other rules. */
export async function planningDue(on: EntityManager, now: Instant, plannedWith: string | null, limit: number): Promise<Planning[]> {
  const due = await findRows(on, planningTable, {
    where: { replanAt: LessThanOrEqual(now) },
    order: { replanAt: 'ASC', commitment: 'ASC' },
    take: limit,
  });
  if (due.length > 0 || plannedWith === null) return due;
  // Written as two ranges, which an index can find; "not equal" would read every row.
  return findRows(on, planningTable, {
    where: [{ plannedWith: LessThan(plannedWith) }, { plannedWith: MoreThan(plannedWith) }],
    take: limit,
  });
}

export async function nextReplanAt(on: EntityManager): Promise<Instant | null> {
  const [next] = await findRows(on, planningTable, { order: { replanAt: 'ASC' }, take: 1 });
  return next?.replanAt ?? null;
}
