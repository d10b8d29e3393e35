/** What waits for a digest, and when that is: on the reader's weekday and hour, never twice for one local period. */
import { describe, expect, it, test } from '@jest/globals';
import { digestKey, digestTime, inDigest, nextDigestAt } from '../../src/domain/digest.js';
import { mailGroups } from '../../src/domain/mail-groups.js';
import { stepClasses, type StepClass } from '../../src/domain/reminder-policy.js';
import { aPerson, reminderOf } from './plan-cast.js';

const newYork = aPerson('newyork', { zone: 'America/New_York', mode: 'weekly', weekday: 'monday' });
const brussels = aPerson('brussels', { mode: 'daily' });

test('What is due, overdue, moved or escalated goes at once, whatever the mode', () => {
  expect(stepClasses.filter((c) => !inDigest(c, { mode: 'weekly' }))).toEqual(['due', 'overdue', 'escalation', 'date_changed']);
  expect(stepClasses.filter((c) => inDigest(c, { mode: 'immediate' }))).toEqual([]);
});

describe('A weekly digest of Mondays at eight in New York', () => {
  // Friday 1 January 2021, eight in the morning there.
  const friday = '2021-01-01T13:00:00.000Z';

  test.each<[what: string, stepClass: StepClass, since: string | null, at: string]>([
    ['holds what is ahead in the week', 'opens', null, '2020-12-28T13:00:00.000Z'],
    ['holds a lead of the week', 'lead', '2020-11-30T07:00:00.000Z', '2020-12-28T13:00:00.000Z'],
    ['comes after what happened', 'settled', null, '2021-01-04T13:00:00.000Z'],
    ['comes after an end, which nobody can hear of before', 'ended', null, '2021-01-04T13:00:00.000Z'],
    ['cannot have held what was not known by then', 'lead', '2020-12-29T10:00:00.000Z', '2021-01-04T13:00:00.000Z'],
    ['leaves what was owed before it was known in its day, which has gone by', 'lead', '2021-01-05T10:00:00.000Z', friday],
  ])('%s', (_what, stepClass, since, at) => {
    expect(digestTime(friday, stepClass, newYork, since)).toBe(at);
  });

  it('is one for each local week', () => {
    expect(digestKey(newYork, '2021-01-04T13:00:00.000Z')).toBe('newyork weekly 2021-01-04');
    // Sunday evening there, Monday in Europe.
    expect(digestKey(newYork, '2021-01-11T04:59:00.000Z')).toBe('newyork weekly 2021-01-04');
    expect(digestKey(newYork, '2021-01-11T05:00:00.000Z')).toBe('newyork weekly 2021-01-11');
  });

  it('keeps its hour when the clocks change', () => {
    expect(nextDigestAt(newYork, '2021-03-08T13:00:00.001Z')).toBe('2021-03-15T12:00:00.000Z');
  });
});

test('A daily digest comes at its hour, the same day or the next', () => {
  expect(nextDigestAt(brussels, '2021-01-01T07:00:00.000Z')).toBe('2021-01-01T07:00:00.000Z');
  expect(nextDigestAt(brussels, '2021-01-01T07:00:00.001Z')).toBe('2021-01-02T07:00:00.000Z');
});

describe('Of what is due, one person gets', () => {
  const now = '2021-04-03T10:00:00.000Z';
  const late = '2021-04-01T06:00:00.000Z';
  const people = new Map([brussels, aPerson('desk')].map((p) => [p.id, p]));
  const of = (count: number, dueAt: string, stepClass: StepClass = 'overdue', person = 'desk') =>
    Array.from({ length: count }, (_, i) => reminderOf({ commitment: `C-000${i + 1}`, person, class: stepClass, dueAt, expiresAt: null }));
  const kinds = (due: ReturnType<typeof of>): string[] =>
    mailGroups(due, people, now).map(({ kind, commitments }) => `${kind} ${commitments.length}`);

  test.each([
    ['a mail for each commitment on time, however many', of(5, now), ['one 1', 'one 1', 'one 1', 'one 1', 'one 1']],
    ['a mail for each of three that are late', of(3, late), ['one 1', 'one 1', 'one 1']],
    ['one mail for four that are late', of(4, late), ['catch_up 4']],
    ['one digest of what can wait', of(3, now, 'lead', 'brussels'), ['digest 3']],
    ['a lead with the late mail about the same commitment', [...of(1, late, 'lead', 'brussels'), ...of(1, late, 'due', 'brussels')], ['one 1']],
  ])('%s', (_what, due, expected) => {
    expect(kinds(due)).toEqual(expected);
  }); // prettier-ignore
});
