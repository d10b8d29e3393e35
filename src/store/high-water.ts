/** The mark beside the database, one file a register. It is whole or absent, also after a power cut. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { highWaterSchema, type HighWater } from '../domain/high-water.js';

/** Null where there is none, or none that can be read: then nothing is known. */
export async function readHighWater(dir: string, register: string): Promise<HighWater | null> {
  try {
    const mark = highWaterSchema.safeParse(JSON.parse(await readFile(fileIn(dir, register), 'utf8')));
    return mark.success ? mark.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeHighWater(dir: string, register: string, mark: HighWater): Promise<void> {
  // Of a name of its own, since others may keep their marks of the same register in the same folder.
  const unfinished = `${fileIn(dir, register)}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(mark)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, fileIn(dir, register));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function fileIn(dir: string, register: string): string {
  return join(dir, `high-water-${register}.json`);
}
