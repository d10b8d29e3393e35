import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { composeMail } from '../../src/mail/compose.js';
import { createFileMailer, fileNameOf } from '../../src/mail/file-mailer.js';
import type { OutgoingMail } from '../../src/mail/mailer.js';
import { addressesIn, readMailbox } from '../support/mailbox.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'captured-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function mail(id: string, date: string, to = 'reader@example.org'): Promise<OutgoingMail> {
  const messageId = `<${id}@example.org>`;
  const raw = await composeMail({
    from: { name: 'Pledgebook', address: 'desk@example.org' },
    to: { name: null, address: to },
    subject: 'C-0001 due today',
    text: 'due\n',
    html: '<p>due</p>',
    messageId,
    references: [],
    date,
  });
  return { raw, envelope: { from: 'desk@example.org', to }, messageId };
}

describe('Captured mail', () => {
  it('is one file a mail, with the bytes that would have been sent', async () => {
    const outgoing = await mail('01A', '2021-01-18T11:00:00.000Z');
    const outcome = await createFileMailer({ dir: join(dir, 'not', 'made', 'yet') }).send(outgoing);

    const [captured, ...others] = await readMailbox(join(dir, 'not', 'made', 'yet'));
    expect(others).toEqual([]);
    expect(captured!.raw.equals(outgoing.raw)).toBe(true);
    expect(captured!.file).toBe('20210118T110000Z_01A.eml');
    expect(addressesIn(captured!.parsed.to)).toEqual(['reader@example.org']);
    expect(outcome).toEqual({
      phase: 'replied',
      replyCode: 250,
      enhancedCode: '2.0.0',
      replyText: '250 2.0.0 written to 20210118T110000Z_01A.eml',
    });
  });

  it('sorts by date, then by Message-ID', async () => {
    const mailer = createFileMailer({ dir });
    for (const [id, date] of [
      ['01C', '2021-02-01T07:00:00.000Z'],
      ['01B', '2020-12-01T07:00:00.000Z'],
      ['01A', '2021-02-01T07:00:00.000Z'],
    ] as const) {
      await mailer.send(await mail(id, date));
    }
    expect((await readMailbox(dir)).map((captured) => captured.parsed.messageId)).toEqual([
      '<01B@example.org>',
      '<01A@example.org>',
      '<01C@example.org>',
    ]);
  });

  it('stays one file when sent again', async () => {
    const mailer = createFileMailer({ dir });
    await mailer.send(await mail('01A', '2021-01-18T11:00:00.000Z'));
    await mailer.send(await mail('01A', '2021-01-18T11:00:00.000Z'));
    expect(await readdir(dir)).toEqual(['20210118T110000Z_01A.eml']);
  });

  it('is to be tried again when it cannot be written, without a path in the answer', async () => {
    const notADirectory = join(dir, 'file');
    await writeFile(notADirectory, '');
    const outcome = await createFileMailer({ dir: notADirectory }).send(await mail('01A', '2021-01-18T11:00:00.000Z'));
    expect(outcome).toEqual({ phase: 'connect', replyCode: null, enhancedCode: null, replyText: 'the mail could not be written: EEXIST' });
  });

  it('refuses what is not exactly one address', async () => {
    const outgoing = await mail('01A', '2021-01-18T11:00:00.000Z');
    await expect(
      createFileMailer({ dir }).send({ ...outgoing, envelope: { from: 'desk@example.org', to: 'a@example.org,b@example.org' } }),
    ).rejects.toThrow('Not exactly one mail address');
    expect(await readdir(dir)).toEqual([]);
  });
});

test.each([
  ['<../../etc/passwd@example.org>', '20210118T110000Z_-etc-passwd.eml'],
  ['<a\u0000/b@example.org>', '20210118T110000Z_a-b.eml'],
  ['<>', '20210118T110000Z_-.eml'],
])('a file name for %j stays in its directory', async (messageId, name) => {
  const raw = Buffer.from('Date: Mon, 18 Jan 2021 11:00:00 +0000\r\n\r\nDate: Mon, 18 Jan 1999 11:00:00 +0000\r\n');
  expect(fileNameOf({ raw, messageId })).toBe(name);
});

test('a file without a date is named by its Message-ID alone', () => {
  expect(
    fileNameOf({ raw: Buffer.from('Subject: x\r\n\r\nDate: Mon, 18 Jan 1999 11:00:00 +0000\r\n'), messageId: '<01A@example.org>' }),
  ).toBe('undated_01A.eml');
});

test('nothing unfinished is left beside the mail', async () => {
  await createFileMailer({ dir }).send(await mail('01A', '2021-01-18T11:00:00.000Z'));
  expect((await readdir(dir)).filter((name) => !name.endsWith('.eml'))).toEqual([]);
  expect((await readFile(join(dir, '20210118T110000Z_01A.eml'))).length).toBeGreaterThan(0);
});
