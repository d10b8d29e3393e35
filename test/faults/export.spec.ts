/** A real register's log as a folder: checked by our own command and by a program that shares nothing with it but openssl and the standards. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { newLogKey, verifierKeyOf } from '../../src/domain/log/note.js';
import { readBundle } from '../../src/domain/log/tiles.js';
import { AuditService } from '../../src/services/audit.service.js';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { RegisterService } from '../../src/services/register.service.js';
import { record } from '../../src/store/register.store.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw } from '../store/raw-database.js';

const foreignVerifier = fileURLToPath(new URL('../support/foreign-verifier.mjs', import.meta.url));
/** A full bundle and a part of a second. */
const size = 300;
const onItsOwn = { key: null, checkpoint: null };

function foreignVerdict(folder: string, more: string[] = []): Promise<{ ok: boolean; size?: number; root?: string; reason?: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [foreignVerifier, folder, ...more], (_error, stdout) => resolve(JSON.parse(stdout) as { ok: boolean }));
  });
}

let folders: string;
let copies = 0;
beforeAll(() => {
  folders = mkdtempSync(join(tmpdir(), 'pledgebook-exports-'));
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

async function openFilled(kind: 'sqlite' | 'postgres'): Promise<{ app: TestApp; cast: Cast }> {
  const app = await openTestApp({ kind });
  const cast = await gather(app);
  await register(app, cast);
  await app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', 'Nobody outside may read this');
  const { size: begun } = await app.get(AuditService).checkpoint();
  await app.database.write(async (tx) => {
    for (let i = begun; i < size; i++)
      await record(tx, { type: 'party.added', commitment: null, actor: 'system', payload: { id: `party-${i}`, name: `Party ${i}` } }, '2020-11-30');
  });
  return { app, cast };
} // prettier-ignore

describeOnEachDatabase('The exported log of a register', (kind) => {
  let app: TestApp;
  let cast: Cast;
  let folder: string;
  beforeAll(async () => {
    ({ app, cast } = await openFilled(kind));
    folder = join(folders, kind);
    await exportLog(app.database, app.settings, folder);
  });
  afterAll(() => app.close());

  it('is found right by our command and by the foreign program, at the root that the register has', async () => {
    const { root } = await app.get(AuditService).checkpoint();
    const right = { ok: true, size, root };
    expect(await verifyExport(folder, onItsOwn)).toEqual({ ...right, firstBad: null, faults: [], trustedKeyInside: true });
    expect(await foreignVerdict(folder)).toEqual(right);
  });

  it('is checked with the key that the reader has, as text or as a file, and not with another', async () => {
    const [key = ''] = app.get(AuditService).verifierKeys();
    const file = join(folders, `${kind}.vkey`);
    writeFileSync(file, `${key}\n`);
    for (const given of [key, file]) expect(await verifyExport(folder, { key: given, checkpoint: null })).toMatchObject({ ok: true, trustedKeyInside: false });
    const another = verifierKeyOf(newLogKey(app.settings.logName));
    await expect(verifyExport(folder, { key: another, checkpoint: null })).rejects.toMatchObject({ code: 'invalid_input' });
  }); // prettier-ignore

  it('carries names and free text beside the log, each with the key that ties it to its event', async () => {
    const texts = readFileSync(join(folder, 'values.ndjson'), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { text: string }).text);
    expect(texts).toEqual(expect.arrayContaining(['desk@example.org', 'desk', 'Nobody outside may read this']));
    const entries = readFileSync(join(folder, 'tile/entries/000'), 'latin1');
    const personal = texts.filter((text) => /[@ ]/.test(text));
    expect(personal).toHaveLength(7);
    expect(personal.filter((text) => entries.includes(text))).toEqual([]);
  }); // prettier-ignore

  it('holds with a checkpoint kept earlier, and an export made later holds with its own', async () => {
    const kept = join(folders, `${kind}.checkpoint`);
    cpSync(join(folder, 'checkpoint'), kept);
    await app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', 'Another');
    const later = join(folders, `${kind}-later`);
    await exportLog(app.database, app.settings, later);
    expect(await verifyExport(later, { key: null, checkpoint: kept })).toMatchObject({ ok: true, size: size + 1 });
    expect(await foreignVerdict(later, ['--checkpoint', kept])).toMatchObject({ ok: true, consistentWith: size });
    expect(await verifyExport(folder, { key: null, checkpoint: join(later, 'checkpoint') })).toMatchObject({
      ok: false,
      faults: [`the earlier checkpoint is of ${size + 1} events: some are missing`],
    });
  });

  it('bears out every proof that the register gives, by the foreign program’s own reckoning', async () => {
    const audit = app.get(AuditService);
    const { size: now } = await audit.checkpoint();
    const folderNow = join(folders, `${kind}-proven`);
    await exportLog(app.database, app.settings, folderNow);
    const inclusion = await Promise.all(Array.from({ length: now }, (_, index) => audit.proof(index)));
    const consistency = await Promise.all(Array.from({ length: now + 1 }, (_, from) => audit.consistency(from, now)));
    const file = join(folders, `${kind}.proofs.json`);
    writeFileSync(file, JSON.stringify({ inclusion, consistency }));
    expect(await foreignVerdict(folderNow, ['--proofs', file])).toMatchObject({ ok: true, proofs: 2 * now + 1 });
    const [first, ...others] = inclusion;
    writeFileSync(file, JSON.stringify({ inclusion: [{ ...first, hashes: others[0]!.hashes }, ...others], consistency }));
    expect(await foreignVerdict(folderNow, ['--proofs', file])).toMatchObject({ ok: false, reason: 'the proof of entry 0 is wrong' });
  });

  it('carries no trace of what was taken away, and holds all the same', async () => {
    await runRaw(app.testDatabase, `DELETE FROM sealed_value WHERE text = 'Nobody outside may read this'`);
    const without = join(folders, `${kind}-without`);
    await exportLog(app.database, app.settings, without);
    expect(readFileSync(join(without, 'values.ndjson'), 'utf8')).not.toContain('Nobody outside');
    expect(await verifyExport(without, onItsOwn)).toMatchObject({ ok: true, faults: [] });
    expect(await foreignVerdict(without)).toMatchObject({ ok: true });
  });

  it('is not written over something else', async () => {
    await expect(exportLog(app.database, app.settings, folder)).rejects.toThrow('is not empty; give a new folder');
  });
});

describe('An exported log that somebody', () => {
  let sound: string;
  let other: string;
  beforeAll(async () => {
    const { app } = await openFilled('sqlite');
    sound = join(folders, 'sound');
    await exportLog(app.database, app.settings, sound);
    const keys = app.settings.logKeys();
    const { logName } = app.settings;
    await app.close();
    const stranger = await openFilled('sqlite');
    other = join(folders, 'other');
    await exportLog(stranger.app.database, { logName, logKeys: () => keys }, other);
    await stranger.app.close();
  });

  /** Puts other entries into a bundle, leaving everything else as it was. */
  function rewrite(folder: string, bundle: string, change: (entries: Uint8Array[]) => Uint8Array[]): void {
    const file = join(folder, 'tile/entries', bundle);
    const entries = change(readBundle(readFileSync(file)));
    writeFileSync(file, Buffer.concat(entries.flatMap((each) => [Buffer.of(each.length >> 8, each.length & 0xff), each])));
  }
  const renamed = (entry: Uint8Array): Uint8Array => Buffer.from(Buffer.from(entry).toString().replace('Party', 'Parti'));

  test.each<[what: string, spoil: (folder: string) => void, firstBad: number | null, fault: RegExp]>([
    ['edited in one letter', (folder) => rewrite(folder, '000', (e) => e.with(77, renamed(e[77]!))), 77, /^event 77: its bytes do not give the hash in the tree/],
    ['edited in its last entry', (folder) => rewrite(folder, '001.p/44', (e) => e.with(43, renamed(e[43]!))), 299, /^event 299: its bytes/],
    ['swapped two entries in', (folder) => rewrite(folder, '000', (e) => e.with(20, e[21]!).with(21, e[20]!)), 20, /^event 20: /],
    ['took an entry out of', (folder) => rewrite(folder, '000', (e) => e.toSpliced(30, 1)), 30, /^event 30: /],
    ['took the last entry from', (folder) => rewrite(folder, '001.p/44', (e) => e.slice(0, -1)), 299, /^event 299: tile\/entries\/001.p\/44 holds 43 entries, not 44/],
    ['cut short within an entry', (folder) => writeFileSync(join(folder, 'tile/entries/001.p/44'), readFileSync(join(folder, 'tile/entries/001.p/44')).subarray(0, -5)), 256, /^event 256: tile\/entries\/001.p\/44: /],
    ['put an entry into', (folder) => rewrite(folder, '001.p/44', (e) => [...e, e[0]!]), 300, /^event 300: .* holds 45 entries, not 44/],
    ['took a bundle from', (folder) => rmSync(join(folder, 'tile/entries/000')), 0, /^event 0: tile\/entries\/000: ENOENT/],
    ['changed a hash of the first tiles of', (folder) => flip(join(folder, 'tile/0/000'), 32 * 40), 40, /^event 40: its bytes do not give the hash/],
    ['changed a hash of the upper tiles of', (folder) => flip(join(folder, 'tile/1/000.p/1'), 3), null, /^tile\/1\/000.p\/1 is not what the entries give/],
    ['changed a name beside', (folder) => writeFileSync(join(folder, 'values.ndjson'), readFileSync(join(folder, 'values.ndjson'), 'utf8').replace('"text":"desk"', '"text":"task"')), null, /^values.ndjson, line \d+: not the value/],
    ['put a line of nothing beside', (folder) => writeFileSync(join(folder, 'values.ndjson'), '{}\n'), null, /^values.ndjson, line 1: not the value/],
    ['signed anew with entries of another register in', (folder) => cpSync(join(other, 'tile'), join(folder, 'tile'), { recursive: true }), null, /do not give the root that was signed/],
  ])('%s is found out', async (_what, spoil, firstBad, fault) => {
    const folder = join(folders, `copy-${++copies}`);
    cpSync(sound, folder, { recursive: true });
    spoil(folder);
    const verdict = await verifyExport(folder, onItsOwn);
    expect(verdict).toMatchObject({ ok: false, firstBad });
    expect(verdict.faults).toContainEqual(expect.stringMatching(fault));
  }); // prettier-ignore

  it('wrote anew from the start, with the key itself, is found out by an earlier checkpoint', async () => {
    expect(await verifyExport(other, onItsOwn)).toMatchObject({ ok: true });
    const verdict = await verifyExport(other, { key: null, checkpoint: join(sound, 'checkpoint') });
    expect(verdict).toMatchObject({ ok: false, faults: [`the log does not begin with the checkpoint of ${size} events`] });
    expect(await foreignVerdict(other)).toMatchObject({ ok: true });
    expect(await foreignVerdict(other, ['--checkpoint', join(sound, 'checkpoint')])).toMatchObject({ ok: false, reason: 'the log does not begin with the earlier checkpoint' }); // prettier-ignore
  });

  test.each<[what: string, change: (note: string) => string, fault: RegExp]>([
    ['whose signature was made up', (note) => note.replace(/(— \S+ .{10})(.)/, (_all, before: string, letter: string) => `${before}${letter === 'A' ? 'B' : 'A'}`), /is wrong/],
    ['that says it is longer', (note) => note.replace(`\n${size}\n`, `\n${size + 1}\n`), /is wrong/],
    ['that says it is shorter', (note) => note.replace(`\n${size}\n`, `\n${size - 1}\n`), /is wrong/],
    ['of another origin', (note) => note.replace(/^[^\n]+/, 'example.com/other'), /is wrong|the key that signed it is not/],
  ])('gave a checkpoint %s is refused by our command and by the foreign program', async (_what, change, fault) => {
    const folder = join(folders, `copy-${++copies}`);
    cpSync(sound, folder, { recursive: true });
    writeFileSync(join(folder, 'checkpoint'), change(readFileSync(join(folder, 'checkpoint'), 'utf8')));
    await expect(verifyExport(folder, onItsOwn)).rejects.toThrow(fault);
    expect(await foreignVerdict(folder)).toMatchObject({ ok: false });
  }); // prettier-ignore

  it('signed with a key of their own is refused by whoever has the right one', async () => {
    const [name = ''] = readFileSync(join(sound, 'log.vkey'), 'utf8').split('+');
    await expect(verifyExport(sound, { key: verifierKeyOf(newLogKey(name)), checkpoint: null })).rejects.toThrow('None of the keys given signed this note.');
  }); // prettier-ignore

  test.each([
    ['edited', (folder: string) => rewrite(folder, '000', (e) => e.with(77, renamed(e[77]!)))],
    ['swapped two entries in', (folder: string) => rewrite(folder, '000', (e) => e.with(20, e[21]!).with(21, e[20]!))],
    ['cut short', (folder: string) => rewrite(folder, '001.p/44', (e) => e.slice(0, -1))],
  ])('%s is found out by the foreign program too', async (_what, spoil) => {
    const folder = join(folders, `copy-${++copies}`);
    cpSync(sound, folder, { recursive: true });
    spoil(folder);
    expect(await foreignVerdict(folder)).toMatchObject({ ok: false });
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
}
