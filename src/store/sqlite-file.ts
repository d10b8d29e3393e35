/** A SQLite register as a file that is moved as a whole: nobody may have it open, and no journal may be left beside it. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import BetterSqlite3 from 'better-sqlite3';
import { Refusal } from '../domain/refusal.js';

/** What SQLite keeps beside a file that is in use; one left over would be read into whatever file is put in its place. */
const beside = ['-wal', '-shm'] as const;

/** Leaves the journal mode that several may write in, which only the last one who has the file open can do. */
export function assertUnused(path: string): void {
  if (!existsSync(path)) return;
  const file = new BetterSqlite3(path, { timeout: 200 });
  try {
    file.pragma('journal_mode = DELETE');
  } catch (error) {
    // What is no database any more, or a broken one, nobody uses: that may be why a backup is put back.
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY')
      throw new Refusal('conflict', `Another process has ${path} open: stop the service first.`);
  } finally {
    file.close();
  }
}

/** Takes away a copy that was left over. */
export async function removeFile(path: string): Promise<void> {
  for (const end of ['', ...beside]) await rm(`${path}${end}`, { force: true });
}

/** Puts one in the place of another, which goes aside under a name of its own; answers that, or null where there was none. */
export async function takePlace(staged: string, path: string, stamp: string): Promise<string | null> {
  assertUnused(staged);
  assertUnused(path);
  const aside = existsSync(path) ? `${path}.replaced-${stamp.replace(/[-:]|\.\d+/g, '')}` : null;
  for (const end of ['', ...beside]) if (existsSync(`${path}${end}`)) await rename(`${path}${end}`, `${aside ?? `${path}.replaced`}${end}`);
  await rename(staged, path);
  return aside;
}
