/** Walks through the whole register while it is written to: each sees one moment. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readHead } from '../../src/store/log.store.js';
import { readRows } from '../../src/store/register.store.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

describeOnEachDatabase('A snapshot', (kind) => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    await register(app, cast);
  });
  afterAll(() => app.close());

  it('does not see what is written after it was begun, and does not hold it up', async () => {
    const seen = await app.database.snapshot(async (on) => {
      const before = await readRows(on, 'commitment');
      await register(app, cast);
      return [before.length, (await readRows(on, 'commitment')).length, (await readRows(app.database.read, 'commitment')).length];
    });
    expect(seen).toEqual([1, 1, 2]);
  });

  it('cannot be written through', async () => {
    const attempt = app.database.snapshot((on) => on.query(`DELETE FROM planning`));
    await expect(attempt).rejects.toThrow(/readonly database|read-only transaction/);
  });

  it('lets the log be verified and exported while events are added', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pledgebook-snapshot-'));
    const adding = Array.from({ length: 25 }, (_, i) => app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', `Note ${i}`));
    const { size: before } = await readHead(app.database.read);
    const [verification, { size }] = await Promise.all([
      app.get(VerificationService).verify(),
      exportLog(app.database, app.settings, dir),
      ...adding,
    ]);
    expect(verification).toMatchObject({ ok: true, faults: [] });
    expect(size).toBeGreaterThanOrEqual(before);
    expect(await verifyExport(dir, { key: null, checkpoint: null })).toMatchObject({ ok: true, size, faults: [] });
    rmSync(dir, { recursive: true });
  });

  it('lets the rows be made anew while events are added', async () => {
    const adding = Array.from({ length: 10 }, (_, i) => app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', `More ${i}`));
    const [rebuilt] = await Promise.all([app.get(VerificationService).rebuild(), ...adding]);
    expect(rebuilt.changed).toBe(0);
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
  });
});
