/** One time expression whole: a date, a part of one ("the end of March"), a range, a list. Its years are still open. */
import { daysAt, type Joined, joinAt } from './days.js';
import type { Part } from './lexicon.js';
import { weekOf } from './now.js';
import { type Found, type Scan, skipHyphen, skipWords, wordAt } from './scan.js';
import { boundsOf, type Grain, type Stretch, stretchOf, withYear, writtenStretch } from './stretch.js';
import { longest } from './trie.js';
import { type Unit, unitAt } from './units.js';
import { withYearTail } from './year-tail.js';

export interface Moment {
  stretches: Stretch[];
  joined: Joined;
  /** Another reading of the same words. */
  otherwise: Stretch | null;
  /** A date wherever it stands; a bare year or month is one only where something says so. */
  strong: boolean;
}

/** `between`: "and" joins the two ends of a range; `from`: an end is expected. */
export function momentAt(scan: Scan, at: number, range: 'between' | 'from' | null = null): Found<Moment> | null {
  const first = singleAt(scan, at);
  if (first === null) return null;
  const found = further(scan, first, range);
  return range === 'between' && found.value.joined !== 'range' ? null : found;
}

function further(scan: Scan, first: Found<Moment>, range: 'between' | 'from' | null): Found<Moment> {
  const { value } = first;
  // "Between 1 and 3 June" was read as two days of June.
  if (value.stretches.length > 1)
    return range === 'between' && value.joined === 'list' ? { ...first, value: { ...value, joined: 'range' } } : first;
  const join = joinAt(scan, first.next);
  const second = join && secondAt(scan, join.next);
  if (!join || !second) return first;
  const joined = range === 'between' && join.value === 'list' ? 'range' : join.value;
  if (!belongTogether(value, second.value, joined, range !== null)) return first;
  const both = {
    ...value,
    stretches: [...value.stretches, ...second.value.stretches],
    joined,
    strong: value.strong || second.value.strong,
  };
  const found = { value: both, next: second.next };
  return joined === 'range' ? found : lists(scan, found);
}

/** The second date of several. A month that is another word as well needs its capital or its year here. */
function secondAt(scan: Scan, at: number): Found<Moment> | null {
  const on = skipWords(scan, at, scan.lex.determiners, 2);
  const found = singleAt(scan, on);
  const doubtful = scan.lex.doubtfulMonths.has(wordAt(scan, on)) && !scan.tokens[on]?.capital && !found?.value.strong;
  return found === null || found.value.stretches.length > 1 || doubtful ? null : found;
}

/** 2021, 2022 and 2025: whatever more dates of the same grain follow. */
function lists(scan: Scan, { value, next }: Found<Moment>): Found<Moment> {
  const stretches = [...value.stretches];
  let { joined } = value;
  let end = next;
  for (;;) {
    const join = joinAt(scan, end);
    const further = join && join.value !== 'range' ? secondAt(scan, join.next) : null;
    const [last] = stretches.slice(-1);
    if (!join || !further || !last || !belongTogether({ ...value, stretches: [last] }, further.value, 'list', false))
      return { value: { ...value, stretches, joined }, next: end };
    stretches.push(...further.value.stretches);
    if (join.value === 'or') joined = 'or';
    end = further.next;
  }
}

const LISTED: readonly Grain[] = ['day', 'month', 'season', 'quarter', 'half', 'year'];

/** Whether two dates make one expression: of one grain, or the ends of a range that says it is one. */
function belongTogether(a: Moment, b: Moment, joined: Joined, announced: boolean): boolean {
  const [first] = a.stretches;
  const [second] = b.stretches;
  if (first === undefined || second === undefined) return false;
  const same = first.grain === second.grain;
  if (joined === 'range') return same || announced || (isCoarse(first) && isCoarse(second) && (a.strong || b.strong));
  return same && LISTED.includes(first.grain) && (first.grain !== 'day' || (a.strong && b.strong));
}

function isCoarse({ grain }: Stretch): boolean {
  return grain !== 'day' && grain !== 'week';
}

/** A date or unit by itself, perhaps a part of it. */
function singleAt(scan: Scan, at: number): Found<Moment> | null {
  const { lex, tokens } = scan;
  const on = skipWords(scan, at, lex.determiners, 2);
  const part = longest(lex.parts, tokens, on) ?? longest(lex.parts, tokens, at);
  if (part) {
    const inner = partedAt(scan, part.next, part.value);
    if (inner) return inner;
  }
  const yearEnd = yearEndAt(scan, on);
  if (yearEnd) return yearEnd;
  const days = daysAt(scan, on);
  if (days) return { value: { ...days.value }, next: days.next };
  const ofDay = weekOfDay(scan, on);
  if (ofDay) return ofDay;
  const unit = unitAt(scan, on);
  return unit && { value: { stretches: [unit.value.stretch], joined: 'one', otherwise: null, strong: unit.value.strong }, next: unit.next };
}

/** What a part is part of: "mid" March, "the end of" the year. */
function partedAt(scan: Scan, at: number, part: Part): Found<Moment> | null {
  const { lex } = scan;
  const hyphen = skipHyphen(scan, at);
  const linked = skipWords(scan, hyphen, lex.links);
  const on = skipWords(scan, linked, lex.determiners, 2);
  const found = unitAt(scan, on, true);
  // The end of today is today.
  if (found === null) return part === 'end' ? oneDayAt(scan, on) : null;
  const { stretch } = found.value;
  if (stretch.part !== null) return null;
  if (part === 'rest') return restOf(scan, found);
  // "End 2021" without "of" is a date only where something says so; so is "mid" of nothing.
  const strong = found.value.strong || part !== 'end' || linked > hyphen || scan.lex.lang === 'fr';
  return { value: { stretches: [{ ...stretch, part }], joined: 'one', otherwise: null, strong }, next: found.next };
}

/** The rest of the year, from the day it was said. */
function restOf({ saidOn, rules }: Scan, { value, next }: Found<Unit>): Found<Moment> | null {
  const dated = withYear(value.stretch, saidOn, 'none', rules);
  const bounds = dated && boundsOf(dated, 'none', rules);
  if (!dated || !bounds || bounds.latest < saidOn) return null;
  const stretch = writtenStretch(
    'span',
    `${bounds.earliest > saidOn ? bounds.earliest : saidOn}/${bounds.latest}`,
    dated.certainty,
    dated.used,
  );
  return { value: { stretches: [stretch], joined: 'one', otherwise: null, strong: true }, next };
}

function oneDayAt(scan: Scan, at: number): Found<Moment> | null {
  const days = daysAt(scan, at);
  return days?.value.joined === 'one' ? days : null;
}

/** Year-end, at the year’s end 2021. */
function yearEndAt(scan: Scan, at: number): Found<Moment> | null {
  const found = longest(scan.lex.yearEnd, scan.tokens, at);
  if (!found) return null;
  const year = withYearTail(scan, { ...stretchOf('year', null), part: 'end' }, found.next);
  return { value: { stretches: [year.value.stretch], joined: 'one', otherwise: null, strong: year.value.strong }, next: year.next };
}

/** The week of 3 May. */
function weekOfDay(scan: Scan, at: number): Found<Moment> | null {
  const week = longest(scan.lex.weekOf, scan.tokens, at);
  if (!week) return null;
  const day = daysAt(scan, skipWords(scan, week.next, scan.lex.determiners, 1));
  const [first] = day?.value.stretches ?? [];
  if (!day || first === undefined || day.value.joined !== 'one') return null;
  const dated = withYear(first, scan.saidOn, 'none', scan.rules);
  const bounds = dated && boundsOf(dated, 'none', scan.rules);
  if (!dated || !bounds) return null;
  const stretch = { ...weekOf(scan, bounds.earliest), used: [...dated.used, ...weekOf(scan, bounds.earliest).used] };
  return { value: { stretches: [stretch], joined: 'one', otherwise: null, strong: true }, next: day.next };
}
