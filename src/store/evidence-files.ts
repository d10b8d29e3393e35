/** The files of evidence, beside the database, each under the hash of its bytes. A file is whole or absent, also after a power cut. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, type ReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EvidenceFile } from '../domain/evidence.js';

const folder = 'evidence';

/** Keeps the bytes, and says under which name. What is kept already is not written again. */
export async function keepEvidenceFile(dataDir: string, bytes: Uint8Array, type: string): Promise<EvidenceFile> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(dataDir, folder, sha256);
  if (!existsSync(path)) {
    await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}.tmp`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  }
  return { sha256, bytes: bytes.byteLength, type };
}

/** Null where the file is gone. */
export function readEvidenceFile(dataDir: string, { sha256 }: EvidenceFile): ReadStream | null {
  const path = join(dataDir, folder, sha256);
  return existsSync(path) ? createReadStream(path) : null;
}

/** What is wrong with a kept file, if anything is. */
export async function faultOfEvidenceFile(dataDir: string, file: EvidenceFile): Promise<'missing' | 'changed' | null> {
  const stream = readEvidenceFile(dataDir, file);
  if (stream === null) return 'missing';
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return hash.digest('hex') === file.sha256 ? null : 'changed';
}
