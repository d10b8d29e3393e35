/** What waits for a person's daily or weekly digest, and when that goes out. */
import { weekdays, type Person } from './people.js';
import type { StepClass } from './reminder-policy.js';
import { dayIn, instantAt } from './remembered-time.js';
import { addDays, weekdayOf, type Day, type Instant } from './time.js';

type Reader = Pick<Person, 'id' | 'zone' | 'sendAt' | 'mode' | 'weekday'>;

/**
 * What a digest carries. `ahead`: it looks forward, so what falls before the next digest is in this one; `behind`: it says
 * that something happened and comes in the first digest after it. Everything else goes out at once, whatever the mode.
 */
const looks: Partial<Record<StepClass, 'ahead' | 'behind'>> = {
  opens: 'ahead',
  lead: 'ahead',
  check_in: 'ahead',
  review: 'ahead',
  passed: 'behind',
  ended: 'behind',
  settled: 'behind',
};

export function inDigest(stepClass: StepClass, { mode }: Pick<Person, 'mode'>): boolean {
  return mode !== 'immediate' && looks[stepClass] !== undefined;
}

/**
 * When a reminder that was to go out at `dueAt` goes with a digest. `since`: nothing of before can be in an earlier one
 * (somebody joined, the date moved, the commitment was published), and what was owed before then stays in its day, which
 * has gone by; null where that was never.
 */
export function digestTime(dueAt: Instant, stepClass: StepClass, reader: Reader, since: Instant | null): Instant {
  if (since !== null && dayIn(reader.zone, dueAt) < dayIn(reader.zone, since)) return dueAt;
  if (looks[stepClass] === 'ahead') {
    const before = digestAt(reader, periodStart(reader, dayIn(reader.zone, dueAt)));
    if (before <= dueAt && (since === null || before >= since)) return before;
  }
  return nextDigestAt(reader, dueAt);
}

/** The first digest at or after an instant. */
export function nextDigestAt(reader: Reader, at: Instant): Instant {
  const start = periodStart(reader, dayIn(reader.zone, at));
  const here = digestAt(reader, start);
  return here >= at ? here : digestAt(reader, addDays(start, reader.mode === 'weekly' ? 7 : 1));
}

/** What makes a digest the only one of its person, kind and local period. */
export function digestKey(reader: Reader, at: Instant): string {
  return `${reader.id} ${reader.mode} ${periodStart(reader, dayIn(reader.zone, at))}`;
}

function digestAt(reader: Reader, day: Day): Instant {
  return instantAt(day, reader.sendAt, reader.zone);
}

/** The day itself, or the last of the person's weekdays up to it. */
function periodStart({ mode, weekday }: Reader, day: Day): Day {
  if (mode !== 'weekly') return day;
  return addDays(day, -((weekdayOf(day) - 1 - weekdays.indexOf(weekday) + 7) % 7));
}
