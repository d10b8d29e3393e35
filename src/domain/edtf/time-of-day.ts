import type { Cursor } from './cursor.js';
import type { EdtfDate } from './date.js';

/**
 * The time after a level 0 date, `T10:10:10Z`, as written. It is checked and kept for reading aloud, nothing more:
 * the day stays the one that was written, whatever the offset.
 */
export function scanTime(c: Cursor, date: EdtfDate): string {
  if (date.level > 0 || date.precision !== 'day') c.refuse('no time (only a plain YYYY-MM-DD may have one)');
  c.at++;
  const from = c.at;
  const hour = two(c, 24, 'an hour from 00 to 24');
  colon(c);
  const midnight = hour === 24 ? 'zeros after hour 24, which is midnight' : undefined;
  two(c, midnight ? 0 : 59, midnight ?? 'minutes from 00 to 59');
  colon(c);
  two(c, midnight ? 0 : 59, midnight ?? 'seconds from 00 to 59');
  if (!c.accept('Z') && (c.accept('+') || c.accept('-'))) {
    two(c, 23, 'hours of an offset from 00 to 23');
    if (c.accept(':')) two(c, 59, 'minutes of an offset from 00 to 59');
  }
  return c.text.slice(from, c.at);
}

function two(c: Cursor, most: number, expected: string): number {
  const from = c.at;
  const value = Number(c.digits(2, expected));
  if (value > most) c.refuse(expected, from);
  return value;
}

function colon(c: Cursor): void {
  if (!c.accept(':')) c.refuse('a colon');
}
