/** The stretch of a sentence that a cue speaks for: from where its clause begins to where the next promise or speech does. */
import { find, has, type ProposalLexicon } from './lexicon.js';
import type { Span } from './sentences.js';

export interface FoundCue extends Span {
  index: number;
}

const hard = /[;«»“”"]|\s[—–]\s|(?<=\p{L})[»”]/gu;
const shortQuotation = /(?<=[\s'’])[«“"]\s?(?:[\p{L}\p{N}-]+\s){0,2}[\p{L}\p{N}-]+\s?[»”"](?=\s\p{Ll})/gu;
const colon = /:\s/gu;

/** Offsets are the sentence's own. */
export function clauseOf(sentence: string, cue: FoundCue, others: readonly Span[], lexicon: ProposalLexicon): Span {
  const cuts = cutsIn(sentence, others, lexicon);
  const start = Math.max(0, ...cuts.filter(({ at }) => at <= cue.start).map(({ at }) => at));
  const after = cuts.filter(({ from }) => from >= cue.end);
  const always = after.find(({ opens }) => opens === 'always')?.from ?? sentence.length;
  // "I promise that they will not …, and the Treasury will …": the second cue is still this promise, the third is another.
  const later = others.filter((other) => other.start >= cue.end).sort((a, b) => a.start - b.start);
  const parting = later.map((other) => after.filter(({ at }) => at <= other.start).at(-1)).find((cut) => cut !== undefined);
  const shared = parting?.from ?? always;
  return trimmed(sentence, { start, end: Math.min(always, shared) }, lexicon);
}

interface Cut {
  /** Where what comes before ends. */
  from: number;
  /** Where what comes after begins. */
  at: number;
  opens: 'always' | 'before a cue';
}

/** In order; cheap enough to be found anew for each cue, of which a sentence has few. */
function cutsIn(sentence: string, cues: readonly Span[], lexicon: ProposalLexicon): Cut[] {
  const { words } = lexicon;
  const cuts: Cut[] = [];
  // "Will return to "flying status" by June": a word or two in quotation marks parts nothing.
  const plain = sentence.replace(shortQuotation, (words) => '_'.repeat(words.length));
  for (const match of withoutAsides(plain).matchAll(hard))
    cuts.push({ from: match.index, at: match.index + match[0].length, opens: 'always' });
  for (const match of sentence.matchAll(colon)) cuts.push({ from: match.index, at: match.index + match[0].length, opens: 'before a cue' });
  for (let match = find(words.boundary, sentence); match !== null; match = find(words.boundary, sentence, match.index + match[0].length)) {
    // Maine-et-Loire is one word.
    if (sentence[match.index - 1] === '-') continue;
    // "Heads of state and of government": the second half of a name, while "et de créer" is a second act.
    if (/^(?:and of|et (?:de |du |des |d['’])(?!\p{L}+(?:er|ir|re)(?!\p{L})))/iu.test(sentence.slice(match.index))) continue;
    // "On June 1, and every two years thereafter, the Secretary shall": a second time, and no second clause.
    if (
      /^(?:and (?:then |at least )?(?:every|each|once)|et (?:ensuite |puis )?(?:chaque|tous les|toutes les))(?!\p{L})/iu.test(
        sentence.slice(match.index),
      )
    )
      continue;
    // "The Bill and Melinda Gates Foundation", "from the UK and Germany": names that are joined, and no clause yet.
    const from = Math.max(0, ...cuts.map(({ at }) => (at <= match.index ? at : 0)));
    const told = cues.some(({ start }) => start >= from && start < match.index);
    if (!told && /^(?:and|et)$/iu.test(match[0]) && joinsNames(sentence.slice(from, match.index), lexicon)) continue;
    const comma = /,\s*$/u.exec(sentence.slice(0, match.index))?.[0].length ?? 0;
    const contrast = comma > 0 && /^(?:mais|but)/iu.test(match[0]);
    cuts.push({ from: match.index - comma, at: match.index + match[0].length, opens: contrast ? 'always' : 'before a cue' });
  }
  // A verb of saying and its "that" lead into a clause.
  for (
    let match = find(words.reporting, sentence);
    match !== null;
    match = find(words.reporting, sentence, match.index + match[0].length)
  ) {
    const end = match.index + match[0].length;
    const lead = /^[^,.;:]{0,90}?(?:(?<=\s)que\s|(?<=\s)qu['’]|(?<=\s)that\s|:\s)/u.exec(sentence.slice(end));
    if (lead !== null) cuts.push({ from: match.index, at: end + lead[0].length, opens: 'before a cue' });
    // "…, a indiqué X." ends what X said.
    else if (/,\s*$/u.test(sentence.slice(0, match.index))) cuts.push({ from: match.index, at: end, opens: 'always' });
  }
  // "…, stressing that «": what leads into a quotation belongs to it.
  for (const cut of cuts)
    if (cut.opens !== 'always' && cuts.some(({ from, opens }) => opens === 'always' && from >= cut.at && from - cut.at < 3))
      cut.opens = 'always';
  return cuts.sort((a, b) => a.at - b.at);
}

/** "The centre – which dates back to the 1980s – will be replaced": a pair of dashes parts no more than commas do. */
function withoutAsides(sentence: string): string {
  return sentence.replace(/(?<=[\p{L}\p{N}])\s[–—]\s[^–—.;:«»“”"]{3,120}\s[–—]\s(?=\p{Ll})/gu, (aside) => '_'.repeat(aside.length));
}

/** Few words, none of which is a verb that says something of them. */
function joinsNames(before: string, { words }: ProposalLexicon): boolean {
  return before.split(/\s+/u).length <= 25 && !/,\s*$/u.test(before) && !has(words.finite, before);
}

function trimmed(sentence: string, { start, end }: Span, { whole }: ProposalLexicon): Span {
  const [lead] = /^[\s,.;:!?»”"'’)\]…-]*/u.exec(sentence.slice(start, end)) ?? [''];
  let from = start + lead.length;
  const [word = ''] = /^\p{L}+/u.exec(sentence.slice(from, end)) ?? [];
  if (word !== '' && whole.boundary.test(word))
    from += word.length + (/^[\s,]*/u.exec(sentence.slice(from + word.length, end))?.[0].length ?? 0);
  // "… and that we will …": the clause is what "that" leads to.
  if (from > start) from += /^(?:that|que)\s+|^qu['’]/iu.exec(sentence.slice(from, end))?.[0].length ?? 0;
  const [tail] = /[\s,;:«“"(–—-]*$/u.exec(sentence.slice(from, end)) ?? [''];
  return { start: from, end: end - tail.length };
}
