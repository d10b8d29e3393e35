/** The mark beside the database, one file a register. It is whole or absent, also after a power cut. */
import { open, readFile, rename } from 'node:fs/promises';
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
  // Of a name of its own, since another process may keep its mark in the same folder.
  const unfinished = `${fileIn(dir, register)}.${process.pid}.tmp`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(mark)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, fileIn(dir, register));
}

function fileIn(dir: string, register: string): string {
  return join(dir, `high-water-${register}.json`);
}
