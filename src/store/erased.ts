/**
 * Who was erased, by their random ids, in a file beside the database: a backup from before knows nothing of it, and whoever
 * restores one must have it done again.
 */
import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { instantSchema, type Instant } from '../domain/time.js';

const lineSchema = z.strictObject({ person: z.string(), at: instantSchema });

/** Belongs in a backup: a register that moves to another machine takes it along. */
export const erasedFile = 'erased.ndjson';

/** Those who were to be erased, whether or not the database has come to it. */
export async function readErased(dir: string): Promise<string[]> {
  return [...new Set((await linesOf(dir)).map(({ person }) => person))];
}

async function linesOf(dir: string): Promise<z.infer<typeof lineSchema>[]> {
  try {
    const text = await readFile(join(dir, erasedFile), 'utf8');
    return text.split('\n').flatMap((line) => lineIn(line) ?? []);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Written down before it is done, and on the disk before this returns: what a crash cuts short is then made up for. */
export async function noteErased(dir: string, person: string, at: Instant): Promise<void> {
  await mkdir(dir, { recursive: true });
  const file = join(dir, erasedFile);
  await appendFile(file, `${JSON.stringify({ person, at })}\n`, { mode: 0o600 });
  const opened = await open(file, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** Those whom another folder knows of are written down here too. */
export async function mergeErased(from: string, to: string): Promise<void> {
  const known = new Set(await readErased(to));
  for (const { person, at } of await linesOf(from)) if (!known.has(person)) await noteErased(to, person, at);
}

/** Null for a line that a crash left unfinished. */
function lineIn(line: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
