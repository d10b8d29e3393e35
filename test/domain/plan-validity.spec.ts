/** Until when each step is worth sending, how pressing it is, and whether it goes out again when its fate is unknown. */
import { describe, expect, it, test } from '@jest/globals';
import type { TargetDraft } from '../../src/domain/target.js';
import { aPerson, aPledge, cast, circleOf, following, planOf, rowOf } from './plan-cast.js';

type Draft = Partial<TargetDraft>;
const soft: Draft = { kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed' };
const year: Draft = { kind: 'during', edtf: '2021' };
const until: Draft = { kind: 'until', edtf: '2022' };

describe('A late reminder', () => {
  test.each<[step: string, target: Draft, who: string, until: string | null]>([
    ['opens', year, 'desk', '2021-01-30T23:00:00.000Z'],
    ['opens', { kind: 'during', edtf: '2021-03-01/2021-03-14' }, 'desk', '2021-03-14T23:00:00.000Z'],
    ['opens', { kind: 'from', edtf: '2021-06' }, 'desk', '2021-06-30T22:00:00.000Z'],
    ['opens-on', { kind: 'on', edtf: '2020-12-01/2020-12-02' }, 'desk', '2020-12-02T23:00:00.000Z'],
    // The next step: at the time that step goes to the same person.
    ['lead-P90D', {}, 'desk', '2021-03-01T07:00:00.000Z'],
    ['lead-P90D', {}, 'follower', '2021-03-01T03:30:00.000Z'],
    ['lead-P30D', {}, 'desk', '2021-03-24T07:00:00.000Z'],
    ['lead-P7D', {}, 'desk', '2021-03-30T06:00:00.000Z'],
    ['lead-P1D', {}, 'desk', '2021-03-31T06:00:00.000Z'],
    ['lead-P30D', year, 'desk', '2021-12-31T07:00:00.000Z'],
    ['lead-P30D', until, 'desk', '2023-01-01T07:00:00.000Z'],
    // A follower hears of no end, so the last day is as far as it goes, where the follower is.
    ['lead-P30D', until, 'follower', '2022-12-31T19:30:00.000Z'],
    ['due', {}, 'desk', '2021-03-31T22:00:00.000Z'],
    ['due', {}, 'follower', '2021-03-31T19:30:00.000Z'],
    ['passed', soft, 'desk', '2021-05-30T22:00:00.000Z'],
    ['overdue', {}, 'desk', '2021-04-07T22:00:00.000Z'],
    ['overdue', {}, 'follower', '2021-04-07T22:00:00.000Z'],
    ['overdue-3', {}, 'desk', '2021-04-30T22:00:00.000Z'],
    ['overdue-monthly', {}, 'desk', '2021-05-31T22:00:00.000Z'],
    ['overdue-escalation', {}, 'lead', null],
    ['check_in', until, 'desk', '2022-11-29T23:00:00.000Z'],
    ['ended', until, 'auditor', null],
    ['ended-3', until, 'desk', null],
    ['ended-escalation', until, 'lead', null],
    ['review-undated', { kind: 'undated' }, 'desk', '2021-05-28T22:00:00.000Z'],
    ['review-dated', {}, 'desk', '2021-11-24T23:00:00.000Z'],
  ])('%s %j to %s is worth sending until %s', (step, target, who, expected) => {
    expect(rowOf(planOf(aPledge(target), '2022-12-01'), step, who).expiresAt).toBe(expected);
  });

  it('of a moved date or a verdict is worth sending for thirty days', () => {
    const moved = aPledge({ revision: 2 }, { targetChangedAt: '2021-02-01T10:00:00.000Z' });
    expect(rowOf(planOf(moved), 'date_changed-2').expiresAt).toBe('2021-03-02T23:00:00.000Z');
    const settled = aPledge({}, { verdict: 'fulfilled', verdictNumber: 1, verdictAt: '2021-02-01T10:00:00.000Z' });
    expect(rowOf(planOf(settled), 'settled-1').expiresAt).toBe('2021-03-02T23:00:00.000Z');
  });

  it('that is held back to the day of the commitment lasts until the end of the reader’s day', () => {
    const people = [cast.desk, aPerson('follower', { zone: 'Pacific/Auckland' })];
    const due = rowOf(planOf(aPledge(), undefined, circleOf(people, [following('follower')])), 'due', 'follower');
    expect(due).toMatchObject({ dueAt: '2021-03-30T22:00:00.000Z', expiresAt: '2021-03-31T11:00:00.000Z' });
  });
});

test.each<[step: string, target: Draft, who: string, stepClass: string, again: boolean]>([
  ['opens', year, 'desk', 'opens', false],
  ['lead-P90D', {}, 'desk', 'lead', false],
  ['lead-P1D', {}, 'desk', 'lead', false],
  ['due', {}, 'desk', 'due', true],
  ['passed', soft, 'desk', 'passed', false],
  ['overdue', {}, 'follower', 'overdue', true],
  ['overdue-monthly', {}, 'desk', 'overdue', true],
  ['overdue-escalation', {}, 'lead', 'escalation', true],
  ['check_in', until, 'desk', 'check_in', false],
  ['ended', until, 'auditor', 'ended', true],
  ['ended-escalation', until, 'lead', 'escalation', true],
  ['review-undated', { kind: 'undated' }, 'desk', 'review', false],
  ['review-dated', {}, 'desk', 'review', false],
])('%s %j to %s is of the class %s; again when unknown: %s', (step, target, who, stepClass, again) => {
  const row = rowOf(planOf(aPledge(target), '2022-12-01'), step, who);
  expect(row).toMatchObject({ class: stepClass, resendWhenUnknown: again });
});

test.each([
  ['date_changed-2', { targetChangedAt: '2021-02-01T10:00:00.000Z' }, true],
  ['settled-1', { verdict: 'fulfilled' as const, verdictNumber: 1, verdictAt: '2021-02-01T10:00:00.000Z' }, false],
])('%s: again when unknown: %s', (step, change, again) => {
  expect(rowOf(planOf(aPledge({ revision: 2 }, change)), step).resendWhenUnknown).toBe(again);
});
