/** Lists of commitments: filters, cursor, totals. */
import { And, In, LessThanOrEqual, MoreThan, MoreThanOrEqual, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Commitment } from '../domain/commitment.js';
import type { CommitmentFilter } from '../domain/commitment-filter.js';
import type { TargetRevision } from '../domain/evolve.js';
import { addDays, addMs, type Day, type Instant } from '../domain/time.js';
import { exportedMembers, type ExportedCommitment } from '../domain/export-row.js';
import type { Evidence } from '../domain/evidence.js';
import type { Target } from '../domain/target.js';
import type { Verdict } from '../domain/verdict.js';
import { partOf } from './columns.js';
import type { Tx } from './database.js';
import { countOf, findRow, findRows, Parameters } from './rows.js';
import { change, queryValues } from './statements.js';
import { registerTables } from './tables.js';

export interface Page {
  /** The number of the last commitment of the page before. */
  after: number;
  limit: number;
}

export interface Found {
  items: Commitment[];
  total: number;
}

/** A page in the order of the references, and how many there are in all. */
export async function listCommitments(
  on: EntityManager,
  filter: CommitmentFilter,
  page: Page,
  today: Day,
  dueSoonDays: number,
): Promise<Found> {
  const { after, limit } = page;
  // Nothing is ever taken out of the register, so that of all of it the last number says how many there are.
  if (Object.values(filter).every((asked) => asked === undefined)) {
    const items = await findRows(on, registerTables.commitment, {
      where: { number: MoreThan(after) },
      order: { number: 'ASC' },
      take: limit,
    });
    return { items, total: await lastNumber(on) };
  }
  const query = on.createQueryBuilder(registerTables.commitment, 'c').select('count(*)', 'n');
  narrow(query, filter, today, dueSoonDays);
  const total = await countOf(query.getRawMany());
  query.select('c.ref', 'ref').andWhere('c.number > :after', { after }).orderBy('c.number', 'ASC').limit(limit);
  const refs = (await query.getRawMany<Pick<Commitment, 'ref'>>()).map(({ ref }) => ref);
  return { items: (await commitmentsByRefs(on, refs)).sort((a, b) => a.number - b.number), total };
}

function narrow(query: SelectQueryBuilder<Commitment>, filter: CommitmentFilter, today: Day, dueSoonDays: number): void {
  const { q, topic, verdict, timeliness, dueFrom, dueTo } = filter;
  for (const column of ['promisor', 'owner', 'publication', 'kind', 'standing', 'progress'] as const)
    if (filter[column] !== undefined) query.andWhere(`c.${column} = :${column}`, { [column]: filter[column] });
  // In the words of the partial indexes: SQLite uses one where the text says the same, not where a value would fit.
  if (verdict !== undefined)
    query.andWhere(verdict === 'pending' ? `c.verdict = 'pending'` : `c.verdict <> 'pending' AND c.verdict = :verdict`, { verdict });
  const { words, isAmong } = dialectOf(query.connection.options.type === 'postgres');
  if (q !== undefined)
    query.andWhere(`(${words.map((w) => `${w} LIKE :q ESCAPE '\\'`).join(' OR ')})`, { q: `%${likeWord(q.toLowerCase())}%` });
  // Topics are kept as a JSON array: the topic with its quotes is a whole member of it.
  if (topic !== undefined) query.andWhere(`${isAmong}(c.topics, :topic) > 0`, { topic: JSON.stringify(topic) });
  if (dueFrom !== undefined) query.andWhere('c.latest >= :dueFrom', { dueFrom });
  if (dueTo !== undefined) query.andWhere('c.latest <= :dueTo', { dueTo });
  if (timeliness !== undefined) query.andWhere(`${timelinessSql} = :timeliness`, { timeliness, today, soon: addDays(today, dueSoonDays) });
}

function likeWord(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}

/** Where the engines differ: how a search folds case, and how a text is looked for as it stands (LIKE on SQLite folds case). */
function dialectOf(postgres: boolean): { words: readonly string[]; isAmong: string } {
  return postgres
    ? {
        words: ['c.title', `CAST(c.statement AS json) ->> 'quote'`, 'c.ref'].map((text) => `lower((${text}) COLLATE "default")`),
        isAmong: 'strpos',
      }
    : { words: ['c.title', `json_extract(c.statement, '$.quote')`, 'c.ref'].map((text) => `lower(${text})`), isAmong: 'instr' };
}

/** `timelinessOf` once more, in SQL and in the same order; a test holds the two together. */
const timelinessSql = `CASE
  WHEN c.verdict IN ('fulfilled', 'partly_fulfilled') AND c."fulfilledOn" IS NOT NULL THEN
    CASE WHEN c."fulfilledOn" > c.latest THEN 'met_late' ELSE 'met_on_time' END
  WHEN c.earliest IS NULL AND c.latest IS NULL THEN 'undated'
  WHEN c."endedFrom" <= :today THEN 'ended'
  WHEN c."overdueFrom" <= :today THEN 'overdue'
  WHEN c.latest < :today THEN 'open'
  WHEN c.latest = :today THEN 'due_today'
  WHEN c.latest <= :soon THEN 'due_soon'
  WHEN c.earliest > :today THEN 'upcoming'
  ELSE 'open' END`;

/** Those that owe reminders, in the order of their references, from the one after `after` on. */
export function plannedCommitments(on: EntityManager, after: number, limit: number): Promise<Commitment[]> {
  const where = { publication: 'published', standing: 'active', number: MoreThan(after) } as const;
  return findRows(on, registerTables.commitment, { where, order: { number: 'ASC' }, take: limit });
}

export async function countPlanned(on: EntityManager): Promise<number> {
  const rows = on.sql<
    { n: number | string }[]
  >`SELECT count(*) AS n FROM commitment WHERE publication = 'published' AND standing = 'active'`;
  return countOf(rows);
}

export async function lastNumber(on: EntityManager): Promise<number> {
  const [row] = await queryValues(on, 'SELECT max(number) FROM commitment');
  return (row?.[0] as number | null | undefined) ?? 0;
}

export function commitmentByExternalId(on: EntityManager, externalId: string): Promise<Commitment | null> {
  return findRow(on, registerTables.commitment, { externalId });
}

export function commitmentsByRefs(on: EntityManager, refs: readonly string[]): Promise<Commitment[]> {
  return refs.length === 0 ? Promise.resolve([]) : findRows(on, registerTables.commitment, { where: { ref: In([...refs]) } });
}

const versionsOnly = partOf(registerTables.commitment, ['ref', 'version']);
const exportedTable = partOf(registerTables.commitment, exportedMembers);

/** As much of them as leaves in files; `refs` are in their order. Those that lie close together are read as one stretch, which takes a fifth less. */
export async function exportedByRefs(on: EntityManager, refs: readonly string[]): Promise<ExportedCommitment[]> {
  const [first, last] = [refs.at(0), refs.at(-1)].map((ref) => Number(ref?.slice(2))) as [number, number];
  if (!(last - first < 2 * refs.length)) return findRows(on, exportedTable, { where: { ref: In([...refs]) } });
  const wanted = new Set(refs);
  const stretch = await findRows(on, exportedTable, { where: { number: And(MoreThanOrEqual(first), LessThanOrEqual(last)) } });
  return stretch.filter(({ ref }) => wanted.has(ref));
}

export async function commitmentVersions(on: EntityManager, refs: readonly string[]): Promise<Map<string, number>> {
  const rows = refs.length === 0 ? [] : await findRows(on, versionsOnly, { where: { ref: In([...refs]) } });
  return new Map(rows.map(({ ref, version }) => [ref, version]));
}

export function targetRevisionsOf(on: EntityManager, commitments: readonly string[]): Promise<TargetRevision[]> {
  return commitments.length === 0
    ? Promise.resolve([])
    : findRows(on, registerTables.target, { where: { commitment: In([...commitments]) } });
}

export function verdictsOfAll(on: EntityManager, commitments: readonly string[]): Promise<Verdict[]> {
  return commitments.length === 0
    ? Promise.resolve([])
    : findRows(on, registerTables.verdict, { where: { commitment: In([...commitments]) } });
}

export function commitmentsByExternalIds(on: EntityManager, externalIds: readonly string[]): Promise<Commitment[]> {
  return findRows(on, registerTables.commitment, { where: { externalId: In([...externalIds]) } });
}

export function targetRevisions(on: EntityManager, commitment: string): Promise<TargetRevision[]> {
  return findRows(on, registerTables.target, { where: { commitment }, order: { recordedAt: 'ASC', id: 'ASC' } });
}

/** The first target of each commitment that moved, which slips are counted from: an unmoved target is its own first. */
export async function originalTargets(
  on: EntityManager,
  commitments: readonly Pick<Commitment, 'ref' | 'target'>[],
): Promise<Map<string, Target>> {
  const ids = commitments.flatMap(({ ref, target }) => (target.revision > 1 ? [`${ref}/1`] : []));
  const rows = ids.length === 0 ? [] : await findRows(on, registerTables.target, { where: { id: In(ids) } });
  return new Map(rows.map((row) => [row.commitment, row.target]));
}

export function verdictsOf(on: EntityManager, commitment: string): Promise<Verdict[]> {
  return findRows(on, registerTables.verdict, { where: { commitment }, order: { number: 'ASC' } });
}

export function evidenceOf(on: EntityManager, commitment: string): Promise<Evidence[]> {
  return findRows(on, registerTables.evidence, { where: { commitment }, order: { addedAt: 'ASC', id: 'ASC' } });
}

/** Twice as long as the policies that come with it have the notice of a verdict valid. */
const settledToldForMs = 60 * 24 * 3_600_000;

/**
 * Commitments that a person owns, escalates, audits or follows: those whose reminders a change of the person touches. In the
 * order of their numbers, at most so many.
 */
export async function commitmentsFollowedBy(on: EntityManager, person: string, now: Instant, limit: number): Promise<Commitment[]> {
  const given = new Parameters(on);
  const text = `SELECT c.ref FROM commitment c WHERE ${await followed(on, person, now, given)} ORDER BY c.number LIMIT ${limit}`;
  const refs = (await queryValues(on, text, given.values)).map(([ref]) => String(ref));
  return (await commitmentsByRefs(on, refs)).sort((a, b) => a.number - b.number);
}

/** Has all of them planned anew from an instant on, however many they are. */
export async function replanFollowedBy(tx: Tx, person: string, plannedWith: string, at: Instant): Promise<void> {
  const given = new Parameters(tx.manager);
  const set = `SET "plannedWith" = ${given.add(plannedWith)}, "replanAt" = ${given.add(at)}`;
  const refs = `SELECT c.ref FROM commitment c WHERE ${await followed(tx.manager, person, tx.now, given)}`;
  await change(tx.manager, `UPDATE planning ${set} WHERE commitment IN (${refs})`, given.values);
}

/** Which commitments, called `c`, those are. */
async function followed(on: EntityManager, person: string, now: Instant, given: Parameters): Promise<string> {
  const { subscription, person: people } = registerTables;
  const subscriptions = await findRows(on, subscription, { where: { person } });
  const self = await findRow(on, people, { id: person });
  if (self?.role === 'auditor' || subscriptions.some((s) => s.scope === 'all')) {
    // Of a verdict people are told for a while yet, and whoever leaves meanwhile must not be.
    const settledLately = `c."verdictAt" > ${given.add(addMs(now, -settledToldForMs))}`;
    return `c.standing = 'active' AND c.publication = 'published' AND (c.verdict = 'pending' OR ${settledLately})`;
  }
  const subjects = (scope: string): string[] => subscriptions.flatMap((s) => (s.scope === scope && s.subject !== null ? [s.subject] : []));
  const owners = [person, ...(await findRows(on, people, { where: { escalatesTo: person } })).map((p) => p.id)];
  const among = { owner: owners, ref: subjects('commitment'), promisor: subjects('party') };
  const columns = Object.entries(among).flatMap(([column, values]) => (values.length > 0 ? [`c.${column} ${given.among(values)}`] : []));
  // Beneficiaries and topics are JSON arrays: what may have the word is planned anew for nothing at worst.
  const lists = [...subjects('party'), ...subjects('topic')].map((subject) => {
    const word = `%${JSON.stringify(subject)}%`;
    return `c.beneficiaries LIKE ${given.add(word)} OR c.topics LIKE ${given.add(word)}`;
  });
  return `c.publication = 'published' AND (${[...columns, ...lists].join(' OR ')})`;
}
