/** Opening a database: what is set and checked each time, and which files are left alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { VirtualClock } from '../../src/clock.js';
import { DiagnosisService } from '../../src/services/diagnosis.service.js';
import { parseDatabaseUrl, sqlitePragmas } from '../../src/store/drivers.js';
import { Database } from '../../src/store/database.js';
import { openTestApp } from '../support/app.js';
import { createTestDatabase, describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

const open = ({ url }: TestDatabase): Promise<Database> =>
  Database.open(parseDatabaseUrl(url), new VirtualClock('2020-11-30T07:00:00.000Z'));

let testDatabase: TestDatabase;
afterEach(() => testDatabase.drop());

describe('A SQLite file', () => {
  let file: string;
  beforeEach(async () => {
    testDatabase = await createTestDatabase('sqlite');
    file = testDatabase.url.slice('sqlite:'.length);
  });

  test.each([
    ['busy_timeout', 5000],
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
  ] as const)('has %s at %s each time it is opened, for writing and for reading', async (name, value) => {
    for (let time = 1; time <= 2; time++) {
      const database = await open(testDatabase);
      expect((await database.health()).pragmas[name]).toBe(value);
      const [row] = await database.read.query<Record<string, unknown>[]>(`PRAGMA ${name}`);
      expect(Object.values(row ?? {})).toEqual([value]);
      await database.close();
    }
  });

  it('has every pragma that is asked for', async () => {
    const database = await open(testDatabase);
    expect((await database.health()).pragmas).toEqual(sqlitePragmas);
    await database.close();
  });

  it('carries the mark and the version of Pledgebook', async () => {
    const database = await open(testDatabase);
    await database.close();
    expect(await runRaw(testDatabase, 'PRAGMA application_id')).toEqual([{ application_id: 0x504c4447 }]);
    const [{ user_version: version } = {}] = await runRaw(testDatabase, 'PRAGMA user_version');
    expect(version).toBeGreaterThanOrEqual(3);
  });

  it('has no table that would take a value of another type', async () => {
    const database = await open(testDatabase);
    await database.close();
    const loose = await runRaw(testDatabase, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`);
    expect(loose).toEqual([{ name: 'migrations' }]);
    await expect(runRaw(testDatabase, `UPDATE log_head SET size = 'many'`)).rejects.toThrow('cannot store TEXT value in INTEGER column');
  }); // prettier-ignore

  test.each<[what: string, make: (db: Sqlite.Database) => void]>([
    ['with tables and no mark', (db) => db.exec('CREATE TABLE other (id integer)')],
    ['with another mark and no tables', (db) => db.pragma('application_id = 252006674')],
    ['with another mark and tables', (db) => (db.pragma('application_id = 252006674'), db.exec('CREATE TABLE other (id integer)'))],
  ])('of another program, %s, is refused and left as it was', async (_what, make) => {
    const other = new Sqlite(file);
    make(other);
    other.close();
    const before = readFileSync(file);
    await expect(open(testDatabase)).rejects.toThrow('is a database of another program; Pledgebook leaves it alone');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that is no database at all is refused and left as it was', async () => {
    const text = 'Minutes of the meeting of 30 November. '.repeat(40);
    writeFileSync(file, text);
    await expect(open(testDatabase)).rejects.toThrow('file is not a database');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('that lost a pragma while running is named in the diagnosis', async () => {
    const app = await openTestApp({ waitsForTheDisk: true });
    await app.database.write((tx) => tx.manager.query('PRAGMA busy_timeout = 1'));
    expect(await app.get(DiagnosisService).examine()).toMatchObject({ ready: false, faults: ['PRAGMA busy_timeout is 1'] });
    await app.close();
  });
});

describeOnEachDatabase('A register', (kind) => {
  beforeEach(async () => {
    testDatabase = await createTestDatabase(kind);
  });

  it('made by a newer Pledgebook is refused', async () => {
    const database = await open(testDatabase);
    await database.close();
    await runRaw(testDatabase, `INSERT INTO migrations ("timestamp", name) VALUES (1900000000000, 'Signatures1900000000000')`);
    await expect(open(testDatabase)).rejects.toThrow('was made by a newer Pledgebook (it has Signatures1900000000000)');
  });

  it('says how many migrations it has had', async () => {
    const database = await open(testDatabase);
    const [{ n } = {}] = await runRaw(testDatabase, 'SELECT count(*) AS n FROM migrations');
    expect(await database.health()).toMatchObject({ kind, migrations: Number(n) });
    await database.close();
  });
});
