/**
 * The key files beside the database: `log.key` signs checkpoints, and `log.former.key` signs with it until readers have
 * taken up the new one. In each the first line names the log, the rest is PEM for any tool.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newLogKey, type LogKey } from '../domain/log/note.js';
import { keptSecret } from './kept-secret.js';

const current = 'log.key';
const former = 'log.former.key';
/** Made, and perhaps already named in the log, but not in force yet. */
const coming = 'log.next.key';

/** Files that belong in a backup, where they are there. */
export const keyFiles = [current, former, coming, 'link.key'] as const;

/** The keys that sign, current first; made on the first start. */
export function logKeysIn(dataDir: string, host: string): [LogKey, ...LogKey[]] {
  const text = keptSecret(join(dataDir, current), () => textOf(newLogKey(`${host}/${randomBytes(4).toString('hex')}`)));
  const key = keyIn(text);
  const before = existsSync(join(dataDir, former)) ? keyIn(readFileSync(join(dataDir, former), 'utf8')) : null;
  // The same where a rotation was cut short: one signature is enough.
  return before === null || before.privateKeyPem === key.privateKeyPem ? [key] : [key, before];
}

/** The key that is to come; the same one when asked again, until it is in force. */
export function nextLogKey(dataDir: string, name: string): LogKey {
  return keyIn(keptSecret(join(dataDir, coming), () => textOf(newLogKey(name))));
}

/** Puts the key to come in force. There is a whole `log.key` at every moment, or the next start would make another log. */
export async function takeUpNextKey(dataDir: string): Promise<void> {
  await copyFile(join(dataDir, current), join(dataDir, former));
  await sync(join(dataDir, former));
  await sync(join(dataDir, coming));
  await rename(join(dataDir, coming), join(dataDir, current));
  await sync(dataDir);
}

/** From here on the former key signs nothing, and nobody can have it sign. */
export async function dropFormerKey(dataDir: string): Promise<void> {
  await rm(join(dataDir, former), { force: true });
  await sync(dataDir);
}

function textOf(key: LogKey): string {
  return `${key.name}\n${key.privateKeyPem}`;
}

function keyIn(text: string): LogKey {
  const end = text.indexOf('\n');
  return { name: text.slice(0, end), privateKeyPem: text.slice(end + 1) };
}

async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
