import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import {
  newLogKey,
  openCheckpoint,
  openNote,
  signCheckpoint,
  signNote,
  verifierKeyOf,
  verifierKeyToPem,
  type LogKey,
} from '../../src/domain/log/note.js';
import { Refusal } from '../../src/domain/refusal.js';

const origin = 'example.org/register';
const key = newLogKey(origin);
const root = hash('sha256', 'some root', 'base64');
const body = { origin, size: 20_852_163, root };
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

/** The example of golang.org/x/mod/sumdb/note: a key, its secret half, and a note that it signed. */
const go = {
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  secretKey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe("Go's package reads what we write, and we what it writes", () => {
  /** RFC 8410: the 32 bytes of an Ed25519 private key in PKCS #8. */
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(go.secretKey.split('+').slice(4).join('+'), 'base64').subarray(1),
  ]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const peter: LogKey = { name: 'PeterNeumann', privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };

  it('gives the verifier key that Go gives', () => {
    expect(verifierKeyOf(peter)).toBe(go.verifierKey);
  });

  it('signs to the same bytes', () => {
    expect(signNote(go.text, [peter])).toBe(`${go.text}\n${go.signature}`);
  });

  it('opens the note', () => {
    expect(openNote(`${go.text}\n${go.signature}`, [go.verifierKey])).toEqual({ text: go.text, verifiedBy: [go.verifierKey] });
  });

  it('refuses the note once a letter of it is changed', () => {
    expect(refusalOf(() => openNote(`${go.text.replace('cryptography', 'Cryptography')}\n${go.signature}`, [go.verifierKey]))).toMatch(
      /signature by PeterNeumann is wrong/,
    );
  });

  it('gives the public half of the key as PEM', () => {
    expect(createPublicKey(verifierKeyToPem(go.verifierKey)).equals(createPublicKey(privateKey))).toBe(true);
  });

  it('takes no verifier key that is a letter off or a part', () => {
    const { verifierKey } = go;
    const bumped = Array.from(
      verifierKey,
      (letter, i) => verifierKey.slice(0, i) + String.fromCharCode(letter.charCodeAt(0) + 1) + verifierKey.slice(i + 1),
    );
    const parts = Array.from(verifierKey, (_, i) => [verifierKey.slice(0, i), verifierKey.slice(i + 1)]).flat();
    for (const wrong of [...bumped, ...parts, `${verifierKey}\n`, ` ${verifierKey}`])
      expect(() => verifierKeyToPem(wrong)).toThrow(Refusal);
  });

  test.each([
    ['of another algorithm', 0x02, 32],
    ['too long', 0x01, 33],
    ['too short', 0x01, 31],
  ])('takes no verifier key %s, though its id is right', (_what, algorithm, length) => {
    const encoded = Buffer.concat([Buffer.of(algorithm), Buffer.alloc(length, 7)]);
    const id = hash('sha256', Buffer.concat([Buffer.from('name\n'), encoded]), 'hex').slice(0, 8);
    expect(refusalOf(() => verifierKeyToPem(`name+${id}+${encoded.toString('base64')}`))).toMatch(/not an Ed25519 key/);
  });
});

describe('a checkpoint', () => {
  it('is origin, size and root, an empty line, and the signature', () => {
    const [, encoded] = /^example\.org\/register\n20852163\n[^\n]{44}\n\n— example\.org\/register ([A-Za-z0-9+/=]+)\n$/.exec(checkpoint)!;
    expect(Buffer.from(encoded!, 'base64')).toHaveLength(4 + 64);
    expect(Buffer.from(encoded!, 'base64').toString('hex', 0, 4)).toBe(verifierKeyOf(key).split('+')[1]);
  });

  it('opens to what was signed, from text or bytes', () => {
    const opened = { ...body, verifiedBy: [verifierKeyOf(key)] };
    expect(openCheckpoint(checkpoint, [verifierKeyOf(key)])).toEqual(opened);
    expect(openCheckpoint(Buffer.from(checkpoint), [verifierKeyOf(key)])).toEqual(opened);
  });

  it('is the same each time, so that asking for it changes nothing', () => {
    expect(signCheckpoint(body, [key])).toBe(checkpoint);
  });

  it('can be of an empty log', () => {
    expect(openCheckpoint(signCheckpoint({ ...body, size: 0 }, [key]), [verifierKeyOf(key)]).size).toBe(0);
  });

  it('is refused when another key with the same name signed it', () => {
    const forged = signCheckpoint(body, [newLogKey(origin)]);
    expect(refusalOf(() => openCheckpoint(forged, [verifierKeyOf(key)]))).toMatch(/None of the keys/);
  });

  it('is refused when a forger claims the id of the key', () => {
    const [, other] = /— \S+ (\S+)\n$/.exec(signCheckpoint(body, [newLogKey(origin)]))!;
    const [, own] = /— \S+ (\S+)\n$/.exec(checkpoint)!;
    const claimed = Buffer.concat([Buffer.from(own!, 'base64').subarray(0, 4), Buffer.from(other!, 'base64').subarray(4)]).toString(
      'base64',
    );
    expect(refusalOf(() => openCheckpoint(checkpoint.replace(own!, claimed), [verifierKeyOf(key)]))).toMatch(
      /signature by example.org\/register is wrong/,
    );
  });

  it('is refused when a good signature stands beside a wrong one by the same key', () => {
    const other = signCheckpoint({ ...body, size: 1 }, [key])
      .slice(-checkpoint.length)
      .match(/— .*\n$/)![0];
    expect(refusalOf(() => openCheckpoint(checkpoint + other, [verifierKeyOf(key)]))).toMatch(/is wrong/);
  });

  it('is refused when only the id in the signature line is that of the key', () => {
    const renamed = checkpoint.replace(`— ${origin}`, '— example.org/other');
    expect(refusalOf(() => openCheckpoint(renamed, [verifierKeyOf(key)]))).toMatch(/None of the keys/);
  });

  it('is refused without any key to check it', () => {
    expect(refusalOf(() => openCheckpoint(checkpoint, []))).toMatch(/None of the keys/);
  });

  it('is refused when it is of another log than its key', () => {
    const elsewhere = signNote(`example.org/other\n1\n${root}\n`, [key]);
    expect(refusalOf(() => openCheckpoint(elsewhere, [verifierKeyOf(key)]))).toMatch(
      /of example.org\/other, the key that signed it is not/,
    );
  });

  test.each<[what: string, text: string, reason: RegExp]>([
    ['no root', `${origin}\n1\n`, /three lines: origin, size and root/],
    ['an extension line', `${origin}\n1\n${root}\nmore\n`, /three lines and no more/],
    ['an empty line at its end', `${origin}\n1\n${root}\n\n`, /three lines and no more/],
    ['leading zeros in the size', `${origin}\n01\n${root}\n`, /not a plain number: 01/],
    ['a sign', `${origin}\n+1\n${root}\n`, /not a plain number/],
    ['a space before the size', `${origin}\n 1\n${root}\n`, /not a plain number/],
    ['a fraction', `${origin}\n1.0\n${root}\n`, /not a plain number/],
    ['a size in hex', `${origin}\n0x1\n${root}\n`, /not a plain number/],
    ['a size past what can be counted', `${origin}\n9007199254740992\n${root}\n`, /not a plain number/],
    ['no size', `${origin}\n\n${root}\n`, /not a plain number/],
    ['a short root', `${origin}\n1\n${root.slice(4)}\n`, /not 32 bytes in base64/],
    ['a long root', `${origin}\n1\nAAAA${root}\n`, /not 32 bytes in base64/],
    ['a root without padding', `${origin}\n1\n${root.replace('=', '')}\n`, /not 32 bytes in base64/],
    ['a root in base64url', `${origin}\n1\n${'-'.repeat(43)}=\n`, /not 32 bytes in base64/],
    ['a root with stray bits', `${origin}\n1\n${'A'.repeat(42)}B=\n`, /not 32 bytes in base64/],
    ['a space after the root', `${origin}\n1\n${root} \n`, /not 32 bytes in base64/],
    ['no origin', `\n1\n${root}\n`, /of , the key that signed it is not/],
  ])('is refused with %s, though rightly signed', (_what, text, reason) => {
    expect(refusalOf(() => openCheckpoint(signNote(text, [key]), [verifierKeyOf(key)]))).toMatch(reason);
  });

  test.each<[what: string, change: (note: string) => string | Uint8Array, reason: RegExp]>([
    ['cut within its text', (note) => note.slice(0, 30), /no empty line/],
    ['without signatures', (note) => note.slice(0, note.indexOf('\n\n') + 2), /does not end in a signature line/],
    ['without its last line break', (note) => note.slice(0, -1), /does not end in a signature line/],
    ['with an empty line at its end', (note) => `${note}\n`, /does not end in a signature line/],
    ['with text behind the signature', (note) => `${note}more\n`, /Not a signature line: more/],
    ['with a hyphen for the dash', (note) => note.replace('—', '-'), /Not a signature line/],
    ['with two spaces after the dash', (note) => note.replace('— ', '—  '), /Not a signature line/],
    ['with a plus in the name of a key', (note) => note.replace(`— ${origin}`, '— a+b'), /Not a signature line/],
    ['with a no-break space in the name of a key', (note) => note.replace(`— ${origin}`, '— a\u00a0b'), /Not a signature line/],
    ['with a signature in another spelling', (note) => note.replace(/=\n$/, '\n'), /Not a signature line/],
    ['with a signature that is only an id', (note) => note.replace(/\S+\n$/, 'AAAAAA==\n'), /Not a signature line/],
    ['with half a signature', (note) => note.replace(/\S+\n$/, `${Buffer.from(/(\S+)\n$/.exec(note)![1]!, 'base64').toString('base64', 0, 36)}\n`), /is wrong/],
    ['with Windows line breaks', (note) => note.replaceAll('\n', '\r\n'), /control character/],
    ['with a tab', (note) => note.replace('\n', '\t\n'), /control character/],
    ['with a zero byte', (note) => note.replace('\n', '\0\n'), /control character/],
    ['with a byte order mark', (note) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(note)]), /is wrong/],
    ['that is not UTF-8', (note) => Buffer.concat([Buffer.of(0xff), Buffer.from(note)]), /not UTF-8/],
    ['with half a surrogate pair', (note) => `\ud83d${note}`, /not valid Unicode/],
    ['with another size', (note) => note.replace('20852163', '20852164'), /is wrong/],
    ['with over 100 signatures', (note) => note + note.slice(note.indexOf('—')).repeat(100), /over 100 signatures/],
    ['of over a million bytes', (note) => `${'a'.repeat(1_000_000)}${note}`, /this long/],
    ['that is empty', () => '', /no empty line/],
  ])('is refused %s', (_what, change, reason) => {
    expect(refusalOf(() => openCheckpoint(change(checkpoint), [verifierKeyOf(key)]))).toMatch(reason);
  }); // prettier-ignore

  it('is not signed in the name of another log, nor when it makes no sense', () => {
    expect(() => signCheckpoint(body, [newLogKey('example.org/other')])).toThrow(TypeError);
    expect(() => signCheckpoint(body, [])).toThrow(TypeError);
    expect(() => signCheckpoint({ ...body, size: -1 }, [key])).toThrow(TypeError);
    expect(() => signCheckpoint({ ...body, size: 1.5 }, [key])).toThrow(TypeError);
    expect(() => signCheckpoint({ ...body, root: '' }, [key])).toThrow(TypeError);
  });
});
