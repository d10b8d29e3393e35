/** What the verb of a cue does: an act that somebody can be held to, a going on, or what merely comes to pass. */
import type { CueInSentence } from './cues.js';
import { has, type ProposalLexicon } from './lexicon.js';

export interface Verb {
  sort: 'acting' | 'continuing' | 'reaching' | 'predicting' | 'other' | 'none';
  passive: boolean;
  /** A second act follows under the same promise. */
  compound: boolean;
}

const another = /\s(?:and|et)(?:\s(?:to|à|de|also|aussi))?\s+(?:[dl]['’])?(\p{L}+)/gu;

export function verbOf(cue: CueInSentence, sentence: string, { whole }: ProposalLexicon): Verb {
  const after = sentence.slice(cue.end);
  const word =
    cue.verb ?? /^\s*(?:(?:to|de|à|également|also)\s+|(?:[dl]|s)['’]|(?:se|la|le|les|leur|lui)\s+)*(\p{L}+)/u.exec(after)?.[1] ?? '';
  const compound = [...after.matchAll(another)].some(([, next = '']) => whole.acting.test(next));
  const passive =
    /(?:\bbe\b|\bser(?:a|ont|ait|aient)\b|\bêtre\b|\bbeing\b|\b(?:est|sont) \p{L}+(?:é|i|is|it|u|ert)e?s?$|\b(?:was|were|been)\s\p{L}+ed$)/iu.test(
      cue.words,
    ) && !/\p{L}ing$/iu.test(word);
  return { sort: sortOf(word, whole), passive, compound };
}

function sortOf(word: string, whole: ProposalLexicon['whole']): Verb['sort'] {
  if (word === '') return 'none';
  for (const sort of ['continuing', 'reaching', 'acting', 'predicting'] as const) if (has(whole[sort], word)) return sort;
  return 'other';
}
