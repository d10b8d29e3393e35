/** Letters owed and what became of them. */
import { In, type EntityManager } from 'typeorm';
import type { LetterSubject, OwedLetter } from '../domain/owed-letter.js';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { findRow, findRows, insertRows, updateRows } from './rows.js';
import { letterTable } from './tables.js';

/** Writes down, in the transaction of what happened, that a person is owed a letter. */
export function oweLetter(tx: Tx, person: string, subject: LetterSubject): Promise<void> {
  const id = tx.chance.bytes(12).toString('base64url');
  return insertRows(tx, letterTable, [{ id, person, subject, owedAt: tx.now, state: 'planned', reason: null, message: null, at: tx.now }]);
}

export function owedLetters(on: EntityManager, limit: number): Promise<OwedLetter[]> {
  return findRows(on, letterTable, { only: `state = 'planned'`, order: { owedAt: 'ASC', id: 'ASC' }, take: limit });
}

export async function firstOwedAt(on: EntityManager): Promise<Instant | null> {
  return (await owedLetters(on, 1))[0]?.owedAt ?? null;
}

export function letterOfMessage(on: EntityManager, message: string): Promise<OwedLetter | null> {
  return findRow(on, letterTable, { message });
}

/** Changes a letter that nothing has happened to yet; false where something has. */
export async function takeOwed(tx: Tx, id: string, change: Partial<OwedLetter>): Promise<boolean> {
  return (await updateRows(tx, letterTable, { id, state: 'planned' }, { ...change, at: tx.now })) === 1;
}

export function settleLetters(tx: Tx, messages: readonly string[], change: Partial<OwedLetter>): Promise<number> {
  return updateRows(tx, letterTable, { message: In([...messages]) }, { ...change, at: tx.now }, `state = 'bundled'`);
}
