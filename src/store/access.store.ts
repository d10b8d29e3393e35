/** Tokens and the answers to repeatable commands. Neither is part of the register's history beyond who made which token. */
import { createHash } from 'node:crypto';
import { LessThan, type EntityManager } from 'typeorm';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { deleteRows, findRow, insertRows, updateRows } from './rows.js';
import { answeredTable, spentKeyTable, tokenTable, type Answered, type Token } from './tables.js';

export function tokenByHash(on: EntityManager, hash: string): Promise<Token | null> {
  return findRow(on, tokenTable, { hash });
}

export function insertToken(tx: Tx, token: Token): Promise<void> {
  return insertRows(tx, tokenTable, [token]);
}

/** Whether there was such a token, still valid. */
export async function revokeToken(tx: Tx, prefix: string): Promise<boolean> {
  const token = await findRow(tx.manager, tokenTable, { prefix });
  if (token === null || token.revokedAt !== null) return false;
  return (await updateRows(tx, tokenTable, { prefix }, { revokedAt: tx.now })) === 1;
}

export function answerTo(tx: Tx, key: string, person: string): Promise<Answered | null> {
  return findRow(tx.manager, answeredTable, { key, person });
}

/** Keeps the answer for a while, and for good that the key was used. */
export async function keepAnswer(tx: Tx, answered: Answered): Promise<void> {
  await insertRows(tx, answeredTable, [answered]);
  await insertRows(tx, spentKeyTable, [{ hash: spentHash(answered) }]);
}

/** Whether a key was used whose answer is no longer kept. */
export async function isSpent(tx: Tx, used: Pick<Answered, 'key' | 'person'>): Promise<boolean> {
  return (await findRow(tx.manager, spentKeyTable, { hash: spentHash(used) })) !== null;
}

/** What a client takes for a key may name somebody; what is kept for good must not. */
function spentHash({ key, person }: Pick<Answered, 'key' | 'person'>): string {
  return createHash('sha256').update(`${person} ${key}`).digest('base64url');
}

export async function forgetAnswers(tx: Tx, before: Instant): Promise<void> {
  await deleteRows(tx, answeredTable, { answeredAt: LessThan(before) });
}
