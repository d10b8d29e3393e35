/**
 * A fresh, empty database for a test file, on either engine. Dropping it is also the check that everything opened on
 * it has been closed: `drop` throws when a connection is left, naming what it last did where the engine can tell.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe } from '@jest/globals';
import Database from 'better-sqlite3';
import pg from 'pg';

import { systemClock } from '../../src/clock.js';
import { Database as Register } from '../../src/store/database.js';
import { parseDatabaseUrl } from '../../src/store/drivers.js';
import type { PostgresAnswer } from './global-setup.js';

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

/** As `createTestDatabase`, with the tables in it: they are made once a run and copied, since most tests need them. */
export async function createTestRegister(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === 'postgres') return createPostgres(migratedName, makeMigratedPostgres);
  const database = createSqlite();
  copyFileSync(await migratedSqlite(), database.url.replace('sqlite:', ''));
  return database;
}

const migratedName = 'migrated';

/** Whoever comes first makes it; whoever makes it at the same time makes the same. */
async function migratedSqlite(): Promise<string> {
  const made = join(process.env['PLEDGEBOOK_TEST_DIRECTORY']!, 'migrated.sqlite');
  if (existsSync(made)) return made;
  const making = `${made}.${randomUUID()}`;
  await migrateAt(`sqlite:${making}`);
  renameSync(making, made);
  return made;
}

async function makeMigratedPostgres(client: pg.Client, server: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [migratedName]);
  if (rows.length > 0) return;
  const making = `making_${randomUUID().replaceAll('-', '')}`;
  await client.query(`CREATE DATABASE ${making} TEMPLATE template0`);
  await migrateAt(`${server}/${making}`);
  await sessionsLeft(client, making);
  await client.query(`ALTER DATABASE ${making} RENAME TO ${migratedName}`);
}

async function migrateAt(url: string): Promise<void> {
  await (await Register.open(parseDatabaseUrl(url), systemClock)).close();
}

async function createPostgres(template = 'template0', make?: (client: pg.Client, server: string) => Promise<void>): Promise<TestDatabase> {
  const server = await postgresUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(server, async (client) => {
    // One at a time: a template is made once, and is not copied while somebody is connected to it.
    if (make !== undefined) {
      await client.query('SELECT pg_advisory_lock(1)');
      await make(client, server);
      await client.query('SELECT pg_advisory_unlock(1)');
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
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
