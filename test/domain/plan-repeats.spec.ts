/** What comes again, and again: counted from the anchor, never from the one before. */
import { describe, expect, it, test } from '@jest/globals';
import { daysBetween, type Day } from '../../src/domain/time.js';
import { aPledge, planOf } from './plan-cast.js';

const daysOf = (rows: ReturnType<typeof planOf>, step: RegExp, person = 'desk'): Day[] =>
  rows
    .filter((row) => step.test(row.step) && row.person === person)
    .map((row) => row.nominalDate)
    .sort();

describe('Overdue', () => {
  it('comes on the first day, weekly three times, then monthly from the first day', () => {
    expect(daysOf(planOf(aPledge(), '2021-04-01'), /^overdue(?!-esc)/).slice(0, 8)).toEqual([
      '2021-04-01',
      '2021-04-08',
      '2021-04-15',
      '2021-04-22',
      '2021-05-01',
      '2021-06-01',
      '2021-07-01',
      '2021-08-01',
    ]);
  });

  it('stays on the last day of the month when it began on the 31st', () => {
    expect(daysOf(planOf(aPledge({ edtf: '2021-12-30' }), '2021-12-31'), /^overdue-monthly/).slice(0, 5)).toEqual([
      '2022-01-31',
      '2022-02-28',
      '2022-03-31',
      '2022-04-30',
      '2022-05-31',
    ]);
  });

  it('is told to followers once', () => {
    expect(daysOf(planOf(aPledge(), '2021-04-01'), /^overdue/, 'follower')).toEqual(['2021-04-01']);
  });

  it('is escalated once, fourteen days after the first day', () => {
    expect(daysOf(planOf(aPledge(), '2022-04-01'), /./, 'lead')).toEqual(['2021-04-15']);
  });

  it('is told of one week’s occurrence until the next one falls due', () => {
    const rows = planOf(aPledge({ kind: 'recurring', edtf: '2021-01-04/2021-02-28', recurrence: 'P7D' }), '2021-03-01');
    expect(daysOf(rows, /^overdue(?!-esc)/).slice(0, 8)).toEqual([
      '2021-01-11',
      '2021-01-18',
      '2021-01-25',
      '2021-02-01',
      '2021-02-08',
      '2021-02-15',
      '2021-02-22',
      '2021-03-01',
    ]);
  });
});

describe('A check-in', () => {
  test.each([
    ['a 29 February, clamped in common years alone', '2020-02-29', ['2021-02-28', '2022-02-28', '2023-02-28', '2024-02-29']],
    ['any other day', '2020-11-24', ['2021-11-24', '2022-11-24', '2023-11-24', '2024-11-24']],
  ])('comes every year after %s, up to the last day', (_what, saidOn, days) => {
    const pledge = aPledge({ kind: 'until', edtf: '2024', saidOn });
    expect(daysOf(planOf(pledge, '2024-12-31'), /^check_in/)).toEqual(days);
  });

  it('comes on the last day itself, and not after it', () => {
    const pledge = aPledge({ kind: 'until', edtf: '2021-11-30' });
    expect(daysOf(planOf(pledge, '2023-01-01'), /^check_in/)).toEqual(['2021-11-30']);
  });
});

describe('A review', () => {
  it('is counted from the last update, so that any word puts it off', () => {
    const rows = planOf(aPledge({ kind: 'undated' }, { lastUpdateOn: '2021-02-10' }));
    expect(daysOf(rows, /^review/)[0]).toBe('2021-05-11');
  });

  it('of something dated keeps thirty days away from a check-in on either side', () => {
    const pledge = aPledge({ kind: 'until', edtf: '2031', saidOn: '2020-11-24' });
    for (const horizon of ['2021-01-01', '2022-01-01', '2024-06-01', '2026-06-01']) {
      const rows = planOf(pledge, horizon);
      const checkIns = daysOf(rows, /^check_in/);
      for (const review of daysOf(rows, /^review/))
        expect(Math.min(...checkIns.map((day) => Math.abs(daysBetween(day, review))))).toBeGreaterThan(30);
    }
  });

  it('that is left out does not shift those that follow', () => {
    const rows = planOf(aPledge({ kind: 'until', edtf: '2031' }), '2022-12-31');
    // 360 and 720 days after 30 November are within a month of it.
    expect(daysOf(rows, /^review/).slice(0, 3)).toEqual(['2021-05-29', '2022-05-24', '2023-05-19']);
  });
});

describe('What has ended', () => {
  it('is asked about on the day after, and every thirty days three times', () => {
    const rows = planOf(aPledge({ kind: 'throughout', edtf: '2021', certainty: 'approximate' }), '2022-12-31');
    for (const person of ['desk', 'auditor'])
      expect(daysOf(rows, /^ended/, person)).toEqual(['2022-01-01', '2022-01-31', '2022-03-02', '2022-04-01']);
    expect(daysOf(rows, /^ended/, 'lead')).toEqual(['2022-04-01']);
    expect(daysOf(rows, /^ended/, 'follower')).toEqual([]);
  });
});

describe('A month’s occurrence', () => {
  it('stays on the last day of the month', () => {
    const rows = planOf(aPledge({ kind: 'recurring', edtf: '2021-01-31', recurrence: 'P1M' }));
    expect(daysOf(rows, /^due/).slice(0, 5)).toEqual(['2021-01-31', '2021-02-28', '2021-03-31', '2021-04-30', '2021-05-31']);
  });

  it('has a key of its own', () => {
    const keys = planOf(aPledge({ kind: 'recurring', edtf: '2021-01-31', recurrence: 'P1M' })).map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test.each(['9999-12-20', '9999-11-30', '0000-01-05'])('a date at the end of the calendar, %s, ends the planning too', (edtf) => {
  const rows = planOf(aPledge({ edtf, saidOn: '0000-01-01' }));
  expect(rows.filter((row) => row.nominalDate > '2022-01-04' || row.nominalDate < '2019-10-27')).toEqual([]);
});
