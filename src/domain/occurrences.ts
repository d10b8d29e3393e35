/**
 * The occurrences of what was promised again and again. Each is counted from the anchor, never from the one before it:
 * monthly from the 31st stays on the last day of each month.
 */
import { type Edtf, type Precision, parseEdtf } from './edtf/index.js';
import { TargetError } from './target-kinds.js';
import { shift, shiftDays } from './shift.js';
import { type Day, daysBetween, isDay, minDay, type Period } from './time.js';

export interface Occurrence {
  /** 0 for the first. */
  index: number;
  earliest: Day;
  latest: Day;
  overdueFrom: Day;
}

/** How occurrences follow each other. */
export interface Schedule {
  period: Period;
  /** First day of the first occurrence. */
  anchor: Day;
  /** The day after the first occurrence; null where each lasts until the next begins. */
  firstEnds: Day | null;
  /** Last day of all; null where there is none. */
  latest: Day | null;
  precision: Precision;
}

interface Recurring {
  edtf: string | null;
  saidOn: Day;
  recurrence: Period | null;
  overdueFrom: Day | null;
}

/**
 * The occurrences that begin on or before `until`. An interval (`2021/2030`) is filled with one after the other, a date
 * by itself (`2021-03-31`) comes round again, and without any they are counted from the day it was said.
 */
export function occurrencesOf(target: Recurring, until: Day): Occurrence[] {
  const { edtf, saidOn, recurrence } = target;
  if (recurrence === null) return [];
  const schedule = scheduleOf({ parsed: edtf === null ? null : parseEdtf(edtf), saidOn, recurrence });
  const last = schedule.latest === null ? until : minDay(until, schedule.latest);
  // The margin that the first occurrence was given is that of all.
  const margin = target.overdueFrom === null ? 1 : daysBetween(occurrenceAt(schedule, 0).latest, target.overdueFrom);
  const occurrences: Occurrence[] = [];
  for (let index = 0; ; index++) {
    const { earliest, latest } = occurrenceAt(schedule, index);
    if (!isDay(earliest) || earliest > last) return occurrences;
    occurrences.push({ index, earliest, latest, overdueFrom: shiftDays(latest, margin) });
  }
}

/** Throws `TargetError` where the dates or the period make no series. */
export function scheduleOf({ parsed, saidOn, recurrence }: { parsed: Edtf | null; saidOn: Day; recurrence: Period }): Schedule {
  if (!/^P/.test(recurrence) || !/[1-9]/.test(recurrence))
    throw new TargetError('/recurrence', 'A recurring target comes round after a period of at least a day, as in P1Y.');
  const anchor = parsed?.earliest ?? saidOn;
  const latest = parsed?.interval ? parsed.latest : null;
  if (!isDay(anchor) || (latest !== null && !isDay(latest)))
    throw new TargetError('/edtf', 'The days of a target lie in the years 0000 to 9999.');
  const single = parsed !== null && !parsed.interval;
  return {
    period: recurrence,
    anchor,
    firstEnds: single && parsed.latest !== null ? shiftDays(parsed.latest, 1) : null,
    latest,
    precision: single ? parsed.precision : precisionOf(recurrence),
  };
}

/** The bounds of one occurrence, whether or not the series reaches that far. */
export function occurrenceAt({ period, anchor, firstEnds, latest }: Schedule, index: number): { earliest: Day; latest: Day } {
  const next = firstEnds === null ? shift(anchor, period, index + 1) : shift(firstEnds, period, index);
  // The calendar of the register ends there.
  const last = isDay(next) ? shiftDays(next, -1) : '9999-12-31';
  return { earliest: shift(anchor, period, index), latest: latest === null ? last : minDay(last, latest) };
}

/** How finely a date is known that is only said to come round after a period. */
function precisionOf(period: Period): Precision {
  const [, years, months] = /^P(?:(\d+)Y)?(?:(\d+)M)?/.exec(period) ?? [];
  const count = Number(years ?? 0) * 12 + Number(months ?? 0);
  if (count === 0) return 'day';
  if (count % 12 === 0) return 'year';
  return count === 6 ? 'half' : count === 4 ? 'third' : count === 3 ? 'quarter' : 'month';
}
