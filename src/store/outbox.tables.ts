/** Reminders, the messages that carry them, and what the engine remembers. */
import { EntitySchema } from 'typeorm';
import type { Attempt, Message } from '../domain/delivery.js';
import type { OwedLetter } from '../domain/owed-letter.js';
import type { Reminder } from '../domain/reminder.js';
import type { Instant } from '../domain/time.js';
import { bool, integer, integerOrNull, json, key, table, text, textOrNull } from './columns.js';

/** When a commitment's reminders were last planned, and with what. */
export interface Planning {
  commitment: string;
  plannedWith: string;
  replanAt: Instant;
}

/** A message's bytes. Apart from it, since every change of a row in SQLite writes the whole of it again. */
export interface MessageBody {
  message: string;
  raw: Uint8Array;
}

/** What the engine remembers between ticks, by name. */
export interface EngineNote {
  name: string;
  value: unknown;
}

export const reminderTable = table<Reminder>('reminder', {
  key: key(text),
  commitment: text,
  person: text,
  step: text,
  class: text,
  nominalDate: text,
  dueAt: text,
  expiresAt: textOrNull,
  resendWhenUnknown: bool,
  tzdataVersion: text,
  state: text,
  reason: textOrNull,
  message: textOrNull,
  plannedAt: text,
  at: text,
});
export const messageTable = table<Message>('message', {
  id: key(text),
  messageId: text,
  person: text,
  class: text,
  commitment: textOrNull,
  subject: text,
  envelopeFrom: text,
  envelopeTo: text,
  state: text,
  reason: textOrNull,
  leaseHolder: textOrNull,
  leaseUntil: textOrNull,
  fence: integer,
  attempts: integer,
  notBefore: text,
  expiresAt: textOrNull,
  resendWhenUnknown: bool,
  possibleDuplicate: bool,
  queuedAt: text,
  finishedAt: textOrNull,
  replyCode: integerOrNull,
  reply: textOrNull,
  digest: textOrNull,
});
export const messageBodyTable = table<MessageBody>('message_body', { message: key(text), raw: { type: 'blob' } });
export const letterTable = table<OwedLetter>('letter', {
  id: key(text),
  person: text,
  subject: json,
  owedAt: text,
  state: text,
  reason: textOrNull,
  message: textOrNull,
  at: text,
});
export const attemptTable = table<Attempt>('attempt', {
  message: key(text),
  number: key(integer),
  startedAt: text,
  endedAt: textOrNull,
  phase: textOrNull,
  replyCode: integerOrNull,
  replyText: textOrNull,
});
export const planningTable = table<Planning>('planning', { commitment: key(text), plannedWith: text, replanAt: text });
export const engineTable = table<EngineNote>('engine', { name: key(text), value: json });

/** PostgreSQL's word for the one column of bytes. TypeORM looks entities up by name, so `messageBodyTable` finds this one there. */
export const messageBodyTableOnPostgres = new EntitySchema<MessageBody>({
  ...messageBodyTable.options,
  columns: { ...messageBodyTable.options.columns, raw: { type: 'bytea' } },
});
