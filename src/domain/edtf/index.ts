/**
 * EDTF, the Extended Date/Time Format of the Library of Congress and ISO 8601-2 (levels 0, 1 and 2): dates as they are
 * spoken of, with unknown digits, doubts, seasons, open ends. Days are civil days, in no zone.
 */
import { type CivilDay, compareDays, writeDay } from './calendar.js';
import { APPROXIMATE, type Level, PRECISIONS, type Precision, UNCERTAIN } from './date.js';
import { type End, type Expression, scan } from './expression.js';

export { EdtfError } from './error.js';
export type { Level, Precision } from './date.js';

export interface Edtf {
  /** As given, never rewritten. */
  edtf: string;
  /** The lowest level of the specification that has this expression. */
  level: Level;
  /** First day, inclusive; null when open or unknown. `YYYY-MM-DD`, outside the years 0000–9999 `±YYYYYY-MM-DD`. */
  earliest: string | null;
  /** Last day, inclusive; null when open or unknown. */
  latest: string | null;
  /** True when the start is open (`..`); a null bound with false is unknown. */
  openStart: boolean;
  openEnd: boolean;
  /** Of an interval or a set, that of the finer end. */
  precision: Precision;
  /** Whether a `?` or `%` stands anywhere. */
  uncertain: boolean;
  /** Whether a `~` or `%` stands anywhere. */
  approximate: boolean;
  interval: boolean;
  set: null | 'one' | 'all';
}

/** Reads an EDTF expression. Throws `EdtfError` with the position for anything else; a day is never moved to fit. */
export function parseEdtf(text: string): Edtf {
  return describe(text, scan(text));
}

function describe(edtf: string, expression: Expression): Edtf {
  if ('date' in expression) {
    const { date } = expression;
    return record(edtf, date.level, [{ first: date, last: date }], false, null);
  }
  if ('interval' in expression) {
    const { start, end } = expression.interval;
    return record(edtf, intervalLevel(start, end), [{ first: start, last: end }], true, null);
  }
  return record(edtf, 2, expression.set.members, false, expression.set.choice);
}

/** From the first day of any member to the last of any; one member without a bound leaves the whole without. */
function record(edtf: string, level: Level, members: { first: End; last: End }[], interval: boolean, set: Edtf['set']): Edtf {
  let earliest: CivilDay | null | undefined;
  let latest: CivilDay | null | undefined;
  let marks = 0;
  let precision: Precision = 'coarser';
  for (const { first, last } of members) {
    if (typeof first === 'string') earliest = null;
    else {
      if (earliest === undefined || (earliest && compareDays(first.earliest, earliest) < 0)) earliest = first.earliest;
      precision = finer(precision, first.precision);
      marks |= first.yearMark | first.monthMark | first.dayMark;
    }
    if (typeof last === 'string') latest = null;
    else {
      if (latest === undefined || (latest && compareDays(last.latest, latest) > 0)) latest = last.latest;
      precision = finer(precision, last.precision);
      marks |= last.yearMark | last.monthMark | last.dayMark;
    }
  }
  return {
    edtf,
    level,
    earliest: earliest ? writeDay(earliest) : null,
    latest: latest ? writeDay(latest) : null,
    openStart: members[0]?.first === 'open',
    openEnd: members.at(-1)?.last === 'open',
    precision,
    uncertain: (marks & UNCERTAIN) !== 0,
    approximate: (marks & APPROXIMATE) !== 0,
    interval,
    set,
  };
}

function finer(a: Precision, b: Precision): Precision {
  return PRECISIONS.indexOf(a) < PRECISIONS.indexOf(b) ? a : b;
}

/** An interval is level 1 for an end that is not a plain date, level 2 for unspecified digits in one. */
function intervalLevel(start: End, end: End): Level {
  const levels = [start, end].map((date): Level => (typeof date === 'string' ? 1 : date.unspecified ? 2 : date.level));
  return Math.max(...levels) as Level;
}
