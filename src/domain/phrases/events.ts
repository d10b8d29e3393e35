/** Events that a deadline is counted from: "the signing of the agreement", "la COP28", "le prochain sommet de l’OTAN". */
import { type Found, isMark, type Scan, skipWords, wordAt } from './scan.js';
import { momentAt } from './moments.js';

/** Meetings whose name is letters and a number. */
const NUMBERED = /^(?:cop|cma|cmp|mop|g|mc|unga|ag|wto|hlpf|mep)\d{1,3}$/;
/** Words of one event, at most; past that it is a sentence. */
const MOST = 14;

export interface Event {
  /** As written. */
  words: string;
  isNext: boolean;
}

/** An event by its own kind of word: a summit, elections, COP28. */
export function eventAt(scan: Scan, at: number): Found<Event> | null {
  const { lex, tokens } = scan;
  const on = skipWords(scan, at, lex.determiners, 2);
  let isNext = false;
  let noun = -1;
  // Up to three words may come before the noun, as in "the next NATO summit".
  for (let i = on; i < on + 4; i++) {
    const token = tokens[i];
    if (token === undefined || token.kind === 'mark' || token.kind === 'opaque') break;
    if (token.kind === 'code' && NUMBERED.test(token.text)) noun = i;
    else if (token.kind === 'word' && lex.eventNouns.has(token.text)) noun = i;
    else if (noun >= 0 || (token.kind === 'word' && lex.eventStops.has(token.text))) break;
    if (lex.eventAdjectives.has(token.text)) isNext = true;
  }
  if (noun < 0) return null;
  // "Before opening it" is no opening; "by a vote" is no deadline.
  const isBare = on === at && noun === on && tokens[noun]?.kind === 'word';
  if (isBare && lex.bareEvents.size > 0 && !lex.bareEvents.has(wordAt(scan, noun))) return null;
  if (lex.indefinite.has(wordAt(scan, at))) return null;
  const next = complementAt(scan, noun + 1);
  if (lex.boundWords.has(wordAt(scan, noun)) && next === noun + 1 && noun <= on + 1) return null;
  return { value: { words: wordsOf(scan, at, next), isNext }, next };
}

/** Whatever follows "within 30 days of", up to the end of its clause. */
export function anyEventAt(scan: Scan, at: number): Found<Event> | null {
  const { lex } = scan;
  const on = skipWords(scan, at, lex.determiners, 2);
  const known = eventAt(scan, at);
  const next = complementAt(scan, known?.next ?? on, true);
  if (next === on) return null;
  const noun = scan.tokens[on];
  if (noun === undefined || noun.kind === 'mark' || noun.kind === 'number') return null;
  return { value: { words: wordsOf(scan, at, next), isNext: false }, next };
}

/** Past the words that belong to an event: complements, names; not verbs, not another date. */
function complementAt(scan: Scan, at: number, open = false): number {
  const { lex, tokens } = scan;
  let next = at;
  let linked = open;
  while (next < at + MOST) {
    const token = tokens[next];
    if (token === undefined || token.kind === 'opaque' || token.kind === 'date' || token.kind === 'numeric') break;
    if (token.kind === 'mark') {
      // Saint-Denis, and no pause.
      if (token.text !== '-' || !token.glued || !tokens[next + 1]?.glued) break;
      next++;
      continue;
    }
    const { text } = token;
    const isLink = lex.complement.has(text);
    if (isLink) {
      const date = momentAt(scan, next + 1);
      // "In June", "en 2021" are dates of their own; "the elections of November" tells which ones.
      if (date && !lex.attributive.has(text)) break;
      linked = true;
      if (date) next = date.next - 1;
    } else if (lex.determiners.has(text)) {
      // A determiner that no preposition leads to begins another phrase.
      if (!linked || (!lex.complement.has(wordAt(scan, next - 1)) && next > at)) break;
    } else if (lex.eventStops.has(text) || lex.openers.next.has(text)) break;
    else if (!linked && !token.capital && token.kind !== 'code' && !lex.eventTails.has(text)) break;
    next++;
  }
  while (
    next > at &&
    (lex.complement.has(wordAt(scan, next - 1)) || lex.determiners.has(wordAt(scan, next - 1)) || isMark(scan, next - 1, '-'))
  )
    next--;
  return next;
}

function wordsOf(scan: Scan, from: number, next: number): string {
  const first = scan.tokens[from];
  const last = scan.tokens[next - 1];
  return first && last ? scan.phrase.slice(first.start, last.end) : '';
}
