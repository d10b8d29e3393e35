import type { Lexicon } from './lexicon.js';
import type { Token } from './tokens.js';

interface Starters {
  /** The words that a deadline can begin with. */
  all: ReadonlySet<string>;
  /** Those that the time itself can begin with, past its determiners. */
  time: ReadonlySet<string>;
}

const known = new Map<Lexicon, Starters>();

/** Most words of a text cannot begin a deadline, and most that can are behind a preposition for nothing: both are told by one look. */
export function canBegin(lex: Lexicon, token: Token | undefined, what: keyof Starters): boolean {
  if (token === undefined || token.kind === 'mark') return false;
  return token.kind !== 'word' ? token.kind !== 'opaque' : startersOf(lex)[what].has(token.text);
}

function startersOf(lex: Lexicon): Starters {
  let starters = known.get(lex);
  if (starters === undefined) {
    const { parts, yearEnd, days, feasts, yearWords, weekOf, monthWords, relationsBefore, comingBefore, few, some } = lex;
    const timeTries = [parts, yearEnd, days, feasts, yearWords, weekOf, monthWords, relationsBefore, comingBefore, few, some];
    const maps = [lex.months, lex.weekdays, lex.seasons, lex.ordinals, lex.units, lex.cardinals, lex.tens];
    const time = new Set([
      ...timeTries.flatMap((trie) => [...trie.next.keys()]),
      ...maps.flatMap((map) => [...map.keys()]),
      ...['half', 'hundred', 'cent', 'rentree', 'new'],
    ]);
    const tries = [lex.openers, lex.undated, lex.doubts, lex.recurrences];
    const all = new Set([...time, ...tries.flatMap((trie) => [...trie.next.keys()]), 'once', 'twice', 'thrice']);
    // A date with its article is found at the date.
    for (const words of [all, time]) words.delete('the');
    starters = { all, time };
    known.set(lex, starters);
  }
  return starters;
}
