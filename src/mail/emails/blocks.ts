/** The pieces that letters are put together from, safe for a header line and a page. */
import type { Action, Block, Phrase } from '../letter.js';
import { webUrl } from '../web-url.js';

const LONGEST_TITLE_IN_SUBJECT = 90;

export function paragraphs(texts: string[]): Block[] {
  return texts.filter((text) => text !== '').map((text) => ({ type: 'paragraph', text }));
}

export function linkTo(label: string, link: string | undefined): Action | null {
  const url = link === undefined ? null : webUrl(link);
  return url === null ? null : { label, url };
}

/** A `lang` that is no language tag would only mislead a screen reader. */
export function inLanguage(text: string, lang: string | null): Phrase {
  return lang !== null && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(lang) ? { text, lang } : { text };
}

/** Direction overrides would turn the words around them, so a name could pose as another; marks inside a language stay. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]+/gu;

export function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
}

export function lines(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map(oneLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

export function shortened(title: string): string {
  const characters = [...title];
  if (characters.length <= LONGEST_TITLE_IN_SUBJECT) return title;
  return `${characters
    .slice(0, LONGEST_TITLE_IN_SUBJECT)
    .join('')
    .replace(/\s+\S*$/, '')}…`;
}
