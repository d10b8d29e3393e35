/** Messages on their way out, their attempts, and what the engine remembers. */
import { In, LessThan, LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import type { Attempt, Message, SealedMessage } from '../domain/delivery.js';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { partOf } from './columns.js';
import { findRow, findRows, insertRows, Parameters, putRows, updateRows } from './rows.js';
import { query } from './statements.js';
import { attemptTable, engineTable, messageBodyTable, messageTable } from './tables.js';

const heads = partOf(messageTable, ['id', 'messageId', 'commitment', 'person', 'queuedAt']);

export async function insertMessages(tx: Tx, messages: readonly SealedMessage[]): Promise<void> {
  await insertRows(tx, messageTable, messages);
  await insertRows(tx, messageBodyTable, messages.map(({ id, raw }) => ({ message: id, raw }))); // prettier-ignore
}

/** As `message_open` says it. */
const open = `state IN ('queued', 'sending', 'unknown')`;

/** What choosing the next message needs to know of it. */
export type Candidate = Pick<Message, 'id' | 'state' | 'envelopeTo'>;

export interface CandidateQuery {
  now: Instant;
  limit: number;
  /** Queued messages to these domains are left out. */
  except?: readonly string[];
  /** Messages queued up to then are left out. */
  queuedAfter?: Instant | null;
}

/** Open messages whose time has come: queued ones, unknown ones after their wait, and claims whose lease ran out. */
export async function openCandidates(
  on: EntityManager,
  { now, limit, except = [], queuedAfter = null }: CandidateQuery,
): Promise<Candidate[]> {
  const given = new Parameters(on);
  const conditions = [open, `"notBefore" <= ${given.add(now)}`];
  if (queuedAfter !== null) conditions.push(`"queuedAt" > ${given.add(queuedAfter)}`);
  if (except.length > 0) {
    const domain = given.postgres ? `split_part("envelopeTo", '@', 2)` : `substr("envelopeTo", instr("envelopeTo", '@') + 1)`;
    conditions.push(`(state <> 'queued' OR NOT lower(${domain}) ${given.among(except)})`);
  }
  const text = `SELECT id, state, "envelopeTo" FROM message WHERE ${conditions.join(' AND ')} ORDER BY "notBefore", id LIMIT ${limit}`;
  return (await query(on, text, given.values)) as unknown as Candidate[];
}

/** A message, if it is open and its time has come; somebody else may have taken it since it was looked for. */
export function openMessage(on: EntityManager, id: string, now: Instant): Promise<Message | null> {
  return findRow(on, messageTable, { id, state: In(['queued', 'sending', 'unknown']), notBefore: LessThanOrEqual(now) });
}

/** Open messages that were queued by then, whenever their time comes. */
export function openQueuedBy(on: EntityManager, at: Instant): Promise<Message[]> {
  return findRows(on, messageTable, { where: { queuedAt: LessThanOrEqual(at) }, only: open, order: { id: 'ASC' } });
}

/** When the next open message is to be looked at, of those that were queued past `queuedAfter`. */
export async function nextMessageAt(on: EntityManager, queuedAfter: Instant | null = null): Promise<Instant | null> {
  const where = queuedAfter === null ? {} : { queuedAt: MoreThan(queuedAfter) };
  const [next] = await findRows(on, messageTable, { where, only: open, order: { notBefore: 'ASC' }, take: 1 });
  return next?.notBefore ?? null;
}

/** Changes a message only as its claim's holder knew it: a later claim has another fence and this one does nothing. */
export async function moveMessage(tx: Tx, message: Pick<Message, 'id' | 'state' | 'fence'>, change: Partial<Message>): Promise<boolean> {
  return (await updateRows(tx, messageTable, { id: message.id, state: message.state, fence: message.fence }, change)) === 1;
}

export function messagesByIds(on: EntityManager, ids: readonly string[]): Promise<Message[]> {
  return ids.length === 0 ? Promise.resolve([]) : findRows(on, messageTable, { where: { id: In([...new Set(ids)]) } });
}

/** The first message to each of these readers about each of these commitments, by `ref person`; later ones refer to it, so that mail programs thread them. */
export async function firstMessageIds(
  on: EntityManager,
  about: readonly { commitment: string; person: string }[],
): Promise<Map<string, string>> {
  const wanted = new Set(about.map(({ commitment, person }) => `${commitment} ${person}`));
  const rows = await findRows(on, heads, {
    where: { commitment: In([...new Set(about.map((a) => a.commitment))]), person: In([...new Set(about.map((a) => a.person))]) },
    order: { queuedAt: 'ASC', id: 'ASC' },
  });
  const first = new Map<string, string>();
  for (const { commitment, person, messageId } of rows) {
    const key = `${commitment} ${person}`;
    if (wanted.has(key) && !first.has(key)) first.set(key, messageId);
  }
  return first;
}

/** Those of these digests that were made already. */
export async function digestsMade(on: EntityManager, keys: readonly string[]): Promise<Set<string>> {
  const rows = await findRows(on, messageTable, { where: { digest: In([...keys]) } });
  return new Set(rows.flatMap(({ digest }) => (digest === null ? [] : [digest])));
}

export function putAttempts(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  return putRows(tx, attemptTable, attempts);
}

/** What the engine remembers under a name; null when nothing. */
export async function remembered<T>(on: EntityManager, name: string): Promise<T | null> {
  return ((await findRow(on, engineTable, { name }))?.value ?? null) as T | null;
}

export function remember(tx: Tx, name: string, value: unknown): Promise<void> {
  return putRows(tx, engineTable, [{ name, value }]);
}

/** Who holds what is not ended. */
export type OpenClaim = Pick<Message, 'id' | 'state' | 'fence' | 'leaseHolder' | 'leaseUntil'>;

export async function openClaims(on: EntityManager): Promise<OpenClaim[]> {
  const text = `SELECT id, state, fence, "leaseHolder", "leaseUntil" FROM message WHERE state IN ('queued', 'sending', 'unknown') ORDER BY id`;
  return (await query(on, text)) as unknown as OpenClaim[];
}

/** The bytes of each of these, by id. */
export async function bytesOf(on: EntityManager, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const rows = await findRows(on, messageBodyTable, { where: { message: In([...ids]) } });
  return new Map(rows.map(({ message, raw }) => [message, raw]));
}

/** The newest first: their ids are in the order of their making. */
export function messagesIn(
  on: EntityManager,
  states: readonly Message['state'][],
  { before, limit }: { before: string | null; limit: number },
): Promise<Message[]> {
  const where = { state: In([...states]), ...(before === null ? {} : { id: LessThan(before) }) };
  return findRows(on, messageTable, { where, order: { id: 'DESC' }, take: limit });
}

/** How many there are in each of these states, none left out. */
export async function countMessages<S extends Message['state']>(on: EntityManager, states: readonly S[]): Promise<Record<S, number>> {
  const counts = await Promise.all(states.map(async (state) => [state, await on.count(messageTable, { where: { state } })] as const));
  return Object.fromEntries(counts) as Record<S, number>;
}

export function messageById(on: EntityManager, id: string): Promise<Message | null> {
  return findRow(on, messageTable, { id });
}

export function attemptsAt(on: EntityManager, message: string): Promise<Attempt[]> {
  return findRows(on, attemptTable, { where: { message }, order: { number: 'ASC' } });
}
