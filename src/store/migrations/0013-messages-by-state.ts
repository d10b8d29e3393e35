/** What the outbox page lists: messages by what became of them, the newest first. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { each, noWayBack } from './dialect.js';

export class MessagesByState1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await each(runner, [`CREATE INDEX message_by_state ON message (state, id)`]);
  }

  down = noWayBack;
}
