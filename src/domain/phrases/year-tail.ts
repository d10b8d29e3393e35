/** The year that follows a month, a season, a quarter. */
import type { Relation } from './lexicon.js';
import { relativeUnit } from './now.js';
import { type Found, isMark, type Scan, skipWords, wordAt } from './scan.js';
import { softer, type Stretch } from './stretch.js';
import { longest, type Match } from './trie.js';
import { fullYear, namedYearAt, twoDigitsAt, yearNumberAt } from './years.js';

/** A unit of time. `strong`: a date wherever it stands; a bare year or month is one only where something says so. */
export interface Unit {
  stretch: Stretch;
  strong: boolean;
}

/** Fills in the year that follows it: "of 2021", "2021", ", 2021", "’21", "next year", "de l’année prochaine". */
export function withYearTail(scan: Scan, stretch: Stretch, at: number): Found<Unit> {
  const { lex, tokens } = scan;
  const comma = isMark(scan, at, ',') && lex.lang === 'en' ? at + 1 : at;
  const slash = isMark(scan, at, '/') || isMark(scan, at, '-') ? at + 1 : comma;
  const plain = yearNumberAt(scan, slash) ?? twoDigitsAt(scan, slash) ?? shortAfterDash(scan, stretch, at);
  if (plain) return dated(stretch, plain.value, plain.next);
  const linked = skipWords(scan, at, lex.links);
  const on = skipWords(scan, linked, lex.determiners, 1);
  const year = linked > at ? yearNumberAt(scan, on) : null;
  if (year) return dated(stretch, year.value, year.next);
  const named = namedYearAt(scan, on);
  if (named && named.value.grain === 'year' && (linked > at || tokens[at]?.kind === 'word' || tokens[at]?.kind === 'code')) {
    const { year: value, used } = named.value;
    return strong({ ...stretch, year: value, used: [...stretch.used, ...used] }, named.next);
  }
  const relative = relativeYearAt(scan, on);
  if (relative && relative.value.year !== null) {
    const { year: value, certainty, used } = relative.value;
    return strong(
      { ...stretch, year: value, certainty: softer(stretch.certainty, certainty), used: [...stretch.used, ...used] },
      relative.next,
    );
  }
  // "Of the year" says no more than nothing.
  if (linked > at && lex.units.get(wordAt(scan, on)) === 'year') return { value: { stretch, strong: true }, next: on + 1 };
  return { value: { stretch, strong: false }, next: at };
}

/** The stretch was made for this, so it is filled in as it is. */
function dated(stretch: Stretch, year: number, next: number): Found<Unit> {
  stretch.year = year;
  return strong(stretch, next);
}

/** Mar-21 is left alone; Q3-21 is meant. */
function shortAfterDash(scan: Scan, { grain }: Stretch, at: number): Found<number> | null {
  const token = scan.tokens[at + 1];
  const fits =
    (grain === 'quarter' || grain === 'half') &&
    (isMark(scan, at, '-') || isMark(scan, at, '/')) &&
    token?.kind === 'number' &&
    token.text.length === 2;
  return fits ? { value: fullYear(scan, token.value), next: at + 2 } : null;
}

/** Next year, the coming year, l’année prochaine, l’an prochain, cette année. */
function relativeYearAt(scan: Scan, at: number): Found<Stretch> | null {
  const { lex, tokens } = scan;
  const isYear = (i: number): boolean => lex.units.get(wordAt(scan, i)) === 'year';
  const before = longest(lex.relationsBefore, tokens, at);
  const after = before === undefined && isYear(at) ? longest(lex.relationsAfter, tokens, at + 1) : undefined;
  const relation = before ?? after;
  if (relation === undefined || (before && !isYear(before.next))) return null;
  const stretch = relativeUnit(scan, 'year', relation.value);
  return stretch && { value: stretch, next: after ? after.next : relation.next + 1 };
}

export function strong(stretch: Stretch, next: number): Found<Unit> {
  return { value: { stretch, strong: true }, next };
}

/** "March next", "mars prochain"; in "March next year" it belongs to the year. */
export function relationBehind({ lex, tokens }: Scan, at: number): Match<Relation> | undefined {
  const found = longest(lex.relationsAfter, tokens, at);
  return found && lex.units.get(tokens[found.next]?.text ?? '') === undefined ? found : undefined;
}
