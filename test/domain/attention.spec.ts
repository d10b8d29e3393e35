/** What people ask of their reminders, heeded by the plan: to be left alone for a while, and that they have been heard. */
import { describe, expect, it, test } from '@jest/globals';
import type { Attention } from '../../src/domain/attention.js';
import type { Person } from '../../src/domain/people.js';
import { aPledge, cast, circleOf, following, planOf, rowOf } from './plan-cast.js';

const asked = (change: Partial<Attention>): Attention => ({
  id: 'C-0001/desk',
  commitment: 'C-0001',
  person: 'desk',
  snoozed: null,
  acknowledged: null,
  ...change,
});

const people = (change: Partial<Person> = {}): Person[] => [{ ...cast.desk, ...change }, cast.lead, cast.auditor, cast.follower];
const planned = (attention: Partial<Attention>, change: Partial<Person> = {}, onDay = '2021-04-20') =>
  planOf(aPledge(), onDay, circleOf(people(change), [following('follower')], [asked(attention)]));

describe('Snoozed from 20 March until 1 April', () => {
  const rows = planned({ snoozed: { from: '2021-03-20', until: '2021-04-01' } });

  test.each([
    ['lead-P30D', 'planned', null, '2021-03-01T07:00:00.000Z'],
    ['lead-P7D', 'skipped', 'snoozed', '2021-03-24T07:00:00.000Z'],
    ['lead-P1D', 'skipped', 'snoozed', '2021-03-30T06:00:00.000Z'],
    ['due', 'skipped', 'snoozed', '2021-03-31T06:00:00.000Z'],
    ['overdue', 'planned', null, '2021-04-01T06:00:00.000Z'],
  ])('%s is %s', (step, state, reason, dueAt) => {
    expect(rowOf(rows, step)).toMatchObject({ state, reason, dueAt });
  });

  it('is heard again on the day, of what is still worth saying', () => {
    const longer = planned({ snoozed: { from: '2021-03-20', until: '2021-04-05' } });
    expect(rowOf(longer, 'overdue')).toMatchObject({ state: 'planned', dueAt: '2021-04-05T06:00:00.000Z' });
  });

  it('changes nothing for anybody else', () => {
    expect(rowOf(rows, 'due', 'follower')).toMatchObject({ state: 'planned' });
  });
});

it('Neither a snooze nor a pause holds up an escalation', () => {
  const snoozed = [asked({ id: 'C-0001/lead', person: 'lead', snoozed: { from: '2021-04-01', until: '2022-01-01' } })];
  const paused = { ...cast.lead, paused: { from: '2021-04-01', until: '2022-01-01' } };
  for (const circle of [circleOf(people(), [], snoozed), circleOf([cast.desk, paused], [])])
    expect(rowOf(planOf(aPledge(), '2021-04-20', circle), 'overdue-escalation', 'lead')).toMatchObject({
      state: 'planned',
      dueAt: '2021-04-15T06:00:00.000Z',
    });
});

it('A pause holds up every commitment of a person until its last day', () => {
  const rows = planned({}, { paused: { from: '2021-03-25', until: '2021-04-03' } });
  expect(rowOf(rows, 'lead-P7D')).toMatchObject({ state: 'planned', dueAt: '2021-03-24T07:00:00.000Z' });
  expect(rowOf(rows, 'overdue')).toMatchObject({ state: 'planned', dueAt: '2021-04-03T06:00:00.000Z' });
});

describe('Acknowledged when it was overdue', () => {
  const acknowledged = { class: 'overdue' as const, revision: 1, cycle: 1, at: '2021-04-02T09:00:00.000Z' };
  const stateOf = (step: string, change: Partial<typeof acknowledged> = {}): string => {
    const { state, reason } = rowOf(planned({ acknowledged: { ...acknowledged, ...change } }, { escalatesTo: null }), step);
    return reason === null ? state : `${state}(${reason})`;
  };

  it('is not repeated, though the first was', () => {
    expect(stateOf('overdue')).toBe('planned');
    for (const repeat of [1, 2, 3]) expect(stateOf(`overdue-${repeat}`)).toBe('skipped(acknowledged)');
  });

  it('starts again when the date moves or the case is reopened', () => {
    expect(stateOf('overdue-1', { revision: 2 })).toBe('planned');
    expect(stateOf('overdue-1', { cycle: 2 })).toBe('planned');
  });

  it('starts again once something more severe has come to the same person', () => {
    // The desk is its own contact here, and hears of the escalation on the 15th.
    const rows = planOf(aPledge(), '2021-04-20', circleOf([{ ...cast.desk, escalatesTo: 'desk' }], [], [asked({ acknowledged })]));
    expect(rowOf(rows, 'overdue-1').state).toBe('skipped');
    expect(rowOf(rows, 'overdue-3').state).toBe('planned');
  });
});
