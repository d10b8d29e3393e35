/** The log as a folder that tools not ours verify, and our own check of such a folder, with no database. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestsIn, unseal, valueMatches, type SealedValue } from '../domain/events.js';
import { applyEvent, emptyRegister } from '../domain/fold.js';
import { parseStrict } from '../domain/log/jcs.js';
import { append, emptyFrontier, leafHash, rootOf } from '../domain/log/merkle.js';
import { openCheckpoint, signCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { bundlePaths, readBundle, tileFiles } from '../domain/log/tiles.js';
import { Refusal } from '../domain/refusal.js';
import type { Database } from '../store/database.js';
import { pagesOfEntries, readHead, readValues } from '../store/log.store.js';
import type { Settings } from './settings.js';
import type { Verification } from './verification.service.js';

/** Writes the log as it stands into a new folder; its checkpoint covers all of it. */
export async function exportLog(database: Database, settings: Pick<Settings, 'logKey'>, dir: string): Promise<{ size: number }> {
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Refusal('invalid_input', `${dir} is not empty; give a new folder.`, { pointer: '/out' });
  mkdirSync(dir, { recursive: true });
  const head = await readHead(database.read);
  const values = await open(join(dir, 'values.ndjson'), 'w');
  async function* entries(): AsyncGenerator<Uint8Array> {
    for await (const page of pagesOfEntries(database.read)) {
      const wanted = page.flatMap((entry) => digestsIn(JSON.parse(entry.bytes) as Record<string, unknown>));
      for (const { digest, key, text } of await readValues(database.read, wanted))
        await values.write(`${JSON.stringify({ digest, key, text })}\n`);
      for (const entry of page) yield Buffer.from(entry.bytes, 'utf8');
    }
  }
  try {
    const files = tileFiles(head.size, entries());
    for (;;) {
      const next = await files.next();
      if (next.done === true) {
        if (next.value !== rootOf(head)) throw new Error('the entries do not give the root that the head has; run pledgebook verify');
        break;
      }
      const path = join(dir, next.value.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, next.value.bytes);
    }
  } finally {
    await values.close();
  }
  const { logKey } = settings;
  await writeFile(join(dir, 'checkpoint'), signCheckpoint({ origin: logKey.name, size: head.size, root: rootOf(head) }, [logKey]));
  await writeFile(join(dir, 'log.vkey'), `${verifierKeyOf(logKey)}\n`);
  await writeFile(join(dir, 'README.txt'), instructions);
  return { size: head.size };
}

/** Checks an export: signature, every hash, order, canonical bytes, values, and that the events make a register. */
export async function verifyExport(
  dir: string,
  trust: { key: string | null; checkpoint: string | null },
): Promise<Verification & { trustedKeyInside: boolean }> {
  const faults: string[] = [];
  const { size, root } = openCheckpoint(readFileSync(join(dir, 'checkpoint'), 'utf8'), [verifierKeyFor(dir, trust.key)]);
  const earlier =
    trust.checkpoint === null ? null : openCheckpoint(readFileSync(trust.checkpoint, 'utf8'), [verifierKeyFor(dir, trust.key)]);
  const values = await readExportedValues(dir, faults);
  const register = emptyRegister();
  let frontier = emptyFrontier();
  let firstBad: number | null = null;
  for (const path of bundlePaths(size)) {
    for (const bytes of bundleAt(dir, path, faults)) {
      const index = frontier.size;
      try {
        const record = parseStrict(bytes) as Record<string, unknown>;
        if (record['index'] !== index) throw new Error(`stands in the place of ${index} and calls itself ${String(record['index'])}`);
        if (firstBad === null)
          applyEvent(
            register,
            unseal(record, (digest) => values.get(digest)?.text ?? null),
          );
      } catch (error) {
        firstBad ??= index;
        faults.push(`event ${index}: ${(error as Error).message}`);
      }
      frontier = append(frontier, leafHash(bytes)).frontier;
      if (earlier !== null && frontier.size === earlier.size && rootOf(frontier) !== earlier.root)
        faults.push(`the log does not begin with the checkpoint of ${earlier.size} events`);
    }
  }
  if (frontier.size !== size) faults.push(`the checkpoint is of ${size} events, the export has ${frontier.size}`);
  if (rootOf(frontier) !== root) faults.push('the entries do not give the root that was signed');
  if (earlier !== null && earlier.size > frontier.size)
    faults.push(`the earlier checkpoint is of ${earlier.size} events: some are missing`);
  return { ok: faults.length === 0, size: frontier.size, root: rootOf(frontier), firstBad, faults, trustedKeyInside: trust.key === null };
}

function verifierKeyFor(dir: string, key: string | null): string {
  const given = key !== null && existsSync(key) ? readFileSync(key, 'utf8') : key;
  return (given ?? readFileSync(join(dir, 'log.vkey'), 'utf8')).trim();
}

function bundleAt(dir: string, path: string, faults: string[]): Uint8Array[] {
  try {
    return readBundle(readFileSync(join(dir, path)));
  } catch (error) {
    faults.push(`${path}: ${(error as Error).message}`);
    return [];
  }
}

async function readExportedValues(dir: string, faults: string[]): Promise<Map<string, Pick<SealedValue, 'digest' | 'key' | 'text'>>> {
  const values = new Map<string, Pick<SealedValue, 'digest' | 'key' | 'text'>>();
  const file = await open(join(dir, 'values.ndjson'));
  for await (const line of file.readLines()) {
    const value = JSON.parse(line) as Pick<SealedValue, 'digest' | 'key' | 'text'>;
    if (valueMatches(value)) values.set(value.digest, value);
    else faults.push(`the value ${value.digest} is not what its digest says`);
  }
  return values;
}

const instructions = `A log of public commitments: what was recorded, in order, and the means to check it without the program that wrote it.

checkpoint        size and root of the log, signed (C2SP tlog-checkpoint in a C2SP signed note, Ed25519)
log.vkey          the verifier key: name+id+base64(0x01 || 32 bytes of public key)
tile/entries/...  the events as RFC 8785 JSON, in bundles of 256, each after its length in two bytes, high byte first
tile/...          the RFC 6962 Merkle tree over them, in C2SP tlog-tiles layout
values.ndjson     names, addresses and free text, which the log holds as HMAC-SHA-256(key, text) in base64url

To check the root: SHA-256(0x00 || event) is the hash of an event, SHA-256(0x01 || left || right) that of two halves, split at the
largest power of two below their number. The result, in base64, is the third line of the checkpoint.

To check the signature with openssl: the signed text is everything up to and including the line break before the empty line.
The signature is what follows the key's name in the last line, decoded from base64, less its first four bytes. The public key
in DER is 302a300506032b6570032100 (hex) followed by the 32 bytes from log.vkey. Then:
  openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in text -sigfile signature

Go's golang.org/x/mod/sumdb/note and tlog read the checkpoint, the key and the tiles as they are.
Trust log.vkey only if you have it from elsewhere too, and keep the checkpoint: a later log must begin with this one.
`;
