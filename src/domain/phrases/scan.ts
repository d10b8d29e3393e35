/** What every part of the grammar is handed: the tokens of a phrase and what they are read by. */
import type { Conventions } from '../conventions.js';
import type { Day } from '../time.js';
import type { Lexicon } from './lexicon.js';
import type { Token } from './tokens.js';

export interface Scan {
  phrase: string;
  tokens: readonly Token[];
  lex: Lexicon;
  saidOn: Day;
  rules: Conventions['rules'];
  jurisdiction: string | null;
}

/** What a part of the grammar found at a token, and the token after it. */
export interface Found<T> {
  value: T;
  next: number;
}

/** The folded word at `at`; empty for a number, a mark or the end. */
export function wordAt({ tokens }: Scan, at: number): string {
  const token = tokens[at];
  return token?.kind === 'word' ? token.text : '';
}

export function isMark({ tokens }: Scan, at: number, mark: string): boolean {
  const token = tokens[at];
  return token?.kind === 'mark' && token.text === mark;
}

/** Past the hyphen of a compound, as in mid-2023. */
export function skipHyphen(scan: Scan, at: number): number {
  return isMark(scan, at, '-') && scan.tokens[at + 1]?.glued ? at + 1 : at;
}

export function skipWords(scan: Scan, at: number, words: ReadonlySet<string>, most = 3): number {
  let next = at;
  while (next < at + most && words.has(wordAt(scan, next))) next++;
  return next;
}

export function saidYear({ saidOn }: Scan): number {
  return Number(saidOn.slice(0, 4));
}

export function saidMonth({ saidOn }: Scan): number {
  return Number(saidOn.slice(5, 7));
}
