import { expect, it, test } from '@jest/globals';
import Database from 'better-sqlite3';
import pg from 'pg';

import { createTestDatabase, databaseKinds, describeOnEachDatabase } from './databases.js';

const sqliteFile = (url: string): string => url.replace(/^sqlite:/, '');

/** Makes a table in an otherwise empty database, the way each engine's driver does it. */
async function makeTable(url: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new Database(sqliteFile(url));
    database.pragma('journal_mode = WAL');
    database.exec('CREATE TABLE promises (words TEXT)');
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE promises (words TEXT)');
  await client.end();
}

describeOnEachDatabase('A test database', (kind) => {
  it('can be written to and dropped', async () => {
    const database = await createTestDatabase(kind);
    await makeTable(database.url);
    await expect(database.drop()).resolves.toBeUndefined();
  });

  it('shares nothing with another one', async () => {
    const databases = await Promise.all([createTestDatabase(kind), createTestDatabase(kind), createTestDatabase(kind)]);
    expect(new Set(databases.map(({ url }) => url)).size).toBe(databases.length);
    // The same table in each: a shared database would refuse the second one.
    for (const { url } of databases) await makeTable(url);
    await Promise.all(databases.map((database) => database.drop()));
  });
});

test('there is a database of each kind', () => {
  expect(databaseKinds).toEqual(['sqlite', 'postgres']);
});

test('dropping a SQLite file that is still open is an error', async () => {
  const database = await createTestDatabase('sqlite');
  await makeTable(database.url);
  const left = new Database(sqliteFile(database.url));
  left.prepare('SELECT count(*) FROM promises').get();
  try {
    await expect(database.drop()).rejects.toThrow('left open');
  } finally {
    left.close();
  }
});

test('dropping a PostgreSQL database that is still connected to is an error that shows the last query', async () => {
  const database = await createTestDatabase('postgres');
  const left = new pg.Client({ connectionString: database.url });
  const cut = new Promise<Error>((resolve) => left.on('error', resolve));
  await left.connect();
  await left.query("SELECT 'kept too long'");
  await expect(database.drop()).rejects.toThrow('kept too long');
  expect(String(await cut)).toMatch(/terminat/);
  await left.end();
});

test('PostgreSQL sorts text by language, as servers usually do, so that an order left to its default shows up', async () => {
  const database = await createTestDatabase('postgres');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ word: string }>(
    "SELECT word FROM (VALUES ('b'), ('A'), ('a'), ('B')) AS words (word) ORDER BY word",
  );
  expect(rows.map(({ word }) => word)).toEqual(['a', 'A', 'b', 'B']);
  await client.end();
  await database.drop();
});
