/** The log as a folder that tools not ours verify; export-check.ts is our own check of one. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestsIn } from '../domain/events.js';
import { keysLeadingTo } from '../domain/log/key-chain.js';
import { rootOf } from '../domain/log/merkle.js';
import { signCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { tileFiles } from '../domain/log/tiles.js';
import { Refusal } from '../domain/refusal.js';
import type { Database, Reader } from '../store/database.js';
import { pagesOfEntries, readCheckpoints, readHead, readValues, rotationsIn } from '../store/log.store.js';
import type { Settings } from './settings.js';

export { verifyExport } from './export-check.js';

/** Writes the log as it stands into a new folder; its checkpoint covers all of it. */
export async function exportLog(
  database: Database,
  settings: Pick<Settings, 'logName' | 'logKeys'>,
  dir: string,
): Promise<{ size: number }> {
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Refusal('invalid_input', `${dir} is not empty; give a new folder.`, { pointer: '/out' });
  mkdirSync(dir, { recursive: true });
  const keys = settings.logKeys();
  const { head, kept, rotations } = await database.snapshot(async (on) => ({
    head: await writeTree(on, dir),
    kept: await readCheckpoints(on),
    rotations: await rotationsIn(on),
  }));
  await writeFile(join(dir, 'checkpoint'), signCheckpoint({ origin: settings.logName, ...head }, keys));
  await writeFile(
    join(dir, 'checkpoints.ndjson'),
    kept.map((each) => `${JSON.stringify(each)}\n`),
  );
  await writeFile(join(dir, 'log.vkey'), keysLeadingTo(verifierKeyOf(keys[0]), rotations).map((key) => `${key}\n`)); // prettier-ignore
  await writeFile(join(dir, 'README.txt'), instructions);
  return { size: head.size };
}

/** Entries, tiles and values, as they are at one moment. */
async function writeTree(on: Reader, dir: string): Promise<{ size: number; root: string }> {
  const head = await readHead(on);
  const root = rootOf(head);
  const values = await open(join(dir, 'values.ndjson'), 'w');
  async function* entries(): AsyncGenerator<Uint8Array> {
    for await (const page of pagesOfEntries(on)) {
      const wanted = page.flatMap((entry) => digestsIn(JSON.parse(entry.bytes) as Record<string, unknown>));
      for (const { digest, key, text } of await readValues(on, wanted)) await values.write(`${JSON.stringify({ digest, key, text })}\n`);
      for (const entry of page) yield Buffer.from(entry.bytes, 'utf8');
    }
  }
  try {
    const files = tileFiles(head.size, entries());
    for (;;) {
      const next = await files.next();
      if (next.done === true) {
        if (next.value !== root) throw new Error('the entries do not give the root that the head has; run pledgebook verify');
        return { size: head.size, root };
      }
      const path = join(dir, next.value.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, next.value.bytes);
    }
  } finally {
    await values.close();
  }
}

const instructions = `A log of public commitments: what was recorded, in order, and the means to check it without the program that wrote it.

checkpoint        size and root of the log, signed (C2SP tlog-checkpoint in a C2SP signed note, Ed25519)
checkpoints.ndjson  earlier checkpoints that were kept: the log begins with each of them
log.vkey          the verifier key: name+id+base64(0x01 || 32 bytes of public key); below it those that it took over from
tile/entries/...  the events as RFC 8785 JSON, in bundles of 256, each after its length in two bytes, high byte first
tile/...          the RFC 6962 Merkle tree over them, in C2SP tlog-tiles layout
values.ndjson     names, addresses and free text, which the log holds as HMAC-SHA-256(key, text) in base64url

To check the root: SHA-256(0x00 || event) is the hash of an event, SHA-256(0x01 || left || right) that of two halves, split at the
largest power of two below their number. The result, in base64, is the third line of the checkpoint.

To check the signature with openssl: the signed text is everything up to and including the line break before the empty line.
The signature is what follows the key's name in the last line, decoded from base64, less its first four bytes. The public key
in DER is 302a300506032b6570032100 (hex) followed by the 32 bytes from log.vkey. Then:
  openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in text -sigfile signature

After a rotation of the key both sign for a while, each in a line of its own. The rotation is an event (key.rotated) with both keys:
a checkpoint that covers it, signed by the key that you know, vouches for the one that came after.

Go's golang.org/x/mod/sumdb/note and tlog read the checkpoint, the key and the tiles as they are.
Trust log.vkey only if you have it from elsewhere too, and keep the checkpoint: a later log must begin with this one.
`;
