/** Saved views of the list, and up to where each reader has looked at what changed. */
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
    ]);
  }

  down = noWayBack;
}
