/** What is planned held against what is stored: new rows, moved hours, and a reason for whatever is no longer owed. */
import { describe, expect, it, test } from '@jest/globals';
import type { Commitment } from '../../src/domain/commitment.js';
import type { Circle } from '../../src/domain/plan.js';
import { reconcile, type ReconcileCause } from '../../src/domain/reconcile.js';
import type { Reminder, ReminderState } from '../../src/domain/reminder.js';
import { dayIn, type Instant } from '../../src/domain/time.js';
import { aPerson, aPledge, cast, circleOf, following, planOf, start } from './plan-cast.js';

/** A register of one commitment: what is stored, and what a change at `now` writes. */
class Shelf {
  rows = new Map<string, Reminder>();

  change(
    commitment: Commitment,
    cause: ReconcileCause,
    now: Instant,
    circle: Circle = circleOf(),
  ): { inserted: string[]; updated: string[] } {
    const planned = planOf(commitment, dayIn('Europe/Brussels', now), circle);
    const personOf = (id: string) => circle.people.get(id) ?? { zone: 'UTC', quietHours: null };
    const written = reconcile(planned, [...this.rows.values()], { commitment, cause, now, tzdataVersion: '2026b', personOf });
    for (const row of [...written.insert, ...written.update]) this.rows.set(row.key, row);
    return { inserted: written.insert.map(named), updated: written.update.map(named) };
  }

  of(step: string, person = 'desk'): Reminder[] {
    return [...this.rows.values()].filter((row) => row.step === step && row.person === person);
  }

  only(step: string, person = 'desk'): Reminder {
    const [row, ...others] = this.of(step, person);
    if (row === undefined || others.length > 0) throw new Error(`${others.length + 1} rows of ${step}`);
    return row;
  }

  handle(step: string, state: ReminderState, at: Instant): void {
    const row = this.only(step);
    this.rows.set(row.key, { ...row, state, at, message: state === 'planned' ? null : 'M1' });
  }
}

const named = (row: Reminder): string => `${row.step} ${row.person} ${row.state}${row.reason === null ? '' : `(${row.reason})`}`;
const later = '2021-03-24T12:00:00.000Z';

function registered(commitment = aPledge(), now = start, circle = circleOf()): Shelf {
  const shelf = new Shelf();
  shelf.change(commitment, 'registered', now, circle);
  return shelf;
}

describe('Doing it again', () => {
  it('writes nothing', () => {
    expect(registered().change(aPledge(), 'horizon', start)).toEqual({ inserted: [], updated: [] });
  });

  it('touches nothing that is there, however much later', () => {
    expect(registered().change(aPledge(), 'horizon', '2021-03-30T05:00:00.000Z').updated).toEqual([]);
  });

  it('writes nothing after a change either', () => {
    const shelf = registered();
    const moved = aPledge({ edtf: '2021-06-30', revision: 2 }, { targetChangedAt: later });
    shelf.change(moved, 'target_moved', later);
    expect(shelf.change(moved, 'target_moved', later)).toEqual({ inserted: [], updated: [] });
    expect(shelf.change(moved, 'horizon', later)).toEqual({ inserted: [], updated: [] });
  });

  it('adds only what the horizon has come to', () => {
    const shelf = registered(aPledge({ kind: 'undated' }));
    expect(shelf.change(aPledge({ kind: 'undated' }), 'horizon', '2021-02-10T12:00:00.000Z').inserted).toEqual([
      'review-undated-4 desk planned',
    ]);
  });
});

describe('Registered late', () => {
  it('what has passed is missed, without a burst; what is today goes out at once, unless its hour is to come', () => {
    // 24 March, 13:00 in Brussels; in Honolulu it is 02:00.
    const circle = circleOf([cast.desk, aPerson('follower', { zone: 'Pacific/Honolulu' })], [following('follower')]);
    const shelf = registered(aPledge({}, { publishedAt: later }), later, circle);
    expect(shelf.only('lead-P90D')).toMatchObject({ state: 'missed', reason: 'retroactive' });
    expect(shelf.only('lead-P30D')).toMatchObject({ state: 'missed', reason: 'retroactive' });
    expect(shelf.only('lead-P7D')).toMatchObject({ state: 'planned', dueAt: later });
    expect(shelf.only('lead-P7D', 'follower')).toMatchObject({ state: 'planned', dueAt: '2021-03-24T18:00:00.000Z' });
    expect(shelf.only('lead-P1D')).toMatchObject({ state: 'planned', dueAt: '2021-03-30T06:00:00.000Z' });
  });

  it('an escalation of long ago is missed too', () => {
    const shelf = registered(aPledge({ edtf: '2020-06-30' }));
    expect(shelf.only('overdue-escalation', 'lead')).toMatchObject({ state: 'missed', reason: 'retroactive' });
  });

  it('what is skipped by its precision is skipped, not missed', () => {
    const shelf = registered(aPledge({ edtf: '2020' }, { publishedAt: '2020-12-28T12:00:00.000Z' }), '2020-12-28T12:00:00.000Z');
    expect(shelf.only('lead-P7D')).toMatchObject({ state: 'skipped', reason: 'precision' });
  });
});

describe('A person who moves to another zone', () => {
  const moving = (zone: string, circumstances: { now: Instant; sent?: string }): Shelf => {
    const shelf = registered();
    if (circumstances.sent !== undefined) shelf.handle(circumstances.sent, 'delivered', circumstances.now);
    shelf.change(aPledge(), 'person_changed', circumstances.now, circleOf([aPerson('desk', { zone }), cast.lead], []));
    return shelf;
  };

  it('hears everything at the new hour', () => {
    expect(moving('America/New_York', { now: later }).only('lead-P1D').dueAt).toBe('2021-03-30T12:00:00.000Z');
  });

  it('hears at once what the new zone’s hour has passed already', () => {
    // 09:00 in Auckland on the 30th was 20:00Z the day before.
    const now = '2021-03-30T05:00:00.000Z';
    expect(moving('Pacific/Auckland', { now }).only('lead-P1D')).toMatchObject({ state: 'planned', dueAt: now });
  });

  it('does not hear again what was sent in the old one', () => {
    const shelf = moving('America/New_York', { now: '2021-03-30T06:30:00.000Z', sent: 'lead-P1D' });
    expect(shelf.of('lead-P1D').map((row) => row.state)).toEqual(['delivered']);
  });

  it('still hears what is late, no later than before', () => {
    // The service was down at 06:00Z; the new hour is already past as well.
    const shelf = moving('Asia/Kabul', { now: '2021-03-30T09:00:00.000Z' });
    expect(shelf.only('lead-P1D')).toMatchObject({ state: 'planned', dueAt: '2021-03-30T06:00:00.000Z' });
  });
});

describe('A date that moves to B and back to A', () => {
  const a = aPledge({}, { targetChangedAt: null });
  const b = aPledge({ edtf: '2021-06-30', revision: 2 }, { targetChangedAt: '2021-03-02T12:00:00.000Z' });
  const back = aPledge({ revision: 3 }, { targetChangedAt: '2021-03-10T12:00:00.000Z' });

  it('sends nothing twice, and what was not sent after all', () => {
    const shelf = registered(a);
    shelf.handle('lead-P90D', 'delivered', '2020-12-31T07:00:00.000Z');
    shelf.handle('lead-P30D', 'delivered', '2021-03-01T07:00:00.000Z');
    shelf.change(b, 'target_moved', '2021-03-02T12:00:00.000Z');
    const due = (day: string): Reminder | undefined => shelf.of('due').find((row) => row.nominalDate === day);
    expect(due('2021-03-31')).toMatchObject({ state: 'cancelled', reason: 'target_moved' });
    expect(due('2021-06-30')).toMatchObject({ state: 'planned' });
    shelf.change(back, 'target_moved', '2021-03-10T12:00:00.000Z');
    expect(due('2021-03-31')).toMatchObject({ state: 'planned', reason: null, message: null });
    expect(due('2021-06-30')).toMatchObject({ state: 'cancelled', reason: 'target_moved' });
    expect(shelf.of('lead-P30D').find((row) => row.nominalDate === '2021-03-01')?.state).toBe('delivered');
  });

  it('does not revive what has passed meanwhile', () => {
    const shelf = registered(a);
    shelf.change(b, 'target_moved', '2021-03-02T12:00:00.000Z');
    shelf.change({ ...back, targetChangedAt: '2021-04-05T12:00:00.000Z' }, 'target_moved', '2021-04-05T12:00:00.000Z');
    const steps = ['lead-P7D', 'lead-P1D', 'due', 'overdue']
      .flatMap((step) => shelf.of(step))
      .filter((row) => row.nominalDate < '2021-04-05');
    expect(new Set(steps.map((row) => row.state))).toEqual(new Set(['cancelled']));
  });

  it('tells of the last move alone when neither notice was sent', () => {
    const shelf = registered(a);
    shelf.change(b, 'target_moved', '2021-03-02T12:00:00.000Z');
    shelf.change(back, 'target_moved', '2021-03-10T12:00:00.000Z');
    expect(shelf.only('date_changed-2')).toMatchObject({ state: 'cancelled', reason: 'target_moved' });
    expect(shelf.only('date_changed-3')).toMatchObject({ state: 'planned', dueAt: '2021-03-10T12:00:00.000Z' });
  });

  it('tells of both when the first notice was sent', () => {
    const shelf = registered(a);
    shelf.change(b, 'target_moved', '2021-03-02T12:00:00.000Z');
    shelf.handle('date_changed-2', 'delivered', '2021-03-02T12:01:00.000Z');
    shelf.change(back, 'target_moved', '2021-03-10T12:00:00.000Z');
    expect([shelf.only('date_changed-2').state, shelf.only('date_changed-3').state]).toEqual(['delivered', 'planned']);
  });
});

test('a date brought forward past its first steps brings no burst', () => {
  const shelf = registered(aPledge({ edtf: '2021-12-31' }));
  const moved = aPledge({ edtf: '2021-03-01', revision: 2 }, { targetChangedAt: later });
  const { inserted } = shelf.change(moved, 'target_moved', later, circleOf([cast.desk], []));
  expect(inserted.filter((line) => line.startsWith('lead') || line.startsWith('due'))).toEqual([
    'due desk missed(retroactive)',
    'lead-P1D desk missed(retroactive)',
    'lead-P30D desk missed(retroactive)',
    'lead-P7D desk missed(retroactive)',
    'lead-P90D desk missed(retroactive)',
  ]);
});
