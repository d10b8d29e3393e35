/** The log: append, read, prove. What is appended here is never changed, and the database refuses to. */
import { And, In, LessThan, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { digestsIn, seal, unseal, type Draft, type LoggedEvent, type SealedValue } from '../domain/events.js';
import { canonicalJson } from '../domain/log/jcs.js';
import {
  append,
  consistencyNodes,
  frontierNodes,
  inclusionNodes,
  leafHash,
  type Frontier,
  type NodeAt,
  type NodePlace,
  type TreeNode,
} from '../domain/log/merkle.js';
import type { Rotation } from '../domain/log/key-chain.js';
import type { Day } from '../domain/time.js';
import type { Tx } from './database.js';
import { findRow, findRows, insertRows } from './rows.js';
import { checkpointTable, logHeadTable, logNodeTable, logTable, valueTable, type KeptCheckpoint, type LogEntry } from './tables.js';

/** Appends one event and moves the head on, which is written as the transaction ends. Returns the event as any later reader will see it. */
export async function appendEvent(tx: Tx, draft: Draft, today: Day): Promise<LoggedEvent> {
  const [event] = await appendEvents(tx, [draft], today);
  if (event === undefined) throw new Error('one draft makes one event');
  return event;
}

/** Appends several in one go: the same log as one after the other, in a fraction of the statements. */
export async function appendEvents(tx: Tx, drafts: readonly Draft[], today: Day): Promise<LoggedEvent[]> {
  const [entries, nodes, kept, events]: [LogEntry[], TreeNode[], SealedValue[], LoggedEvent[]] = [[], [], [], []];
  let { frontier } = tx.head;
  for (const draft of drafts) {
    const { record, values } = seal(draft, { index: frontier.size, recordedAt: tx.now, validOn: today });
    const bytes = canonicalJson(record);
    const hash = leafHash(Buffer.from(bytes, 'utf8'));
    entries.push({ index: frontier.size, recordedAt: tx.now, type: draft.type, commitment: draft.commitment, bytes, hash });
    const grown = append(frontier, hash);
    frontier = grown.frontier;
    nodes.push(...grown.nodes);
    kept.push(...values);
    const texts = new Map(values.map((v) => [v.digest, v.text]));
    events.push(unseal(record, (digest) => texts.get(digest) ?? null));
  }
  await insertRows(tx, logTable, entries);
  if (nodes.length > 0) await insertRows(tx, logNodeTable, nodes);
  if (kept.length > 0) await insertRows(tx, valueTable, kept);
  tx.head = { size: frontier.size, frontier };
  return events;
}

export async function readHead(on: EntityManager): Promise<Frontier> {
  const head = await findRow(on, logHeadTable, { id: 1 });
  if (head === null) throw new Error('log_head has no row: the database is not a register');
  return { size: head.size, hashes: head.frontier };
}

/** The frontier as it was at an earlier size. */
export async function readFrontier(on: EntityManager, size: number): Promise<Frontier> {
  const places = frontierNodes(size);
  const nodeAt = await readNodes(on, places);
  return { size, hashes: places.map(({ level, index }) => nodeAt(level, index)) };
}

export interface EventRange {
  from?: number;
  /** Exclusive. */
  to?: number;
  commitment?: string;
  limit?: number;
}

const pageSize = 1000;
/** The largest index that the column holds, on PostgreSQL; beyond it there is nothing to ask for. */
const maxIndex = 2 ** 31 - 1;

/** Stored entries in order. */
export async function readEntries(on: EntityManager, { from = 0, to = maxIndex, commitment, limit }: EventRange = {}): Promise<LogEntry[]> {
  if (from > maxIndex) return [];
  const index = And(MoreThanOrEqual(from), LessThan(Math.min(to, maxIndex)));
  return findRows(on, logTable, {
    where: { index, ...(commitment === undefined ? {} : { commitment }) },
    order: { index: 'ASC' },
    ...(limit === undefined ? {} : { take: limit }),
  });
}

/** Entries opened into events, their sealed members read from the values beside the log. */
export async function openEntries(on: EntityManager, entries: readonly LogEntry[]): Promise<LoggedEvent[]> {
  const records = entries.map((entry) => JSON.parse(entry.bytes) as Record<string, unknown>);
  const texts = new Map((await readValues(on, records.flatMap(digestsIn))).map((v) => [v.digest, v.text]));
  return records.map((record) => unseal(record, (digest) => texts.get(digest) ?? null));
}

export async function readEvents(on: EntityManager, range: EventRange = {}): Promise<LoggedEvent[]> {
  return openEntries(on, await readEntries(on, range));
}

/** Every event from the first, a page at a time, so that no log is too long for memory. */
export async function* allEvents(on: EntityManager): AsyncGenerator<LoggedEvent> {
  for await (const page of pagesOfEntries(on)) yield* await openEntries(on, page);
}

/** Pages of up to a thousand stored entries, from an index on. Goes on beyond entries that are missing. */
export async function* pagesOfEntries(on: EntityManager, from = 0): AsyncGenerator<LogEntry[]> {
  for (let at = from; ;) {
    const page = await readEntries(on, { from: at, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < pageSize) return;
    at = last.index + 1;
  }
}

export async function readValues(on: EntityManager, digests: readonly string[]): Promise<SealedValue[]> {
  const found: SealedValue[] = [];
  for (let i = 0; i < digests.length; i += 5000) {
    found.push(...(await findRows(on, valueTable, { where: { digest: In(digests.slice(i, i + 5000)) } })));
  }
  return found;
}

/** The stored hashes of the named tree nodes, level 0 being leaves, by `level/index`. */
export async function readStoredNodes(on: EntityManager, wanted: readonly NodePlace[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const indexesAt = new Map<number, number[]>();
  for (const { level, index } of wanted) indexesAt.set(level, [...(indexesAt.get(level) ?? []), index]);
  for (const [level, indexes] of indexesAt) {
    const at = { index: In(indexes) };
    const rows = level === 0 ? await findRows(on, logTable, { where: at }) : await findRows(on, logNodeTable, { where: { level, ...at } });
    for (const { index, hash } of rows) found.set(`${level}/${index}`, hash);
  }
  return found;
}

/** The same, for making proofs: asked for a node that is not there it throws. */
async function readNodes(on: EntityManager, wanted: readonly NodePlace[]): Promise<NodeAt> {
  const found = await readStoredNodes(on, wanted);
  return (level, index) => {
    const hash = found.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`the log's tree lacks node ${level}/${index}`);
    return hash;
  };
}

export function nodesForInclusion(on: EntityManager, index: number, size: number): Promise<NodeAt> {
  return readNodes(on, inclusionNodes(index, size));
}

export function nodesForConsistency(on: EntityManager, from: number, to: number): Promise<NodeAt> {
  return readNodes(on, consistencyNodes(from, to));
}

export async function keepCheckpoint(tx: Tx, kept: KeptCheckpoint): Promise<void> {
  const known = await findRow(tx.manager, checkpointTable, { size: kept.size });
  if (known === null) await insertRows(tx, checkpointTable, [kept]);
}

export function readCheckpoints(on: EntityManager): Promise<KeptCheckpoint[]> {
  return findRows(on, checkpointTable, { order: { size: 'ASC' } });
}

/** Every rotation of the key that signs, in order. */
export async function rotationsIn(on: EntityManager): Promise<Rotation[]> {
  const entries = await findRows(on, logTable, { only: `type = 'key.rotated'`, order: { index: 'ASC' } });
  return entries.map(({ index, bytes }) => ({ index, ...(JSON.parse(bytes) as { payload: { from: string; to: string } }).payload }));
}
