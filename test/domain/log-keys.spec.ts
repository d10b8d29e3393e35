import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { newLogKey, openCheckpoint, signCheckpoint, verifierKeyOf, verifierKeyToPem, type LogKey } from '../../src/domain/log/note.js';
import { Refusal } from '../../src/domain/refusal.js';

const origin = 'example.org/register';
const key = newLogKey(origin);
const body = { origin, size: 20_852_163, root: hash('sha256', 'some root', 'base64') };
const checkpoint = signCheckpoint(body, [key]);

function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('rotation signs with both keys', () => {
  const next = newLogKey(origin);
  const both = signCheckpoint(body, [key, next]);
  const stranger = newLogKey(origin);

  it('in two lines', () => {
    expect(both.split('\n\n')[1]!.match(/^— example\.org\/register \S+$/gm)).toHaveLength(2);
  });

  test.each<[who: string, given: LogKey[], verified: LogKey[]]>([
    ['the old key', [key], [key]],
    ['the new key', [next], [next]],
    ['both', [next, key], [next, key]],
    ['one of them and a stranger', [stranger, next], [next]],
  ])('so that whoever knows %s can check it', (_who, given, verified) => {
    expect(openCheckpoint(both, given.map(verifierKeyOf)).verifiedBy).toEqual(verified.map(verifierKeyOf));
  });

  it('and a wrong signature by either spoils it for those who know that key alone', () => {
    const [first, second] = both.split('\n\n')[1]!.split('\n');
    const foreign = signCheckpoint({ ...body, size: 1 }, [next])
      .split('\n')
      .at(-2)!;
    const spoilt = both.replace(second!, foreign);
    expect(spoilt).toContain(first!);
    expect(openCheckpoint(spoilt, [verifierKeyOf(key)]).verifiedBy).toEqual([verifierKeyOf(key)]);
    expect(refusalOf(() => openCheckpoint(spoilt, [verifierKeyOf(key), verifierKeyOf(next)]))).toMatch(/is wrong/);
  });
});

describe('keys', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'pledgebook-note-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const openssl = (...args: string[]): { status: number | null; stdout: string } => {
    const { status, stdout, error } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (error) throw error;
    return { status, stdout };
  };

  it('are read by openssl, both halves', () => {
    writeFileSync(join(folder, 'private.pem'), key.privateKeyPem);
    expect(openssl('pkey', '-in', 'private.pem', '-pubout').stdout).toBe(verifierKeyToPem(verifierKeyOf(key)));
  });

  it('sign what openssl verifies, and nothing else', () => {
    writeFileSync(join(folder, 'public.pem'), verifierKeyToPem(verifierKeyOf(key)));
    const end = checkpoint.indexOf('\n\n') + 1;
    writeFileSync(join(folder, 'text'), checkpoint.slice(0, end));
    writeFileSync(join(folder, 'other'), checkpoint.slice(0, end).replace('20852163', '20852164'));
    writeFileSync(join(folder, 'signature'), Buffer.from(/(\S+)\n$/.exec(checkpoint)![1]!, 'base64').subarray(4));
    const verify = (text: string): number | null =>
      openssl('pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', 'public.pem', '-sigfile', 'signature', '-in', text).status;
    expect([verify('text'), verify('other')]).toEqual([0, 1]);
  });

  test.each(['', 'two words', 'a+b', 'a\u00a0b', 'a\u2003b', 'a\nb', 'a\u0001b', '\ud83d'])('are not named %j', (name) => {
    expect(() => newLogKey(name)).toThrow(Refusal);
    expect(() => verifierKeyOf({ ...key, name })).toThrow(Refusal);
  });

  it('are new each time', () => {
    expect(verifierKeyOf(newLogKey(origin))).not.toBe(verifierKeyOf(newLogKey(origin)));
  });

  test.each([
    ['no PEM', 'nothing', /not a private key in PEM/],
    ['a public key', verifierKeyToPem(verifierKeyOf(key)), /not a private key in PEM/],
    ['a key of another kind', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /signed with Ed25519, not with ec/],
  ])('are refused when the file holds %s', (_what, privateKeyPem, reason) => {
    expect(refusalOf(() => verifierKeyOf({ name: origin, privateKeyPem }))).toMatch(reason);
  }); // prettier-ignore
});
