/** The words of the interface and the mails, by language. */
import type { Locale } from '../domain/people.js';
import { en } from './en.js';
import { fr } from './fr.js';

export { formatDay, formatInstant, formatMoment, gatherDays } from './dates.js';

export type Words = typeof en;

const words: Record<Locale, Words> = { en, fr };

export function wordsIn(locale: Locale): Words {
  return words[locale];
}
