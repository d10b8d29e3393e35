/** What the migrations make is what tables.ts says, column by column; and they run once, whoever runs them. */
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { VirtualClock } from '../../src/clock.js';
import { parseDatabaseUrl } from '../../src/store/drivers.js';
import { Database } from '../../src/store/database.js';
import { MessageBodies1700000000016 } from '../../src/store/migrations/0016-message-bodies.js';
import { migrations } from '../../src/store/migrations/index.js';
import { bytesOf } from '../../src/store/outbox.store.js';
import { allTables } from '../../src/store/tables.js';
import { createTestDatabase, describeOnEachDatabase, type DatabaseKind, type TestDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

interface Column {
  name: string;
  family: string;
  nullable: boolean;
  key: boolean;
}

/** The families of types that both engines and the entities are compared in. */
const families: Record<DatabaseKind, Record<string, string>> = {
  sqlite: { text: 'text', 'simple-json': 'text', integer: 'integer', boolean: 'integer', blob: 'blob' },
  postgres: { text: 'text', 'simple-json': 'text', integer: 'integer', boolean: 'boolean', bytea: 'bytea' },
};

const open = ({ url }: TestDatabase): Promise<Database> =>
  Database.open(parseDatabaseUrl(url), new VirtualClock('2020-11-30T07:00:00.000Z'));

function declared(kind: DatabaseKind, columns: object): Column[] {
  return Object.entries(columns as Record<string, { type: string; nullable?: boolean; primary?: boolean }>).map(([name, column]) => ({
    name,
    family: families[kind][column.type] ?? `unknown: ${column.type}`,
    nullable: column.nullable === true,
    key: column.primary === true,
  }));
}

const text = { sqlite: `SELECT name, lower(type) AS family, "notnull" = 0 AND pk = 0 AS nullable, pk > 0 AS key FROM pragma_table_xinfo('%')`,
  postgres: `SELECT column_name AS name, data_type AS family, is_nullable = 'YES' AS nullable,
    EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = '%'::regclass AND i.indisprimary AND a.attname = column_name) AS key
    FROM information_schema.columns WHERE table_name = '%'` }; // prettier-ignore

async function found(kind: DatabaseKind, database: TestDatabase, table: string): Promise<Column[]> {
  const rows = await runRaw(database, text[kind].replaceAll('%', table));
  return rows.map(({ name, family, nullable, key }) => ({ name: String(name), family: String(family), nullable: Boolean(nullable), key: Boolean(key) }));
} // prettier-ignore

const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);

describeOnEachDatabase('The migrated database', (kind) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await createTestDatabase(kind);
    await (await open(testDatabase)).close();
  });
  afterAll(() => testDatabase.drop());

  test.each(allTables(kind).map(({ options }) => [options.tableName ?? options.name, options.columns] as const))(
    'has the table %s as it is declared, no column more or less',
    async (name, columns) => {
      expect((await found(kind, testDatabase, name)).sort(byName)).toEqual(declared(kind, columns).sort(byName));
    },
  );

  it('has no table that is not declared', async () => {
    const names = kind === 'sqlite' ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'` : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    const tables = (await runRaw(testDatabase, names)).map(({ name }) => name);
    expect(tables.sort()).toEqual(['migrations', ...allTables(kind).map(({ options }) => options.tableName ?? options.name)].sort());
  }); // prettier-ignore

  it('compares text byte by byte, so that days and references sort alike everywhere', async () => {
    const rows = await runRaw(testDatabase, `SELECT 'C-0010' < 'C-0009' AS digits, 'Z' < 'a' AS letters, 'é' > 'z' AS accents`);
    if (kind === 'sqlite') expect(rows).toEqual([{ digits: 0, letters: 1, accents: 1 }]);
    else {
      const loose = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`;
      expect(await runRaw(testDatabase, loose)).toEqual([]);
    }
  });

  it('is not migrated twice', async () => {
    const before = await runRaw(testDatabase, 'SELECT * FROM migrations ORDER BY id');
    expect(before.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    await (await open(testDatabase)).close();
    expect(await runRaw(testDatabase, 'SELECT * FROM migrations ORDER BY id')).toEqual(before);
  });

  it('keeps the bytes of the messages that a register had before they lay apart', async () => {
    const before = await createTestDatabase(kind);
    await (await open(before)).close();
    const [bytes, mail] = kind === 'sqlite' ? ['blob', `x'0d0aff00'`] : ['bytea', String.raw`'\x0d0aff00'::bytea`];
    for (const statement of [
      'DROP TABLE message_body',
      `ALTER TABLE message ADD COLUMN raw ${bytes}`,
      `DELETE FROM migrations WHERE name = '${MessageBodies1700000000016.name}'`,
      `INSERT INTO person (id, locale, zone, "sendAt", mode, weekday, "addedAt") VALUES ('p', 'en', 'UTC', '08:00', 'immediate', 'monday', 'x')`,
      `INSERT INTO message (id, "messageId", person, class, subject, "envelopeFrom", "envelopeTo", state, fence, attempts, "notBefore",
        "resendWhenUnknown", "possibleDuplicate", "queuedAt", raw) VALUES ('m', '<m@example.org>', 'p', 'due', '', '', '', 'queued', 0, 0, '', ${kind === 'sqlite' ? '0, 0' : 'false, false'}, '', ${mail})`,
    ])
      await runRaw(before, statement);
    const database = await open(before);
    expect(Buffer.from((await bytesOf(database.read, ['m'])).get('m') ?? []).toString('hex')).toBe('0d0aff00');
    await database.close();
    await before.drop();
  }); // prettier-ignore

  it('is never migrated backwards', async () => {
    for (const Migration of migrations) await expect(new Migration().down()).rejects.toThrow('migrations go forward only');
  });
});

describe('Four instances that start at once on an empty PostgreSQL', () => {
  it('migrate it once, and all of them run', async () => {
    const testDatabase = await createTestDatabase('postgres');
    const instances = await Promise.all(Array.from({ length: 4 }, () => open(testDatabase)));
    for (const instance of instances) expect((await instance.health()).migrations).toBe(migrations.length);
    for (const instance of instances) await instance.write((tx) => Promise.resolve(tx.now));
    await Promise.all(instances.map((instance) => instance.close()));
    await testDatabase.drop();
  });
});
