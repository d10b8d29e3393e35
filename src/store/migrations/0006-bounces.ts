/** Bounces, and who put an address on the list of those that get nothing. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class Bounces1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, bool, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE bounce (
        id ${text} PRIMARY KEY, message ${text} NOT NULL, address ${text} NOT NULL, kind ${text} NOT NULL,
        status ${text} NOT NULL, diagnostic ${text}, day ${text} NOT NULL, scored ${bool} NOT NULL, at ${text} NOT NULL) ${end}`,
      `CREATE INDEX bounce_message ON bounce (message)`,
      `CREATE INDEX bounce_address ON bounce (address)`,
      `ALTER TABLE suppressed_address ADD COLUMN cause ${text} NOT NULL DEFAULT 'refused'`,
      `ALTER TABLE suppressed_address ADD COLUMN "by" ${text} NOT NULL DEFAULT 'system'`,
    ]);
  }

  down = noWayBack;
}
