/** What rotations of the key are found by, however long the log. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { each, noWayBack } from './dialect.js';

export class KeysAndErasure1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await each(runner, [`CREATE INDEX log_event_rotation ON log_event ("index") WHERE type = 'key.rotated'`]);
  }

  down = noWayBack;
}
