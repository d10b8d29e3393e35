/**
 * A fresh, empty database for a test file, on either engine. Dropping it is also the check that everything opened on
 * it has been closed: `drop` throws when a connection is left, naming what it last did where the engine can tell.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe } from '@jest/globals';
import Database from 'better-sqlite3';
import pg from 'pg';

import type { PostgresAnswer } from './postgres-global-setup.js';

export const databaseKinds = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

export interface TestDatabase {
  /** As DATABASE_URL takes it: `sqlite:<file>` (not yet there) or `postgres://…/<database>` (there, empty). */
  url: string;
  drop(): Promise<void>;
}

export function createTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'sqlite' ? Promise.resolve(createSqlite()) : createPostgres();
}

/** Runs the body once per engine; its tests are named `<name> on sqlite`, `<name> on postgres`. */
export function describeOnEachDatabase(name: string, body: (kind: DatabaseKind) => void): void {
  describe.each(databaseKinds)(`${name} on %s`, body);
}

function createSqlite(): TestDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'pledgebook-test-'));
  const file = join(directory, 'pledgebook.sqlite');
  return {
    url: `sqlite:${file}`,
    drop: async () => {
      const open = existsSync(file) && isOpenElsewhere(file);
      rmSync(directory, { recursive: true, force: true });
      if (open) throw new Error('A SQLite connection was left open');
    },
  };
}

/** Leaving WAL mode takes the only connection there is, also within one process. */
function isOpenElsewhere(file: string): boolean {
  const probe = new Database(file, { timeout: 200 });
  try {
    probe.pragma('journal_mode = DELETE');
    return false;
  } catch (error) {
    // Anything else is a file that is no database at all, which some tests make on purpose.
    return error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';
  } finally {
    probe.close();
  }
}

async function createPostgres(): Promise<TestDatabase> {
  const server = await postgresUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  return {
    url: `${server}/${name}`,
    drop: () => asAdministrator(server, (client) => dropPostgres(client, name)),
  };
}

async function dropPostgres(client: pg.Client, name: string): Promise<void> {
  const left = await sessionsLeft(client, name);
  await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  if (left.length > 0) throw new Error(`PostgreSQL connections were left open; they last ran:\n${left.join('\n')}`);
}

/** What each session on a database ran last. One that is just being closed gets half a second to go. */
async function sessionsLeft(client: pg.Client, name: string): Promise<string[]> {
  for (let polls = 0; ; polls++) {
    const { rows } = await client.query<{ query: string }>(
      "SELECT query FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [name],
    );
    if (rows.length === 0 || polls === 25) return rows.map(({ query }) => query.slice(0, 200) || '(no query yet)');
    await client.query('SELECT pg_sleep(0.02)');
  }
}

async function asAdministrator<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** The run's one server, started by the first to ask. */
async function postgresUrl(): Promise<string> {
  const [port, token] = process.env['PLEDGEBOOK_TEST_POSTGRES']?.split(':') ?? [];
  if (!port || !token) throw new Error('PostgreSQL for the tests is started by the global setup in jest.config.js');
  const desk = connect(Number(port), '127.0.0.1');
  desk.write(token);
  const answer = JSON.parse(await text(desk)) as PostgresAnswer;
  if ('error' in answer) throw new Error(answer.error);
  return answer.url;
}
