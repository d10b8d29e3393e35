/** The hours at which a person gets no mail, as instants. */
import type { Person, QuietHours } from './people.js';
import { dayIn, offsetMinutesAt } from './remembered-time.js';
import { fromMs, toMs, type Instant } from './time.js';

const minuteMs = 60_000;
const minutesPerDay = 1440;

/**
 * The first instant from `at` on that is outside the person's quiet hours: `at` itself where that is. Where it would be
 * another day, the last minute of the day before the quiet began, if that is not before `floor`.
 */
export function outsideQuietHours(at: Instant, person: Pick<Person, 'zone' | 'quietHours'>, floor: Instant): Instant {
  const { zone, quietHours } = person;
  if (quietHours === null || !isQuiet(at, quietHours, zone)) return at;
  const start = fromMs(Math.floor(toMs(at) / minuteMs) * minuteMs);
  const after = leave(start, quietHours, zone, 1);
  if (dayIn(zone, after) === dayIn(zone, at)) return after;
  const before = leave(start, quietHours, zone, -1);
  return before >= floor && dayIn(zone, before) === dayIn(zone, at) ? before : after;
}

/** Whether it is quiet by the clock on the wall; the first minute is, the last one named is not. */
function isQuiet(at: Instant, { from, to }: QuietHours, zone: string): boolean {
  const now = wallMinute(at, zone);
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return begins < ends ? now >= begins && now < ends : now >= begins || now < ends;
}

/**
 * The nearest minute outside quiet hours, on or back. It is as far away as the clock says, but for the two days a year
 * on which the clock is changed in between; there it is looked for minute by minute.
 */
function leave(at: Instant, quiet: QuietHours, zone: string, way: 1 | -1): Instant {
  const wanted = way > 0 ? minuteOf(quiet.to) : minuteOf(quiet.from) - 1;
  const away = modulo(way * (wanted - wallMinute(at, zone)), minutesPerDay);
  const there = moved(at, way * away);
  if (wallMinute(there, zone) === modulo(wanted, minutesPerDay)) return there;
  let near = at;
  while (isQuiet(near, quiet, zone)) near = moved(near, way);
  return near;
}

function wallMinute(at: Instant, zone: string): number {
  return modulo(Math.floor(toMs(at) / minuteMs) + offsetMinutesAt(zone, at), minutesPerDay);
}

function moved(at: Instant, minutes: number): Instant {
  return fromMs(toMs(at) + minutes * minuteMs);
}

function minuteOf(hour: string): number {
  return Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

function modulo(number: number, by: number): number {
  return ((number % by) + by) % by;
}
