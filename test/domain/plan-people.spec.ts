/** Who hears a step, and which commitments owe any. */
import { describe, expect, it, test } from '@jest/globals';
import type { Commitment } from '../../src/domain/commitment.js';
import type { Person, Subscription } from '../../src/domain/people.js';
import type { Planned } from '../../src/domain/reminder.js';
import { aPerson, aPledge, cast, circleOf, following, planOf, rowOf, start, written } from './plan-cast.js';

const hearing = (rows: readonly Planned[], step: string): string[] =>
  rows
    .filter((row) => row.step === step)
    .map((row) => row.person)
    .sort();

describe('A due day', () => {
  const everybody = Object.values(cast);
  const others: [what: string, people: Person[], subscriptions: Subscription[], hear: string[]][] = [
    ['the owner and a follower', everybody, [following('follower')], ['desk', 'follower']],
    [
      'nobody twice who follows in two ways',
      everybody,
      [following('follower'), following('follower', { id: 'again' })],
      ['desk', 'follower'],
    ],
    ['the owner once who follows as well', everybody, [following('desk')], ['desk']],
    ['an auditor who follows', everybody, [following('auditor')], ['auditor', 'desk']],
    ['no follower who has not confirmed', everybody, [following('follower', { confirmedAt: null })], ['desk']],
    ['no follower who left', everybody, [following('follower', { unsubscribedAt: start })], ['desk']],
    ['nobody who was disabled', [cast.desk, aPerson('follower', { disabledAt: start })], [following('follower')], ['desk']],
    ['nobody who was erased', [cast.desk, aPerson('follower', { email: null })], [following('follower')], ['desk']],
    ['nobody at all where the owner is gone', [aPerson('desk', { disabledAt: start })], [], []],
  ];
  test.each(others)('is told to %s', (_what, people, subscriptions, hear) => {
    expect(hearing(planOf(aPledge(), undefined, circleOf(people, subscriptions)), 'due')).toEqual(hear);
  });

  it('has nobody to be told where there is no owner', () => {
    expect(hearing(planOf(aPledge({}, { owner: null }), undefined, circleOf(Object.values(cast), [])), 'due')).toEqual([]);
  });
});

describe('An escalation', () => {
  test.each<[string, Person[], string[]]>([
    ['the owner’s contact', [cast.desk, cast.lead], ['lead']],
    ['nobody where the owner has none', [aPerson('desk'), cast.lead], []],
    ['nobody where the contact was disabled', [cast.desk, aPerson('lead', { disabledAt: start })], []],
    ['the contact of an owner who was disabled', [aPerson('desk', { disabledAt: start, escalatesTo: 'lead' }), cast.lead], ['lead']],
  ])('goes to %s', (_what, people, hear) => {
    expect(hearing(planOf(aPledge(), undefined, circleOf(people, [])), 'overdue-escalation')).toEqual(hear);
  });
});

test('an end is told to every auditor, and to one who owns it once', () => {
  const people = [aPerson('desk', { role: 'auditor' }), cast.auditor, aPerson('second', { role: 'auditor' })];
  expect(hearing(planOf(aPledge({ kind: 'until' }), undefined, circleOf(people, [])), 'ended')).toEqual(['auditor', 'desk', 'second']);
});

describe('Who joins later', () => {
  const joining = '2021-03-24T12:00:00.000Z';

  test.each<[who: string, commitment: Commitment, people: Person[], subscriptions: Subscription[], person: string, first: string]>([
    ['a follower', aPledge(), Object.values(cast), [following('follower', { confirmedAt: joining })], 'follower', '2021-03-24 lead-P7D'],
    ['a new owner', aPledge({}, { owner: 'lead', ownerSince: joining }), Object.values(cast), [], 'lead', '2021-03-24 lead-P7D'],
    [
      'an auditor',
      aPledge({ kind: 'until', edtf: '2021-01-31' }),
      [cast.desk, aPerson('auditor', { role: 'auditor', addedAt: joining })],
      [],
      'auditor',
      '2021-04-02 ended-2',
    ],
  ])('%s is owed nothing from before', (_who, commitment, people, subscriptions, person, first) => {
    const theirs = planOf(commitment, undefined, circleOf(people, subscriptions)).filter((row) => row.person === person);
    expect(written(theirs)[0]).toBe(`${first}: ${person}`);
  });

  it('counts the day where the person is', () => {
    // It is 25 March already in Auckland.
    const people = [cast.desk, aPerson('follower', { zone: 'Pacific/Auckland' })];
    const rows = planOf(aPledge(), undefined, circleOf(people, [following('follower', { confirmedAt: joining })]));
    expect(written(rows.filter((row) => row.person === 'follower'))[0]).toBe('2021-03-30 lead-P1D: follower');
  });

  it('before it was published is owed all of it', () => {
    const pledge = aPledge({}, { publishedAt: '2021-03-30T12:00:00.000Z' });
    const rows = planOf(pledge, undefined, circleOf(Object.values(cast), [following('follower', { confirmedAt: joining })]));
    expect(hearing(rows, 'lead-P90D')).toEqual(['desk', 'follower']);
  });
});

describe('Nothing is owed', () => {
  const quiet: [string, Partial<Commitment>][] = [
    ['draft', { publication: 'draft', publishedAt: null }],
    ['retracted', { publication: 'retracted' }],
    ['not triggered', { standing: 'not_triggered' }],
    ['superseded', { standing: 'superseded' }],
    ['merged', { standing: 'merged' }],
    ['withdrawn', { standing: 'withdrawn' }],
  ];
  test.each(quiet)('on what is %s', (_what, change) => {
    expect(planOf(aPledge({}, change))).toEqual([]);
  });

  it('but the verdict on what is settled', () => {
    const settled = aPledge({}, { verdict: 'fulfilled', verdictNumber: 2, verdictAt: '2021-03-20T17:00:00.000Z', targetChangedAt: start });
    const rows = planOf(settled);
    expect(written(rows)).toEqual(['2021-03-20 settled-2: desk follower']);
    expect(new Set(rows.map((row) => row.dueAt))).toEqual(new Set(['2021-03-20T17:00:00.000Z']));
  });

  it('from more than 400 days before the publication, or after today', () => {
    const days = planOf(aPledge({ kind: 'undated' }, { lastUpdateOn: '2015-01-01' })).map((row) => row.nominalDate);
    expect(days.sort().at(0)).toBe('2019-12-06');
    expect(days.at(-1)).toBe('2021-11-25');
  });
});

describe('A moved date', () => {
  const moved = aPledge(
    { edtf: '2021-06-14', revision: 3, change: 'extended', reason: 'The printer was late' },
    { targetChangedAt: '2021-04-22T10:00:00.000Z' },
  );

  it('is told at once to the owner and the followers, beside the new steps', () => {
    const rows = planOf(moved).filter((row) => row.nominalDate >= '2021-04-01' && row.nominalDate <= '2021-06-14');
    expect(written(rows)).toEqual([
      '2021-04-22 date_changed-3: desk follower',
      '2021-05-15 lead-P30D: desk follower',
      '2021-05-29 review-dated: desk',
      '2021-06-07 lead-P7D: desk follower',
      '2021-06-13 lead-P1D: desk follower',
      '2021-06-14 due: desk follower',
    ]);
    expect(rowOf(rows, 'date_changed-3', 'follower').dueAt).toBe('2021-04-22T10:00:00.000Z');
  });
});

describe('A key', () => {
  const keyOf = (commitment: Commitment, step = 'due'): string => rowOf(planOf(commitment), step).key;

  it('names commitment, cycle, step, repeat, anchor day and person', () => {
    expect(keyOf(aPledge(), 'overdue-2')).toBe('C-0001|1|overdue|2|2021-04-01|desk');
  });

  it('names the revision or the verdict where a step answers one', () => {
    const moved = aPledge({ revision: 4 }, { targetChangedAt: '2021-02-01T10:00:00.000Z' });
    expect(keyOf(moved, 'date_changed-4')).toBe('C-0001|1|date_changed|4|2021-02-01|desk');
  });

  test.each<[string, Commitment]>([
    ['the commitment’s zone', aPledge({ zone: 'Asia/Tokyo' })],
    ['the revision of the target', aPledge({ revision: 5 })],
    ['how the day was put', aPledge({ kind: 'on' })],
    ['the words', aPledge({}, { title: 'Another title' })],
  ])('leaves out %s', (_what, commitment) => {
    expect(keyOf(commitment)).toBe(keyOf(aPledge()));
  });

  test.each<[string, Person]>([
    ['zone', aPerson('desk', { zone: 'Pacific/Auckland' })],
    ['hour', aPerson('desk', { sendAt: '17:30' })],
  ])('leaves out the person’s %s', (_what, desk) => {
    const keys = (person: Person): string[] => planOf(aPledge(), undefined, circleOf([person], [])).map((row) => row.key);
    expect(keys(desk)).toEqual(keys(aPerson('desk')));
  });

  test.each<[string, Commitment]>([
    ['another date', aPledge({ edtf: '2021-04-01' })],
    ['another cycle', aPledge({}, { cycle: 2 })],
  ])('is another for %s', (_what, commitment) => {
    expect(keyOf(commitment)).not.toBe(keyOf(aPledge()));
  });
});
