/** Idempotency keys whose answer is forgotten: a week is enough to repeat an answer, and no time is enough to do it again. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class SpentKeys1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [`CREATE TABLE spent_key (hash ${text} PRIMARY KEY) ${end}`]);
  }

  down = noWayBack;
}
