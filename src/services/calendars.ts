/**
 * Calendars by their names: those in data/holidays, and those of countries and their parts from the package
 * date-holidays. That one takes a quarter of a second and 20 MB to load, so it is loaded when a policy first names one.
 */
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { weekdays, type Weekday } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { addDays, type Day } from '../domain/time.js';
import { holidaysIn, weekdayOf, type HolidayCalendar, type IsDayOff } from '../domain/working-days.js';

interface Calendar {
  weekend: ReadonlySet<Weekday>;
  holidaysIn: (year: number) => Day[];
}

export class Calendars {
  private readonly known = new Map<string, IsDayOff>();

  constructor(private readonly own: readonly HolidayCalendar[]) {}

  /** The days off of a calendar, each year worked out once; without a name there are none. Refuses a name that nobody knows. */
  daysOff(name: string | null): IsDayOff {
    if (name === null) return () => false;
    let isOff = this.known.get(name);
    if (isOff === undefined) this.known.set(name, (isOff = byYear(this.calendar(name))));
    return isOff;
  }

  /** What the days off of a calendar follow from: where it changes, plans made by it are made again. */
  edition(name: string | null): string | null {
    if (name === null) return null;
    const own = this.own.find((calendar) => calendar.name === name);
    return own === undefined ? `${libraryVersion()} ${process.versions['icu'] ?? ''}` : JSON.stringify(own);
  }

  private calendar(name: string): Calendar {
    const own = this.own.find((calendar) => calendar.name === name);
    if (own !== undefined) return { weekend: new Set(own.weekend), holidaysIn: (year) => holidaysIn(year, own) };
    const [country = '', ...parts] = name.split('-');
    const holidays = holidaysOf(country, parts);
    if (holidays === null) throw unknown(name, this.own);
    return { weekend: weekendOf(country), holidaysIn: (year) => holidays.getHolidays(year).flatMap(daysOf) };
  }
}

function byYear({ weekend, holidaysIn: inYear }: Calendar): IsDayOff {
  const years = new Map<number, ReadonlySet<Day>>();
  return (day) => {
    if (weekend.has(weekdayOf(day))) return true;
    const year = Number(day.slice(0, 4));
    let holidays = years.get(year);
    if (holidays === undefined) years.set(year, (holidays = new Set(inYear(year))));
    return holidays.has(day);
  };
}

const load = createRequire(import.meta.url);

function libraryVersion(): string {
  return (load('date-holidays/package.json') as { version: string }).version;
}

/** Null for a place that the library does not know; left to itself it would take the country for a part that does not exist. */
function holidaysOf(country: string, [state, region, ...more]: string[]): Holidays | null {
  if (!/^[A-Z]{2}$/.test(country) || more.length > 0) return null;
  const Library = load('date-holidays') as typeof Holidays;
  const places = new Library();
  const known =
    Object.hasOwn(places.getCountries(), country) &&
    (state === undefined || Object.hasOwn(places.getStates(country) ?? {}, state)) &&
    (state === undefined || region === undefined || Object.hasOwn(places.getRegions(country, state) ?? {}, region));
  return known ? new Library(country, state ?? '', region ?? '') : null;
}

function unknown(name: string, own: readonly HolidayCalendar[]): Refusal {
  const known = own.map((calendar) => calendar.name).join(', ');
  return new Refusal(
    'invalid_input',
    `There is no calendar "${name}"; there are ${known}, and countries and their parts, as in DE or DE-BY.`,
    {
      pointer: '/calendar',
    },
  );
}

/** The days that a holiday takes from work: public and bank holidays, whole days only (a 24 December from 14:00 on is worked). */
function daysOf({ type, date, start, end }: HolidaysTypes.Holiday): Day[] {
  if ((type !== 'public' && type !== 'bank') || date.slice(11, 19) !== '00:00:00') return [];
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
  return Array.from({ length: days }, (_, i) => addDays(date.slice(0, 10), i));
}

/** What Unicode's CLDR, by way of the runtime, says of a country's weekend. A method in newer runtimes, a property before. */
function weekendOf(country: string): ReadonlySet<Weekday> {
  const locale = new Intl.Locale(`und-${country}`) as unknown as {
    getWeekInfo?: () => { weekend: number[] };
    weekInfo?: { weekend: number[] };
  };
  const { weekend } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { weekend: [6, 7] };
  return new Set(weekend.flatMap((number) => weekdays[number - 1] ?? []));
}
