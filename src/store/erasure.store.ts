/** What of a person lies in tables other than the register's: found, and made to hold nothing of them any more. */
import { In, Not, type EntityManager } from 'typeorm';
import type { Message } from '../domain/delivery.js';
import { withoutMention } from '../domain/mention.js';
import type { Tx } from './database.js';
import { deleteRows, findRows, Parameters, updateRows } from './rows.js';
import { query } from './statements.js';
import {
  answeredTable,
  attemptTable,
  bounceTable,
  engineTable,
  feedTokenTable,
  letterTable,
  messageBodyTable,
  messageTable,
  suppressedTable,
  tokenTable,
  valueTable,
} from './tables.js';

type Names = (text: string) => boolean;

export function deleteValues(tx: Tx, digests: readonly string[]): Promise<number> {
  return deleteRows(tx, valueTable, { digest: In([...digests]) });
}

/** Mails to others that may name somebody: about these commitments, of several, or letters, which name people. */
export async function messagesAbout(on: EntityManager, person: string, refs: readonly string[]): Promise<string[]> {
  const given = new Parameters(on);
  const text = `SELECT id FROM message WHERE commitment ${given.among(refs)}
    OR id IN (SELECT message FROM reminder WHERE commitment ${given.among(refs)}) OR class IN ('unreachable', 'bounce')`;
  const found = await query(on, text, given.values);
  const theirs = new Set((await messagesTo(on, person)).map(({ id }) => id));
  return found.map(({ id }) => String(id)).filter((id) => !theirs.has(id));
}

export function messagesTo(on: EntityManager, person: string): Promise<Message[]> {
  return findRows(on, messageTable, { where: { person } });
}

/** Whoever could still read the mail finds none; that it was, to whom by random id, and what came of it stays. */
export async function blankMessages(tx: Tx, messages: readonly Message[], person: string, names: Names): Promise<void> {
  const ids = messages.map(({ id }) => id);
  await updateRows(tx, messageBodyTable, { message: In(ids) }, { raw: new Uint8Array() });
  for (const message of messages) {
    const change: Partial<Message> = {
      ...(message.person === person ? { envelopeTo: '' } : {}),
      ...(names(message.subject) ? { subject: '' } : {}),
      ...(message.reply !== null && names(message.reply) ? { reply: null } : {}),
    };
    if (Object.keys(change).length > 0) await updateRows(tx, messageTable, { id: message.id }, change);
  }
  const attempts = await findRows(tx.manager, attemptTable, { where: { message: In(ids) } });
  for (const { message, number, replyText } of attempts)
    if (replyText !== null && names(replyText)) await updateRows(tx, attemptTable, { message, number }, { replyText: null });
}

/** What they could act with. */
export async function endAccess(tx: Tx, person: string): Promise<void> {
  const tokens = await findRows(tx.manager, tokenTable, { where: { person } });
  for (const { prefix, revokedAt } of tokens) if (revokedAt === null) await updateRows(tx, tokenTable, { prefix }, { revokedAt: tx.now });
  await deleteRows(tx, feedTokenTable, { person });
}

/** Letters that they are owed, and what letters to others quote of them. */
export async function withdrawLetters(tx: Tx, person: string, names: Names): Promise<void> {
  await updateRows(tx, letterTable, { person, state: 'planned' }, { state: 'cancelled', reason: 'erased', at: tx.now });
  for (const letter of await findRows(tx.manager, letterTable, { where: { person: Not(person) } })) {
    const subject = withoutMention(letter.subject, names) as typeof letter.subject;
    if (JSON.stringify(subject) !== JSON.stringify(letter.subject)) await updateRows(tx, letterTable, { id: letter.id }, { subject });
  }
}

/** What came back from their addresses, and that nothing is sent there. */
export async function forgetAddresses(tx: Tx, addresses: readonly string[]): Promise<void> {
  const theirs = In([...addresses]);
  await updateRows(tx, bounceTable, { address: theirs }, { address: '', diagnostic: null, scored: false });
  await deleteRows(tx, suppressedTable, { address: theirs });
}

/** First answers to commands that may be repeated, and what the engine remembers, quote what was sent in. */
export async function clearNotes(tx: Tx, names: Names): Promise<void> {
  for (const { key, person, answer } of await findRows(tx.manager, answeredTable))
    if (names(JSON.stringify(answer))) await updateRows(tx, answeredTable, { key, person }, { answer: withoutMention(answer, names) });
  for (const { name, value } of await findRows(tx.manager, engineTable))
    if (names(JSON.stringify(value))) await updateRows(tx, engineTable, { name }, { value: withoutMention(value, names) });
}
