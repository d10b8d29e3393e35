/** Evidence that is a file or has a copy elsewhere, and versions of commitments in bulk for reports as of a day. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class EvidenceAndVersions1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { postgres, text, bytes, end } = dialectOf(runner);
    await each(runner, [
      ...(postgres ? evidenceOnPostgres : evidenceOnSqlite),
      `CREATE TABLE version_segment (
        first integer PRIMARY KEY, next integer NOT NULL, names ${text} NOT NULL, notices ${text} NOT NULL, columns ${bytes} NOT NULL) ${end}`,
      // Few among many events; all others are found by their commitment.
      `CREATE INDEX log_event_settings ON log_event ("index") WHERE type IN ('person.added', 'person.changed', 'policy.added', 'policy.activated')`,
    ]);
  }

  down = noWayBack;
}

const evidenceOnPostgres = [
  `ALTER TABLE evidence ALTER COLUMN url DROP NOT NULL`,
  `ALTER TABLE evidence ADD COLUMN "archivedUrl" text COLLATE "C"`,
  `ALTER TABLE evidence ADD COLUMN file text COLLATE "C"`,
];

/** SQLite cannot let go of a NOT NULL: the table is made anew. Nothing refers to it. */
const evidenceOnSqlite = [
  `ALTER TABLE evidence RENAME TO evidence_before`,
  `CREATE TABLE evidence (
    id text PRIMARY KEY, commitment text NOT NULL REFERENCES commitment (ref), url text, quote text, date text NOT NULL, shows text NOT NULL,
    "archivedUrl" text, file text, "addedBy" text NOT NULL, "addedAt" text NOT NULL) STRICT`,
  `INSERT INTO evidence (id, commitment, url, quote, date, shows, "addedBy", "addedAt")
    SELECT id, commitment, url, quote, date, shows, "addedBy", "addedAt" FROM evidence_before`,
  `DROP TABLE evidence_before`,
  `CREATE INDEX evidence_commitment ON evidence (commitment)`,
];
