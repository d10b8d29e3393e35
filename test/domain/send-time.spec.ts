/** The instant at which one person's mail goes out. */
import { describe, expect, it, test } from '@jest/globals';
import type { Planned } from '../../src/domain/reminder.js';
import type { StepClass } from '../../src/domain/reminder-policy.js';
import { mergeSameDay, sendTime } from '../../src/domain/send-time.js';
import { addDays, addPeriod, dayIn, toMs } from '../../src/domain/time.js';
import { aPerson, aPledge, cast, circleOf, following, planOf } from './plan-cast.js';

const at = (nominal: string, stepClass: StepClass, zone: string, sendAt = '09:00', localTime?: string) =>
  sendTime(nominal, stepClass, localTime, { zone, sendAt, quietHours: null }, 'Europe/Berlin');

describe('The worked example: due on 31 March 2027 in Berlin, mail at 09:00', () => {
  test.each<[string, string, StepClass, string, string]>([
    ['a week before, Berlin', '2027-03-24', 'lead', 'Europe/Berlin', '2027-03-24T08:00:00.000Z'],
    ['a week before, New York', '2027-03-24', 'lead', 'America/New_York', '2027-03-24T13:00:00.000Z'],
    ['before New York’s spring', '2027-02-26', 'lead', 'America/New_York', '2027-02-26T14:00:00.000Z'],
    ['the day before, Berlin', '2027-03-30', 'lead', 'Europe/Berlin', '2027-03-30T07:00:00.000Z'],
    ['the day before, New York', '2027-03-30', 'lead', 'America/New_York', '2027-03-30T13:00:00.000Z'],
    ['the day, Berlin', '2027-03-31', 'due', 'Europe/Berlin', '2027-03-31T07:00:00.000Z'],
    ['the day, New York', '2027-03-31', 'due', 'America/New_York', '2027-03-31T13:00:00.000Z'],
    [
      'the day after, Auckland: 09:00 there is still the 31st in Berlin',
      '2027-04-01',
      'overdue',
      'Pacific/Auckland',
      '2027-03-31T22:00:00.000Z',
    ],
  ])('%s', (_what, nominal, stepClass, zone, expected) => {
    expect(at(nominal, stepClass, zone)).toBe(expected);
  });

  test('Auckland would hear it at 20:00Z, were it not for the floor', () => {
    expect(at('2027-04-01', 'lead', 'Pacific/Auckland')).toBe('2027-03-31T20:00:00.000Z');
  });

  test('a month before 31 March 2028 is 29 February', () => {
    expect(addPeriod('2028-03-31', '-P1M')).toBe('2028-02-29');
  });
});

describe('A send hour that the clocks skip or repeat', () => {
  test.each<[string, string, string, string]>([
    ['skipped in Berlin: an hour later by the clock', '2027-03-28', '02:30', '2027-03-28T01:30:00.000Z'],
    ['repeated in Berlin: the first pass', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['the day before the gap', '2027-03-27', '02:30', '2027-03-27T01:30:00.000Z'],
    ['the day after the overlap', '2027-11-01', '02:30', '2027-11-01T01:30:00.000Z'],
  ])('%s', (_what, nominal, hour, expected) => {
    expect(at(nominal, 'lead', 'Europe/Berlin', hour)).toBe(expected);
  });
});

describe('The floor', () => {
  test.each<[StepClass, boolean]>([
    ['opens', false],
    ['lead', false],
    ['check_in', false],
    ['review', false],
    ['due', true],
    ['passed', true],
    ['overdue', true],
    ['ended', true],
    ['escalation', true],
  ])('holds back %s: %s', (stepClass, held) => {
    expect(at('2027-04-01', stepClass, 'Pacific/Auckland')).toBe(held ? '2027-03-31T22:00:00.000Z' : '2027-03-31T20:00:00.000Z');
  });

  it('is no ceiling: Los Angeles hears it at its own hour', () => {
    expect(at('2027-04-01', 'overdue', 'America/Los_Angeles')).toBe('2027-04-01T16:00:00.000Z');
  });

  it('begins where the day begins, also where it begins at one o’clock', () => {
    // Santiago's clocks skip the first hour of 5 September 2027.
    const person = { zone: 'Pacific/Auckland', sendAt: '09:00', quietHours: null };
    expect(sendTime('2027-09-05', 'due', undefined, person, 'America/Santiago')).toBe('2027-09-05T04:00:00.000Z');
  });
});

test('a step with an hour of its own goes out at that hour', () => {
  expect(at('2027-03-24', 'lead', 'Asia/Kabul', '09:00', '17:15')).toBe('2027-03-24T12:45:00.000Z');
});

describe('A year of daily mail', () => {
  const year = Array.from({ length: 366 }, (_, i) => addDays('2027-01-01', i));

  // The hour is one that the zone's clocks skip once a year, where they are changed at all.
  test.each<[zone: string, hour: string, behindTheGap: string[]]>([
    ['Pacific/Auckland', '02:30', ['03:30']],
    ['Asia/Tokyo', '02:30', []],
    ['Australia/Sydney', '02:30', ['03:30']],
    ['America/Los_Angeles', '02:30', ['03:30']],
    ['America/New_York', '02:30', ['03:30']],
    ['Asia/Kabul', '02:30', []],
    ['Asia/Kathmandu', '02:30', []],
    ['Europe/London', '01:30', ['02:30']],
    ['America/Santiago', '00:30', ['01:30']],
    ['Australia/Lord_Howe', '02:15', ['02:45']],
  ])('in %s at %s, and at the usual 08:00, comes exactly once on every local day', (zone, hour, behindTheGap) => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    for (const [sendAt, odd] of [
      [hour, behindTheGap],
      ['08:00', []],
    ] as const) {
      const instants = year.map((day) => at(day, 'lead', zone, sendAt));
      expect(instants.map((instant) => dayIn(zone, instant))).toEqual(year);
      expect(instants.map((instant) => clock.format(toMs(instant))).filter((time) => time !== sendAt)).toEqual(odd);
      expect(instants).toEqual([...new Set(instants)].sort());
    }
  });
});

describe('Steps of one local day', () => {
  const row = (stepClass: StepClass, dueAt: string, change: Partial<Planned> = {}) => ({
    person: 'desk',
    class: stepClass,
    nominalDate: dueAt.slice(0, 10),
    state: 'planned' as const,
    dueAt,
    ...change,
  });
  const merged = (rows: ReturnType<typeof row>[], zone = 'Europe/Berlin') =>
    mergeSameDay(rows, () => zone, 'Europe/Berlin').map((r) => `${r.class} ${r.dueAt.slice(5, 16)}`);

  it('go out together, at the latest of their times', () => {
    const rows = [row('lead', '2027-04-01T20:00:00.000Z'), row('overdue', '2027-04-01T22:00:00.000Z')];
    expect(merged(rows, 'Pacific/Auckland')).toEqual(['lead 04-01T22:00', 'overdue 04-01T22:00']);
  });

  it('are those of the reader’s day, not of a day in UTC', () => {
    const rows = [row('lead', '2027-03-31T20:00:00.000Z'), row('lead', '2027-04-01T20:00:00.000Z'), row('due', '2027-03-31T22:00:00.000Z')];
    expect(merged(rows, 'Pacific/Auckland')).toEqual(['lead 03-31T22:00', 'lead 04-01T20:00', 'due 03-31T22:00']);
  });

  it('of different people have nothing to do with each other', () => {
    const rows = [row('lead', '2027-04-01T06:00:00.000Z'), row('overdue', '2027-04-01T08:00:00.000Z', { person: 'lead' })];
    expect(merged(rows)).toEqual(['lead 04-01T06:00', 'overdue 04-01T08:00']);
  });

  it('do not wait for one that is skipped', () => {
    const rows = [row('due', '2027-04-01T06:00:00.000Z'), row('lead', '2027-04-01T15:00:00.000Z', { state: 'skipped' })];
    expect(merged(rows)).toEqual(['due 04-01T06:00', 'lead 04-01T15:00']);
  });

  it('do not hold up what goes out at once, and come along with it', () => {
    const rows = [
      row('date_changed', '2027-04-01T04:00:00.000Z'),
      row('lead', '2027-04-01T07:00:00.000Z'),
      row('due', '2027-04-01T07:00:00.000Z'),
    ];
    expect(merged(rows)).toEqual(['date_changed 04-01T04:00', 'lead 04-01T04:00', 'due 04-01T04:00']);
  });

  it('do not come along before they may be heard', () => {
    const rows = [row('date_changed', '2027-03-31T19:00:00.000Z'), row('due', '2027-03-31T22:00:00.000Z', { nominalDate: '2027-04-01' })];
    expect(merged(rows, 'Pacific/Auckland')).toEqual(['date_changed 03-31T19:00', 'due 03-31T22:00']);
  });
});

test('a plan merges a follower’s opening and lead of one day', () => {
  const people = [cast.desk, aPerson('follower', { zone: 'Pacific/Auckland', sendAt: '09:00' })];
  const rows = planOf(aPledge({ kind: 'on', edtf: '2021-03-30/2021-03-31' }), undefined, circleOf(people, [following('follower')]));
  const of = (step: string) => rows.find((r) => r.step === step && r.person === 'follower')?.dueAt;
  expect(of('opens-on')).toBe('2021-03-29T20:00:00.000Z');
  expect(of('lead-P1D')).toBe(of('opens-on'));
});
