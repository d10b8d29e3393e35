/** What takes a promise back or ties it to something: negation, hedges, questions, conditions. */
import type { Cue, ProposalLexicon } from './lexicon.js';
import { find, has } from './lexicon.js';

/** Where "not" makes it a promise to refrain; elsewhere it says that nothing was promised. */
const refraining: readonly Cue['class'][] = ['first_person_future', 'third_person_future', 'reported_future', 'obligation'];

export type Polarity = 'will' | 'will_not' | 'cancelled';

/** `before` is what stands before the cue in its clause, `words` the cue itself. */
export function polarityOf(cue: Cue, before: string, words: string, lexicon: ProposalLexicon): Polarity {
  const near = before
    .split(/[\s\u00a0]+/u)
    .slice(-3)
    .join(' ');
  const negated = has(lexicon.words.negation_within, words) || has(lexicon.words.negation_before, near);
  // "Is not required to": what nobody has to do, nobody has promised to leave.
  if (negated && cue.class === 'obligation' && /(?<!\p{L})(?:oblig|tenu|requir|bound)/iu.test(words)) return 'cancelled';
  // "Agreed not to": that is what was agreed.
  if (/\snot to$/iu.test(words)) return has(lexicon.words.negation_before, near) ? 'cancelled' : 'will_not';
  if (refraining.includes(cue.class)) return negated || has(lexicon.words.nobody, before) ? 'will_not' : 'will';
  return negated ? 'cancelled' : 'will';
}

/** "We cannot say when they will be settled": what is open is no promise. */
export function isOpen(cue: Cue, before: string, { words }: ProposalLexicon): boolean {
  return cue.class.endsWith('future') && has(words.asks, before.split(/[,;:]/u).at(-1)?.split(/\s+/u).slice(-6).join(' ') ?? '');
}

/** What a relative clause says of something else hedges nothing: "will publish a list of what may be sold". */
export function isHedged(clause: string, cueEnd: number, { words }: ProposalLexicon): boolean {
  const cut = Math.max(cueEnd, 0);
  const before = clause.slice(0, cut).replace(/\s(?:qui|dont|who|which)\s[^,]{3,90}?(?=\s\S+\s\S+$)/u, ' ');
  const [after = ''] = clause.slice(cut).split(/(?<=.{12})\s(?:qui|dont|who|which|that)\s/su);
  return has(words.hedge, before + after);
}

export function isQuestion(sentence: string): boolean {
  return /\?[\s»”"')\]]*$/u.test(sentence);
}

/** The words of a clause's condition, or of the one that opens its sentence; null where there is none. */
export function conditionOf(clause: string, opening: string, lexicon: ProposalLexicon): string | null {
  return conditionIn(clause, lexicon) ?? (find(lexicon.words.condition, opening)?.index === 0 ? conditionIn(opening, lexicon) : null);
}

/** From its "if" to the end of that clause. */
function conditionIn(text: string, { words }: ProposalLexicon): string | null {
  const marker = find(words.condition, text);
  if (marker === null) return null;
  const rest = text.slice(marker.index);
  const end = /[,;.!?](?=\s|$|[»”"])|[»”"]|\s[—–]\s/u.exec(rest)?.index ?? rest.length;
  const condition = rest.slice(0, end).trim();
  return condition.length > marker[0].length ? condition : null;
}
