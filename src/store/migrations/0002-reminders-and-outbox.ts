/** Reminders, the messages that carry them, and what came of each attempt. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class RemindersAndOutbox1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, bytes, bool, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE reminder (
        key ${text} PRIMARY KEY, commitment ${text} NOT NULL REFERENCES commitment (ref), person ${text} NOT NULL REFERENCES person (id),
        step ${text} NOT NULL, class ${text} NOT NULL, "nominalDate" ${text} NOT NULL, "dueAt" ${text} NOT NULL, "expiresAt" ${text},
        "resendWhenUnknown" ${bool} NOT NULL, "tzdataVersion" ${text} NOT NULL, state ${text} NOT NULL, reason ${text}, message ${text},
        "plannedAt" ${text} NOT NULL, at ${text} NOT NULL) ${end}`,
      // Partial: what is over does not weigh on the tick, however long the register's history.
      `CREATE INDEX reminder_due ON reminder ("dueAt") WHERE state = 'planned'`,
      `CREATE INDEX reminder_commitment ON reminder (commitment)`,
      `CREATE INDEX reminder_message ON reminder (message) WHERE message IS NOT NULL`,
      `CREATE TABLE message (
        id ${text} PRIMARY KEY, "messageId" ${text} NOT NULL UNIQUE, person ${text} NOT NULL REFERENCES person (id), class ${text} NOT NULL,
        commitment ${text} NOT NULL, subject ${text} NOT NULL, "envelopeFrom" ${text} NOT NULL, "envelopeTo" ${text} NOT NULL, raw ${bytes} NOT NULL,
        state ${text} NOT NULL, reason ${text}, "leaseHolder" ${text}, "leaseUntil" ${text}, fence integer NOT NULL, attempts integer NOT NULL,
        "notBefore" ${text} NOT NULL, "expiresAt" ${text}, "resendWhenUnknown" ${bool} NOT NULL, "possibleDuplicate" ${bool} NOT NULL,
        "queuedAt" ${text} NOT NULL, "finishedAt" ${text}, "replyCode" integer, reply ${text}) ${end}`,
      `CREATE INDEX message_open ON message ("notBefore") WHERE state IN ('queued', 'sending', 'unknown')`,
      `CREATE INDEX message_commitment ON message (commitment)`,
      `CREATE TABLE attempt (
        message ${text} NOT NULL REFERENCES message (id), number integer NOT NULL, "startedAt" ${text} NOT NULL, "endedAt" ${text}, phase ${text},
        "replyCode" integer, "replyText" ${text}, PRIMARY KEY (message, number)) ${end}`,
      `CREATE TABLE planning (commitment ${text} PRIMARY KEY REFERENCES commitment (ref), "plannedWith" ${text} NOT NULL, "replanAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX planning_replan ON planning ("replanAt")`,
      `CREATE INDEX planning_with ON planning ("plannedWith")`,
      `CREATE TABLE engine (name ${text} PRIMARY KEY, value ${text} NOT NULL) ${end}`,
      `CREATE TABLE suppressed_address (address ${text} PRIMARY KEY, reason ${text} NOT NULL, since ${text} NOT NULL) ${end}`,
    ]);
  }

  down = noWayBack;
}
