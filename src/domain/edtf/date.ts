import { daysInMonth } from '../time.js';
import { type CivilDay, type YearPart, monthEnd, monthStart, partEnd, partStart, yearPart } from './calendar.js';
import type { Cursor } from './cursor.js';
import { type Significance, scanLongYear, scanSignificance } from './long-year.js';
import { type YearDigits, firstDay, firstYear, hasX, lastDay, lastYear, monthsFitting } from './unspecified.js';

export type Level = 0 | 1 | 2;

/** From fine to coarse. Seasons are the codes 21–32, quarters 33–36, thirds 37–39, halves 40–41. */
export const PRECISIONS = ['day', 'month', 'season', 'quarter', 'third', 'half', 'year', 'decade', 'century', 'coarser'] as const;
/** How finely a date is known: the finest component before the first unspecified digit (`2004-06-1X` is a month). */
export type Precision = (typeof PRECISIONS)[number];

/** What `?`, `~` and `%` say of a component, as bits. */
export type Mark = number;
export const UNCERTAIN = 1;
export const APPROXIMATE = 2;

/** One date of any level, as scanned. Components keep their digits, so that unspecified ones can be told. */
export interface EdtfDate {
  /** Where it begins in the text. */
  position: number;
  level: Level;
  precision: Precision;
  earliest: CivilDay;
  latest: CivilDay;
  /** Whether there is an `X` in it. */
  unspecified: boolean;
  /** Digits where the year has four, a number where it is longer. */
  year: YearDigits | number;
  significance: Significance | null;
  month: string | null;
  part: YearPart | null;
  day: string | null;
  /** Time of day as written, with its offset. */
  time: string | null;
  yearMark: Mark;
  monthMark: Mark;
  dayMark: Mark;
}

const A_YEAR = 'a year of four digits (X for an unknown one; a longer year begins with Y)';
const A_MONTH = 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)';
const ONLY_A_MONTH = 'a month from 01 to 12 (a season or another part of the year has no days)';

/** One date, from the year to the day; what may follow it is the caller's affair. */
export function scanDate(c: Cursor): EdtfDate {
  const date = blank(c.at);
  date.yearMark = ownMark(c, date);
  if (c.accept('Y')) {
    const { year, exponential } = scanLongYear(c);
    raise(date, exponential ? 2 : 1);
    finishYear(c, date, year);
    return date;
  }
  const year = scanYear(c, date);
  if (c.code === 83 && !hasX(year.digits)) {
    finishYear(c, date, year);
    return date;
  }
  date.yearMark |= groupMark(c, date);
  if (!c.accept('-')) {
    setYear(date, year);
    return date;
  }
  date.monthMark = ownMark(c, date);
  const monthAt = c.at;
  const month = scanMonth(c, date);
  const mark = groupMark(c, date);
  date.yearMark |= mark;
  date.monthMark |= mark;
  if (c.accept('-')) {
    // Refused at the month: a day written in the month's place is the likelier slip.
    if (date.part) c.refuse(ONLY_A_MONTH, monthAt);
    scanDay(c, date, year, month);
  } else if (date.part) setPart(date, year, date.part);
  else setMonth(date, year, month);
  return date;
}

const NO_DAY: CivilDay = { year: 0, month: 1, day: 1 };

function blank(position: number): EdtfDate {
  return {
    position,
    level: 0,
    precision: 'year',
    earliest: NO_DAY,
    latest: NO_DAY,
    unspecified: false,
    year: 0,
    significance: null,
    month: null,
    part: null,
    day: null,
    time: null,
    yearMark: 0,
    monthMark: 0,
    dayMark: 0,
  };
}

function scanYear(c: Cursor, date: EdtfDate): YearDigits {
  const negative = c.accept('-');
  const digits = c.digitsOrX(4, A_YEAR);
  if (negative) raise(date, 1);
  if (negative && digits === '0000') c.refuse('a year other than 0 after the minus sign (the year 0 is 0000)', c.at - 4);
  const year = { digits, negative };
  date.year = year;
  date.unspecified = hasX(digits);
  return year;
}

function scanMonth(c: Cursor, date: EdtfDate): string {
  const from = c.at;
  const month = c.digitsOrX(2, A_MONTH);
  if (hasX(month)) {
    date.unspecified = true;
    if (monthsFitting(month).length === 0) c.refuse(A_MONTH, from);
  } else if (month < '01' || month > '12') {
    date.part = yearPart(Number(month)) ?? c.refuse(A_MONTH, from);
    return month;
  }
  date.month = month;
  return month;
}

function scanDay(c: Cursor, date: EdtfDate, year: YearDigits, month: string): void {
  date.dayMark = ownMark(c, date);
  const from = c.at;
  const day = c.digitsOrX(2, 'a day of two digits');
  date.day = day;
  date.unspecified ||= hasX(day);
  if (!setDay(date, year, month, day)) c.refuse(daysOf(year, month), from);
  const mark = groupMark(c, date);
  date.yearMark |= mark;
  date.monthMark |= mark;
  date.dayMark |= mark;
}

/** `Y` years and years with `S`: nothing but a mark can follow. */
function finishYear(c: Cursor, date: EdtfDate, year: YearDigits | number): void {
  const value = typeof year === 'number' ? year : firstYear(year);
  const significance = scanSignificance(c, value);
  if (significance) raise(date, 2);
  const { first, last } = significance ?? { first: value, last: value };
  date.year = year;
  date.significance = significance;
  date.precision = yearsPrecision(last - first + 1);
  date.earliest = monthStart(first, 1);
  date.latest = monthEnd(last, 12);
  date.yearMark |= groupMark(c, date);
}

function setYear(date: EdtfDate, year: YearDigits): void {
  // Level 1 has one or two unspecified digits from the right, and only where the year stands alone.
  if (date.unspecified) raise(date, /^\d\d[\dX]X$/.test(year.digits) ? 1 : 2);
  date.precision = digitsPrecision(year.digits);
  date.earliest = monthStart(firstYear(year), 1);
  date.latest = monthEnd(lastYear(year), 12);
}

function setPart(date: EdtfDate, year: YearDigits, part: YearPart): void {
  raise(date, part.name !== 'season' || part.hemisphere || date.unspecified ? 2 : 1);
  date.precision = date.unspecified ? digitsPrecision(year.digits) : part.name;
  date.earliest = partStart(firstYear(year), part);
  date.latest = partEnd(lastYear(year), part);
}

function setMonth(date: EdtfDate, year: YearDigits, month: string): void {
  if (!date.unspecified) {
    date.precision = 'month';
    date.earliest = monthStart(firstYear(year), Number(month));
    date.latest = monthEnd(date.earliest.year, date.earliest.month);
    return;
  }
  raise(date, !hasX(year.digits) && month === 'XX' ? 1 : 2);
  const months = monthsFitting(month);
  date.precision = digitsPrecision(year.digits);
  date.earliest = monthStart(firstYear(year), months[0] ?? 1);
  date.latest = monthEnd(lastYear(year), months.at(-1) ?? 12);
}

/** False when no day has these digits. */
function setDay(date: EdtfDate, year: YearDigits, month: string, day: string): boolean {
  if (!date.unspecified) {
    const exact = { year: firstYear(year), month: Number(month), day: Number(day) };
    date.precision = 'day';
    date.earliest = exact;
    date.latest = exact;
    return exact.day >= 1 && exact.day <= daysInMonth(exact.year, exact.month);
  }
  const earliest = firstDay(year, month, day);
  const latest = lastDay(year, month, day);
  if (!earliest || !latest) return false;
  raise(date, !hasX(year.digits) && (month === 'XX' || !hasX(month)) && day === 'XX' ? 1 : 2);
  date.precision = hasX(year.digits) || hasX(month) ? digitsPrecision(year.digits) : 'month';
  date.earliest = earliest;
  date.latest = latest;
  return true;
}

/** What days there are, for the refusal of one that is not. */
function daysOf(year: YearDigits, month: string): string {
  if (hasX(year.digits) || hasX(month)) return 'a day that some month of these digits has';
  return `a day from 01 to ${daysInMonth(firstYear(year), Number(month))}`;
}

function digitsPrecision(year: string): Precision {
  const at = year.indexOf('X');
  return at < 0 ? 'year' : yearsPrecision(10 ** (4 - at));
}

function yearsPrecision(years: number): Precision {
  return years === 1 ? 'year' : years === 10 ? 'decade' : years === 100 ? 'century' : 'coarser';
}

function raise(date: EdtfDate, level: Level): void {
  if (date.level < level) date.level = level;
}

/** A mark before a component is about that one only: level 2. */
function ownMark(c: Cursor, date: EdtfDate): Mark {
  const mark = scanMark(c);
  if (mark) raise(date, 2);
  return mark;
}

/** A mark after a component is about it and all before it: level 1 at the end of the date, level 2 within. */
function groupMark(c: Cursor, date: EdtfDate): Mark {
  const mark = scanMark(c);
  if (mark) raise(date, c.code === 45 ? 2 : 1);
  return mark;
}

function scanMark(c: Cursor): Mark {
  const mark = c.code === 63 ? UNCERTAIN : c.code === 126 ? APPROXIMATE : c.code === 37 ? UNCERTAIN | APPROXIMATE : 0;
  if (mark) c.at++;
  return mark;
}
