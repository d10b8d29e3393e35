/** Days off, moving off them, and counting over them. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, isDay, type Day } from '../../src/domain/time.js';
import {
  addWorkingDays,
  easterSunday,
  holidayCalendarSchema,
  holidaysIn,
  rolled,
  weekdayOf,
  type IsDayOff,
  type Roll,
} from '../../src/domain/working-days.js';
import { readHolidayCalendars } from '../../src/facts.js';

/** Weekends, Good Friday and Easter Monday of 2027. */
const isOff: IsDayOff = (day) => ['saturday', 'sunday'].includes(weekdayOf(day)) || day === '2027-03-26' || day === '2027-03-29';

test.each([
  ['1970-01-01', 'thursday'],
  ['1969-12-31', 'wednesday'],
  ['2027-03-31', 'wednesday'],
  ['2000-02-29', 'tuesday'],
  ['0000-01-01', 'saturday'],
  ['9999-12-31', 'friday'],
])('%s is a %s', (day, weekday) => {
  expect(weekdayOf(day)).toBe(weekday);
});

test.each(['1818-03-22', '1961-04-02', '2008-03-23', '2021-04-04', '2023-04-09', '2027-03-28', '2038-04-25', '2049-04-18'])(
  'Easter Sunday of its year is %s',
  (day) => {
    expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
  },
);

test.each<[Day, Roll, Day]>([
  ['2027-02-28', 'none', '2027-02-28'],
  ['2027-02-28', 'previous', '2027-02-26'],
  ['2027-02-28', 'next', '2027-03-01'],
  ['2027-03-28', 'previous', '2027-03-25'],
  ['2027-03-26', 'next', '2027-03-30'],
  ['2027-03-24', 'previous', '2027-03-24'],
  ['2027-03-24', 'next', '2027-03-24'],
])('%s rolled to the %s is %s', (day, roll, to) => {
  expect(rolled(day, roll, isOff)).toBe(to);
});

test.each<[Day, number, Day]>([
  ['2027-03-31', -1, '2027-03-30'],
  ['2027-03-31', -2, '2027-03-25'],
  ['2027-03-31', -3, '2027-03-24'],
  ['2027-03-25', 1, '2027-03-30'],
  ['2027-03-28', 1, '2027-03-30'],
  ['2027-03-28', -1, '2027-03-25'],
  ['2027-03-31', 5, '2027-04-07'],
])('%s and %d working days is %s', (day, count, to) => {
  expect(addWorkingDays(day, count, isOff)).toBe(to);
});

it('counts as the calendar does, day by day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: -40, max: 40 }).filter((n) => n !== 0),
      (at, count) => {
        const from = addDays('2025-01-01', at);
        const to = addWorkingDays(from, count, isOff);
        expect(isOff(to)).toBe(false);
        let worked = 0;
        for (let day = from; day !== to;) {
          day = addDays(day, Math.sign(count));
          if (!isOff(day)) worked++;
        }
        expect(worked).toBe(Math.abs(count));
      },
    ),
    { numRuns: 300 },
  );
});

it('ends where the calendar of the register does, and where nobody ever works', () => {
  expect(isDay(addWorkingDays('9999-12-30', 40, isOff))).toBe(false);
  expect(isDay(addWorkingDays('0000-01-05', -40, isOff))).toBe(false);
  expect(rolled('2027-03-31', 'next', () => true)).toBe('2027-03-31');
});

describe('The days of the EU institutions', () => {
  const eu = readHolidayCalendars().find(({ name }) => name === 'eu-institutions')!;
  const worked = (year: number): Day[] => holidaysIn(year, eu).filter((day) => !eu.weekend.includes(weekdayOf(day)));

  test.each<[string, string[]]>([
    [
      '2014, as decided in 2013/C 39/03',
      [
        '01-01',
        '01-02',
        '04-17',
        '04-18',
        '04-21',
        '05-01',
        '05-09',
        '05-29',
        '05-30',
        '06-09',
        '07-21',
        '08-15',
        '12-24',
        '12-25',
        '12-26',
        '12-29',
        '12-30',
        '12-31',
      ],
    ],
    [
      '2023, as decided in 2021/C 201 I/02 for Brussels',
      [
        '01-02',
        '04-06',
        '04-07',
        '04-10',
        '05-01',
        '05-09',
        '05-18',
        '05-19',
        '05-29',
        '07-21',
        '08-15',
        '11-01',
        '11-02',
        '12-25',
        '12-26',
        '12-27',
        '12-28',
        '12-29',
      ],
    ],
  ])('in %s', (title, days) => {
    const year = title.slice(0, 4);
    expect(worked(Number(year))).toEqual(days.map((day) => `${year}-${day}`));
  });

  test.each([
    ['a day that no year has', { yearly: ['02-30'] }],
    ['a weekday that no week has', { weekend: ['funday'] }],
    ['a name that could be a country', { name: 'EU' }],
  ])('are no calendar with %s', (_what, change) => {
    expect(holidayCalendarSchema.safeParse({ ...eu, ...change }).success).toBe(false);
  });

  it('leave out a 29 February where there is none', () => {
    const leap = { yearly: ['02-29'], fromEaster: [] };
    expect([holidaysIn(2027, leap), holidaysIn(2028, leap)]).toEqual([[], ['2028-02-29']]);
  });
});
