/** What happens to each row that is there already, and the reason given for one that is no longer owed. */
import { describe, expect, it, test } from '@jest/globals';
import type { Commitment } from '../../src/domain/commitment.js';
import { reconcile, type ReconcileCause } from '../../src/domain/reconcile.js';
import { reminderStates, type Planned, type Reminder, type ReminderState } from '../../src/domain/reminder.js';
import { aPledge, planOf, rowOf, start } from './plan-cast.js';

const now = '2021-03-20T12:00:00.000Z';
const pledge = aPledge();
const due = rowOf(planOf(pledge), 'due');

function stored(state: ReminderState, change: Partial<Reminder> = {}): Reminder {
  const message = ['bundled', 'delivered', 'unknown', 'failed'].includes(state) ? 'M1' : null;
  const reason = { cancelled: 'target_moved', skipped: 'precision', missed: 'retroactive' }[state as string] ?? null;
  return { ...due, state, reason, message, tzdataVersion: '2026b', plannedAt: start, at: start, ...change };
}

function after(planned: readonly Planned[], row: Reminder, cause: ReconcileCause, commitment: Commitment = pledge): Reminder | undefined {
  const circumstances = { commitment, cause, now, tzdataVersion: '2026c', personOf: () => ({ zone: 'Europe/Brussels', quietHours: null }) };
  return reconcile(planned, [row], circumstances).update.find((next) => next.key === row.key);
}

describe('A row that is still owed', () => {
  test.each<[ReminderState, ReminderState | 'left alone']>([
    ['planned', 'left alone'],
    ['bundled', 'left alone'],
    ['delivered', 'left alone'],
    ['suppressed', 'left alone'],
    ['cancelled', 'planned'],
    ['missed', 'left alone'],
    ['skipped', 'planned'],
    ['failed', 'left alone'],
    ['unknown', 'left alone'],
  ])('and was %s: %s', (state, becomes) => {
    expect(after([due], stored(state), 'updated')?.state ?? 'left alone').toBe(becomes);
  });

  it('takes on a new hour, expiry and rule, with the time-zone data they were worked out by', () => {
    const change = { dueAt: '2021-03-31T09:00:00.000Z', expiresAt: '2021-04-02T00:00:00.000Z', resendWhenUnknown: false };
    expect(after([{ ...due, ...change }], stored('planned'), 'policy_changed')).toMatchObject({
      ...change,
      tzdataVersion: '2026c',
      plannedAt: start,
    });
  });

  it('is skipped where the date has become too coarse for it, and planned again where it has not', () => {
    const coarse = { ...due, state: 'skipped' as const, reason: 'precision' };
    expect(after([coarse], stored('planned'), 'target_moved')).toMatchObject({ state: 'skipped', reason: 'precision' });
    expect(after([due], stored('skipped'), 'target_moved')).toMatchObject({ state: 'planned', reason: null });
  });

  it('and waits in a queued mail is written anew when the date moved, since that mail names the old one', () => {
    const row = stored('bundled', { dueAt: '2021-03-20T07:00:00.000Z' });
    expect(after([due], row, 'target_moved')).toMatchObject({ state: 'planned', message: null, dueAt: now });
    expect(after([due], row, 'person_changed')).toBeUndefined();
  });
});

describe('A row that is no longer owed', () => {
  test.each(reminderStates.map((state) => [state, state === 'planned' || state === 'bundled'] as const))(
    'and was %s is cancelled: %s',
    (state, cancelled) => {
      expect(after([], stored(state), 'owner_changed')).toEqual(
        cancelled ? expect.objectContaining({ state: 'cancelled', reason: 'owner_changed', at: now }) : undefined,
      );
    },
  );

  test.each<[cause: ReconcileCause, commitment: Partial<Commitment>, reason: string]>([
    ['target_moved', {}, 'target_moved'],
    ['owner_changed', {}, 'owner_changed'],
    ['unsubscribed', {}, 'unsubscribed'],
    ['person_changed', {}, 'person_changed'],
    ['policy_changed', {}, 'policy_changed'],
    ['no_longer_owed', {}, 'no_longer_owed'],
    ['horizon', {}, 'no_longer_owed'],
    ['settled', { verdict: 'fulfilled' }, 'settled'],
    ['updated', { verdict: 'not_fulfilled' }, 'settled'],
    ['standing_changed', { standing: 'withdrawn' }, 'withdrawn'],
    ['standing_changed', { standing: 'superseded' }, 'superseded'],
    ['standing_changed', { standing: 'not_triggered' }, 'not_triggered'],
    ['publication_changed', { publication: 'retracted' }, 'retracted'],
    ['horizon', { publication: 'retracted', verdict: 'fulfilled' }, 'retracted'],
  ])('because of %s %j says %s', (cause, commitment, reason) => {
    expect(after([], stored('planned'), cause, aPledge({}, commitment))?.reason).toBe(reason);
  });

  it('and was a review says that somebody looked, even where the look moved the date', () => {
    expect(after([], stored('planned', { class: 'review' }), 'target_moved')?.reason).toBe('updated');
  });

  it('keeps the message that it was in, as proof', () => {
    expect(after([], stored('bundled'), 'unsubscribed')?.message).toBe('M1');
  });
});
