/** What the database itself refuses, whoever is connected to it: the log is added to and nothing else. */
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

const changes = [
  `UPDATE log_event SET bytes = replace(bytes, 'annual', 'weekly')`,
  `UPDATE log_event SET "index" = "index" + 1000`,
  `UPDATE log_event SET "recordedAt" = '2019-01-01T00:00:00.000Z' WHERE "index" = 0`,
  `DELETE FROM log_event WHERE "index" = 0`,
  `DELETE FROM log_event`,
  `UPDATE log_node SET hash = ''`,
  `DELETE FROM log_node`,
];
const bySqlite = [
  `INSERT OR REPLACE INTO log_event SELECT "index", "recordedAt", type, commitment, 'other', hash FROM log_event WHERE "index" = 0`,
  `REPLACE INTO log_node SELECT level, "index", '' FROM log_node`,
  `INSERT INTO log_event SELECT * FROM log_event WHERE true ON CONFLICT ("index") DO UPDATE SET bytes = 'other'`,
];
const byPostgres = [
  `TRUNCATE log_event`,
  `TRUNCATE log_node`,
  `INSERT INTO log_event SELECT * FROM log_event ON CONFLICT ("index") DO UPDATE SET bytes = 'other'`,
];

describeOnEachDatabase('The log', (kind) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp({ kind });
    await register(app, await gather(app));
  });
  afterAll(() => app.close());

  test.each([...changes, ...(kind === 'sqlite' ? bySqlite : byPostgres)])('refuses %s', async (text) => {
    const before = await runRaw(app.testDatabase, `SELECT * FROM log_event ORDER BY "index"`);
    await expect(runRaw(app.testDatabase, text)).rejects.toThrow(/log_(event|node) is append-only/);
    expect(await runRaw(app.testDatabase, `SELECT * FROM log_event ORDER BY "index"`)).toEqual(before);
  });

  it('refuses the same from inside the program, and the write with it', async () => {
    await expect(
      app.database.write(async (tx) => {
        await tx.manager.query(`DELETE FROM planning`);
        await tx.manager.query(`DELETE FROM log_event WHERE "index" = 0`);
      }),
    ).rejects.toThrow('log_event is append-only');
    expect(await runRaw(app.testDatabase, 'SELECT commitment FROM planning')).toEqual([{ commitment: 'C-0001' }]);
  });
});
