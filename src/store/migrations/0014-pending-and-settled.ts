/**
 * Commitments by verdict, for lists. Nearly all are pending, which no index of all verdicts tells apart; SQLite, which has
 * no figures of how many there are, took that index all the same, before those of a date or a promisor.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { each, noWayBack } from './dialect.js';

export class PendingAndSettled1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await each(runner, [
      `DROP INDEX commitment_verdict`,
      `CREATE INDEX commitment_pending ON commitment (number) WHERE verdict = 'pending'`,
      `CREATE INDEX commitment_settled ON commitment (verdict, number) WHERE verdict <> 'pending'`,
    ]);
  }

  down = noWayBack;
}
