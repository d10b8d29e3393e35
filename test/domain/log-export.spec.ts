/** An exported log, checked by a program that shares nothing with the one that wrote it but the standards. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { canonicalJson } from '../../src/domain/log/jcs.js';
import { append, emptyFrontier, leafHash, rootOf } from '../../src/domain/log/merkle.js';
import { newLogKey, signCheckpoint, verifierKeyOf, type LogKey } from '../../src/domain/log/note.js';
import { readBundle, tileFiles } from '../../src/domain/log/tiles.js';

const verifier = fileURLToPath(new URL('../support/foreign-verifier.mjs', import.meta.url));
const origin = 'example.org/register';
const key = newLogKey(origin);
/** Two full bundles and a part of a third. */
const size = 600;

interface Verdict {
  ok: boolean;
  size?: number;
  root?: string;
  reason?: string;
}

const event = (index: number, title = 'Aider à financer les forces de sécurité'): Uint8Array =>
  Buffer.from(
    canonicalJson({ index, recordedAt: '2020-11-30T07:00:00.000Z', type: 'note.added', payload: { title, quote: 'jusqu’en 2024' } }),
  );

const events = (count: number): Uint8Array[] => Array.from({ length: count }, (_, index) => event(index));

function rootOver(entries: readonly Uint8Array[]): string {
  return rootOf(entries.reduce((frontier, each) => append(frontier, leafHash(each)).frontier, emptyFrontier()));
}

async function writeExport(
  folder: string,
  entries: readonly Uint8Array[],
  keys: readonly LogKey[] = [key],
  count = entries.length,
): Promise<void> {
  for await (const { path, bytes } of tileFiles(count, entries)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  writeFileSync(join(folder, 'checkpoint'), signCheckpoint({ origin, size: count, root: rootOver(entries.slice(0, count)) }, keys));
  writeFileSync(join(folder, 'log.vkey'), keys.map((each) => `${verifierKeyOf(each)}\n`).join(''));
}

function verify(folder: string): Promise<{ exit: number; verdict: Verdict }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [verifier, folder], (error, stdout) => {
      resolve({ exit: error === null ? 0 : Number(error.code), verdict: JSON.parse(stdout) as Verdict });
    });
  });
}

let folders: string;
let sound: string;
beforeAll(async () => {
  folders = mkdtempSync(join(tmpdir(), 'pledgebook-export-'));
  sound = join(folders, 'sound');
  await writeExport(sound, events(size));
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

let copies = 0;
function copyOfSound(): string {
  const copy = join(folders, `copy-${++copies}`);
  cpSync(sound, copy, { recursive: true });
  return copy;
}

/** Puts other entries into a bundle as a file, leaving everything else as it was. */
function rewriteBundle(folder: string, path: string, change: (entries: Uint8Array[]) => Uint8Array[]): void {
  const file = join(folder, 'tile/entries', path);
  const entries = change(readBundle(readFileSync(file)));
  writeFileSync(file, Buffer.concat(entries.flatMap((each) => [Buffer.of(each.length >> 8, each.length & 0xff), each])));
}

const resign = (folder: string, change: Partial<Parameters<typeof signCheckpoint>[0]>): void =>
  writeFileSync(join(folder, 'checkpoint'), signCheckpoint({ origin, size, root: rootOver(events(size)), ...change }, [key]));

describe('an exported log is found right by a foreign program', () => {
  it('when it is', async () => {
    expect(await verify(sound)).toEqual({ exit: 0, verdict: { ok: true, size, root: rootOver(events(size)) } });
  });

  test.each([0, 1, 255, 256, 257])('with %i entries', async (count) => {
    const folder = join(folders, `of-${count}`);
    mkdirSync(folder);
    await writeExport(folder, events(count));
    expect(await verify(folder)).toMatchObject({ exit: 0, verdict: { ok: true, size: count } });
  });

  it('with two keys, as after a rotation', async () => {
    const folder = join(folders, 'rotated');
    mkdirSync(folder);
    await writeExport(folder, events(3), [key, newLogKey(origin)]);
    expect(await verify(folder)).toMatchObject({ exit: 0, verdict: { ok: true } });
  });
});

describe('and wrong', () => {
  test.each<[what: string, spoil: (folder: string) => void, reason: RegExp]>([
    ['an edited entry', (folder) => rewriteBundle(folder, '001', (e) => e.with(44, event(300, 'Another title'))), /tile\/0 differs from the entries at hash 300$/],
    ['an entry edited in one letter', (folder) => rewriteBundle(folder, '002.p/88', (e) => e.with(87, Buffer.from(Buffer.from(e[87]!).toString().replace('2024', '2025')))), /tile\/0 differs from the entries at hash 599$/],
    ['an entry edited along with its hash', (folder) => {
      rewriteBundle(folder, '000', (e) => e.with(5, event(5, 'Another title')));
      const tile = readFileSync(join(folder, 'tile/0/000'));
      tile.set(Buffer.from(leafHash(event(5, 'Another title')), 'base64'), 5 * 32);
      writeFileSync(join(folder, 'tile/0/000'), tile);
    }, /tile\/1 differs from the entries at hash 0$/],
    ['two entries swapped', (folder) => rewriteBundle(folder, '000', (e) => e.with(7, e[8]!).with(8, e[7]!)), /entry 7 says that it is entry 8/],
    ['an entry left out', (folder) => rewriteBundle(folder, '000', (e) => e.toSpliced(9, 1)), /bundle 0 has 255 entries, not 256/],
    ['an entry left out and another put at the end', (folder) => rewriteBundle(folder, '000', (e) => [...e.toSpliced(9, 1), event(0)]), /entry 9 says that it is entry 10/],
    ['an entry given twice', (folder) => rewriteBundle(folder, '000', (e) => e.with(8, e[7]!)), /entry 8 says that it is entry 7/],
    ['an entry that is not JSON', (folder) => rewriteBundle(folder, '000', (e) => e.with(0, Buffer.from('no'))), /JSON/],
    ['a bundle cut short', (folder) => {
      const file = join(folder, 'tile/entries/002.p/88');
      writeFileSync(file, readFileSync(file).subarray(0, -1));
    }, /bundle 2 is cut short/],
    ['a bundle gone', (folder) => rmSync(join(folder, 'tile/entries/001')), /tile\/entries\/001 is missing/],
    ['a bundle too many', (folder) => writeFileSync(join(folder, 'tile/entries/003'), ''), /tile\/entries\/003 is beyond the checkpoint/],
    ['a tile changed', (folder) => {
      const tile = readFileSync(join(folder, 'tile/1/000.p/2'));
      tile[40]! ^= 1;
      writeFileSync(join(folder, 'tile/1/000.p/2'), tile);
    }, /tile\/1 differs from the entries at hash 1$/],
    ['a tile cut short', (folder) => {
      writeFileSync(join(folder, 'tile/0/001'), readFileSync(join(folder, 'tile/0/001')).subarray(0, -32));
    }, /tile\/0 differs from the entries at hash 511$/],
    ['a tile too long', (folder) => writeFileSync(join(folder, 'tile/0/000'), Buffer.concat([readFileSync(join(folder, 'tile/0/000')), Buffer.alloc(32)])), /not 256 hashes long/],
    ['a tile of another width', (folder) => renameSync(join(folder, 'tile/0/002.p/88'), join(folder, 'tile/0/002.p/87')), /tile\/0\/002.p\/88 is missing/],
    ['a forged signature', (folder) => {
      const forged = signCheckpoint({ origin, size, root: rootOver(events(size)) }, [newLogKey(origin)]);
      const [, own] = /(\S+)\n$/.exec(readFileSync(join(folder, 'checkpoint'), 'utf8'))!;
      const [, other] = /(\S+)\n$/.exec(forged)!;
      const id = Buffer.from(own!, 'base64').subarray(0, 4);
      writeFileSync(join(folder, 'checkpoint'), forged.replace(other!, Buffer.concat([id, Buffer.from(other!, 'base64').subarray(4)]).toString('base64')));
    }, /the signature by example.org\/register is wrong/],
    ['a checkpoint signed by a stranger', (folder) => {
      writeFileSync(join(folder, 'checkpoint'), signCheckpoint({ origin, size, root: rootOver(events(size)) }, [newLogKey(origin)]));
    }, /no key in log.vkey signed/],
    ['a checkpoint edited after it was signed', (folder) => {
      writeFileSync(join(folder, 'checkpoint'), readFileSync(join(folder, 'checkpoint'), 'utf8').replace('\n600\n', '\n599\n'));
    }, /the signature by example.org\/register is wrong/],
    ['a size too large, rightly signed', (folder) => resign(folder, { size: 601 }), /tile\/entries\/002.p\/89 is missing/],
    ['a size too small, rightly signed', (folder) => resign(folder, { size: 512, root: rootOver(events(512)) }), /tile\/\S+ is beyond the checkpoint/],
    ['another root, rightly signed', (folder) => resign(folder, { root: rootOver(events(599)) }), /do not give the root/],
    ['a key whose id is not its own', (folder) => writeFileSync(join(folder, 'log.vkey'), verifierKeyOf(key).replace(/\+[0-9a-f]{8}\+/, '+00000000+')), /key id of example.org\/register is wrong/],
    ['a checkpoint with a leading zero', (folder) => writeFileSync(join(folder, 'checkpoint'), readFileSync(join(folder, 'checkpoint'), 'utf8').replace('\n600\n', '\n0600\n')), /not origin, size, root/],
    ['no checkpoint', (folder) => rmSync(join(folder, 'checkpoint')), /ENOENT/],
  ])('with %s', async (_what, spoil, reason) => {
    const folder = copyOfSound();
    spoil(folder);
    const { exit, verdict } = await verify(folder);
    expect([exit, verdict.ok]).toEqual([1, false]);
    expect(verdict.reason).toMatch(reason);
  }); // prettier-ignore
});
