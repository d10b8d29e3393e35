/** Versions of reminder policies, people's quiet hours, and what conservation is counted by. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class PoliciesAndQuietHours1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE policy (
        id ${text} PRIMARY KEY, name ${text} NOT NULL, version integer NOT NULL, policy ${text} NOT NULL, "addedBy" ${text} NOT NULL,
        "addedAt" ${text} NOT NULL, activation integer UNIQUE, "activatedBy" ${text}, "activatedAt" ${text}, UNIQUE (name, version)) ${end}`,
      `ALTER TABLE person ADD COLUMN "quietHours" ${text}`,
      // Both nearly empty at any time: mails under way, and ends that nobody gave a reason for.
      `CREATE INDEX reminder_under_way ON reminder ("dueAt") WHERE state = 'bundled'`,
      `CREATE INDEX reminder_unexplained ON reminder ("dueAt") WHERE reason IS NULL AND state NOT IN ('planned', 'bundled', 'delivered')`,
    ]);
  }

  down = noWayBack;
}
