/** A maildir that bounces are delivered to. What was read moves from new/ to cur/; what cannot be read moves to broken/. */
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A report may carry the whole mail back; nobody's is larger than this. */
const largestBytes = 5_000_000;

export interface Delivered {
  name: string;
  /** Null where another instance was faster. Throws in plain words where the file is too large to be a report. */
  read(): Promise<Uint8Array | null>;
}

/** What lies in new/, oldest name first; at most `limit`. */
export async function newMail(maildir: string, limit: number): Promise<Delivered[]> {
  const names = (await readdir(join(maildir, 'new'))).filter((name) => !name.startsWith('.')).sort();
  return names.slice(0, limit).map((name) => ({
    name,
    read: () => unlessGone(() => readWhole(join(maildir, 'new', name))),
  }));
}

/** Read and dealt with: into cur/, marked as seen. Another instance may have moved it already. */
export function moveToRead(maildir: string, name: string): Promise<void> {
  return move(maildir, name, join('cur', name.includes(':2,') ? name : `${name}:2,S`));
}

/** Out of the way, for a person to look at. */
export function putAside(maildir: string, name: string): Promise<void> {
  return move(maildir, name, join('broken', name));
}

async function readWhole(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > largestBytes) throw new Error(`${size} bytes are too many for a report`);
  return readFile(file);
}

async function move(maildir: string, name: string, to: string): Promise<void> {
  await mkdir(join(maildir, to, '..'), { recursive: true });
  await unlessGone(() => rename(join(maildir, 'new', name), join(maildir, to)));
}

async function unlessGone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
