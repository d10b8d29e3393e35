import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { composeTarget, type TargetDraft } from '../../src/domain/target.js';
import { type Judged, timelinessOf, timelinessValues } from '../../src/domain/timeliness.js';
import { addDays } from '../../src/domain/time.js';
import { readConventions } from '../../src/facts.js';

const conventions = readConventions('nowhere');

function judged(draft: Partial<TargetDraft>, change: Partial<Judged> = {}): Judged {
  const target = composeTarget({ kind: 'by', saidOn: '2020-11-30', zone: 'Europe/Brussels', ...draft }, conventions);
  return { target, verdict: 'pending', fulfilledOn: null, leadDays: 90, ...change };
}

describe('What is due by a day', () => {
  test.each([
    ['2020-12-01', 'open', false, 120],
    ['2020-12-30', 'open', false, 91],
    ['2020-12-31', 'due_soon', false, 90],
    ['2021-03-30', 'due_soon', false, 1],
    ['2021-03-31', 'due_today', false, 0],
    ['2021-04-01', 'overdue', true, 1],
    ['2021-04-03', 'overdue', true, 3],
  ])('on %s is %s', (today, value, passed, days) => {
    expect(timelinessOf(judged({ edtf: '2021-03-31' }), today)).toEqual({ value, passed, days });
  });
});

describe('What is to happen during 2021', () => {
  test.each([
    ['2020-12-01', 'upcoming', 31],
    ['2021-01-01', 'open', 364],
    ['2021-10-02', 'due_soon', 90],
    ['2021-12-31', 'due_today', 0],
    ['2022-01-01', 'overdue', 1],
  ])('on %s is %s', (today, value, days) => {
    expect(timelinessOf(judged({ kind: 'during', edtf: '2021' }), today)).toMatchObject({ value, days });
  });

  it('is due soon before it opens, where it is short', () => {
    expect(timelinessOf(judged({ kind: 'on', edtf: '2021-06-14' }), '2021-06-01')).toMatchObject({ value: 'due_soon', days: 13 });
  });
});

describe('A soft date', () => {
  const summit = judged({ kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed' });

  test.each([
    ['2021-04-30', 'due_today', false, 0],
    ['2021-05-01', 'open', true, null],
    ['2021-05-30', 'open', true, null],
    ['2021-05-31', 'overdue', true, 1],
  ])('on %s is %s, passed %p', (today, value, passed, days) => {
    expect(timelinessOf(summit, today)).toEqual({ value, passed, days });
  });
});

describe('What is kept up', () => {
  test.each([
    ['until', '2024', '2024-12-31', 'due_today', 0],
    ['until', '2024', '2025-01-01', 'ended', 1],
    ['until', '2024', '2026-01-01', 'ended', 366],
    ['throughout', '2021', '2020-12-01', 'upcoming', 31],
    ['throughout', '2021', '2022-01-01', 'ended', 1],
  ] as const)('%s %s on %s is %s and never overdue', (kind, edtf, today, value, days) => {
    expect(timelinessOf(judged({ kind, edtf }), today)).toMatchObject({ value, days });
  });
});

describe('Without a last day', () => {
  test.each<[Partial<TargetDraft>, string, string, number | null]>([
    [{ kind: 'undated' }, '2030-01-01', 'undated', null],
    [{ kind: 'event', trigger: 'the signing', duration: 'P30D' }, '2030-01-01', 'undated', null],
    [{ kind: 'event', trigger: 'the signing', duration: 'P30D', triggeredOn: '2029-12-31' }, '2030-01-01', 'due_soon', 29],
    [{ kind: 'from', edtf: '2022' }, '2021-12-31', 'upcoming', 1],
    [{ kind: 'from', edtf: '2022' }, '2030-01-01', 'open', null],
    [{ kind: 'recurring', edtf: '2021/2030', recurrence: 'P1Y' }, '2021-06-01', 'open', 3500],
    [{ kind: 'recurring', edtf: '2021/2030', recurrence: 'P1Y' }, '2022-01-01', 'overdue', 1],
    [{ kind: 'recurring', recurrence: 'P2Y' }, '2022-11-29', 'open', null],
    [{ kind: 'recurring', recurrence: 'P2Y' }, '2022-11-30', 'overdue', 1],
  ])('%j on %s is %s', (draft, today, value, days) => {
    expect(timelinessOf(judged(draft), today)).toMatchObject({ value, days });
  });
});

describe('What was fulfilled', () => {
  test.each([
    ['fulfilled', '2021-03-31', 'met_on_time', null],
    ['fulfilled', '2021-04-01', 'met_late', 1],
    ['partly_fulfilled', '2021-05-10', 'met_late', 40],
    ['partly_fulfilled', '2020-12-01', 'met_on_time', null],
    ['partly_fulfilled', null, 'overdue', 276],
    ['not_fulfilled', null, 'overdue', 276],
    ['not_verifiable', null, 'overdue', 276],
  ] as const)('%s on %s is %s', (verdict, fulfilledOn, value, days) => {
    const found = timelinessOf(judged({ edtf: '2021-03-31' }, { verdict, fulfilledOn }), '2022-01-01');
    expect(found).toMatchObject({ value, days });
  });

  it('is on time where there was no last day', () => {
    expect(timelinessOf(judged({ kind: 'undated' }, { verdict: 'fulfilled', fulfilledOn: '2029-01-01' }), '2030-01-01').value).toBe(
      'met_on_time',
    );
  });
});

describe('As days go by', () => {
  it('nothing goes back from overdue or ended, and passed comes with the day after the last', () => {
    const kind = fc.constantFrom<'on' | 'during' | 'by' | 'before' | 'until' | 'throughout' | 'from'>(
      'on',
      'during',
      'by',
      'before',
      'until',
      'throughout',
      'from',
    );
    const edtf = fc.constantFrom('2021', '2021-03-31', '2021-37', '2021-06', '2020-12-01/2020-12-02');
    const certainty = fc.constantFrom<'exact' | 'approximate'>('exact', 'approximate');
    fc.assert(
      fc.property(kind, edtf, certainty, fc.integer({ min: -100, max: 900 }), (k, e, c, offset) => {
        const subject = judged({ kind: k, edtf: e, certainty: c });
        const today = addDays('2020-11-30', offset);
        const now = timelinessOf(subject, today);
        const next = timelinessOf(subject, addDays(today, 1));
        expect(timelinessValues).toContain(now.value);
        if (now.value === 'overdue' || now.value === 'ended') expect(next).toEqual({ ...now, days: now.days! + 1 });
        expect(now.passed).toBe(subject.target.latest !== null && today > subject.target.latest);
      }),
    );
  });
});
