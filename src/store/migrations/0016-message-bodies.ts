/**
 * The bytes of messages, apart from what changes about them: a message is claimed and concluded by updates, and SQLite
 * writes a changed row whole, twelve kilobytes of letter each time.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class MessageBodies1700000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, bytes, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE message_body (message ${text} PRIMARY KEY REFERENCES message (id), raw ${bytes} NOT NULL) ${end}`,
      'INSERT INTO message_body (message, raw) SELECT id, raw FROM message',
      'ALTER TABLE message DROP COLUMN raw',
    ]);
  }

  down = noWayBack;
}
