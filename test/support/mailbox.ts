/** Captured mail read back with a parser that is not ours. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import type { Mailer, OutgoingMail, SendOutcome } from '../../src/mail/mailer.js';

export interface CapturedMail {
  file: string;
  raw: Buffer;
  parsed: ParsedMail;
}

/** Every `.eml` of a directory in the order of the names, which is that of their dates. */
export async function readMailbox(dir: string): Promise<CapturedMail[]> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    files.map(async (file) => {
      const raw = await readFile(join(dir, file));
      return { file, raw, parsed: await simpleParser(raw) };
    }),
  );
}

/** The addresses of a header field that holds a list of them. */
export function addressesIn(field: ParsedMail['to']): string[] {
  const lists = field === undefined ? [] : Array.isArray(field) ? field : [field];
  return lists.flatMap((list) => list.value.map((mailbox) => mailbox.address ?? ''));
}

/** Header fields as `name: value`, unfolded, in order, names in lower case. */
export function headerFields(raw: Uint8Array): [name: string, value: string][] {
  const head = Buffer.from(raw).toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  return head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
}

/** A mailer that keeps what it is given and answers as told. */
export function memoryMailer(answer: (mail: OutgoingMail) => SendOutcome = accepted): Mailer & { sent: OutgoingMail[] } {
  const sent: OutgoingMail[] = [];
  return {
    sent,
    send: (mail) => {
      sent.push(mail);
      return Promise.resolve(answer(mail));
    },
    close: () => Promise.resolve(),
    describe: () => 'memory',
  };
}

export function accepted(): SendOutcome {
  return { phase: 'replied', replyCode: 250, enhancedCode: '2.0.0', replyText: '250 2.0.0 taken' };
}
