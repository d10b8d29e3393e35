/** What people ask of their reminders, letters that no step makes, and mails that are about several commitments or none. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class AttentionAndLetters1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { postgres, text, end } = dialectOf(runner);
    await each(runner, [
      `ALTER TABLE person ADD COLUMN paused ${text}`,
      `CREATE TABLE attention (
        id ${text} PRIMARY KEY, commitment ${text} NOT NULL REFERENCES commitment (ref), person ${text} NOT NULL REFERENCES person (id),
        snoozed ${text}, acknowledged ${text}) ${end}`,
      `CREATE INDEX attention_commitment ON attention (commitment)`,
      `CREATE TABLE letter (
        id ${text} PRIMARY KEY, person ${text} NOT NULL REFERENCES person (id), subject ${text} NOT NULL, "owedAt" ${text} NOT NULL,
        state ${text} NOT NULL, reason ${text}, message ${text}, at ${text} NOT NULL) ${end}`,
      `CREATE INDEX letter_owed ON letter ("owedAt") WHERE state = 'planned'`,
      `CREATE INDEX letter_message ON letter (message) WHERE message IS NOT NULL`,
      ...(postgres ? onPostgres(text) : onSqlite),
      `CREATE UNIQUE INDEX message_digest ON message (digest)`,
      // For the thread that a mail belongs to; nothing asks for a commitment's messages without its reader.
      `CREATE INDEX message_thread ON message (person, commitment)`,
      `CREATE INDEX reminder_person_due ON reminder (person, "dueAt") WHERE state = 'planned'`,
    ]);
  }

  down = noWayBack;
}

const onPostgres = (text: string): string[] => [
  `ALTER TABLE message ALTER COLUMN commitment DROP NOT NULL`,
  `ALTER TABLE message ADD COLUMN digest ${text}`,
  `DROP INDEX message_commitment`,
];

/** SQLite can take NOT NULL from a column only by making the table anew; the attempts, which refer to it, wait beside. */
const onSqlite = [
  `CREATE TABLE attempt_aside AS SELECT * FROM attempt`,
  `DELETE FROM attempt`,
  `CREATE TABLE message_anew (
    id text PRIMARY KEY, "messageId" text NOT NULL UNIQUE, person text NOT NULL REFERENCES person (id), class text NOT NULL, commitment text,
    subject text NOT NULL, "envelopeFrom" text NOT NULL, "envelopeTo" text NOT NULL, raw blob NOT NULL, state text NOT NULL, reason text,
    "leaseHolder" text, "leaseUntil" text, fence integer NOT NULL, attempts integer NOT NULL, "notBefore" text NOT NULL, "expiresAt" text,
    "resendWhenUnknown" integer NOT NULL, "possibleDuplicate" integer NOT NULL, "queuedAt" text NOT NULL, "finishedAt" text, "replyCode" integer,
    reply text, digest text) STRICT`,
  `INSERT INTO message_anew SELECT *, NULL FROM message`,
  `DROP TABLE message`,
  `ALTER TABLE message_anew RENAME TO message`,
  `CREATE INDEX message_open ON message ("notBefore") WHERE state IN ('queued', 'sending', 'unknown')`,
  `INSERT INTO attempt SELECT * FROM attempt_aside`,
  `DROP TABLE attempt_aside`,
];
