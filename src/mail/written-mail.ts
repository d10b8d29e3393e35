/** A mail taken apart again, for whoever looks at what was sent without being the one it was sent to. */
import { parseMail } from './parsed-mail.js';

export interface WrittenMail {
  text: string;
  /** Null where it has none. */
  html: string | null;
}

/** A link by which its holder acts or reads as the one it was sent to, on whatever host the register had when it was sent. */
const capability = /(https?:\/\/[^\s"'<>/]+\/(?:a|preferences|calendar|changes|sign-in\/link)\/)[\w.~-]+/g;

/** Its two faces, the tokens cut out of every such link: it stays recognisable and leads nowhere. */
export async function readMail(raw: Uint8Array): Promise<WrittenMail> {
  const { text, html } = await parseMail(raw, { skipHtmlToText: true, skipImageLinks: true });
  return {
    text: withoutSecrets(text ?? ''),
    html: html === false || html === undefined ? null : withoutSecrets(html),
  };
}

function withoutSecrets(text: string): string {
  return text.replace(capability, '$1…');
}
