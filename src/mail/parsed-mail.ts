/** Somebody's mail, parsed. The parser and its tables of encodings are loaded by the first to read one: most processes never do. */
import type { ParsedMail, SimpleParserOptions } from 'mailparser';

export type { ParsedMail };

export async function parseMail(raw: Uint8Array, options: SimpleParserOptions = {}): Promise<ParsedMail> {
  const { simpleParser } = await import('mailparser');
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return simpleParser(bytes, { skipTextToHtml: true, ...options });
}
