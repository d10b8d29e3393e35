/** No mail in the hours that a person keeps quiet. Instants are written `MM-DD HH:MM` of 2027, UTC. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { personSchema, quietHoursSchema, type QuietHours } from '../../src/domain/people.js';
import { outsideQuietHours } from '../../src/domain/quiet-hours.js';
import type { StepClass } from '../../src/domain/reminder-policy.js';
import { atOnce, sendTime } from '../../src/domain/send-time.js';
import { addDays, addMs, dayIn, instantAt, toMs, type Instant } from '../../src/domain/time.js';
import { aPerson, aPledge, cast, circleOf, following, planOf, rowOf } from './plan-cast.js';

const hours = (text: string): QuietHours => ({ from: text.slice(0, 5), to: text.slice(6) });
const instant = (text: string): Instant => `2027-${text.replace(' ', 'T')}:00.000Z`;
const written = (at: Instant): string => at.slice(5, 16).replace('T', ' ');

describe('A send time', () => {
  test.each<[what: string, quiet: string, sendAt: string, zone: string, sent: string]>([
    ['outside stays', '22:00-07:00', '09:00', 'Europe/Berlin', '03-24 08:00'],
    ['at the last quiet minute waits for the first that is not', '22:00-07:00', '06:59', 'Europe/Berlin', '03-24 06:00'],
    ['at the end of the quiet stays', '22:00-07:00', '07:00', 'Europe/Berlin', '03-24 06:00'],
    ['at its first minute would be tomorrow’s: back to the last minute before it', '22:00-07:00', '22:00', 'Europe/Berlin', '03-24 20:59'],
    ['late in the evening: likewise', '22:00-07:00', '23:30', 'Europe/Berlin', '03-24 20:59'],
    ['in a quiet noon is pushed forward', '12:00-14:00', '12:30', 'Europe/Berlin', '03-24 13:00'],
    ['in a quiet that lasts to midnight is pulled back', '20:00-00:00', '21:00', 'Europe/Berlin', '03-24 18:59'],
    ['in a quiet from midnight is pushed forward', '00:00-08:00', '07:00', 'Europe/Berlin', '03-24 07:00'],
    ['with a single minute allowed goes out in it', '08:01-08:00', '12:00', 'Europe/Berlin', '03-24 07:00'],
    ['is by the clock where the person is', '22:00-07:00', '06:00', 'Asia/Kathmandu', '03-24 01:15'],
    ['on the other side of the date line too', '22:00-07:00', '23:00', 'Pacific/Auckland', '03-24 08:59'],
  ])('%s', (_what, quiet, sendAt, zone, sent) => {
    expect(written(sendTime('2027-03-24', 'lead', undefined, { zone, sendAt, quietHours: hours(quiet) }, 'Europe/Berlin'))).toBe(sent);
  });

  test.each<[what: string, stepClass: StepClass, zone: string, commitmentZone: string, quiet: string, sent: string]>([
    // 09:00 in Auckland is 31 March 20:00Z; the day begins in Berlin at 22:00Z, 11:00 there.
    [
      'that the floor has pushed into the quiet goes on to its end',
      'overdue',
      'Pacific/Auckland',
      'Europe/Berlin',
      '10:30-12:00',
      '03-31 23:00',
    ],
    [
      'is not pulled back before the floor, be it another day',
      'overdue',
      'Pacific/Auckland',
      'Europe/Berlin',
      '10:00-08:30',
      '04-01 19:30',
    ],
    ['is pulled back as far as the floor allows', 'overdue', 'Pacific/Auckland', 'Europe/Berlin', '11:30-08:30', '03-31 22:00'],
    ['without a floor is pulled back', 'lead', 'Pacific/Auckland', 'Europe/Berlin', '09:00-08:30', '03-31 19:59'],
    [
      'with a floor at midnight of the day after waits there',
      'due',
      'Pacific/Kiritimati',
      'Pacific/Honolulu',
      '22:00-07:00',
      '04-01 17:00',
    ],
  ])('%s', (_what, stepClass, zone, commitmentZone, quiet, sent) => {
    const person = { zone, sendAt: '09:00', quietHours: hours(quiet) };
    expect(written(sendTime('2027-04-01', stepClass, undefined, person, commitmentZone))).toBe(sent);
  });
});

describe('Where the clocks are changed', () => {
  // Berlin: 28 March, 02:00 becomes 03:00 at 01:00Z; 31 October, 03:00 becomes 02:00 at 01:00Z.
  test.each<[what: string, at: string, quiet: string, sent: string]>([
    ['an end that is skipped comes as the clock jumps over it', '03-28 00:30', '22:00-02:30', '03-28 01:00'],
    ['an end behind the jump comes an hour sooner', '03-28 00:30', '22:00-07:00', '03-28 05:00'],
    ['an end behind the repeated hour comes an hour later', '10-31 00:30', '22:00-07:00', '10-31 06:00'],
    ['an end in the repeated hour is met at its first pass', '10-30 23:30', '22:00-02:30', '10-31 00:30'],
    ['the repeated hour is quiet again', '10-31 01:10', '22:00-02:30', '10-31 01:30'],
    ['a beginning that is skipped: the last minute is the one before the jump', '03-28 20:00', '02:30-00:00', '03-28 00:59'],
    ['a beginning in the repeated hour: the last minute is the later one', '10-31 20:00', '02:30-00:00', '10-31 01:29'],
  ])('%s', (_what, at, quiet, sent) => {
    const person = { zone: 'Europe/Berlin', quietHours: hours(quiet) };
    expect(written(outsideQuietHours(instant(at), person, ''))).toBe(sent);
  });
});

describe('What goes out at once', () => {
  const person = { zone: 'Europe/Berlin', quietHours: hours('22:00-07:00') };

  test.each([
    ['at noon goes out at noon', '03-24 11:00', '03-24 11:00'],
    ['in the night goes out in the morning', '03-24 02:10', '03-24 06:00'],
    ['in the evening goes out in the next morning: nobody can be told before it happened', '03-24 21:30', '03-25 06:00'],
  ])('%s', (_what, at, sent) => {
    expect(written(atOnce(instant(at), person))).toBe(sent);
  });

  it('keeps its very moment outside quiet hours, and none of its seconds otherwise', () => {
    expect(atOnce('2027-03-24T11:00:30.123Z', person)).toBe('2027-03-24T11:00:30.123Z');
    expect(atOnce('2027-03-24T21:30:30.123Z', person)).toBe('2027-03-25T06:00:00.000Z');
  });

  it('in a plan: a moved date and a verdict wait for the morning, and the day’s steps come along', () => {
    const quiet = aPerson('follower', { quietHours: hours('21:00-07:30') });
    const circle = circleOf([cast.desk, quiet], [following('follower')]);
    // 22:40 in Brussels on the eve of the week's notice.
    const moved = planOf(aPledge({ revision: 2 }, { targetChangedAt: '2021-03-23T21:40:00.000Z' }), '2021-03-23', circle);
    expect(rowOf(moved, 'date_changed-2', 'desk').dueAt).toBe('2021-03-23T21:40:00.000Z');
    expect(rowOf(moved, 'date_changed-2', 'follower').dueAt).toBe('2021-03-24T06:30:00.000Z');
    expect(rowOf(moved, 'lead-P7D', 'follower').dueAt).toBe('2021-03-24T06:30:00.000Z');
    expect(rowOf(moved, 'lead-P7D', 'desk').dueAt).toBe('2021-03-24T07:00:00.000Z');
    const settled = planOf(
      aPledge({}, { verdict: 'fulfilled', verdictNumber: 1, verdictAt: '2021-02-01T23:10:00.000Z' }),
      undefined,
      circle,
    );
    expect(rowOf(settled, 'settled-1', 'follower').dueAt).toBe('2021-02-02T06:30:00.000Z');
  });
});

test('whatever the hours, the zone and the moment: outside the quiet, on the same day where the day has such a minute', () => {
  const minute = fc
    .integer({ min: 0, max: 1439 })
    .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
  const zones = fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kabul', 'Pacific/Apia');
  // Around the changes of the clocks, and on any other day.
  const moments = fc.tuple(
    fc.constantFrom('2027-03-28', '2027-10-31', '2027-04-04', '2027-09-05', '2027-06-15'),
    fc.integer({ min: -1440, max: 2880 }),
  );
  fc.assert(
    fc.property(minute, minute, zones, moments, (from, to, zone, [day, minutes]) => {
      fc.pre(from !== to);
      const at = addMs(`${day}T00:00:00.000Z`, minutes * 60_000);
      const sent = outsideQuietHours(at, { zone, quietHours: { from, to } }, '');
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
      const quiet = (instantOf: Instant): boolean => {
        const now = clock.format(toMs(instantOf));
        return from < to ? now >= from && now < to : now >= from || now < to;
      };
      expect(quiet(sent)).toBe(false);
      if (!quiet(at)) return expect(sent).toBe(at);
      const today = dayIn(zone, at);
      const begins = toMs(instantAt(today, '00:00', zone));
      const ends = toMs(instantAt(addDays(today, 1), '00:00', zone));
      const allowed: number[] = [];
      for (let ms = begins; ms < ends; ms += 60_000) if (!quiet(new Date(ms).toISOString())) allowed.push(ms);
      const after = allowed.find((ms) => ms > toMs(at));
      const expected = after ?? allowed.at(-1);
      if (expected === undefined) expect(dayIn(zone, sent) > today).toBe(true);
      else expect(toMs(sent)).toBe(expected);
    }),
    { numRuns: 400 },
  );
});

describe('Quiet hours', () => {
  test.each([
    ['none', null, true],
    ['past midnight', { from: '22:00', to: '07:00' }, true],
    ['all day long', { from: '22:00', to: '22:00' }, false],
    ['an hour that is none', { from: '22:00', to: '24:00' }, false],
    ['half of them', { from: '22:00' }, false],
  ])('may be %s (%j): %s', (_what, quiet, ok) => {
    expect(quietHoursSchema.nullable().safeParse(quiet).success).toBe(ok);
    expect(personSchema.shape.quietHours.safeParse(quiet).success).toBe(ok);
  });
});
