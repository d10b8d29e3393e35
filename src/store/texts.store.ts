/** Texts kept byte for byte, the proposals made from them, and what became of each. */
import { LessThan } from 'typeorm';
import type { Reader, Tx } from './database.js';
import { findRow, findRows, insertRows } from './rows.js';
import { decisionTable, proposalTable, sourceTextTable, textBodyTable, type KeptProposal, type TextBody } from './tables.js';
import type { Decision, SourceText } from '../domain/texts.js';

export async function keepBody(tx: Tx, body: TextBody, proposals: readonly KeptProposal[]): Promise<void> {
  await insertRows(tx, textBodyTable, [{ ...body, raw: Buffer.from(body.raw) }]);
  if (proposals.length > 0) await insertRows(tx, proposalTable, proposals);
}

export function textById(on: Reader, id: string): Promise<SourceText | null> {
  return findRow(on, sourceTextTable, { id });
}

export function textBySha256(on: Reader, sha256: string): Promise<SourceText | null> {
  return findRow(on, sourceTextTable, { sha256 });
}

export function bodyOf(on: Reader, text: string): Promise<TextBody | null> {
  return findRow(on, textBodyTable, { text });
}

export function proposalById(on: Reader, id: string): Promise<KeptProposal | null> {
  return findRow(on, proposalTable, { id });
}

export function proposalsOf(on: Reader, text: string): Promise<KeptProposal[]> {
  return findRows(on, proposalTable, { where: { text }, order: { position: 'ASC' } });
}

export function decisionsOf(on: Reader, text: string): Promise<Decision[]> {
  return findRows(on, decisionTable, { where: { text }, order: { decidedAt: 'ASC', id: 'ASC' } });
}

export function decisionOn(on: Reader, proposal: string): Promise<Decision | null> {
  return findRow(on, decisionTable, { proposal });
}

export function allDecisions(on: Reader): Promise<Decision[]> {
  return findRows(on, decisionTable);
}

/** The latest first, those from before an instant; without their bodies. */
export function textsBefore(on: Reader, before: string | null, limit: number): Promise<SourceText[]> {
  const where = before === null ? {} : { addedAt: LessThan(before) };
  return findRows(on, sourceTextTable, { where, order: { addedAt: 'DESC', id: 'DESC' }, take: limit });
}
