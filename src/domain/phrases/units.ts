/** Stretches of time larger than a day: months, seasons, quarters, years, weeks, named or counted from the day it was said. */
import { followsEvent } from './coming.js';
import type { Relation } from './lexicon.js';
import { pickOf, relativeUnit, weekdayStretch } from './now.js';
import { type Found, isMark, type Scan, skipHyphen, skipWords, wordAt } from './scan.js';
import { stretchOf, writtenStretch, type Stretch, yearText } from './stretch.js';
import { longest } from './trie.js';
import { namedAt } from './named-units.js';
import { relationBehind, strong, type Unit, withYearTail } from './year-tail.js';
import { isoMonthAt, namedYearAt, schoolYear, spanOfYears, yearNumberAt, yearSpanAt } from './years.js';

export type { Unit } from './year-tail.js';

const PART_CODE = /^([qths])([1-4])$/;

/** `inPart`: after "the end of" a unit needs nothing more: the month, l’année. */
export function unitAt(scan: Scan, at: number, inPart = false): Found<Unit> | null {
  const token = scan.tokens[at];
  if (token === undefined) return null;
  switch (token.kind) {
    case 'decade':
      return strong(stretchOf('decade', token.value), at + 1);
    case 'code':
      return codeAt(scan, at) ?? weak(namedYearAt(scan, at));
    case 'number':
    case 'ordinal':
      return numberedAt(scan, at);
    case 'word': {
      // The last quarter of 2021, and not the one before this.
      const ordinal = ordinalAt(scan, at);
      if (ordinal?.value.strong) return ordinal;
      return (
        relativeAt(scan, at) ??
        monthAt(scan, at) ??
        seasonAt(scan, at) ??
        ordinal ??
        namedAt(scan, at, inPart) ??
        (inPart ? presentAt(scan, at) : null)
      );
    }
    default:
      return null;
  }
}

function weak(found: Found<Stretch> | null): Found<Unit> | null {
  return found && { value: { stretch: found.value, strong: false }, next: found.next };
}

/** Q3 2021, T3/2021, H1. */
function codeAt(scan: Scan, at: number): Found<Unit> | null {
  const [, letter, digit] = PART_CODE.exec(scan.tokens[at]?.text ?? '') ?? [];
  const n = Number(digit);
  if (letter === undefined || ((letter === 'h' || letter === 's') && n > 2)) return null;
  return withYearTail(scan, stretchOf(letter === 'q' || letter === 't' ? 'quarter' : 'half', null, n), at + 1);
}

/** A year, a span, 2021-06, 2021 Q3; 3e trimestre. */
function numberedAt(scan: Scan, at: number): Found<Unit> | null {
  const span = yearSpanAt(scan, at);
  const month = isoMonthAt(scan, at);
  if (span && !(month && span.value.last !== span.value.first + 1)) {
    const { first, last, short } = span.value;
    const named = longest(scan.lex.yearWords, scan.tokens, span.next);
    const year = named && named.value !== 'year' ? named : undefined;
    const stretch =
      year?.value === 'school' && last === first + 1 ? schoolYear(scan, first) : spanOfYears(scan, first, last, year !== undefined);
    return { value: { stretch, strong: short || year !== undefined }, next: year?.next ?? span.next };
  }
  if (month) return strong(month.value, month.next);
  const year = yearNumberAt(scan, at);
  if (!year) return ordinalAt(scan, at);
  const code = codeAt(scan, skipHyphen(scan, year.next));
  if (code && code.value.stretch.year === null) return strong({ ...code.value.stretch, year: year.value }, code.next);
  return weak({ value: stretchOf('year', year.value), next: year.next });
}

function monthAt(scan: Scan, at: number): Found<Unit> | null {
  const { lex, tokens } = scan;
  const announced = longest(lex.monthWords, tokens, at);
  const on = announced?.next ?? at;
  const n = lex.months.get(wordAt(scan, on));
  if (n === undefined) return null;
  const dotted =
    isMark(scan, on + 1, '.') && tokens[on + 1]?.glued && wordAt(scan, on).length <= 5 && tokens[on + 2] !== undefined ? on + 2 : on + 1;
  const after = relationBehind(scan, dotted);
  if (after && after.value !== 'coming') return strong({ ...stretchOf('month', null, n), pick: pickOf(after.value) }, after.next);
  const found = withYearTail(scan, stretchOf('month', null, n), dotted);
  if (found.value.stretch.year !== null) return found;
  // In French "sept" is seven, and a month only with its full stop, a day or a year.
  if (lex.lang === 'fr' && lex.doubtfulMonths.has(wordAt(scan, on)) && dotted === on + 1) return null;
  return { ...found, next: on + 1 };
}

function seasonAt(scan: Scan, at: number): Found<Unit> | null {
  const { lex } = scan;
  const n = lex.seasons.get(wordAt(scan, at));
  if (n === undefined) return null;
  const stretch: Stretch = stretchOf('season', null, n);
  const after = relationBehind(scan, at + 1);
  if (after && after.value !== 'coming') return strong({ ...stretch, pick: pickOf(after.value) }, after.next);
  // A winter is often said with both of its years.
  const on = skipWords(scan, at + 1, lex.links, 2);
  const span = yearSpanAt(scan, on);
  if (span && span.value.last === span.value.first + 1) return strong({ ...stretch, year: span.value.first }, span.next);
  const found = withYearTail(scan, stretch, at + 1);
  return lex.doubtfulSeasons.has(wordAt(scan, at)) && !isSeason(scan, at, found) ? null : found;
}

/** "À l’été", "cet été", "été 2021", not "a été"; "in the fall", "fall 2021", not "will fall in 2021". */
function isSeason(scan: Scan, at: number, { value, next }: Found<Unit>): boolean {
  const { lex, tokens } = scan;
  const before = wordAt(scan, at - 1);
  const adjacent = value.stretch.year !== null && (next === at + 2 || wordAt(scan, at + 1) === 'of' || wordAt(scan, at + 1) === 'de');
  if (lex.lang === 'fr')
    return (
      /^(l|cet|d|mi|en|chaque)$/.test(before) ||
      (at === 0 && adjacent) ||
      (adjacent && before !== 'a' && !lex.perfect.has(before)) ||
      tokens.length === 1
    );
  return (
    adjacent ||
    at === 0 ||
    lex.determiners.has(before) ||
    lex.openers.next.has(before) ||
    lex.parts.next.has(before) ||
    lex.relationsBefore.next.has(before) ||
    isMark(scan, at - 1, '-')
  );
}

/** The third quarter, premier semestre, the first half of June, la deuxième quinzaine de mars, the first week of May. */
function ordinalAt(scan: Scan, at: number): Found<Unit> | null {
  const { lex, tokens } = scan;
  const token = tokens[at];
  const n = token?.kind === 'ordinal' ? token.value : lex.ordinals.get(wordAt(scan, at));
  if (n === undefined) return null;
  const on = skipHyphen(scan, at + 1);
  const unit = lex.units.get(wordAt(scan, on));
  const next = on + 1;
  if (unit === 'quarter' && n <= 4) return withYearTail(scan, stretchOf('quarter', null, n < 0 ? 4 : n), next);
  const half = unit === 'half' ? n : lex.halvesOfMonth.has(wordAt(scan, on)) ? n : 0;
  if (half !== 0 && half <= 2) return halfAt(scan, half < 0 ? 2 : half, unit === 'half', next);
  if (unit === 'week' && n <= 5) return weekOfMonthAt(scan, n, next);
  return null;
}

/** Half of a year, a month, a decade or a century. */
function halfAt(scan: Scan, n: number, ofYears: boolean, at: number): Found<Unit> | null {
  const inner = innerAt(scan, at);
  const of = inner?.value.stretch;
  if (inner && of?.grain === 'month')
    return { value: { ...inner.value, stretch: { ...of, days: n === 1 ? [1, 15] : [16, 31] } }, next: inner.next };
  if (of && (of.grain === 'decade' || of.grain === 'century') && of.year !== null) {
    const years = of.grain === 'decade' ? 5 : 50;
    const first = of.year + (n - 1) * years;
    return strong(writtenStretch('span', `${yearText(first)}/${yearText(first + years - 1)}`, 'exact', []), inner?.next ?? at);
  }
  return ofYears ? withYearTail(scan, stretchOf('half', null, n), at) : null;
}

/** The days 1–7, 8–14 and so on of a month; the last week is its last seven days. */
function weekOfMonthAt(scan: Scan, n: number, at: number): Found<Unit> | null {
  const inner = innerAt(scan, at);
  if (inner?.value.stretch.grain !== 'month') return null;
  return strong({ ...inner.value.stretch, days: n < 0 ? [-7, -1] : [(n - 1) * 7 + 1, n * 7] }, inner.next);
}

/** What comes after "of": a unit by itself, or one that needs no more. */
function innerAt(scan: Scan, at: number): Found<Unit> | null {
  const on = skipWords(scan, at, scan.lex.links);
  return on === at ? null : unitAt(scan, skipWords(scan, on, scan.lex.determiners), true);
}

/** Next year, ce trimestre, the current fiscal year, lundi prochain, cet été. */
function relativeAt(scan: Scan, at: number): Found<Unit> | null {
  const { lex, tokens } = scan;
  const before = longest(lex.relationsBefore, tokens, at);
  if (before) {
    const on = skipHyphen(scan, before.next);
    const article = wordAt(scan, at - 1) === 'the' && before.value === 'next';
    const found = related(scan, article ? 'coming' : before.value, on);
    // "This year’s budget" is no date; neither is "this May be".
    if (found && !(wordAt(scan, found.next) === 's' && tokens[found.next]?.glued)) return found;
    return null;
  }
  const unit = lex.units.get(wordAt(scan, at));
  if (unit === undefined) return null;
  const after = longest(lex.relationsAfter, tokens, skipHyphen(scan, at + 1));
  const stretch = after && !followsEvent(scan, after.next - 1) && relativeUnit(scan, unit, after.value);
  return after && stretch ? strong(stretch, after.next) : null;
}

/** After "the end of" or "within" a unit needs no more: the month, l’année. */
export function presentAt(scan: Scan, at: number): Found<Unit> | null {
  const unit = scan.lex.units.get(wordAt(scan, at));
  const stretch = unit === undefined ? null : relativeUnit(scan, unit, null);
  return stretch && strong(stretch, at + 1);
}

/** A unit, season, month or weekday after next, this or last. */
function related(scan: Scan, relation: Relation, at: number): Found<Unit> | null {
  const { lex, tokens } = scan;
  const named = longest(lex.yearWords, tokens, at);
  const unit = named && named.value !== 'year' ? named.value : lex.units.get(wordAt(scan, at));
  if (unit !== undefined) {
    const next = named && named.value !== 'year' ? named.next : at + 1;
    // "The coming weeks" are no week.
    const stretch = isPlural(scan, at) ? null : relativeUnit(scan, unit, relation);
    if (stretch === null) return null;
    // "Ce mois-ci", "cette année-là".
    const tail = wordAt(scan, skipHyphen(scan, next)) === 'ci' ? skipHyphen(scan, next) + 1 : next;
    return strong(stretch, tail);
  }
  const word = wordAt(scan, at);
  const season = lex.seasons.get(word);
  if (season !== undefined) return relatedWithYear(scan, { ...stretchOf('season', null, season), pick: pickOf(relation) }, at + 1);
  const month = lex.months.get(word);
  const doubtful = lex.doubtfulMonths.has(word) && !tokens[at]?.capital;
  if (month !== undefined && !doubtful)
    return relatedWithYear(scan, { ...stretchOf('month', null, month), pick: pickOf(relation) }, at + 1);
  const weekday = lex.weekdays.get(word);
  return weekday === undefined ? null : strong(weekdayStretch(scan, weekday, relation), at + 1);
}

function isPlural(scan: Scan, at: number): boolean {
  const word = wordAt(scan, at);
  return word.endsWith('s') && word !== 'mois';
}

function relatedWithYear(scan: Scan, stretch: Stretch, at: number): Found<Unit> {
  const tailed = withYearTail(scan, stretch, at);
  return { value: { ...tailed.value, strong: true }, next: tailed.next };
}
