/** Days of the calendar in words and digits, one or several: "les 1er, 2 et 15 décembre", "December 1–2, 2020", "31/12/2021". */
import type { ConventionId } from '../conventions.js';
import { shiftDays } from '../shift.js';
import { daysInMonth } from '../time.js';
import { dayStretch, pickOf, relativeUnit, weekdayStretch } from './now.js';
import { type Found, isMark, type Scan, skipHyphen, skipWords, wordAt } from './scan.js';
import { stretchOf, type Stretch } from './stretch.js';
import { longest } from './trie.js';
import { relationBehind, withYearTail } from './year-tail.js';
import { fullYear } from './years.js';

/** How several dates belong together. */
export type Joined = 'one' | 'range' | 'list' | 'or';

export interface Days {
  stretches: Stretch[];
  joined: Joined;
  /** The other way round of reading 03/04/2021. */
  otherwise: Stretch | null;
  strong: boolean;
}

export function daysAt(scan: Scan, at: number): Found<Days> | null {
  const { lex, tokens } = scan;
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'date' || token.kind === 'numeric') return inDigits(scan, at);
  const weekday = lex.weekdays.get(wordAt(scan, at));
  if (weekday !== undefined) return onWeekday(scan, at, weekday);
  const named = longest(lex.days, tokens, at);
  if (named && wordAt(scan, skipHyphen(scan, named.next)) !== 'la') {
    // Today and yesterday are no dates for a promise unless something says so.
    const day = dayStretch(shiftDays(scan.saidOn, named.value), []);
    return one(day, named.value > 0, named.next);
  }
  return dayFirst(scan, at) ?? monthFirst(scan, at);
}

function one(stretch: Stretch, strong: boolean, next: number): Found<Days> {
  return { value: { stretches: [stretch], joined: 'one', otherwise: null, strong }, next };
}

function inDigits(scan: Scan, at: number): Found<Days> | null {
  const token = scan.tokens[at];
  return token?.kind === 'date' ? isoDay(token.text, at) : token?.kind === 'numeric' ? numericAt(scan, at) : null;
}

function isoDay(text: string, at: number): Found<Days> | null {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return day >= 1 && day <= daysInMonth(year, month) ? one(dayStretch(text, []), true, at + 1) : null;
}

/** 31/12/2021, 12/31/2021, 03/04/2021 in either order, 31.12.2021, 31/12. */
function numericAt(scan: Scan, at: number): Found<Days> | null {
  const token = scan.tokens[at];
  const [first, second, year] = token?.parts ?? [0, 0, null];
  const full = year === null ? null : year < 100 ? fullYear(scan, year) : year;
  const used: ConventionId[] = year !== null && year < 100 ? ['two-digit-year'] : [];
  const date = (day: number, month: number, more: readonly ConventionId[]): Stretch | null =>
    day >= 1 && day <= daysInMonth(full ?? 2000, month) ? { ...stretchOf('day', full, month, day), used: [...used, ...more] } : null;
  const open = first <= 12 && second <= 12 && first !== second && token?.text !== '.';
  const dayFirst = date(first, second, open ? ['numeric-date'] : []);
  const monthFirst = date(second, first, open ? ['numeric-date'] : []);
  const preferred = open && scan.rules['numeric-date'].value === 'month_first' ? monthFirst : (dayFirst ?? monthFirst);
  if (preferred === null || (token?.text === '.' && dayFirst === null)) return null;
  const other = preferred === dayFirst ? monthFirst : dayFirst;
  const found = one(preferred, full !== null, at + 1);
  return { ...found, value: { ...found.value, otherwise: open && scan.lex.numericDatesAreAmbiguous ? other : null } };
}

/** Monday 30 November, Monday, November 30, lundi prochain, Monday. */
function onWeekday(scan: Scan, at: number, weekday: number): Found<Days> | null {
  const { lex, tokens } = scan;
  const comma = isMark(scan, at + 1, ',') ? at + 2 : at + 1;
  const on = skipWords(scan, comma, lex.determiners, 1);
  const date = inDigits(scan, on) ?? dayFirst(scan, on) ?? monthFirst(scan, on);
  const [first] = date?.value.stretches ?? [];
  if (date && first) {
    first.weekday = weekday;
    return date;
  }
  const after = longest(lex.relationsAfter, tokens, at + 1);
  if (after) return one(weekdayStretch(scan, weekday, after.value), true, after.next);
  return one(weekdayStretch(scan, weekday, null), false, at + 1);
}

interface DayNumbers {
  days: number[];
  joined: Joined;
}

function dayFirst(scan: Scan, at: number): Found<Days> | null {
  const numbers = dayNumbers(scan, at);
  if (numbers === null) return null;
  const month = monthOfDays(scan, numbers.next);
  return month && { value: datesOf(numbers.value, month.value.stretch), next: month.next };
}

function monthFirst(scan: Scan, at: number): Found<Days> | null {
  const { lex } = scan;
  const n = lex.lang === 'en' ? lex.months.get(wordAt(scan, at)) : undefined;
  if (n === undefined) return null;
  const dotted = isMark(scan, at + 1, '.') ? at + 2 : at + 1;
  const numbers = dayNumbers(scan, skipWords(scan, dotted, lex.determiners, 1));
  if (numbers === null) return null;
  const year = withYearTail(scan, stretchOf('month', null, n), numbers.next);
  return { value: datesOf(numbers.value, year.value.stretch), next: year.next };
}

/** One day of the month or several, before or after the month they are of. */
function dayNumbers(scan: Scan, at: number): Found<DayNumbers> | null {
  const { lex } = scan;
  const days: number[] = [];
  let joined: Joined = 'one';
  let next = at;
  for (let on = at; ;) {
    const day = dayNumber(scan, on);
    if (day === null) break;
    days.push(day);
    next = on + 1;
    const join = joinAt(scan, next);
    if (join === null) break;
    if (join.value !== 'list' || joined === 'one') joined = join.value;
    // "30 November to 2 December" is for whoever joins whole dates; here only days of one month.
    on = skipWords(scan, join.next, lex.determiners, 1);
    if (lex.weekdays.has(wordAt(scan, on))) on++;
  }
  if (days.length === 0) return null;
  if (days.length === 1) joined = 'one';
  return { value: { days, joined }, next };
}

function dayNumber(scan: Scan, at: number): number | null {
  const token = scan.tokens[at];
  if (token === undefined) return null;
  // In June ’25 it is the year.
  if (token.kind === 'number' && /(^|\s)['’]$/.test(scan.phrase.slice(Math.max(0, token.start - 2), token.start))) return null;
  if (token.kind === 'number' || token.kind === 'ordinal')
    return token.text.length <= 2 && token.value >= 1 && token.value <= 31 ? token.value : null;
  const ordinal = token.kind === 'word' ? scan.lex.ordinals.get(token.text) : undefined;
  return ordinal !== undefined && ordinal > 0 ? ordinal : null;
}

/** What joins this date to the next: a comma, and, or, a dash, to. */
export function joinAt(scan: Scan, at: number): Found<Joined> | null {
  const { lex } = scan;
  const comma = isMark(scan, at, ',');
  const on = comma ? at + 1 : at;
  const word = wordAt(scan, on);
  if (lex.and.has(word)) return { value: 'list', next: on + 1 };
  if (lex.or.has(word)) return { value: 'or', next: on + 1 };
  if (comma) return { value: 'list', next: on };
  if (isMark(scan, at, '-')) return { value: 'range', next: at + 1 };
  if (!lex.to.has(word)) return null;
  // Jusqu’en, jusqu’à; through to.
  const more =
    word === 'jusqu' && /^(en|a|au|aux)$/.test(wordAt(scan, at + 1)) ? 1 : word === 'through' && wordAt(scan, at + 1) === 'to' ? 1 : 0;
  return { value: 'range', next: at + 1 + more };
}

/** The month behind day numbers: "December 2020", "of December", "du mois prochain". */
function monthOfDays(scan: Scan, at: number): Found<{ stretch: Stretch }> | null {
  const { lex, tokens } = scan;
  const linked = skipWords(scan, at, lex.links, 2);
  const announced = longest(lex.monthWords, tokens, linked);
  const on = announced?.next ?? linked;
  const n = lex.months.get(wordAt(scan, on));
  if (n !== undefined) {
    const dotted = isMark(scan, on + 1, '.') && tokens[on + 1]?.glued && tokens[on + 2] ? on + 2 : on + 1;
    const relation = relationBehind(scan, dotted);
    if (relation && relation.value !== 'coming')
      return { value: { stretch: { ...stretchOf('month', null, n), pick: pickOf(relation.value) } }, next: relation.next };
    const tail = withYearTail(scan, stretchOf('month', null, n), dotted);
    return tail.value.stretch.year === null ? { value: tail.value, next: tail.value.strong ? tail.next : on + 1 } : tail;
  }
  if (linked === at) return null;
  const before = longest(lex.relationsBefore, tokens, linked);
  const unitAt = before?.next ?? linked;
  if (lex.units.get(wordAt(scan, unitAt)) !== 'month') return null;
  const after = before === undefined ? longest(lex.relationsAfter, tokens, unitAt + 1) : undefined;
  const relation = before ?? after;
  const stretch = relation && relativeUnit(scan, 'month', relation.value);
  return stretch ? { value: { stretch }, next: after?.next ?? unitAt + 1 } : null;
}

function datesOf({ days, joined }: DayNumbers, month: Stretch): Days {
  const stretches = days.map((day): Stretch => ({ ...month, grain: 'day', day, days: null }));
  return { stretches, joined, otherwise: null, strong: true };
}
