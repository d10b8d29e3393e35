/** Calendars by their names, from data/holidays and from date-holidays. */
import { describe, expect, it, test } from '@jest/globals';
import { addDays, type Day } from '../../src/domain/time.js';
import { weekdayOf } from '../../src/domain/working-days.js';
import { readHolidayCalendars } from '../../src/facts.js';
import { Calendars } from '../../src/services/calendars.js';

const calendars = new Calendars(readHolidayCalendars());

describe('By the calendar', () => {
  test.each<[name: string, day: Day, off: boolean]>([
    ['DE', '2027-03-26', true],
    ['DE', '2027-03-29', true],
    ['DE', '2027-03-28', true],
    ['DE', '2027-03-31', false],
    // Half of a day off is worked: Christmas Eve in Germany ends at 14:00.
    ['DE', '2027-12-24', false],
    ['DE', '2027-01-06', false],
    ['DE-BY', '2027-01-06', true],
    ['DE-BY-A', '2029-08-08', true],
    ['DE-BY', '2029-08-08', false],
    ['GB-ENG', '2027-12-28', true],
    ['BE', '2027-07-21', true],
    ['FR', '2027-07-14', true],
    // Four days of Eid, the first named.
    ['SA', '2027-03-11', true],
    ['SA', '2027-03-14', false],
    // The weekend is the country's own.
    ['SA', '2027-04-16', true],
    ['SA', '2027-04-18', false],
    ['eu-institutions', '2027-03-25', true],
    ['eu-institutions', '2027-05-07', true],
    ['eu-institutions', '2027-05-10', false],
    ['eu-institutions', '2027-03-27', true],
  ])('%s, %s is off: %s', (name, day, off) => {
    expect(calendars.daysOff(name)(day)).toBe(off);
  });

  it('of none, nothing is off, not even a Sunday', () => {
    expect(weekdayOf('2027-03-28')).toBe('sunday');
    expect(calendars.daysOff(null)('2027-03-28')).toBe(false);
  });

  it('each name has one answer for ever', () => {
    expect(calendars.daysOff('DE')).toBe(calendars.daysOff('DE'));
  });

  it('there are working days in every year that a target may lie in', () => {
    for (const name of ['DE', 'SA', 'US', 'eu-institutions'])
      for (const year of ['0000', '1582', '2100', '9999']) {
        const days = Array.from({ length: 14 }, (_, i) => addDays(`${year}-06-01`, i));
        expect(days.some((day) => !calendars.daysOff(name)(day))).toBe(true);
      }
  });
});

test.each(['XX', 'de', 'DE-XX', 'DE-toString', 'DE-BY-XX', 'DE-BY-A-1', 'DE-', '', 'eu', 'Germany', '../etc'])(
  '"%s" is refused as no calendar, with those that there are',
  (name) => {
    const refused = expect.objectContaining({ code: 'invalid_input', errors: [expect.objectContaining({ pointer: '/calendar' })] });
    let thrown: unknown;
    try {
      calendars.daysOff(name);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toEqual(refused);
    expect(String(thrown)).toContain(`There is no calendar "${name}"; there are eu-institutions, and countries`);
  },
);

test('a calendar tells what its days follow from, so that plans are made again when that changes', () => {
  expect(calendars.edition(null)).toBeNull();
  expect(calendars.edition('DE')).toMatch(/^\d+\.\d+\.\d+ \d+/);
  const other = new Calendars(readHolidayCalendars().map((calendar) => ({ ...calendar, yearly: ['01-01'] })));
  expect(other.edition('eu-institutions')).not.toBe(calendars.edition('eu-institutions'));
});
