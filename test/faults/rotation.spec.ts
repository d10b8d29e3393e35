/** The key that signs is changed for another: whoever knows either follows the log across, and nobody who knows neither. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { newLogKey, openCheckpoint, verifierKeyOf } from '../../src/domain/log/note.js';
import { AuditService } from '../../src/services/audit.service.js';
import { system } from '../../src/services/commands.js';
import { KeysService } from '../../src/services/keys.service.js';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readEvents } from '../../src/store/log.store.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

const foreignVerifier = fileURLToPath(new URL('../support/foreign-verifier.mjs', import.meta.url));

let folders: string;
beforeAll(() => void (folders = mkdtempSync(join(tmpdir(), 'pledgebook-rotation-'))));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

describeOnEachDatabase('A rotated key', (kind) => {
  let app: TestApp;
  let cast: Cast;
  let folder: string;
  let exports = 0;
  const note = (text: string): Promise<unknown> => app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', text);
  const exported = async (): Promise<string> => {
    const dir = join(folder, `${++exports}`);
    await exportLog(app.database, app.settings, dir);
    return dir;
  };

  beforeAll(() => void (folder = join(folders, kind)));
  afterEach(() => app.close());

  async function rotated(): Promise<{ from: string; to: string; before: string }> {
    app = await openTestApp({ kind });
    cast = await gather(app);
    await register(app, cast);
    const before = join(await exported(), 'checkpoint');
    return { ...(await app.get(KeysService).rotate(system)), before };
  }

  it('signs together with the one before until that is retired, and the log says so', async () => {
    const { from, to } = await rotated();
    expect(app.get(AuditService).verifierKeys()).toEqual([to, from]);
    const { note: both } = await app.get(AuditService).checkpoint();
    expect(openCheckpoint(both, [from, to]).verifiedBy).toEqual([from, to]);
    for (const file of ['log.key', 'log.former.key']) expect(statSync(join(app.dataDir, file)).mode & 0o777).toBe(0o600);
    await expect(app.get(KeysService).rotate(system)).rejects.toMatchObject({ code: 'not_allowed_now' });

    expect(await app.get(KeysService).retire(system)).toEqual({ retired: from });
    expect(existsSync(join(app.dataDir, 'log.former.key'))).toBe(false);
    expect(app.get(AuditService).verifierKeys()).toEqual([to]);
    await expect(app.get(KeysService).retire(system)).rejects.toMatchObject({ code: 'not_allowed_now' });
    const said = (await readEvents(app.database.read)).filter(({ type }) => type.startsWith('key.'));
    expect(said).toMatchObject([
      { type: 'key.rotated', payload: { from, to } },
      { type: 'key.retired', payload: { key: from } },
    ]);
    // The checkpoints that the former key signed alone, and both together, still count.
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
  });

  it('is reached from the one before by whoever knows only that, while both sign and ever after', async () => {
    const { from, to, before } = await rotated();
    for (const step of ['while both sign', 'after the first was retired', 'after a second rotation']) {
      if (step === 'after the first was retired') await app.get(KeysService).retire(system);
      if (step === 'after a second rotation') {
        await app.get(KeysService).rotate(system);
        await app.get(KeysService).retire(system);
      }
      await note(step);
      const dir = await exported();
      const lines = readFileSync(join(dir, 'log.vkey'), 'utf8').trim().split('\n');
      expect([step, lines.slice(-2)]).toEqual([step, [to, from]]);
      for (const key of [from, lines[0]!])
        expect([step, await verifyExport(dir, { key, checkpoint: before })]).toMatchObject([step, { ok: true, faults: [] }]);
      expect(JSON.parse(execFileSync(process.execPath, [foreignVerifier, dir], { encoding: 'utf8' }))).toMatchObject({ ok: true });
      expect(await app.get(VerificationService).verify(readFileSync(before, 'utf8'))).toMatchObject({ ok: true });
    }
  });

  it('is not reached from a key that never signed, nor across a rotation that the known key never vouched for', async () => {
    const { from, before } = await rotated();
    await app.get(KeysService).retire(system);
    const dir = await exported();
    await expect(verifyExport(dir, { key: verifierKeyOf(newLogKey(app.settings.logName)), checkpoint: null })).rejects.toThrow('None of the keys given signed this note.'); // prettier-ignore
    // The one checkpoint that the former key is known for is from before the rotation: it says nothing of what it hands over to.
    writeFileSync(join(dir, 'checkpoints.ndjson'), '');
    const found = await verifyExport(dir, { key: from, checkpoint: before });
    expect(found.faults).toEqual([expect.stringMatching(/^the key that signed this export is none that you trust/)]);
  });

  it('that was cut short before it signed is the one that a second try takes up', async () => {
    const { to } = await rotated();
    // As if the process had ended between the event and the files.
    const files = ['log.key', 'log.former.key'].map((file) => readFileSync(join(app.dataDir, file), 'utf8'));
    writeFileSync(join(app.dataDir, 'log.next.key'), files[0]!, { mode: 0o600 });
    writeFileSync(join(app.dataDir, 'log.key'), files[1]!);
    rmSync(join(app.dataDir, 'log.former.key'));
    expect((await app.get(KeysService).rotate(system)).to).toBe(to);
    expect((await readEvents(app.database.read)).filter(({ type }) => type === 'key.rotated')).toHaveLength(1);
    expect(app.get(AuditService).verifierKeys()[0]).toBe(to);
  });
});
