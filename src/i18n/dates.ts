/** Days and instants in words. Day names come from tables, not from Intl: the same words on every Node, and a first of the month is "1er". */
import { grouped } from '../domain/grouped.js';
import { dayIn, type Day, type Instant } from '../domain/time.js';
import type { Locale } from '../domain/people.js';

const months: Record<Locale, readonly string[]> = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
};

/** "15 January 2021", "1er décembre 2020". */
export function formatDay(day: Day, locale: Locale): string {
  return `${dayOfMonth(day, locale)} ${monthOf(day, locale)} ${day.slice(0, 4)}`;
}

/** "January 2021", "janvier 2021". */
export function formatMonth(day: Day, locale: Locale): string {
  return `${monthOf(day, locale)} ${day.slice(0, 4)}`;
}

export interface DaysOfMonth {
  /** "8", "14", "15"; "1er" in French. */
  days: string[];
  /** "January 2021", without the year where it is that of `today`. */
  month: string;
}

/** Several days, in order and once each, gathered by month; the locale's own sentence joins them. */
export function gatherDays(days: Day[], today: Day, locale: Locale): DaysOfMonth[] {
  const byMonth = grouped([...new Set(days)].sort(), (day) => day.slice(0, 7));
  return [...byMonth].map(([month, ofMonth]) => ({
    days: ofMonth.map((day) => dayOfMonth(day, locale)),
    month: month.slice(0, 4) === today.slice(0, 4) ? monthOf(month, locale) : `${monthOf(month, locale)} ${month.slice(0, 4)}`,
  }));
}

/** "5 January 2021, 00:00 (Europe/Brussels)": the zone by its name in the tz database, which leaves no doubt about summer time. */
export function formatInstant(instant: Instant, zone: string, locale: Locale): string {
  return `${formatMoment(instant, zone, locale)} (${zone})`;
}

/** Where the zone is named once for a whole table or list. */
export function formatMoment(instant: Instant, zone: string, locale: Locale): string {
  return `${formatDay(dayIn(zone, instant), locale)}, ${timeFormat(zone).format(new Date(instant))}`;
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs seventy times what using one does. */
function timeFormat(zone: string): Intl.DateTimeFormat {
  let format = timeFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    timeFormats.set(zone, format);
  }
  return format;
}

function dayOfMonth(day: Day, locale: Locale): string {
  const number = Number(day.slice(8));
  return locale === 'fr' && number === 1 ? '1er' : String(number);
}

function monthOf(day: string, locale: Locale): string {
  return months[locale][Number(day.slice(5, 7)) - 1] ?? '';
}
