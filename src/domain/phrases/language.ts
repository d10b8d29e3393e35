import { ENGLISH } from './en.js';
import { FRENCH } from './fr.js';
import type { Lang } from './lexicon.js';
import { tokenize } from './tokens.js';

/** Which of the two languages a phrase is in, by its commonest words and its accents; English where nothing tells. */
export function detectLang(phrase: string): Lang {
  let french = /[àâçéèêëîïôœùûÀÂÇÉÈÊËÎÏÔŒÙÛ]/.test(phrase) ? 1 : 0;
  let english = 0;
  for (const { kind, text } of tokenize(phrase)) {
    if (kind === 'ordinal' && /(er|re|e|eme)$/i.test(phrase)) french += 0.5;
    if (kind === 'code' && /^t[1-4]$/.test(text)) french++;
    if (kind !== 'word') continue;
    const inFrench = FRENCH.common.has(text);
    const inEnglish = ENGLISH.common.has(text);
    // A word of both, such as "an" or "on", tells nothing.
    if (inFrench && !inEnglish) french++;
    if (inEnglish && !inFrench) english++;
  }
  return french > english ? 'fr' : 'en';
}
