/** Tokens and the answers to repeatable commands. Neither is part of the register's history beyond who made which token. */
import { LessThan, type EntityManager } from 'typeorm';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { deleteRows, findRow, insertRows, updateRows } from './rows.js';
import { answeredTable, tokenTable, type Answered, type Token } from './tables.js';

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

export function keepAnswer(tx: Tx, answered: Answered): Promise<void> {
  return insertRows(tx, answeredTable, [answered]);
}

export async function forgetAnswers(tx: Tx, before: Instant): Promise<void> {
  await deleteRows(tx, answeredTable, { answeredAt: LessThan(before) });
}
