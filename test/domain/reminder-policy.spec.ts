/** Policies as data: the one that comes with the program, and what is refused. */
import { describe, expect, it, test } from '@jest/globals';
import { dueSoonDays, occurrenceKey, policySchema, policyStepSchema } from '../../src/domain/reminder-policy.js';
import { standard } from './plan-cast.js';

describe('The standard policy', () => {
  it('has the first name and version, rolls nothing, and leaves the hour to each person', () => {
    expect([standard.name, standard.version]).toEqual(['standard', 1]);
    expect(new Set(standard.steps.map((step) => step.roll))).toEqual(new Set(['none']));
    expect(standard.steps.filter((step) => step.localTime !== undefined)).toEqual([]);
  });

  it('keeps its step keys, which the keys of reminders that were sent are made of', () => {
    expect(standard.steps.map((step) => step.key)).toEqual([
      'opens',
      'opens-on',
      'lead-P90D',
      'lead-P30D',
      'lead-P7D',
      'lead-P1D',
      'due',
      'passed',
      'overdue',
      'overdue-monthly',
      'overdue-escalation',
      'check_in',
      'ended',
      'ended-escalation',
      'review-undated',
      'review-dated',
      'date_changed',
      'settled',
    ]);
  });

  it('says "due soon" from ninety days before', () => {
    expect(dueSoonDays(standard)).toBe(90);
  });
});

test('"due soon" is the earliest lead, a month counted as thirty days', () => {
  const leads = standard.steps.filter((step) => step.key === 'lead-P7D');
  const lead = leads[0]!;
  const policy = (...offsets: string[]) => ({
    ...standard,
    steps: offsets.map((offset) => ({ ...lead, offset })) as typeof standard.steps,
  });
  expect([policy('-P7D', '-P1M'), policy('-P2W'), policy('-P1Y')].map(dueSoonDays)).toEqual([30, 14, 365]);
  expect(dueSoonDays({ ...standard, steps: [standard.steps[0]!] })).toBe(0);
});

test.each([
  ['due', 0, 'due'],
  ['overdue', 2, 'overdue-2'],
  ['date_changed', 3, 'date_changed-3'],
])('%s, occurrence %d, is %s', (step, repeat, named) => {
  expect(occurrenceKey(step, repeat)).toBe(named);
});

describe('A policy is refused', () => {
  const step = {
    key: 'due',
    class: 'due',
    anchor: 'latest',
    audience: ['owner'],
    kinds: 'all',
    validUntil: 'local_day',
    resendWhenUnknown: true,
  };

  it('not when it says what it must', () => {
    expect(policyStepSchema.parse(step)).toMatchObject({ offset: 'P0D', roll: 'none', firstOnly: [], only: [] });
  });

  test.each<[string, Record<string, unknown>]>([
    ['an offset of hours', { offset: 'PT1H' }],
    ['an offset that is no period', { offset: 'P' }],
    ['an unknown anchor', { anchor: 'someday' }],
    ['an unknown class', { class: 'nudge' }],
    ['an unknown kind of target', { kinds: ['whenever'] }],
    ['no audience', { audience: [] }],
    ['an hour that is none', { localTime: '24:00' }],
    ['a word it does not know', { only: ['urgent'] }],
    ['a member it does not know', { colour: 'red' }],
    ['a key with a blank', { key: 'the due day' }],
    ['a key with the mark that parts keys', { key: 'due|1' }],
  ])('with %s', (_what, change) => {
    expect(policyStepSchema.safeParse({ ...step, ...change }).success).toBe(false);
  });

  it('with two steps of one key', () => {
    const policy = { name: 'own', version: 1, steps: [step, { ...step, class: 'lead' }] };
    expect(policySchema.safeParse(policy).error?.issues[0]?.message).toBe('every step needs a key of its own');
  });

  it('without a step', () => {
    expect(policySchema.safeParse({ name: 'own', version: 1, steps: [] }).success).toBe(false);
  });
});
