/** Mail as bytes, read for whether it names somebody: in a header field, in either part, in what is attached. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMail } from './parsed-mail.js';

type Names = (text: string) => boolean;

/** Reads through transfer encodings, behind which plain text search would find nothing. */
export async function isNamedIn(raw: Uint8Array, names: Names): Promise<boolean> {
  if (names(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8'))) return true;
  const mail = await parseMail(raw, { keepDeliveryStatus: true });
  const fields = [...mail.headers.values()].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  if ([mail.subject, mail.text, mail.html, ...fields].some((text) => typeof text === 'string' && names(text))) return true;
  for (const { content, contentType } of mail.attachments) {
    if (names(content.toString('utf8'))) return true;
    if (contentType === 'message/rfc822' && (await isNamedIn(content, names))) return true;
  }
  return false;
}

/** Deletes the files of a folder, mails all, that name somebody; says how many. A folder that is not there has none. */
export async function deleteMailNaming(dir: string, names: Names): Promise<number> {
  let deleted = 0;
  for (const file of await filesIn(dir)) {
    if (!(await isNamedIn(await readFile(join(dir, file)), names))) continue;
    await rm(join(dir, file), { force: true });
    deleted++;
  }
  return deleted;
}

async function filesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
