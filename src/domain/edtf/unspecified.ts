import { daysInMonth } from '../time.js';
import { X } from './cursor.js';
import type { CivilDay } from './calendar.js';

/** A year of four digits, some of them perhaps `X`. */
export interface YearDigits {
  digits: string;
  negative: boolean;
}

export function hasX(digits: string): boolean {
  return digits.includes('X');
}

/** The first year that the digits allow; there is always one, `-0000` having been refused. */
export function firstYear({ digits, negative }: YearDigits): number {
  return negative ? -fill(digits, 9) : fill(digits, 0);
}

export function lastYear({ digits, negative }: YearDigits): number {
  // The year 0 is written 0000, so that a negative year with all its digits at 0 is not among the possible ones.
  return negative ? -(fill(digits, 0) || smallestPositive(digits)) : fill(digits, 9);
}

/** The months that the digits allow, in order; `XX` is any of the twelve, never a season or a quarter. */
export function monthsFitting(digits: string): number[] {
  return MONTHS.filter((month) => fits(digits, month));
}

/** The first day that the digits allow, or the last; undefined when there is none, as for `20X1-02-29`. */
export function firstDay(year: YearDigits, month: string, day: string): CivilDay | undefined {
  return search(year, month, day, false);
}

export function lastDay(year: YearDigits, month: string, day: string): CivilDay | undefined {
  return search(year, month, day, true);
}

/** The days of the month that the digits allow, in order, in the longest month of those that are possible. */
export function daysFitting(year: YearDigits, month: string, day: string): number[] {
  const leap = hasX(year.digits) ? LEAP_YEAR : firstYear(year);
  const longest = Math.max(...monthsFitting(month).map((m) => daysInMonth(leap, m)));
  return Array.from({ length: longest }, (_, n) => n + 1).filter((d) => fits(day, d));
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const COMMON_YEAR = 2001;
const LEAP_YEAR = 2000;

function search(year: YearDigits, month: string, day: string, last: boolean): CivilDay | undefined {
  // Only the leap day tells one year from another, so two years stand for all of them.
  const common = dayWithin(COMMON_YEAR, month, day, last);
  const leap = dayWithin(LEAP_YEAR, month, day, last);
  if (!leap) return undefined;
  const end = last ? lastYear(year) : firstYear(year);
  const otherEnd = last ? firstYear(year) : lastYear(year);
  const step = last ? -1 : 1;
  for (let y = end; y !== otherEnd + step; y += step) {
    const found = daysInMonth(y, 2) === 29 ? leap : common;
    if (found && fits(year.digits, Math.abs(y))) return { ...found, year: y };
  }
  return undefined;
}

function dayWithin(year: number, month: string, day: string, last: boolean): CivilDay | undefined {
  const months = monthsFitting(month);
  for (const m of last ? months.reverse() : months) {
    const length = daysInMonth(year, m);
    for (let n = 1; n <= length; n++) {
      const d = last ? length + 1 - n : n;
      if (fits(day, d)) return { year, month: m, day: d };
    }
  }
  return undefined;
}

function fits(digits: string, value: number): boolean {
  let rest = value;
  for (let i = digits.length - 1; i >= 0; i--) {
    const code = digits.charCodeAt(i);
    if (code !== X && code - 48 !== rest % 10) return false;
    rest = Math.floor(rest / 10);
  }
  return true;
}

function fill(digits: string, filler: 0 | 9): number {
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    value = value * 10 + (code === X ? filler : code - 48);
  }
  return value;
}

/** All digits are 0 or X: the least positive number has a 1 in the place of the last X. */
function smallestPositive(digits: string): number {
  return 10 ** (digits.length - 1 - digits.lastIndexOf('X'));
}
