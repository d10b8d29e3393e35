import type { Cursor } from './cursor.js';

/** How many digits of an estimated year are to be trusted: `1950S2` is a year from 1900 to 1999, estimated at 1950. */
export interface Significance {
  first: number;
  last: number;
}

/** Years are exact integers in JavaScript up to 15 digits, ten thousand times the age of the universe. */
const MOST_DIGITS = 15;
const LONGER = `a year of five to ${MOST_DIGITS} digits (one of four is written without Y)`;

/**
 * What follows `Y`: `170000002`, `-17E7`. The year itself has more than four digits, as EDTF asks of years with Y;
 * a shorter one would be a second way to write `2021`.
 */
export function scanLongYear(c: Cursor): { year: number; exponential: boolean } {
  const negative = c.accept('-');
  const from = c.at;
  const mantissa = c.integer('the digits of a year');
  let digits = mantissa.length;
  let year = Number(mantissa);
  const exponential = c.accept('E');
  if (exponential) {
    const exponent = Number(c.integer('an exponent from 1'));
    digits += exponent;
    year *= 10 ** exponent;
  }
  if (digits < 5) c.refuse(LONGER);
  if (digits > MOST_DIGITS) c.refuse(LONGER, from);
  return { year: negative ? -year : year, exponential };
}

/** `S` and the number of significant digits, of which a year cannot have more than digits. Leading zeros do not count. */
export function scanSignificance(c: Cursor, year: number): Significance | null {
  if (!c.accept('S')) return null;
  const from = c.at;
  const magnitude = Math.abs(year);
  const digits = String(magnitude).length;
  const expected = `a number of significant digits from 1 to ${digits}`;
  const significant = Number(c.integer(expected));
  if (significant > digits) c.refuse(expected, from);
  const unit = 10 ** (digits - significant);
  const least = Math.floor(magnitude / unit) * unit;
  const most = least + unit - 1;
  return year < 0 ? { first: -most, last: -least } : { first: least, last: most };
}
