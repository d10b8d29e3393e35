/**
 * A mail as a list of blocks in the reader's language, before it is text or HTML. Both parts are made from the same
 * blocks, so neither can say what the other leaves out; a new kind of mail only names its blocks.
 */
import type { Locale } from '../domain/people.js';

/** How pressing it looks. The words say it too: colour alone says nothing. */
export type Tone = 'calm' | 'soon' | 'late' | 'done';

/** A stretch of text, perhaps in a language other than the mail's. The URL has passed `webUrl`. */
export interface Phrase {
  text: string;
  lang?: string;
  url?: string | null;
}

export interface Action {
  label: string;
  url: string;
}

export interface Item {
  ref: string;
  title: string;
  /** What there is to say of it. */
  text: string;
  /** Who promised it. */
  by: string;
  url: string | null;
}

export type Block =
  | { type: 'paragraph'; text: string; quiet?: boolean }
  | { type: 'notice'; title: string; text: string }
  /** To be copied letter by letter: no line of it is broken or joined. */
  | { type: 'verbatim'; text: string }
  | { type: 'quote'; quote: Phrase; by: string }
  /** Several commitments under one heading. */
  | { type: 'items'; heading: string; items: Item[] }
  | { type: 'facts'; rows: { label: string; value: Phrase }[] }
  /** The first action is the main one. */
  | { type: 'actions'; actions: Action[]; hint: string }
  | { type: 'footer'; text: string; actions: Action[] };

export interface Letter {
  lang: Locale;
  subject: string;
  /** What the inbox shows beside the subject. */
  preview: string;
  tag: string;
  tone: Tone;
  /** Null where it is about several commitments, or none. */
  ref: string | null;
  title: string;
  blocks: Block[];
}

/** What is sent: a subject and the same letter twice. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}
