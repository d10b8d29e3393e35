/** Every write goes through one gate: what was acknowledged is there, what threw is not, and nobody overtakes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../src/clock.js';
import { parseDatabaseUrl } from '../../src/store/drivers.js';
import { Database, type Tx } from '../../src/store/database.js';
import { readEntries } from '../../src/store/log.store.js';
import { record } from '../../src/store/register.store.js';
import { insertRows } from '../../src/store/rows.js';
import { engineTable } from '../../src/store/tables.js';
import { createTestDatabase, describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { refuseNestedWrites } from '../support/nested-writes.js';
import { runRaw } from './raw-database.js';

let testDatabase: TestDatabase;
let database: Database;

async function open(kind: 'sqlite' | 'postgres'): Promise<void> {
  testDatabase = await createTestDatabase(kind);
  database = await Database.open(parseDatabaseUrl(testDatabase.url), new VirtualClock('2020-11-30T07:00:00.000Z'));
  refuseNestedWrites(database);
}

const note = (tx: Tx, name: string): Promise<void> => insertRows(tx, engineTable, [{ name, value: true }]);

async function names(): Promise<string[]> {
  const rows = await database.read.sql<{ name: string }[]>`SELECT name FROM engine ORDER BY name`;
  return rows.map(({ name }) => name);
}

describeOnEachDatabase('The write gate', (kind) => {
  beforeAll(() => open(kind));
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  beforeEach(() => runRaw(testDatabase, 'DELETE FROM engine'));

  it('keeps every acknowledged row and no other, when a third of fifty transactions throw beside fifty plain writes', async () => {
    const numbers = Array.from({ length: 50 }, (_, i) => String(i).padStart(2, '0'));
    const throws = (i: string): boolean => Number(i) % 3 === 0;
    const transactions = numbers.map((i) =>
      database.write(async (tx) => {
        await note(tx, `first ${i}`);
        await tx.manager.query('SELECT 1');
        if (throws(i)) throw new Error(`told to at ${i}`);
        await note(tx, `second ${i}`);
        return i;
      }),
    );
    const plain = numbers.map((i) => database.write((tx) => note(tx, `plain ${i}`)));
    const outcomes = await Promise.allSettled(transactions);
    await Promise.all(plain);
    const acknowledged = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(acknowledged).toEqual(numbers.filter((i) => !throws(i)));
    const expected = [...numbers.map((i) => `plain ${i}`), ...acknowledged.flatMap((i) => [`first ${i}`, `second ${i}`])];
    expect(await names()).toEqual(expected.sort());
  });

  it('leaves nothing open behind it, whether a write threw or not', async () => {
    await database.write((tx) => note(tx, 'kept'));
    await expect(
      database.write(async (tx) => {
        await note(tx, 'thrown');
        throw new Error('told to');
      }),
    ).rejects.toThrow('told to');
    if (kind === 'sqlite') await expect(runRaw(testDatabase, 'BEGIN EXCLUSIVE')).resolves.toEqual([]);
    else
      expect(await runRaw(testDatabase, `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`)).toEqual([]);
  }); // prettier-ignore

  it('lets one write after the other through, in the order they came', async () => {
    const seen: string[] = [];
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name, i) =>
        database.write(async (tx) => {
          seen.push(`${name} begins`);
          // The first takes longest; it is waited for all the same.
          for (let round = i; round < 4; round++) await tx.manager.query('SELECT 1');
          seen.push(`${name} ends`);
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('is watched in tests for a write inside a write, which would wait for itself, and goes on', async () => {
    await expect(
      database.write(async (tx) => {
        await note(tx, 'outer');
        await database.write((inner) => note(inner, 'inner'));
      }),
    ).rejects.toThrow('a write inside a write would wait for itself');
    await database.write((tx) => note(tx, 'after'));
    expect(await names()).toEqual(['after']);
  });

  it('undoes one that throws among those that share its commit, its events too, and no other', async () => {
    const writes = ['p0', 'p1', 'p2', 'p3'].map((id) =>
      database.write(async (tx) => {
        const { size } = tx.head;
        await record(tx, { type: 'party.added', commitment: null, actor: 'system', payload: { id, name: id } }, '2020-11-30');
        if (id === 'p2') throw new Error('told to');
        return size;
      }),
    );
    const outcomes = await Promise.allSettled(writes);
    const at = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'threw'));
    const entries = await readEntries(database.read);
    const first = entries.length - 3;
    expect(at).toEqual([first, first + 1, 'threw', first + 2]);
    expect(entries.slice(-3).map((e) => (JSON.parse(e.bytes) as { payload: { id: string } }).payload.id)).toEqual(['p0', 'p1', 'p3']);
  });

  it('rolls back what the database refuses, and says what it said', async () => {
    await database.write((tx) => note(tx, 'taken'));
    await expect(
      database.write(async (tx) => {
        await note(tx, 'new');
        await note(tx, 'taken');
      }),
    ).rejects.toThrow(/UNIQUE constraint failed|duplicate key value/);
    expect(await names()).toEqual(['taken']);
  });

  it('shows a write to readers once it is acknowledged and not before', async () => {
    await database.write(async (tx) => {
      await note(tx, 'under way');
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(['under way']);
  });

  it.each(['INSERT INTO engine (name, value) VALUES (\'x\', \'1\')', 'UPDATE log_head SET size = 9', 'DELETE FROM migrations', 'CREATE TABLE more (id integer)'])(
    'has a read source that refuses %s',
    async (text) => {
      await expect(database.read.query(text)).rejects.toThrow(/readonly database|read-only transaction/);
    },
  ); // prettier-ignore

  it('waits for the writes under way before it closes', async () => {
    const last = database.write((tx) => note(tx, 'last'));
    await database.close();
    await last;
    expect(await runRaw(testDatabase, 'SELECT name FROM engine')).toEqual([{ name: 'last' }]);
    database = await Database.open(parseDatabaseUrl(testDatabase.url), new VirtualClock('2020-11-30T07:00:00.000Z'));
  });

  it('reads the time once for a write, and never before the one that the log ends with', async () => {
    await runRaw(testDatabase, `UPDATE log_head SET "recordedAt" = '2020-12-24T18:00:00.000Z'`);
    expect(await database.write((tx) => Promise.resolve(tx.now))).toBe('2020-12-24T18:00:00.000Z');
  });
});

describe('A write that SQLite fails', () => {
  beforeEach(() => open('sqlite'));
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  it('for want of space leaves nothing, is refused in words, and the next one goes through when there is room', async () => {
    const limit = (pages: number): Promise<unknown> => database.write((tx) => tx.manager.query(`PRAGMA max_page_count = ${pages}`));
    const large = (name: string): Promise<void> =>
      database.write((tx) => insertRows(tx, engineTable, [{ name, value: 'x'.repeat(1_000_000) }]));
    await limit(1);
    await expect(large('too large')).rejects.toMatchObject({ code: 'insufficient_storage' });
    expect(await names()).toEqual([]);
    await limit(1_000_000);
    await large('large');
    expect(await names()).toEqual(['large']);
  });

  it('for want of space is refused with all that share its commit, and none of them is there', async () => {
    const write = (name: string, length: number): Promise<void> =>
      database.write((tx) => insertRows(tx, engineTable, [{ name, value: 'x'.repeat(length) }]));
    const [{ page_count: pages } = { page_count: 0 }] = await database.read.query<{ page_count: number }[]>('PRAGMA page_count');
    await database.write((tx) => tx.manager.query(`PRAGMA max_page_count = ${pages + 20}`));
    const outcomes = await Promise.allSettled([write('before', 1), write('too large', 1_000_000), write('behind', 1)]);
    const refused = { status: 'rejected', reason: { code: 'insufficient_storage' } };
    expect(outcomes).toMatchObject([refused, refused, refused]);
    expect(await names()).toEqual([]);
    await write('after', 1);
    expect(await names()).toEqual(['after']);
  });

  it('only as it commits is not acknowledged', async () => {
    await expect(
      database.write(async (tx) => {
        await tx.manager.query('PRAGMA defer_foreign_keys = ON');
        await tx.manager.query(`INSERT INTO planning (commitment, "plannedWith", "replanAt") VALUES ('C-0001', 'x', 'y')`);
        await note(tx, 'beside it');
      }),
    ).rejects.toThrow('FOREIGN KEY constraint failed');
    expect(await names()).toEqual([]);
    await database.write((tx) => note(tx, 'after'));
    expect(await names()).toEqual(['after']);
  });
});

describe('Two instances on one PostgreSQL', () => {
  it('add to one log by turns, without a gap and without going back in time', async () => {
    await open('postgres');
    const clocks = ['2020-11-30T07:00:00.000Z', '2020-11-30T09:00:00.000Z'];
    const instances = await Promise.all(clocks.map((now) => Database.open(parseDatabaseUrl(testDatabase.url), new VirtualClock(now))));
    const writes = Array.from({ length: 60 }, (_, i) =>
      instances[i % 2]!.write(async (tx) => {
        const payload = { id: `p${i}`, name: `Party ${i}` };
        await record(tx, { type: 'party.added', commitment: null, actor: 'system', payload }, '2020-11-30');
        if (i % 5 === 0) throw new Error('told to');
      }),
    );
    const acknowledged = (await Promise.allSettled(writes)).filter(({ status }) => status === 'fulfilled');
    const entries = await readEntries(database.read);
    expect(acknowledged).toHaveLength(48);
    expect(entries.map(({ index }) => index)).toEqual(acknowledged.map((_, i) => i));
    const times = entries.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual(times.toSorted());
    await Promise.all([database, ...instances].map((each) => each.close()));
    await testDatabase.drop();
  });
});
