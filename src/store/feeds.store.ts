/** What feeds and calendars are made of: whose they are, which commitments are in them, and when those last changed. */
import { And, In, IsNull, LessThan, MoreThanOrEqual, Not, type EntityManager } from 'typeorm';
import type { Commitment } from '../domain/commitment.js';
import { toldEventTypes } from '../domain/changes.js';
import type { FeedToken } from '../domain/feed-token.js';
import type { Instant } from '../domain/time.js';
import { seenOutside } from '../domain/visibility.js';
import type { Tx } from './database.js';
import { findRow, findRows, Parameters, putRows } from './rows.js';
import { queryValues } from './statements.js';
import { feedTokenTable, logTable, registerTables, type LogEntry } from './tables.js';

const { commitment, subscription } = registerTables;

export function feedTokenByHash(on: EntityManager, hash: string): Promise<FeedToken | null> {
  return findRow(on, feedTokenTable, { hash });
}

/** In place of the person's former one, which nobody can use from then on. */
export function putFeedToken(tx: Tx, token: FeedToken): Promise<void> {
  return putRows(tx, feedTokenTable, [token]);
}

/** What a person owns or follows, of what outsiders may see; null for everything. A subscription that was never confirmed counts for nothing. */
export async function ownedOrFollowed(on: EntityManager, person: string): Promise<Commitment[] | null> {
  const live = { person, confirmedAt: Not(IsNull()), unsubscribedAt: IsNull() };
  const subscriptions = await on.find(subscription, { where: live });
  if (subscriptions.some(({ scope }) => scope === 'all')) return null;
  const subjects = (scope: string): Set<string> =>
    new Set(subscriptions.flatMap((s) => (s.scope === scope && s.subject !== null ? [s.subject] : [])));
  const [refs, parties, topics] = [subjects('commitment'), subjects('party'), subjects('topic')];
  const among = [...parties, ...topics];
  // Beneficiaries and topics are JSON arrays: the database finds what may have the word, and below it is looked at whole.
  const mayHave = among.map((_, i) => `OR c.beneficiaries LIKE :like${i} ESCAPE '\\' OR c.topics LIKE :like${i} ESCAPE '\\'`).join(' ');
  const found = await on
    .createQueryBuilder(commitment, 'c')
    .where('c.publication IN (:...seenOutside)', { seenOutside })
    .andWhere(`(c.owner = :person OR c.ref IN (:...refs) OR c.promisor IN (:...parties) ${mayHave})`, {
      person,
      refs: ['', ...refs],
      parties: ['', ...parties],
      ...Object.fromEntries(among.map((subject, i) => [`like${i}`, `%${JSON.stringify(subject).replace(/[\\%_]/g, (c) => `\\${c}`)}%`])),
    })
    .orderBy('c.number', 'ASC')
    .getMany();
  return found.filter(
    (c) =>
      c.owner === person ||
      refs.has(c.ref) ||
      [c.promisor, ...c.beneficiaries].some((party) => parties.has(party)) ||
      c.topics.some((topic) => topics.has(topic)),
  );
}

/** Which of a commitment's events change how a calendar shows it. */
const changing = ['commitment.registered', ...toldEventTypes];

/** When each commitment last changed, as far as its calendar entry shows; with a cut, before that instant. */
export async function lastChanges(on: EntityManager, refs: readonly string[], cut: Instant | null = null): Promise<Map<string, Instant>> {
  const given = new Parameters(on);
  const conditions = [`commitment ${given.among(refs)}`, `type ${given.among(changing)}`];
  if (cut !== null) conditions.push(`"recordedAt" < ${given.add(cut)}`);
  const text = `SELECT commitment, max("recordedAt") FROM log_event WHERE ${conditions.join(' AND ')} GROUP BY commitment`;
  return new Map((await queryValues(on, text, given.values)) as [string, Instant][]);
}

/** Entries that may be news to outsiders, from `from` up to below `to`, the newest first or the oldest. */
export function toldEntries(
  on: EntityManager,
  { from, to, refs, limit, order }: { from: number; to: number; refs: readonly string[] | null; limit: number; order: 'ASC' | 'DESC' },
): Promise<LogEntry[]> {
  return findRows(on, logTable, {
    where: {
      index: And(MoreThanOrEqual(from), LessThan(to)),
      type: In(toldEventTypes),
      ...(refs === null ? {} : { commitment: In([...refs]) }),
    },
    order: { index: order },
    take: limit,
  });
}

/** Every change of publication of these commitments, in order. */
export function publicationEntries(on: EntityManager, refs: readonly string[]): Promise<LogEntry[]> {
  return findRows(on, logTable, { where: { type: 'publication.changed', commitment: In([...refs]) }, order: { index: 'ASC' } });
}
