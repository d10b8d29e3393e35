import { daysInMonth } from '../time.js';

/** A day of the proleptic Gregorian calendar with astronomical years: 0 is 1 BC, -1 is 2 BC. */
export interface CivilDay {
  year: number;
  month: number;
  day: number;
}

/** Negative when `a` is the earlier day, 0 for the same day. */
export function compareDays(a: CivilDay, b: CivilDay): number {
  return a.year - b.year || a.month - b.month || a.day - b.day;
}

/** `YYYY-MM-DD`; outside the years 0000–9999 a sign and six digits or more (ISO 8601 expanded, as JavaScript reads it). */
export function writeDay({ year, month, day }: CivilDay): string {
  return `${writeYear(year)}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function writeYear(year: number): string {
  if (year >= 1000 && year <= 9999) return String(year);
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return (year < 0 ? '-' : '+') + String(Math.abs(year)).padStart(6, '0');
}

export function monthStart(year: number, month: number): CivilDay {
  return { year, month, day: 1 };
}

export function monthEnd(year: number, month: number): CivilDay {
  return { year, month, day: daysInMonth(year, month) };
}

export type PartName = 'season' | 'quarter' | 'third' | 'half';

/** A part of a year by its code in the place of the month. `last` runs past 12 into the next year. */
export interface YearPart {
  name: PartName;
  /** 1 for the first of its kind in the year (spring first among the seasons). */
  nth: number;
  first: number;
  last: number;
  hemisphere?: 'northern' | 'southern';
}

/**
 * ISO 8601-2 sub-year codes 21–41. EDTF leaves the days of a season open; by decision they are the meteorological
 * ones, a winter belonging to the year in which it begins.
 */
const PARTS: readonly YearPart[] = [
  ...seasons(3),
  ...seasons(3, 'northern'),
  ...seasons(9, 'southern'),
  ...equalParts('quarter', 3),
  ...equalParts('third', 4),
  ...equalParts('half', 6),
];

export function yearPart(code: number): YearPart | undefined {
  return PARTS[code - 21];
}

/** Four seasons of three months from the one that begins in `spring`; the southern ones are kept in the year too. */
function seasons(spring: number, hemisphere?: 'northern' | 'southern'): YearPart[] {
  return [0, 1, 2, 3].map((n) => {
    const first = ((spring - 1 + 3 * n) % 12) + 1;
    return { name: 'season', nth: n + 1, first, last: first + 2, ...(hemisphere && { hemisphere }) };
  });
}

function equalParts(name: PartName, months: number): YearPart[] {
  return Array.from({ length: 12 / months }, (_, n) => ({ name, nth: n + 1, first: n * months + 1, last: (n + 1) * months }));
}

export function partStart(year: number, part: YearPart): CivilDay {
  return monthStart(year, part.first);
}

export function partEnd(year: number, part: YearPart): CivilDay {
  return part.last > 12 ? monthEnd(year + 1, part.last - 12) : monthEnd(year, part.last);
}
