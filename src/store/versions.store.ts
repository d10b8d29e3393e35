/** Segments of versions, and the events that they and the register as of a day are made from. */
import { And, In, LessThan, LessThanOrEqual, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { LoggedEvent } from '../domain/events.js';
import type { Segment } from '../domain/versions/segment.js';
import type { Instant } from '../domain/time.js';
import { partOf } from './columns.js';
import type { Tx } from './database.js';
import { openEntries } from './log.store.js';
import { countOf, deleteRows, findRows, insertRows, Parameters } from './rows.js';
import { isPostgres, query } from './statements.js';
import { logTable, segmentTable, type LogEntry } from './tables.js';

/** How many events were recorded before an instant. */
export async function eventsBefore(on: EntityManager, cut: Instant): Promise<number> {
  const before = isPostgres(on) ? '$1' : '?';
  // Many may be of one time, and the latest of them counts.
  const text = `SELECT max("index") + 1 AS n FROM log_event WHERE "recordedAt" = (SELECT max("recordedAt") FROM log_event WHERE "recordedAt" < ${before})`;
  return countOf(query(on, text, [cut]) as Promise<{ n: string | number }[]>);
}

/** The index up to which segments hold the log. */
export function segmentsEnd(on: EntityManager): Promise<number> {
  return countOf(query(on, 'SELECT max(next) AS n FROM version_segment') as Promise<{ n: string | number }[]>);
}

/** The last segment that begins below an index. */
export async function segmentBelow(on: EntityManager, index: number): Promise<Segment | null> {
  const [segment] = await findRows(on, segmentTable, { where: { first: LessThan(index) }, order: { first: 'DESC' }, take: 1 });
  return segment ?? null;
}

const noticesTable = partOf(segmentTable, ['first', 'next', 'notices']);

/** How many notices of each type each segment has that ends at an index or below. */
export function noticesBelow(on: EntityManager, index: number): Promise<Pick<Segment, 'next' | 'notices'>[]> {
  return findRows(on, noticesTable, { where: { next: LessThanOrEqual(index) }, order: { first: 'ASC' } });
}

export async function putSegment(tx: Tx, segment: Segment): Promise<void> {
  await insertRows(tx, segmentTable, [segment]);
}

/** They are made again from the log. */
export async function forgetSegments(tx: Tx): Promise<void> {
  await deleteRows(tx, segmentTable, {});
}

export interface Stretch {
  commitments: string[];
  notices: Partial<Record<string, number>>;
}

/** Which commitments the events from `first` to below `next` are about, and how many notices of each type are among them. */
export async function stretchOf(on: EntityManager, first: number, next: number): Promise<Stretch> {
  const [from, to] = isPostgres(on) ? ['$1', '$2'] : ['?', '?'];
  const within = `FROM log_event WHERE "index" >= ${from} AND "index" < ${to}`;
  const about = await query(on, `SELECT DISTINCT commitment ${within} AND commitment IS NOT NULL`, [first, next]);
  const told = await query(on, `SELECT type, count(*) AS n ${within} AND type LIKE 'notice.%' GROUP BY type ORDER BY type`, [first, next]);
  return {
    commitments: about.map((row) => String(row['commitment'])),
    notices: Object.fromEntries(told.map((row) => [String(row['type']), Number(row['n'])])),
  };
}

/** The entries about some commitments below an index, in order; mails about them apart, which change nothing in them. */
export function entriesAbout(on: EntityManager, refs: readonly string[], below: number): Promise<LogEntry[]> {
  const where = { commitment: In([...refs]), index: LessThan(below) };
  return findRows(on, logTable, { where, only: `type NOT LIKE 'notice.%'`, order: { index: 'ASC' } });
}

/** Which of some commitments something happened to from an index on; mails about them apart. */
export async function changedSince(on: EntityManager, refs: readonly string[], index: number): Promise<Set<string>> {
  const given = new Parameters(on);
  const text = `SELECT DISTINCT commitment FROM log_event
    WHERE commitment ${given.among(refs)} AND "index" >= ${given.add(index)} AND type NOT LIKE 'notice.%'`;
  const rows = await query(on, text, given.values);
  return new Set(rows.map((row) => String(row['commitment'])));
}

/** As `log_event_settings` says it. */
const ofPeopleAndPolicies = `type IN ('person.added', 'person.changed', 'policy.added', 'policy.activated')`;

/** Everything below an index that was said of people and policies. */
export async function settingEvents(on: EntityManager, below: number): Promise<LoggedEvent[]> {
  const index = And(MoreThanOrEqual(0), LessThan(below));
  return openEntries(on, await findRows(on, logTable, { where: { index }, only: ofPeopleAndPolicies, order: { index: 'ASC' } }));
}
