/**
 * A backup: a folder with the register as one file, the keys and files that belong to it, the log's checkpoint, and the
 * SHA-256 of each. It holds what the register holds, secrets included: keep it as closely.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { rootOf } from '../domain/log/merkle.js';
import { signCheckpoint } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';
import { instantSchema } from '../domain/time.js';
import type { Database } from '../store/database.js';
import { erasedFile } from '../store/erased.js';
import { readHead } from '../store/log.store.js';
import { keyFiles } from '../store/log-keys.js';
import type { Settings } from './settings.js';

export const registerFile = 'register.sqlite';
export const checkpointFile = 'checkpoint';
const manifestFile = 'manifest.json';
/** What lies in DATA_DIR beside the database and belongs to it. */
export const filesBeside = [...keyFiles, erasedFile, 'conventions.json'] as const;
export const foldersBeside = ['evidence'] as const;

const manifestSchema = z.strictObject({
  at: instantSchema,
  /** Of the log. */
  size: z.int().nonnegative(),
  /** Relative path, with slashes, and SHA-256 in hex. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Writes a backup of a register in use into a new folder. On PostgreSQL that is a task for its own tools. */
export async function backUp(database: Database, settings: Settings, dir: string): Promise<Manifest> {
  if (database.kind === 'postgres')
    throw new Refusal(
      'not_allowed_now',
      'A register on PostgreSQL is backed up with pg_dump --format=custom, with log.key, link.key and erased.ndjson from DATA_DIR beside it. After pg_restore the first pass erases again, and pledgebook verify --checkpoint FILE shows whether anything was lost.',
    );
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Refusal('invalid_input', `${dir} is not empty; give a new folder.`, { pointer: '/path' });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const head = await database.copyTo(join(dir, registerFile), readHead);
  await chmod(join(dir, registerFile), 0o600);
  // After the database, so that every file that it names is there.
  for (const name of filesBeside) await copyIfThere(join(settings.dataDir, name), join(dir, name));
  for (const name of foldersBeside)
    if (existsSync(join(settings.dataDir, name))) await cp(join(settings.dataDir, name), join(dir, name), { recursive: true });
  const body = { origin: settings.logName, size: head.size, root: rootOf(head) };
  await writeFile(join(dir, checkpointFile), signCheckpoint(body, settings.logKeys()));
  const files = Object.fromEntries(await Promise.all(filesIn(dir).map(async (path) => [path, await sha256(join(dir, path))] as const)));
  const manifest = { at: await database.now(), size: head.size, files };
  await writeFile(join(dir, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Refuses a folder that is no backup, or of which a file is missing or not as it was. */
export async function readBackup(dir: string): Promise<Manifest> {
  const manifest = manifestSchema.safeParse(await readJson(join(dir, manifestFile)));
  if (!manifest.success)
    throw new Refusal('invalid_input', `${dir} is no backup: it has no ${manifestFile} that pledgebook backup wrote.`, {
      pointer: '/path',
    });
  for (const needed of [registerFile, checkpointFile, 'log.key'])
    if (!(needed in manifest.data.files)) throw new Refusal('conflict', `${needed} is missing from this backup.`);
  for (const [path, hash] of Object.entries(manifest.data.files)) {
    const found = existsSync(join(dir, path)) ? await sha256(join(dir, path)) : null;
    if (found !== hash) throw new Refusal('conflict', `${path} ${found === null ? 'is missing from' : 'was changed in'} this backup.`);
  }
  return manifest.data;
}

/** With the mode it has, so that keys stay closed. Whether it was there. */
export async function copyIfThere(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false;
  await copyFile(from, to);
  return true;
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
