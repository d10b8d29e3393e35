/** Saved views of the list, up to where each reader has looked at what changed, and what the page of the day asks for. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class Readers1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE saved_view (
        id ${text} PRIMARY KEY, person ${text} NOT NULL REFERENCES person (id), name ${text} NOT NULL, query ${text} NOT NULL,
        "savedAt" ${text} NOT NULL, UNIQUE (person, name)) ${end}`,
      `CREATE TABLE looked (person ${text} PRIMARY KEY REFERENCES person (id), "index" integer NOT NULL, at ${text} NOT NULL) ${end}`,
      // Partial: what a day's page asks for is little, however long the register.
      `CREATE INDEX commitment_overdue ON commitment ("overdueFrom") WHERE verdict = 'pending' AND standing = 'active' AND publication = 'published'`,
      `CREATE INDEX verdict_waiting ON verdict (commitment) WHERE state = 'proposed'`,
    ]);
  }

  down = noWayBack;
}
