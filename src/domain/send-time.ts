/** From a nominal day to the instant at which one person's mail goes out. */
import type { Person } from './people.js';
import { claimsTheDay, type StepClass } from './reminder-policy.js';
import { outsideQuietHours } from './quiet-hours.js';
import { dayIn, instantAt } from './remembered-time.js';
import type { Day, Instant } from './time.js';

/** Whose clock and wishes decide on the hour. */
export type Reader = Pick<Person, 'zone' | 'sendAt' | 'quietHours'>;

/**
 * The person's local send hour on the nominal day, never before that day has begun where the commitment is kept
 * (Auckland must not read "overdue" while Brussels still has the day), nor in the person's quiet hours.
 */
export function sendTime(nominal: Day, stepClass: StepClass, localTime: string | undefined, person: Reader, zone: string): Instant {
  const local = instantAt(nominal, localTime ?? person.sendAt, person.zone);
  const floor = floorOf(nominal, stepClass, zone);
  return outsideQuietHours(floor !== null && local < floor ? floor : local, person, floor ?? '');
}

/** When something goes out that waits for no hour: now, or as the person's quiet hours end. */
export function atOnce(now: Instant, person: Pick<Person, 'zone' | 'quietHours'>): Instant {
  return outsideQuietHours(now, person, now);
}

/** Before when a step must not be heard; null where it claims nothing about the day. */
function floorOf(nominal: Day, stepClass: StepClass, zone: string): Instant | null {
  return claimsTheDay.has(stepClass) ? instantAt(nominal, '00:00', zone) : null;
}

/** What answers an event is told when it happens; it waits for no hour. */
const goesAtOnce = new Set<StepClass>(['date_changed', 'settled']);

interface Timed {
  person: string;
  class: StepClass;
  nominalDate: Day;
  state: 'planned' | 'skipped';
  dueAt: Instant;
}

/**
 * What falls on one local day for one commitment and person goes out together, at the latest of their times. A notice
 * that goes out at once waits for none of them: it is that day's message, and they come along where they may be heard by
 * then. `zone` is the commitment's.
 */
export function mergeSameDay<T extends Timed>(rows: T[], zoneOf: (person: string) => string, zone: string): T[] {
  const days = rows.map((row) => `${row.person} ${dayIn(zoneOf(row.person), row.dueAt)}`);
  const latest = latestBy(days, rows, (row) => row.state === 'planned' && !goesAtOnce.has(row.class));
  const notice = latestBy(days, rows, (row) => goesAtOnce.has(row.class));
  return rows.map((row, i) => {
    if (row.state === 'skipped' || goesAtOnce.has(row.class)) return row;
    const day = days[i] ?? '';
    const at = notice.get(day);
    const comesAlong = at !== undefined && at >= (floorOf(row.nominalDate, row.class, zone) ?? at);
    return { ...row, dueAt: comesAlong ? at : (latest.get(day) ?? row.dueAt) };
  });
}

function latestBy<T extends Timed>(days: string[], rows: T[], counts: (row: T) => boolean): Map<string, Instant> {
  const latest = new Map<string, Instant>();
  rows.forEach((row, i) => {
    const day = days[i] ?? '';
    if (counts(row) && row.dueAt > (latest.get(day) ?? '')) latest.set(day, row.dueAt);
  });
  return latest;
}
