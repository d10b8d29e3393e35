/** Whole records in and out: every kind of column, every condition, the same on both engines. */
import { afterAll, beforeAll, beforeEach, expect, it, test } from '@jest/globals';
import { And, In, IsNull, LessThan, LessThanOrEqual, Like, MoreThan, MoreThanOrEqual } from 'typeorm';
import { VirtualClock } from '../../src/clock.js';
import type { Message } from '../../src/domain/delivery.js';
import type { Suppression } from '../../src/domain/suppression.js';
import { parseDatabaseUrl } from '../../src/store/drivers.js';
import { Database } from '../../src/store/database.js';
import { deleteRows, findRow, findRows, insertRows, putRows, updateRows, type Where } from '../../src/store/rows.js';
import { answeredTable, messageBodyTable, messageTable, suppressedTable } from '../../src/store/tables.js';
import { createTestDatabase, describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

const refused = (i: number, reason = 'refused'): Suppression => ({
  address: `a${String(i).padStart(4, '0')}`,
  cause: 'by_hand',
  by: 'system',
  reason,
  since: `2020-11-${10 + (i % 20)}`,
});
const addresses = (rows: readonly Suppression[]): number[] => rows.map(({ address }) => Number(address.slice(1))); // prettier-ignore

describeOnEachDatabase('Rows', (kind) => {
  let testDatabase: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    testDatabase = await createTestDatabase(kind);
    database = await Database.open(parseDatabaseUrl(testDatabase.url), new VirtualClock('2020-11-30T07:00:00.000Z'));
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  beforeEach(() => runRaw(testDatabase, 'DELETE FROM suppressed_address'));

  const insert = (rows: Suppression[]): Promise<void> => database.write((tx) => insertRows(tx, suppressedTable, rows));
  const all = (): Promise<Suppression[]> => findRows(database.read, suppressedTable, { order: { address: 'ASC' } });

  test.each([0, 1, 2, 3, 13, 1023, 9_001])('%i at once go in whole and come out in order', async (count) => {
    const rows = Array.from({ length: count }, (_, i) => refused(i));
    await insert(rows.toReversed());
    const found = await all();
    expect(found).toHaveLength(count);
    expect(found.filter((row, i) => row.address !== rows[i]?.address || row.since !== rows[i].since)).toEqual([]);
  });

  it('come out as they went in: bytes, booleans, numbers, nulls, JSON and every letter', async () => {
    const message: Omit<Message, 'person'> = {
      id: '01',
      messageId: '<01@example.org>',
      class: 'lead',
      commitment: 'C-0001',
      subject: 'Jusqu’en 2024 — “décisions” 😀 \'"\\%_$1?',
      envelopeFrom: 'a@example.org',
      envelopeTo: 'b@example.org',
      state: 'queued',
      reason: null,
      leaseHolder: null,
      leaseUntil: null,
      fence: 0,
      attempts: 3,
      digest: null,
      notBefore: '2020-11-30T07:00:00.000Z',
      expiresAt: null,
      resendWhenUnknown: true,
      possibleDuplicate: false,
      queuedAt: '2020-11-30T07:00:00.000Z',
      finishedAt: null,
      replyCode: null,
      reply: null,
    };
    const raw = Uint8Array.from({ length: 256 }, (_, i) => i);
    await runRaw(testDatabase, `INSERT INTO person (id, locale, zone, "sendAt", mode, weekday, "addedAt") VALUES ('p', 'en', 'UTC', '08:00', 'immediate', 'monday', 'x')`);
    await database.write((tx) => insertRows(tx, messageTable, [{ ...message, person: 'p' }]));
    await database.write((tx) => insertRows(tx, messageBodyTable, [{ message: '01', raw }]));
    expect(await findRow(database.read, messageTable, { id: '01' })).toEqual({ ...message, person: 'p' });
    const found = await findRow(database.read, messageBodyTable, { message: '01' });
    expect(Buffer.from(found!.raw).equals(Buffer.from(raw))).toBe(true);

    const answer = { nested: [{ deep: null }, 'é', 1, true, 9007199254740991] };
    const answered = { key: 'k', person: 'p', fingerprint: 'f', answer, answeredAt: 'x' };
    await database.write((tx) => insertRows(tx, answeredTable, [answered]));
    expect(await findRow(database.read, answeredTable, { key: 'k', person: 'p' })).toEqual(answered);
  }); // prettier-ignore

  it('of the same key are refused by an insert, overwritten by a put, the others left alone', async () => {
    await insert([refused(1), refused(2)]);
    await expect(insert([refused(3), refused(2, 'again')])).rejects.toThrow(/UNIQUE|duplicate key/);
    await database.write((tx) => putRows(tx, suppressedTable, [refused(2, 'again'), refused(4)]));
    expect(await all()).toEqual([refused(1), refused(2, 'again'), refused(4)]);
  });

  test.each<[what: string, where: Where<Suppression>, found: number[]]>([
    ['everything', {}, [1, 2, 3, 4]],
    ['a value', { address: 'a0002' }, [2]],
    ['two values at once', { address: 'a0002', reason: 'other' }, []],
    ['either of two', [{ address: 'a0002' }, { reason: 'other' }], [2, 4]],
    ['some of a list', { address: In(['a0001', 'a0003', 'nobody']) }, [1, 3]],
    ['an empty list', { address: In([]) }, []],
    ['below', { address: LessThan('a0002') }, [1]],
    ['up to', { address: LessThanOrEqual('a0002') }, [1, 2]],
    ['above', { address: MoreThan('a0003') }, [4]],
    ['from', { address: MoreThanOrEqual('a0003') }, [3, 4]],
    ['between', { address: And(MoreThan('a0001'), LessThan('a0004')) }, [2, 3]],
    ['null', { reason: IsNull() }, []],
    ['a quote that is only text', { reason: `' OR 1=1 --` }, []],
  ])('are found by %s', async (_what, where, found) => {
    await insert([refused(1), refused(2), refused(3), refused(4, 'other')]);
    expect(addresses(await findRows(database.read, suppressedTable, { where, order: { address: 'ASC' } }))).toEqual(found);
  });

  it('are found in the order and the number asked for', async () => {
    await insert([refused(1), refused(2), refused(3)]);
    expect(addresses(await findRows(database.read, suppressedTable, { order: { address: 'DESC' }, take: 2 }))).toEqual([3, 2]);
    expect(await findRow(database.read, suppressedTable, { address: 'nobody' })).toBeNull();
  });

  it('are counted as they are updated and deleted', async () => {
    await insert([refused(1), refused(2), refused(3)]);
    const counts = await database.write(async (tx) => [
      await updateRows(tx, suppressedTable, { address: In(['a0001', 'a0002']) }, { reason: 'later' }),
      await updateRows(tx, suppressedTable, { address: 'nobody' }, { reason: 'later' }),
      await deleteRows(tx, suppressedTable, { reason: 'refused' }),
      await deleteRows(tx, suppressedTable, { reason: 'refused' }),
    ]);
    expect(counts).toEqual([2, 0, 1, 0]);
    expect(await all()).toEqual([refused(1, 'later'), refused(2, 'later')]);
  });

  it('are not asked for by what would match nothing or everything by mistake', async () => {
    await expect(findRow(database.read, suppressedTable, { address: undefined })).rejects.toThrow('nothing is asked of address');
    await expect(findRow(database.read, suppressedTable, { address: Like('a%') })).rejects.toThrow('no condition is written for like');
    await expect(findRow(database.read, suppressedTable, { adress: 'a' } as Where<Suppression>)).rejects.toThrow('has no column adress');
  });
});
