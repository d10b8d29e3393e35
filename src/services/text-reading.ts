/** From the bytes of a text to what a person would read: the place of every quote is counted in that. */
import { convert, type HtmlToTextOptions } from 'html-to-text';
import type { TextFormat } from '../domain/texts.js';
import { Refusal } from '../domain/refusal.js';
import { parseMail } from '../mail/parsed-mail.js';

/** Far more than any speech or plan; what is larger is a file of another kind. */
export const maxTextBytes = 4 * 1024 * 1024;

const asRead: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'nav', format: 'skip' },
    { selector: 'h1', options: { uppercase: false } },
    { selector: 'h2', options: { uppercase: false } },
    { selector: 'h3', options: { uppercase: false } },
    { selector: 'h4', options: { uppercase: false } },
    { selector: 'h5', options: { uppercase: false } },
    { selector: 'h6', options: { uppercase: false } },
    { selector: 'table', options: { uppercaseHeaderCells: false } },
    { selector: 'ul', options: { itemPrefix: '• ' } },
  ],
  limits: { maxDepth: 200, maxInputLength: maxTextBytes },
};

const readers: Record<TextFormat, (bytes: Uint8Array) => string | Promise<string>> = {
  txt: decoded,
  md: decoded,
  html: (bytes) => convert(decoded(bytes), asRead),
  eml: async (bytes) => {
    const mail = await parseMail(bytes, { skipHtmlToText: true, skipImageLinks: true });
    return mail.text ?? (typeof mail.html === 'string' ? convert(mail.html, asRead) : '');
  },
};

/** Refuses (`invalid_input`) what is empty, too large, or no text. */
export async function readText(bytes: Uint8Array, format: TextFormat): Promise<string> {
  if (bytes.length > maxTextBytes) throw refusal(`A text has at most ${maxTextBytes / 1024 / 1024} MB.`);
  const text = await readers[format](bytes);
  if (text.trim() === '') throw refusal('There is no text in it.');
  if (text.includes('\0') || !text.isWellFormed()) throw refusal('It holds NUL or half a surrogate pair: that is no text.');
  return text;
}

/** A byte order mark tells; else it is UTF-8, or where it cannot be, what Western programs wrote before that. */
function decoded(bytes: Uint8Array): string {
  const marks: [number[], string][] = [
    [[0xff, 0xfe], 'utf-16le'],
    [[0xfe, 0xff], 'utf-16be'],
  ];
  const marked = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function refusal(words: string): Refusal {
  return new Refusal('invalid_input', words, { pointer: '/content' });
}
