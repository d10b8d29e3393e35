/** Which steps the standard policy owes whom, for every kind of target. */
import { describe, expect, test } from '@jest/globals';
import type { TargetDraft } from '../../src/domain/target.js';
import { aPledge, planOf, written } from './plan-cast.js';

type Case = [what: string, target: Partial<TargetDraft>, from: string, to: string, owed: string[]];

const cases: Case[] = [
  [
    'something due by a day',
    { kind: 'by', edtf: '2021-03-31' },
    '2020-11-30',
    '2021-07-31',
    [
      '2020-12-31 lead-P90D: desk follower',
      '2021-03-01 lead-P30D: desk follower',
      '2021-03-24 lead-P7D: desk follower',
      '2021-03-30 lead-P1D: desk follower',
      '2021-03-31 due: desk follower',
      '2021-04-01 overdue: desk follower',
      '2021-04-08 overdue-1: desk',
      '2021-04-15 overdue-2: desk',
      '2021-04-15 overdue-escalation: lead',
      '2021-04-22 overdue-3: desk',
      '2021-05-01 overdue-monthly: desk',
      '2021-05-29 review-dated: desk',
      '2021-06-01 overdue-monthly-1: desk',
      '2021-07-01 overdue-monthly-2: desk',
    ],
  ],
  [
    'something due before a day, whose eve is the last',
    { kind: 'before', edtf: '2021-03-31' },
    '2021-03-23',
    '2021-04-07',
    [
      '2021-03-23 lead-P7D: desk follower',
      '2021-03-29 lead-P1D: desk follower',
      '2021-03-30 due: desk follower',
      '2021-03-31 overdue: desk follower',
      '2021-04-07 overdue-1: desk',
    ],
  ],
  [
    'something on one day: no window opens',
    { kind: 'on', edtf: '2021-03-31' },
    '2020-11-30',
    '2021-04-01',
    [
      '2020-12-31 lead-P90D: desk follower',
      '2021-03-01 lead-P30D: desk follower',
      '2021-03-24 lead-P7D: desk follower',
      '2021-03-30 lead-P1D: desk follower',
      '2021-03-31 due: desk follower',
      '2021-04-01 overdue: desk follower',
    ],
  ],
  [
    'something on two days: the first opens, the second is due',
    { kind: 'on', edtf: '2020-12-01/2020-12-02' },
    '2020-09-01',
    '2020-12-10',
    [
      '2020-09-03 lead-P90D: desk follower',
      '2020-11-02 lead-P30D: desk follower',
      '2020-11-25 lead-P7D: desk follower',
      '2020-12-01 lead-P1D: desk follower',
      '2020-12-01 opens-on: desk follower',
      '2020-12-02 due: desk follower',
      '2020-12-03 overdue: desk follower',
      '2020-12-10 overdue-1: desk',
    ],
  ],
  [
    'something during a year: a week’s notice of a year means nothing',
    { kind: 'during', edtf: '2021' },
    '2020-11-30',
    '2022-01-01',
    [
      '2021-01-01 opens: desk follower',
      '2021-05-29 review-dated: desk',
      '2021-10-02 lead-P90D: desk follower',
      '2021-11-25 review-dated-1: desk',
      '2021-12-01 lead-P30D: desk follower',
      '2021-12-24 lead-P7D skipped(precision): desk follower',
      '2021-12-30 lead-P1D skipped(precision): desk follower',
      '2021-12-31 due: desk follower',
      '2022-01-01 overdue: desk follower',
    ],
  ],
  [
    'something at a date still to be fixed: it passes first and is overdue after the grace',
    { kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed' },
    '2021-04-01',
    '2021-06-14',
    [
      '2021-04-23 lead-P7D skipped(precision): desk follower',
      '2021-04-29 lead-P1D skipped(precision): desk follower',
      '2021-04-30 due: desk follower',
      '2021-05-01 passed: desk',
      '2021-05-29 review-dated: desk',
      '2021-05-31 overdue: desk follower',
      '2021-06-07 overdue-1: desk',
      '2021-06-14 overdue-2: desk',
      '2021-06-14 overdue-escalation: lead',
    ],
  ],
  [
    'something kept until the end of a year: asked after while it runs, never overdue',
    { kind: 'until', edtf: '2021' },
    '2020-11-30',
    '2022-05-24',
    [
      '2021-05-29 review-dated: desk',
      '2021-10-02 lead-P90D: desk follower',
      '2021-11-30 check_in: desk',
      '2021-12-01 lead-P30D: desk follower',
      '2022-01-01 ended: auditor desk',
      '2022-01-31 ended-1: auditor desk',
      '2022-03-02 ended-2: auditor desk',
      '2022-04-01 ended-3: auditor desk',
      '2022-04-01 ended-escalation: lead',
      '2022-05-24 review-dated-2: desk',
    ],
  ],
  [
    'something kept throughout years that have not begun: asked after only while they run',
    { kind: 'throughout', edtf: '2022/2023', certainty: 'approximate' },
    '2021-11-01',
    '2024-01-01',
    [
      '2021-11-25 review-dated-1: desk',
      '2022-01-01 opens: desk follower',
      '2022-05-24 review-dated-2: desk',
      '2022-11-30 check_in-1: desk',
      '2023-05-19 review-dated-4: desk',
      '2023-10-02 lead-P90D: desk follower',
      '2023-11-30 check_in-2: desk',
      '2023-12-01 lead-P30D: desk follower',
      '2024-01-01 ended: auditor desk',
    ],
  ],
  [
    'something from a month on',
    { kind: 'from', edtf: '2021-06' },
    '2020-11-30',
    '2021-12-31',
    ['2021-05-29 review-dated: desk', '2021-06-01 opens: desk follower', '2021-11-25 review-dated-1: desk'],
  ],
  [
    'something every year: each occurrence on its own, the one before quiet from where the next falls due',
    { kind: 'recurring', edtf: '2021/2022', recurrence: 'P1Y' },
    '2021-12-31',
    '2023-02-01',
    [
      '2021-12-31 due: desk follower',
      '2022-01-01 opens: desk follower',
      '2022-01-01 overdue: desk follower',
      '2022-01-08 overdue-1: desk',
      '2022-01-15 overdue-2: desk',
      '2022-01-15 overdue-escalation: lead',
      '2022-01-22 overdue-3: desk',
      '2022-02-01 overdue-monthly: desk',
      '2022-03-01 overdue-monthly-1: desk',
      '2022-04-01 overdue-monthly-2: desk',
      '2022-05-01 overdue-monthly-3: desk',
      '2022-05-24 review-dated-2: desk',
      '2022-06-01 overdue-monthly-4: desk',
      '2022-07-01 overdue-monthly-5: desk',
      '2022-08-01 overdue-monthly-6: desk',
      '2022-09-01 overdue-monthly-7: desk',
      '2022-10-01 overdue-monthly-8: desk',
      '2022-10-02 lead-P90D: desk follower',
      '2022-11-01 overdue-monthly-9: desk',
      '2022-11-20 review-dated-3: desk',
      '2022-12-01 lead-P30D: desk follower',
      '2022-12-01 overdue-monthly-10: desk',
      '2022-12-24 lead-P7D skipped(precision): desk follower',
      '2022-12-30 lead-P1D skipped(precision): desk follower',
      '2022-12-31 due: desk follower',
      '2023-01-01 overdue: desk follower',
      '2023-01-08 overdue-1: desk',
      '2023-01-15 overdue-2: desk',
      '2023-01-15 overdue-escalation: lead',
      '2023-01-22 overdue-3: desk',
      '2023-02-01 overdue-monthly: desk',
    ],
  ],
  [
    'an event that has no date: reviewed every 90 days',
    { kind: 'event', trigger: 'the peace agreement', duration: 'P30D' },
    '2020-11-30',
    '2021-08-27',
    ['2021-02-28 review-undated: desk', '2021-05-29 review-undated-1: desk', '2021-08-27 review-undated-2: desk'],
  ],
  [
    'an event 30 days after its trigger',
    { kind: 'event', trigger: 'the peace agreement', duration: 'P30D', triggeredOn: '2021-04-14' },
    '2020-11-30',
    '2021-05-22',
    [
      '2021-02-13 lead-P90D: desk follower',
      '2021-04-14 lead-P30D: desk follower',
      '2021-05-07 lead-P7D: desk follower',
      '2021-05-13 lead-P1D: desk follower',
      '2021-05-14 due: desk follower',
      '2021-05-15 overdue: desk follower',
      '2021-05-22 overdue-1: desk',
    ],
  ],
  [
    'something undated: reviewed every 90 days, and nothing else',
    { kind: 'undated' },
    '2020-11-30',
    '2021-11-30',
    [
      '2021-02-28 review-undated: desk',
      '2021-05-29 review-undated-1: desk',
      '2021-08-27 review-undated-2: desk',
      '2021-11-25 review-undated-3: desk',
    ],
  ],
];

describe('The standard policy owes, for', () => {
  test.each(cases)('%s', (_what, target, from, to, owed) => {
    const lines = written(planOf(aPledge(target), to)).filter((line) => line.slice(0, 10) >= from && line.slice(0, 10) <= to);
    expect(lines).toEqual(owed);
  });

  test.each<[string, Partial<TargetDraft>]>([
    ['a day', { edtf: '2021-03-31' }],
    ['a month', { edtf: '2021-03' }],
    ['a stretch between two days', { kind: 'during', edtf: '2020-11-30/2021-05-30' }],
    ['a day that comes round every month', { kind: 'recurring', edtf: '2021-03-31', recurrence: 'P1M' }],
  ])('%s: a week’s and a day’s notice too', (_what, target) => {
    const leads = planOf(aPledge(target)).filter((row) => row.step === 'lead-P7D' || row.step === 'lead-P1D');
    expect(leads.length).toBeGreaterThanOrEqual(4);
    expect(new Set(leads.map((row) => row.state))).toEqual(new Set(['planned']));
  });

  test.each(['2021-35', '2021-21', '2021-41', '2021', '202X'])('%s: no week’s or day’s notice', (edtf) => {
    const leads = planOf(aPledge({ edtf }), '2029-12-01').filter((row) => row.step === 'lead-P7D' || row.step === 'lead-P1D');
    expect(leads.map((row) => `${row.state}(${row.reason})`)).toEqual(Array(4).fill('skipped(precision)'));
  });
});
