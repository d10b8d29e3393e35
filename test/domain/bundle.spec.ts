/** What becomes one mail of all that is due for one commitment and person. */
import { describe, expect, it, test } from '@jest/globals';
import { bundle, onTimeMs } from '../../src/domain/bundle.js';
import type { Reminder } from '../../src/domain/reminder.js';
import { severity, stepClasses, type StepClass } from '../../src/domain/reminder-policy.js';
import { addMs, type Instant } from '../../src/domain/time.js';
import { aPledge, cast, circleOf, planOf, reminderOf, start } from './plan-cast.js';

const now = '2021-04-01T06:00:00.000Z';

const due = (stepClass: StepClass, change: Partial<Reminder> = {}): Reminder => reminderOf({ class: stepClass, dueAt: now, ...change });

function bundled(rows: Reminder[], at: Instant = now): { carried: string[]; missed: string[]; late: boolean } {
  const { carried, missed, late } = bundle(rows, at);
  return { carried: carried.map((r) => r.step), missed: missed.map(({ reminder, reason }) => `${reminder.step} ${reason}`), late };
}

describe('On time', () => {
  it('everything of the day goes together, the most severe first', () => {
    const rows = stepClasses.map((stepClass) => due(stepClass));
    const order = ['escalation', 'overdue', 'date_changed', 'ended', 'passed', 'due', 'settled', 'check_in', 'lead', 'review', 'opens'];
    for (const shuffled of [rows, [...rows].reverse()]) expect(bundled(shuffled)).toEqual({ carried: order, missed: [], late: false });
  });

  it('a tie goes to the later day, then to the key, whatever the order they came in', () => {
    const rows = [
      due('lead', { key: 'b', step: 'b' }),
      due('lead', { key: 'a', step: 'a' }),
      due('lead', { key: 'c', step: 'old', nominalDate: '2021-03-30' }),
    ];
    for (const shuffled of [rows, [...rows].reverse()]) expect(bundled(shuffled).carried).toEqual(['a', 'b', 'old']);
  });

  it('is up to and including fifteen minutes', () => {
    expect(bundled([due('lead')], addMs(now, onTimeMs))).toMatchObject({ carried: ['lead'], late: false });
    expect(bundled([due('lead')], addMs(now, onTimeMs + 1))).toMatchObject({ carried: ['lead'], late: true });
  });

  it('is not called late because something else was not worth sending any more', () => {
    const rows = [due('due'), due('opens', { expiresAt: now })];
    expect(bundled(rows)).toEqual({ carried: ['due'], missed: ['opens collapsed'], late: false });
  });
});

describe('After an outage', () => {
  const long = '2021-03-24T07:00:00.000Z';

  it('the most severe that is still valid goes alone, for the others', () => {
    const rows = [
      due('lead', { dueAt: long }),
      due('overdue', { dueAt: long }),
      due('due', { dueAt: long, expiresAt: '2021-03-31T22:00:00.000Z' }),
    ];
    expect(bundled(rows)).toEqual({ carried: ['overdue'], missed: ['lead collapsed', 'due collapsed'], late: true });
  });

  it('what is due right now goes beside it', () => {
    const rows = [due('overdue', { dueAt: long }), due('review'), due('lead', { dueAt: long })];
    expect(bundled(rows)).toEqual({ carried: ['overdue', 'review'], missed: ['lead collapsed'], late: true });
  });

  it('what is due right now and more severe stands for what is late', () => {
    const rows = [due('lead', { dueAt: long }), due('due')];
    expect(bundled(rows)).toEqual({ carried: ['due'], missed: ['lead collapsed'], late: true });
  });

  it('what has expired does not lead, however severe', () => {
    const rows = [due('overdue', { dueAt: long, expiresAt: now }), due('review', { dueAt: long })];
    expect(bundled(rows)).toEqual({ carried: ['review'], missed: ['overdue collapsed'], late: true });
  });

  it('nothing goes where nothing is valid any more', () => {
    const rows = [due('lead', { dueAt: long, expiresAt: now }), due('due', { dueAt: long, expiresAt: now })];
    expect(bundled(rows)).toEqual({ carried: [], missed: ['lead expired', 'due expired'], late: false });
  });

  it('an escalation never expires', () => {
    expect(bundled([due('escalation', { dueAt: '2020-01-01T07:00:00.000Z' })]).carried).toEqual(['escalation']);
  });
});

describe('The example: down from 20 March to 3 April, for a target of 31 March', () => {
  const owed = planOf(aPledge(), undefined, circleOf([cast.desk], [])).map((row): Reminder => ({
    ...row,
    tzdataVersion: '2026b',
    message: null,
    plannedAt: start,
    at: start,
  }));
  const waiting = (from: Instant, to: Instant): Reminder[] => owed.filter((row) => row.dueAt > from && row.dueAt <= to);

  test('on 3 April only the overdue mail goes, for the reminders of 24, 30 and 31 March', () => {
    const back = '2021-04-03T08:00:00.000Z';
    const { carried, missed, late } = bundle(waiting('2021-03-20T00:00:00.000Z', back), back);
    expect(carried.map((row) => row.step)).toEqual(['overdue']);
    expect(missed.map(({ reminder, reason }) => `${reminder.nominalDate} ${reason}`).sort()).toEqual([
      '2021-03-24 collapsed',
      '2021-03-30 collapsed',
      '2021-03-31 collapsed',
    ]);
    expect(late).toBe(true);
  });

  test.each<[back: Instant, carried: string[], missed: number]>([
    ['2021-03-29T08:00:00.000Z', ['lead-P7D'], 0],
    ['2021-03-30T21:00:00.000Z', ['lead-P1D'], 1],
    ['2021-03-31T21:00:00.000Z', ['due'], 2],
    ['2021-03-31T23:00:00.000Z', [], 3],
    ['2021-04-08T06:00:00.000Z', ['overdue-1'], 4],
    ['2021-04-14T08:00:00.000Z', ['overdue-1'], 4],
    // Three weekly and seven monthly ones, the first, and two reviews besides.
    ['2021-12-31T08:00:00.000Z', ['overdue-monthly-7'], 3 + 11 + 2],
  ])('back at %s: %j goes', (back, carried, missed) => {
    const found = bundle(waiting('2021-03-20T00:00:00.000Z', back), back);
    expect(found.carried.map((row) => row.step)).toEqual(carried);
    expect(found.missed).toHaveLength(missed);
  });
});

test('the order of severity is the one that is written down', () => {
  const levels = stepClasses
    .map((stepClass) => [severity[stepClass], stepClass] as const)
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  expect(levels.map(([, stepClass]) => stepClass)).toEqual([
    'opens',
    'review',
    'check_in',
    'lead',
    'settled',
    'due',
    'passed',
    'ended',
    'date_changed',
    'overdue',
    'escalation',
  ]);
  expect(severity.check_in).toBe(severity.lead);
});
