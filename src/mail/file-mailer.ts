/** Mail without a server: each message becomes a file, the same bytes that would have gone out. */
import { open, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { assertOneAddress } from '../domain/address.js';
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.js';

/** Creates the directory with the first mail. A mail sent twice has one file, as it has one Message-ID. */
export function createFileMailer(options: { dir: string }): Mailer {
  const { dir } = options;
  return {
    describe: () => `files in ${dir}`,
    close: () => Promise.resolve(),
    send: async (mail) => {
      assertOneAddress(mail.envelope.from);
      assertOneAddress(mail.envelope.to);
      const name = fileNameOf(mail);
      try {
        await mkdir(dir, { recursive: true });
        await writeWhole(dir, name, mail.raw);
        return { phase: 'replied', replyCode: 250, enhancedCode: '2.0.0', replyText: `250 2.0.0 written to ${name}` };
      } catch (failure) {
        return notWritten(failure);
      }
    },
  };
}

/** `20210118T110000Z_01EW….eml`: sorts by the Date field, then by the Message-ID's left part. Nothing of it can leave the directory. */
export function fileNameOf(mail: Pick<OutgoingMail, 'raw' | 'messageId'>): string {
  const head =
    Buffer.from(mail.raw.buffer, mail.raw.byteOffset, Math.min(mail.raw.byteLength, 16_384)).toString('latin1').split('\r\n\r\n', 1)[0] ??
    '';
  const ms = Date.parse(/^Date: (.+)$/m.exec(head)?.[1] ?? '');
  const date = Number.isNaN(ms) ? 'undated' : new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const id = mail.messageId
    .replace(/^<|@.*$/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 80);
  return `${date}_${id}.eml`;
}

/** Under its name the file is whole or absent, also after a power cut: hence both fsyncs. */
async function writeWhole(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(dir, `.${name}.tmp`);
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(dir, name));
  const directory = await open(dir, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Not delivered for certain, to be tried again. The text names the trouble (ENOSPC), not the path. */
function notWritten(failure: unknown): SendOutcome {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? String(failure.code) : 'no reason given';
  return { phase: 'connect', replyCode: null, enhancedCode: null, replyText: `the mail could not be written: ${code}` };
}
