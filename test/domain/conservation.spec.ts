/** No reminder is ever unaccounted for. */
import { describe, expect, it, test } from '@jest/globals';
import { conservation, lateBefore, type ReminderGroup } from '../../src/domain/conservation.js';
import type { ReminderState } from '../../src/domain/reminder.js';

const now = '2021-04-01T12:00:00.000Z';
const row = (
  state: ReminderState,
  reason: string | null = null,
  dueAt = '2021-04-01T06:00:00.000Z',
  message: string | null = null,
): ReminderGroup => ({
  state,
  hasReason: reason !== null,
  hasMessage: message !== null,
  isLate: dueAt < lateBefore(now),
  count: 1,
  oldest: dueAt,
});

describe('A reminder is unaccounted for', () => {
  test.each<[what: string, row: ReminderGroup, counts: boolean]>([
    ['planned, and due a quarter of an hour ago', row('planned', null, '2021-04-01T11:45:00.000Z'), false],
    ['planned, and due longer ago than that', row('planned', null, '2021-04-01T11:44:59.999Z'), true],
    ['planned for later', row('planned', null, '2021-05-01T06:00:00.000Z'), false],
    ['bundled into a mail', row('bundled', null, undefined, 'M1'), false],
    ['bundled into nothing', row('bundled'), true],
    ['delivered', row('delivered', null, undefined, 'M1'), false],
    ['missed, and nobody knows why', row('missed'), true],
    ['missed for a reason', row('missed', 'collapsed'), false],
    ['cancelled, and nobody knows why', row('cancelled'), true],
    ['cancelled for a reason', row('cancelled', 'settled'), false],
    ['skipped for a reason', row('skipped', 'precision'), false],
    ['suppressed, and nobody knows why', row('suppressed'), true],
    ['failed for a reason', row('failed', 'refused'), false],
    ['not known to have arrived, for a reason', row('unknown', 'no_reply_after_data'), false],
  ])('%s: %j', (_what, one, counts) => {
    expect(conservation([one]).unaccounted).toBe(counts ? 1 : 0);
  });
});

it('counts the states, and what is open with the age of the oldest', () => {
  const rows = [
    { ...row('delivered'), count: 2 },
    row('missed', 'collapsed'),
    row('bundled', null, '2021-04-01T10:00:00.000Z', 'M2'),
    row('bundled', null, '2021-03-31T10:00:00.000Z', 'M1'),
  ];
  expect(conservation(rows)).toEqual({
    states: { delivered: 2, missed: 1, bundled: 2 },
    unaccounted: 0,
    open: 2,
    oldestOpen: '2021-03-31T10:00:00.000Z',
  });
});

it('of nothing is nothing', () => {
  expect(conservation([])).toEqual({ states: {}, unaccounted: 0, open: 0, oldestOpen: null });
});
