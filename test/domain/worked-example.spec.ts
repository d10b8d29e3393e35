/**
 * The worked example of the specification, planned whole: due on Wednesday 31 March 2027 in Berlin, mail at 09:00, Good
 * Friday and Easter Monday (26 and 29 March) off.
 */
import { describe, expect, it, test } from '@jest/globals';
import type { TargetDraft } from '../../src/domain/target.js';
import type { Person } from '../../src/domain/people.js';
import { occurrenceKey, policySchema, type Policy } from '../../src/domain/reminder-policy.js';
import { addDays, dayIn, toMs, type Day } from '../../src/domain/time.js';
import { readHolidayCalendars } from '../../src/facts.js';
import { Calendars } from '../../src/services/calendars.js';
import { aPerson, aPledge, circleOf, following, planOf } from './plan-cast.js';

const calendars = new Calendars(readHolidayCalendars());

const step = (key: string, change: Record<string, unknown>) => ({
  key,
  class: 'lead',
  anchor: 'latest',
  audience: ['owner', 'followers'],
  kinds: 'all',
  validUntil: 'next_step',
  resendWhenUnknown: false,
  ...change,
});
const policyOf = (calendar: string | null, ...steps: Record<string, unknown>[]): Policy =>
  policySchema.parse({ name: 'worked', version: 1, calendar, steps });

const worked = policyOf(
  'DE',
  step('lead-P1M', { offset: '-P1M', roll: 'previous' }),
  step('lead-P1W', { offset: '-P1W', roll: 'previous' }),
  step('lead-3', { businessDays: -3 }),
  step('lead-P1D', { offset: '-P1D', roll: 'previous' }),
  step('due', { class: 'due', validUntil: 'local_day' }),
  step('overdue', { class: 'overdue', anchor: 'overdue_from', roll: 'next', validUntil: 'next_repeat' }),
);

const people: Person[] = [
  aPerson('berlin', { zone: 'Europe/Berlin', sendAt: '09:00' }),
  aPerson('new-york', { zone: 'America/New_York', sendAt: '09:00' }),
  aPerson('auckland', { zone: 'Pacific/Auckland', sendAt: '09:00' }),
];

/** `step dueAt` of each person's rows, in the order of their times. */
function timesOf(
  person: string,
  {
    policy = worked,
    target = {},
    all = people,
    today = '2026-11-30',
  }: { policy?: Policy; target?: Partial<TargetDraft>; all?: Person[]; today?: Day } = {},
): string[] {
  const pledge = aPledge(
    { edtf: '2027-03-31', zone: 'Europe/Berlin', ...target },
    { owner: 'berlin', publishedAt: '2026-11-30T07:00:00.000Z' },
  );
  const circle = circleOf(
    all,
    all.slice(1).map(({ id }) => following(id)),
  );
  return planOf(pledge, today, circle, policy, calendars.daysOff(policy.calendar))
    .filter((row) => row.person === person)
    .sort((a, b) => (a.dueAt + a.nominalDate < b.dueAt + b.nominalDate ? -1 : 1))
    .map((row) => `${row.step} ${row.nominalDate} ${row.dueAt.slice(0, 16)}Z`);
}

describe('Due on 31 March 2027', () => {
  test.each<[person: string, times: string[]]>([
    [
      'berlin',
      [
        'lead-P1M 2027-02-26 2027-02-26T08:00Z',
        'lead-3 2027-03-24 2027-03-24T08:00Z',
        'lead-P1W 2027-03-24 2027-03-24T08:00Z',
        'lead-P1D 2027-03-30 2027-03-30T07:00Z',
        'due 2027-03-31 2027-03-31T07:00Z',
        'overdue 2027-04-01 2027-04-01T07:00Z',
      ],
    ],
    [
      'new-york',
      [
        'lead-P1M 2027-02-26 2027-02-26T14:00Z',
        'lead-3 2027-03-24 2027-03-24T13:00Z',
        'lead-P1W 2027-03-24 2027-03-24T13:00Z',
        'lead-P1D 2027-03-30 2027-03-30T13:00Z',
        'due 2027-03-31 2027-03-31T13:00Z',
        'overdue 2027-04-01 2027-04-01T13:00Z',
      ],
    ],
    [
      'auckland',
      [
        // In New Zealand's summer 09:00 is 20:00Z of the day before; the due and overdue days wait for Berlin's midnight.
        'lead-P1M 2027-02-26 2027-02-25T20:00Z',
        'lead-3 2027-03-24 2027-03-23T20:00Z',
        'lead-P1W 2027-03-24 2027-03-23T20:00Z',
        'lead-P1D 2027-03-30 2027-03-29T20:00Z',
        'due 2027-03-31 2027-03-30T22:00Z',
        'overdue 2027-04-01 2027-03-31T22:00Z',
      ],
    ],
  ])('%s hears of it', (person, times) => {
    expect(timesOf(person)).toEqual(times);
  });

  it('a month before the 31st of March 2028 is the 29th of February', () => {
    expect(timesOf('berlin', { target: { edtf: '2028-03-31' }, today: '2027-12-01' })[0]).toBe('lead-P1M 2028-02-29 2028-02-29T08:00Z');
  });

  test.each<[what: string, edtf: string, sendAt: string, dueAt: string]>([
    ['an hour that the spring skips comes an hour later', '2027-03-28', '02:30', '2027-03-28T01:30Z'],
    ['an hour that the autumn repeats comes once, at its first pass', '2027-10-31', '02:30', '2027-10-31T00:30Z'],
  ])('%s', (_what, edtf, sendAt, dueAt) => {
    const all = [aPerson('berlin', { zone: 'Europe/Berlin', sendAt })];
    const due = timesOf('berlin', {
      target: { edtf },
      all,
      policy: policyOf(null, step('due', { class: 'due', validUntil: 'local_day' })),
    });
    expect(due).toEqual([`due ${edtf} ${dueAt}`]);
  });
});

describe('Rolling', () => {
  test.each<[what: string, calendar: string | null, change: Record<string, unknown>, edtf: Day, falls: Day]>([
    ['back over Easter', 'DE', { offset: '-P1D', roll: 'previous' }, '2027-03-30', '2027-03-25'],
    [
      'a lead of three working days that rolls counts from the anchor',
      'DE',
      { businessDays: -3, roll: 'previous' },
      '2027-03-31',
      '2027-03-24',
    ],
    [
      'on, for what is overdue on Good Friday',
      'DE',
      { class: 'overdue', anchor: 'overdue_from', roll: 'next' },
      '2027-03-25',
      '2027-03-30',
    ],
    [
      'by the days of the EU institutions, which have Maundy Thursday',
      'eu-institutions',
      { offset: '-P1D', roll: 'previous' },
      '2027-03-30',
      '2027-03-24',
    ],
    ['by Bavaria, which has Epiphany', 'DE-BY', { offset: '-P1D', roll: 'previous' }, '2027-01-07', '2027-01-05'],
    ['not where the step does not', 'DE', { offset: '-P1D' }, '2027-03-30', '2027-03-29'],
    ['not where nothing is off', null, { offset: '-P1D' }, '2027-03-29', '2027-03-28'],
  ])('%s', (_what, calendar, change, edtf, falls) => {
    const rows = timesOf('berlin', { target: { edtf }, policy: policyOf(calendar, step('one', change)) });
    expect(rows.map((row) => row.split(' ')[1])).toEqual([falls]);
  });

  it('of repeats: each is counted from the anchor and rolls on its own', () => {
    const policy = policyOf(
      'DE',
      step('weekly', {
        class: 'overdue',
        anchor: 'overdue_from',
        roll: 'next',
        repeat: { every: 'P7D', max: 3 },
        validUntil: 'next_repeat',
      }),
    );
    // Overdue from Saturday 20 March: Mondays, but for Easter's.
    const days = timesOf('berlin', { target: { edtf: '2027-03-19' }, policy }).map((row) => row.split(' ')[1]);
    expect(days).toEqual(['2027-03-22', '2027-03-30', '2027-04-05', '2027-04-12']);
  });

  it('leaves the key alone: a calendar put into a policy sends nothing twice', () => {
    const keys = (calendar: string | null, roll: string) =>
      planOf(
        aPledge({ edtf: '2021-05-03' }),
        undefined,
        undefined,
        policyOf(calendar, step('lead', { offset: '-P1D', roll })),
        calendars.daysOff(calendar),
      ).map((row) => row.key);
    expect(keys('DE', 'previous')).toEqual(keys(null, 'none'));
  });
});

describe('A year of reminders, one for each day, planned in ten zones', () => {
  const zones: [zone: string, hour: string][] = [
    ['Pacific/Auckland', '02:30'],
    ['Asia/Tokyo', '08:00'],
    ['Australia/Sydney', '02:30'],
    ['America/Los_Angeles', '02:30'],
    ['America/New_York', '02:30'],
    ['Asia/Kabul', '07:45'],
    ['Asia/Kathmandu', '06:15'],
    ['Europe/London', '01:30'],
    ['America/Santiago', '00:30'],
    ['Australia/Lord_Howe', '02:15'],
  ];
  const year = Array.from({ length: 365 }, (_, i) => addDays('2027-01-01', i));
  const daily = policyOf(null, step('daily', { class: 'check_in', anchor: 'said', repeat: { every: 'P1D' }, validUntil: 'next_repeat' }));
  const readers = zones.map(([zone, sendAt]) => aPerson(zone.replace('/', '-'), { zone, sendAt }));
  const subscriptions = readers.map(({ id }) => following(id));
  const pledge = aPledge(
    { kind: 'undated', saidOn: '2026-12-31', zone: 'Europe/Berlin' },
    { owner: null, publishedAt: '2026-12-31T07:00:00.000Z' },
  );
  const rows = planOf(pledge, '2026-12-31', circleOf(readers, subscriptions), daily);

  test.each(readers.map((reader) => [reader.id, reader] as const))(
    '%s gets exactly one on every local day, at the hour or where the clocks put it',
    (id, { zone, sendAt }) => {
      const mine = rows
        .filter((row) => row.person === id && row.nominalDate >= '2027-01-01' && row.nominalDate <= '2027-12-31')
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
      expect(mine.map((row) => dayIn(zone, row.dueAt))).toEqual(year);
      expect(mine.map((row) => row.step)).toEqual(year.map((_, i) => occurrenceKey('daily', i + 1)));
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
      const odd = mine
        .filter((row) => clock.format(toMs(row.dueAt)) !== sendAt)
        .map((row) => `${row.nominalDate} ${clock.format(toMs(row.dueAt))}`);
      expect(odd).toEqual(behindTheGap[zone] ?? []);
    },
  );

  /** The one day on which the hour is skipped: an hour later, on Lord Howe half of one. */
  const behindTheGap: Record<string, string[]> = {
    'Pacific/Auckland': ['2027-09-26 03:30'],
    'Australia/Sydney': ['2027-10-03 03:30'],
    'America/Los_Angeles': ['2027-03-14 03:30'],
    'America/New_York': ['2027-03-14 03:30'],
    'Europe/London': ['2027-03-28 02:30'],
    'America/Santiago': ['2027-09-05 01:30'],
    'Australia/Lord_Howe': ['2027-10-03 02:45'],
  };
});
