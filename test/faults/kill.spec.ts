/** Real processes on a real file: killed without warning under load, and started all at once on nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { VerificationService, type Verification } from '../../src/services/verification.service.js';
import { readEntries } from '../../src/store/log.store.js';
import { readRows } from '../../src/store/register.store.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import { runRaw } from '../store/raw-database.js';
import { registerInProcess } from './processes.js';

let testDatabase: TestDatabase;
let dataDir: string;
beforeEach(async () => {
  testDatabase = await createTestDatabase('sqlite');
  dataDir = mkdtempSync(join(tmpdir(), 'pledgebook-faults-'));
});
afterEach(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await testDatabase.drop();
});

interface Found {
  refs: string[];
  indexes: number[];
  verification: Verification;
}

/** Opens the register as the next start would. */
function reopen(): Promise<Found> {
  return withServices(readConfig({ DATA_DIR: dataDir, DATABASE_URL: testDatabase.url }), async (app, { database }) => ({
    refs: (await readRows(database.read, 'commitment')).map(({ ref }) => ref),
    indexes: (await readEntries(database.read)).map(({ index }) => index),
    verification: await app.get(VerificationService).verify(),
  }));
}

const count = async (table: string): Promise<unknown> => (await runRaw(testDatabase, `SELECT count(*) AS n FROM ${table}`))[0]?.['n'];

describe('A process that is killed while it registers', () => {
  it('loses nothing that it acknowledged, leaves nothing by half, and the next one goes on', async () => {
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const killAfter = 1 + Math.floor(Math.random() * 40);
      const { acknowledged: refs, signal, errors } = await registerInProcess([dataDir, testDatabase.url, `round${round}`], { killAfter });
      expect({ signal, errors }).toEqual({ signal: 'SIGKILL', errors: '' });
      expect(refs.length).toBeGreaterThanOrEqual(killAfter);
      acknowledged.push(...refs);

      const { refs: found, indexes, verification } = await reopen();
      expect(acknowledged.filter((ref) => !found.includes(ref))).toEqual([]);
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
      expect(indexes).toEqual(indexes.map((_, i) => i));
      expect(verification).toMatchObject({ ok: true, size: indexes.length, faults: [] });
      // What was being registered at that moment is there with its target and its plan, or not at all.
      expect([await count('target'), await count('planning')]).toEqual([found.length, found.length]);
      expect(await runRaw(testDatabase, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    }
  }, 120_000);
});

describe('Three processes that start at once on a file that is not there', () => {
  it('make one register, and each finds in it what it was told is there', async () => {
    const names = ['one', 'two', 'three'];
    const outcomes = await Promise.all(names.map((name) => registerInProcess([dataDir, testDatabase.url, name, '12'])));
    expect(outcomes.map(({ code, errors }) => ({ code, errors }))).toEqual(names.map(() => ({ code: 0, errors: '' })));
    const acknowledged = outcomes.flatMap((outcome) => outcome.acknowledged);
    expect(new Set(acknowledged).size).toBe(36);
    const { refs, verification } = await reopen();
    expect(refs.sort()).toEqual(acknowledged.sort());
    expect(verification).toMatchObject({ ok: true, faults: [] });
  }, 120_000);
});
