/**
 * Civil days and instants: the only two notions of time in Pledgebook. A day becomes an instant when something is
 * sent or recorded, never before. Both are plain strings that sort as they should, in memory and in either database.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A civil day `YYYY-MM-DD` (years 0000–9999), in no zone. */
export type Day = string;
/** An instant as RFC 3339 UTC with exactly three decimals: `2020-11-30T07:00:00.000Z`. */
export type Instant = string;
/** An ISO 8601 calendar duration of whole days or more: `P7D`, `-P1M`. */
export type Period = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const daySchema = z
  .string()
  .refine(isDay, { error: 'a calendar day written YYYY-MM-DD' })
  .meta({ format: 'date', example: '2020-11-30' });

export const instantSchema = z
  .string()
  .refine(isInstant, { error: 'an instant in UTC, as in 2020-11-30T07:00:00.000Z' })
  .meta({ format: 'date-time', example: '2020-11-30T07:00:00.000Z' });

export const zoneSchema = z
  .string()
  .refine(isZone, { error: 'an IANA time zone, as in Europe/Brussels' })
  .meta({ example: 'Europe/Brussels' });

export function isDay(text: string): boolean {
  return (
    DAY.test(text) && Number(text.slice(8)) >= 1 && Number(text.slice(8)) <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
  );
}

export function isInstant(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

const knownZones = new Map<string, boolean>();

/** Whether the tz database of this runtime knows the zone; fixed offsets are no zones, they have no daylight saving. */
export function isZone(zone: string): boolean {
  let known = knownZones.get(zone);
  if (known === undefined) {
    known = /^[A-Za-z]/.test(zone);
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
    } catch {
      known = false;
    }
    knownZones.set(zone, known);
  }
  return known;
}

/** Days in a month of the proleptic Gregorian calendar; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month < 1 || month > 12 ? 0 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `day` moved by a calendar period, counted from `day` itself; the 31st clamps to the month's last day. */
export function addPeriod(day: Day, period: Period, times = 1): Day {
  const p = Temporal.Duration.from(period);
  const scaled = Temporal.Duration.from({ years: p.years * times, months: p.months * times, weeks: p.weeks * times, days: p.days * times });
  return Temporal.PlainDate.from(day).add(scaled).toString();
}

const MS_PER_DAY = 86_400_000;

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from);
}

/** Days since 1 January 1970: days as numbers, where millions are compared. */
export type EpochDay = number;

/** Counted out from the digits, a quarter of what `Date.parse` takes: an export asks it eight times a row. Years begin in March here. */
export function epochDay(day: Day): EpochDay {
  const month = digits(day, 5, 7);
  const year = digits(day, 0, 4) - (month < 3 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const daysBeforeMonth = Math.floor((153 * (month + (month < 3 ? 9 : -3)) + 2) / 5);
  return year * 365 + leapDays + daysBeforeMonth + digits(day, 8, 10) - 719_469;
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) number = number * 10 + text.charCodeAt(i) - 48;
  return number;
}

export function epochDayOrNull(day: Day | null): EpochDay | null {
  return day === null ? null : epochDay(day);
}

export function dayOf(epochDay: EpochDay): Day {
  return new Date(epochDay * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Monday 1 to Sunday 7 (ISO 8601). */
export function weekdayOf(day: Day): number {
  // 1 January 1970 was a Thursday.
  return ((((Math.floor(Date.parse(day) / MS_PER_DAY) + 3) % 7) + 7) % 7) + 1;
}

export function minDay(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export function maxDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}

export function toMs(instant: Instant): number {
  return Date.parse(instant);
}

export function fromMs(ms: number): Instant {
  return new Date(ms).toISOString();
}

export function addMs(instant: Instant, ms: number): Instant {
  return fromMs(toMs(instant) + ms);
}

/** The civil day it is in `zone` at `instant`. */
export function dayIn(zone: string, instant: Instant): Day {
  // A transaction asks for the same day at every turn, and whoever reads the log for the days of a few minutes. Since 1972 no
  // zone is off by parts of a minute, so all of one minute are on one day.
  const key = `${zone} ${instant < '1973' ? instant : instant.slice(0, 16)}`;
  let day = knownDays.get(key);
  if (day === undefined) {
    day = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
    if (knownDays.size === mostKnownDays) knownDays.clear();
    knownDays.set(key, day);
  }
  return day;
}

const mostKnownDays = 2000;
const knownDays = new Map<string, Day>();

/** How many minutes a clock in `zone` is ahead of UTC at `instant`. */
export function offsetMinutesAt(zone: string, instant: Instant): number {
  return Math.floor(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9);
}

/**
 * The instant at which a wall clock in `zone` shows `time` (`HH:MM`) on `day`. A time inside a spring gap moves forward
 * by the gap, an autumn overlap takes its first pass (Temporal's `compatible`, the choice of RFC 5545 too).
 */
export function instantAt(day: Day, time: string, zone: string): Instant {
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`);
  return fromMs(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}
