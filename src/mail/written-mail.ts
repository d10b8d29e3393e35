/** A mail taken apart again, for whoever looks at what was sent without being the one it was sent to. */
import { simpleParser } from 'mailparser';

export interface WrittenMail {
  text: string;
  /** Null where it has none. */
  html: string | null;
}

/** As long as a token of ours, and longer than what else stands in our addresses. */
const secret = /[\w.~-]{20,}/g;

/**
 * Its two faces. What stands in links to `publicUrl` as a token lets its holder act as the reader, so every one is cut out:
 * the links stay recognisable and lead nowhere.
 */
export async function readMail(raw: Uint8Array, publicUrl: string): Promise<WrittenMail> {
  const { text, html } = await simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return {
    text: withoutSecrets(text ?? '', publicUrl),
    html: html === false || html === undefined ? null : withoutSecrets(html, publicUrl),
  };
}

function withoutSecrets(text: string, publicUrl: string): string {
  const base = publicUrl.replace(/\/$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(${base})(/[^\\s"'<>]*)`, 'g'), (_, host: string, path: string) => host + path.replace(secret, '…'));
}
