/**
 * From what was promised about time to days: the window in which it is to happen, and when it is overdue or ended.
 * All civil days, inclusive, in the commitment's own zone.
 */
import { type Conventions, graceDaysOf } from './conventions.js';
import { type Edtf, EdtfError, type Precision, parseEdtf } from './edtf/index.js';
import { occurrenceAt, scheduleOf } from './occurrences.js';
import { shift, shiftDays } from './shift.js';
import { type Certainty, isSoft, TargetError, type TargetKind } from './target-kinds.js';
import { type Day, minDay, type Period } from './time.js';

/** What a window is worked out from. */
export interface Promised {
  kind: TargetKind;
  edtf: string | null;
  certainty: Certainty;
  saidOn: Day;
  /** How long after its trigger an event is due (or before, with a minus). */
  duration?: Period | null;
  triggeredOn?: Day | null;
  recurrence?: Period | null;
}

export interface Window {
  earliest: Day | null;
  latest: Day | null;
  /** First overdue day; of a recurring target that of its first occurrence; null where it never is. */
  overdueFrom: Day | null;
  /** The day after the last, for what is kept up until then. */
  endedFrom: Day | null;
  /** How finely the date is known; null without one. */
  precision: Precision | null;
}

const NO_WINDOW: Window = { earliest: null, latest: null, overdueFrom: null, endedFrom: null, precision: null };

/**
 * The window of a target, by the table of kinds. Throws `TargetError` for what makes no target: a missing or
 * superfluous date, an expression that is not EDTF, a set, an end that is unknown where it is needed, days outside the
 * years 0000–9999.
 */
export function windowOf(promised: Promised, conventions: Conventions): Window {
  refuseStrays(promised);
  switch (promised.kind) {
    case 'undated':
      return NO_WINDOW;
    case 'event':
      return eventWindow(promised, conventions);
    case 'recurring':
      return recurringWindow(promised, conventions);
    default:
      return datedWindow(promised, promised.kind, conventions);
  }
}

/**
 * The first day on which something that was to begin (`from`) has not: the day after the first, or after the whole
 * stretch where it is coarser than a day ("from 2022" has not begun late before 2023). Null for other kinds.
 */
export function notStartedFrom({ kind, edtf }: Pick<Promised, 'kind' | 'edtf'>): Day | null {
  if (kind !== 'from' || edtf === null) return null;
  const parsed = read(edtf);
  const day = parsed.precision === 'day' || parsed.latest === null ? parsed.earliest : parsed.latest;
  return day === null ? null : dayAfter(day);
}

function refuseStrays({ kind, edtf, duration, triggeredOn, recurrence }: Promised): void {
  if (edtf !== null && kind === 'undated')
    throw new TargetError('/edtf', 'An undated target has no date; give the kind that fits the date.');
  if (edtf !== null && kind === 'event')
    throw new TargetError('/edtf', 'An event target has no date of its own; it is counted from its trigger.');
  if (duration != null && kind !== 'event') throw new TargetError('/duration', 'Only an event target is counted from its trigger.');
  if (triggeredOn != null && kind !== 'event') throw new TargetError('/triggeredOn', 'Only an event target has a trigger.');
  if (recurrence != null && kind !== 'recurring') throw new TargetError('/recurrence', 'Only a recurring target comes round again.');
  if (recurrence == null && kind === 'recurring')
    throw new TargetError('/recurrence', 'A recurring target needs how often, as in P1Y for every year.');
}

type DatedKind = Exclude<TargetKind, 'undated' | 'event' | 'recurring'>;

function datedWindow(promised: Promised, kind: DatedKind, conventions: Conventions): Window {
  if (promised.edtf === null) throw new TargetError('/edtf', `A target of the kind "${kind}" needs a date, as in 2021 or 2021-03-31.`);
  const { saidOn } = promised;
  const parsed = read(promised.edtf);
  const { precision } = parsed;
  const first = () => boundOf(parsed, 'earliest', kind);
  const last = () => boundOf(parsed, 'latest', kind);
  // A date that had passed when it was named leaves no time at all, never an upside-down window.
  const sinceSaid = (latest: Day): { earliest: Day; latest: Day } => ({ earliest: minDay(saidOn, latest), latest });
  const due = (earliest: Day, latest: Day): Window => ({
    earliest,
    latest,
    overdueFrom: overdueFrom(latest, precision, promised, conventions),
    endedFrom: null,
    precision,
  });
  switch (kind) {
    case 'on':
    case 'during':
      return due(first(), last());
    case 'by': {
      const { earliest, latest } = sinceSaid(last());
      return due(earliest, latest);
    }
    case 'before': {
      const { earliest, latest } = sinceSaid(dayBefore(first()));
      return due(earliest, latest);
    }
    case 'until': {
      const bounds = sinceSaid(last());
      return { ...bounds, overdueFrom: null, endedFrom: dayAfter(bounds.latest), precision };
    }
    case 'throughout':
      return { earliest: first(), latest: last(), overdueFrom: null, endedFrom: dayAfter(last()), precision };
    case 'from':
      return { ...NO_WINDOW, earliest: first(), precision };
  }
}

function eventWindow(promised: Promised, conventions: Conventions): Window {
  const { triggeredOn, duration } = promised;
  if (triggeredOn == null) return NO_WINDOW;
  const latest = inRange(shift(triggeredOn, duration ?? 'P0D'), '/duration');
  return { earliest: latest, latest, overdueFrom: overdueFrom(latest, 'day', promised, conventions), endedFrom: null, precision: 'day' };
}

function recurringWindow(promised: Promised, conventions: Conventions): Window {
  const { edtf, saidOn, recurrence } = promised;
  const parsed = edtf === null ? null : read(edtf);
  if (parsed) boundOf(parsed, 'earliest', 'recurring');
  const schedule = scheduleOf({ parsed, saidOn, recurrence: recurrence ?? '' });
  const first = occurrenceAt(schedule, 0);
  const grace = graceOf(schedule.precision, promised, conventions);
  return {
    earliest: first.earliest,
    latest: schedule.latest,
    overdueFrom: addDaysInRange(first.latest, grace + 1),
    endedFrom: null,
    precision: schedule.precision,
  };
}

function overdueFrom(latest: Day, precision: Precision, promised: Promised, conventions: Conventions): Day {
  return addDaysInRange(latest, graceOf(precision, promised, conventions) + 1);
}

function graceOf(precision: Precision, promised: Promised, conventions: Conventions): number {
  return isSoft(promised) ? graceDaysOf(conventions, precision) : 0;
}

function read(edtf: string): Edtf {
  try {
    const parsed = parseEdtf(edtf);
    if (parsed.set !== null) throw new TargetError('/edtf', 'A set of dates makes no target: give one date, or an interval.');
    return parsed;
  } catch (error) {
    if (error instanceof EdtfError) throw new TargetError('/edtf', error.message);
    throw error;
  }
}

function boundOf(parsed: Edtf, end: 'earliest' | 'latest', kind: TargetKind): Day {
  const day = parsed[end];
  const side = end === 'earliest' ? 'beginning' : 'end';
  if (day === null) throw new TargetError('/edtf', `A target of the kind "${kind}" needs a date whose ${side} is known.`);
  return inRange(day, '/edtf');
}

/** Of days that were worked out, not typed: only those of other years are written with more or fewer characters. */
function inRange(day: Day, pointer: string): Day {
  if (day.length !== 10) throw new TargetError(pointer, 'The days of a target lie in the years 0000 to 9999.');
  return day;
}

function addDaysInRange(day: Day, days: number): Day {
  return inRange(shiftDays(day, days), '/edtf');
}

function dayAfter(day: Day): Day {
  return addDaysInRange(day, 1);
}

function dayBefore(day: Day): Day {
  return addDaysInRange(day, -1);
}
