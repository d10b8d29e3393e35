/** Bearer tokens, and the first answers to commands that may be repeated. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class Access1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE token (
        prefix ${text} PRIMARY KEY, hash ${text} NOT NULL UNIQUE, person ${text} NOT NULL REFERENCES person (id), scopes ${text} NOT NULL,
        "createdAt" ${text} NOT NULL, "expiresAt" ${text}, "revokedAt" ${text}) ${end}`,
      `CREATE TABLE answered (
        key ${text} NOT NULL, person ${text} NOT NULL, fingerprint ${text} NOT NULL, answer ${text} NOT NULL, "answeredAt" ${text} NOT NULL,
        PRIMARY KEY (key, person)) ${end}`,
      `CREATE INDEX answered_at ON answered ("answeredAt")`,
    ]);
  }

  down = noWayBack;
}
