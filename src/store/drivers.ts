/** How each driver is opened: connection options, and the pragmas that SQLite's durability and refusals rest on. */
import type BetterSqlite3 from 'better-sqlite3';
import type { DataSourceOptions } from 'typeorm';
import { allTables } from './tables.js';

export type DatabaseUrl = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/** `sqlite:<path>` or `postgres://…`; anything else is refused in words for the settings. */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length) return { kind: 'sqlite', path: text.slice('sqlite:'.length) };
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
  throw new Error('sqlite:<path> or postgres://user:password@host:port/database');
}

/** "PLDG": a file with another application's mark is not ours to write to. */
const applicationId = 0x504c4447;

/**
 * Set again at every open: synchronous falls back to NORMAL when a WAL file is reopened, and NORMAL loses acknowledged
 * commits on power loss. Without recursive_triggers INSERT OR REPLACE would walk past the log's triggers.
 */
export const sqlitePragmas = {
  busy_timeout: 5000,
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  trusted_schema: 0,
} as const;

type Connection = BetterSqlite3.Database;

export function sqliteOptions(path: string): { write: DataSourceOptions; read: DataSourceOptions } {
  const shared = { type: 'better-sqlite3' as const, database: path, entities: allTables('sqlite'), statementCacheSize: 300 };
  return {
    write: { ...shared, prepareDatabase: (db: Connection) => claim(db, path) },
    read: { ...shared, prepareDatabase: (db: Connection) => (setPragmas(db), foldCase(db), void db.pragma('query_only = ON')) },
  };
}

function claim(db: Connection, path: string): void {
  // Both at once: between two looks another process may have made the register.
  const [mark, tables] = db
    .prepare('SELECT application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id')
    .raw()
    .get() as [number, number];
  if (mark !== applicationId) {
    if (mark !== 0 || tables !== 0) throw new Error(`${path} is a database of another program; Pledgebook leaves it alone`);
    db.pragma(`application_id = ${applicationId}`);
  }
  setPragmas(db);
}

function setPragmas(db: Connection): void {
  for (const [name, value] of Object.entries(sqlitePragmas)) {
    db.pragma(`${name} = ${value}`);
    const found = db.pragma(name, { simple: true });
    if (found !== value) throw new Error(`PRAGMA ${name} is ${String(found)} where ${value} is needed`);
  }
}

/** SQLite's own folds the case of ASCII alone: a search for "école" would miss "École". */
function foldCase(db: Connection): void {
  db.function('lower', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : text));
}

export function postgresOptions(url: string): { write: DataSourceOptions; read: DataSourceOptions } {
  const shared = { type: 'postgres' as const, url, entities: allTables('postgres'), applicationName: 'pledgebook' };
  return {
    write: { ...shared, poolSize: 2 },
    read: { ...shared, poolSize: 4, extra: { options: '-c default_transaction_read_only=on' } },
  };
}
