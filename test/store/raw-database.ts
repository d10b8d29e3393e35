/** A test's own connection to a database, beside the program's: what an operator with a shell could do. */
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { TestDatabase } from '../support/databases.js';

type Row = Record<string, unknown>;

/** Runs one statement on a connection opened for it. */
export async function runRaw(database: Pick<TestDatabase, 'url'>, text: string): Promise<Row[]> {
  return database.url.startsWith('sqlite:') ? onSqlite(database.url, text) : onPostgres(database.url, text);
}

/** The same with the log's triggers out of the way: what nobody can do by mistake. */
export async function tamper(database: Pick<TestDatabase, 'url'>, text: string): Promise<void> {
  if (database.url.startsWith('sqlite:')) {
    for (const table of ['log_event', 'log_node'])
      for (const verb of ['update', 'delete']) onSqlite(database.url, `DROP TRIGGER IF EXISTS ${table}_no_${verb}`);
    onSqlite(database.url, text);
    return;
  }
  await onPostgres(database.url, `SET session_replication_role = replica; ${text}`);
}

function onSqlite(url: string, text: string): Row[] {
  const connection = new Sqlite(url.slice('sqlite:'.length), { timeout: 0 });
  try {
    connection.pragma('recursive_triggers = ON');
    const statement = connection.prepare<unknown[], Row>(text);
    if (statement.reader) return statement.all();
    statement.run();
    return [];
  } finally {
    connection.close();
  }
}

async function onPostgres(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
