/** Policies as data: the one that comes with the program, and what is refused. */
import { describe, expect, it, test } from '@jest/globals';
import { dueSoonDays, occurrenceKey, policySchema, policyStepSchema } from '../../src/domain/reminder-policy.js';
import { standard } from './plan-cast.js';

describe('The standard policy', () => {
  it('has the first name and version, rolls nothing, and leaves the hour to each person', () => {
    expect([standard.name, standard.version, standard.calendar]).toEqual(['standard', 1, null]);
    expect(standard.steps.filter((step) => step.businessDays !== undefined)).toEqual([]);
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
  expect(dueSoonDays({ steps: [{ ...lead, offset: 'P0D', businessDays: -10 }] })).toBe(14);
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
    ['an offset and working days', { offset: '-P1D', businessDays: -1, class: 'lead' }],
    ['no working days', { businessDays: 0 }],
    ['half a working day', { businessDays: 0.5 }],
    ['more working days than a year has', { businessDays: 300 }],
    ['a repeat of nothing, which would never end', { repeat: { every: 'P0D' } }],
    ['a repeat backwards', { repeat: { every: '-P7D' } }],
    ['an offset beyond any calendar', { offset: 'P99999D' }],
    ['a validity that ends before it begins', { validUntil: { period: '-P30D' } }],
    ['a due day that rolls to the day before: it would not be due yet', { roll: 'previous' }],
    ['a roll to anywhere', { roll: 'nearest' }],
    ['a roll of what goes out at once', { anchor: 'change', class: 'date_changed', roll: 'next' }],
    ['working days after what goes out at once', { anchor: 'verdict', class: 'settled', businessDays: 1 }],
  ])('with %s', (_what, change) => {
    expect(policyStepSchema.safeParse({ ...step, ...change }).success).toBe(false);
  });

  it('with two steps of one key', () => {
    const policy = { name: 'own', version: 1, steps: [step, { ...step, class: 'lead' }] };
    expect(policySchema.safeParse(policy).error?.issues[0]?.message).toBe('every step needs a key of its own');
  });

  test.each([
    ['rolls', { roll: 'next' }],
    ['counts working days', { businessDays: 3 }],
  ])('with a step that %s and no calendar to do it by', (_what, change) => {
    const policy = { name: 'own', version: 1, steps: [{ ...step, ...change }] };
    const refused = policySchema.safeParse(policy).error?.issues[0];
    expect([refused?.path, refused?.message]).toEqual([['calendar'], 'a calendar, as in DE: a step rolls or counts working days']);
    expect(policySchema.safeParse({ ...policy, calendar: 'DE' }).success).toBe(true);
  });

  test.each(['own/1', '', '  ', 'two\nlines', 'x'.repeat(61)])('with the name "%s"', (name) => {
    expect(policySchema.safeParse({ name, version: 1, steps: [step] }).success).toBe(false);
  });

  it('without a step', () => {
    expect(policySchema.safeParse({ name: 'own', version: 1, steps: [] }).success).toBe(false);
  });
});
