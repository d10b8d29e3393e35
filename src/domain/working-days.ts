/** Working days: which days are off by a calendar, moving away from them, and counting over them. Civil days, in no zone. */
import { z } from 'zod';
import { weekdays, type Weekday } from './people.js';
import { shiftDays } from './shift.js';
import { addDays, isDay, type Day } from './time.js';

/** Whether nobody works on a day: a weekend or a holiday of some calendar. */
export type IsDayOff = (day: Day) => boolean;

/** A calendar as data: its weekend, the days that come every year, and those counted from Easter Sunday. */
export const holidayCalendarSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Whose days they are, and where that is written. */
  about: z.string().min(1),
  weekend: z.array(z.enum(weekdays)),
  /** `MM-DD`. */
  yearly: z.array(z.string().refine((text) => isDay(`2000-${text}`), { error: 'a day of the year, as in 12-24' })),
  fromEaster: z.array(z.int().min(-70).max(70)),
});
export type HolidayCalendar = z.infer<typeof holidayCalendarSchema>;

/** The holidays of one year, weekends apart. A 29 February is none in other years. */
export function holidaysIn(year: number, { yearly, fromEaster }: Pick<HolidayCalendar, 'yearly' | 'fromEaster'>): Day[] {
  const easter = easterSunday(year);
  const written = String(year).padStart(4, '0');
  return [...yearly.map((day) => `${written}-${day}`).filter(isDay), ...fromEaster.map((days) => addDays(easter, days))].sort();
}

/** Day 0 of the Unix epoch was a Thursday. */
export function weekdayOf(day: Day): Weekday {
  const days = Date.parse(day) / 86_400_000;
  return weekdays[(((days + 3) % 7) + 7) % 7] ?? 'monday';
}

export const rolls = ['none', 'previous', 'next'] as const;
export type Roll = (typeof rolls)[number];

/** No calendar has so long a stretch of days off; one that had would leave the day where it is. */
const longestStretch = 60;

/** The day itself where it is worked, else the nearest working day before or after it. */
export function rolled(day: Day, roll: Roll, isOff: IsDayOff): Day {
  if (roll === 'none') return day;
  const step = roll === 'previous' ? -1 : 1;
  let to = day;
  for (let moved = 0; moved < longestStretch; moved++) {
    if (!isDay(to) || !isOff(to)) return to;
    to = shiftDays(to, step);
  }
  return day;
}

/** `count` working days after the day, or before it with a minus. The day itself is not counted, worked or not. */
export function addWorkingDays(day: Day, count: number, isOff: IsDayOff): Day {
  const step = count < 0 ? -1 : 1;
  let to = day;
  for (let left = Math.abs(count); left > 0 && isDay(to); left--) to = rolled(shiftDays(to, step), step < 0 ? 'previous' : 'next', isOff);
  return to;
}

/** Easter Sunday of the Gregorian calendar (the anonymous computus of 1876, as in Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(Math.floor(n / 31))}-${two((n % 31) + 1)}`;
}
