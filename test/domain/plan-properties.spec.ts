/** What holds of every plan: the order of what goes in does not matter, nor does the day on which it is made. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { Commitment } from '../../src/domain/commitment.js';
import type { Person, Subscription } from '../../src/domain/people.js';
import { horizonDays } from '../../src/domain/plan.js';
import type { Policy } from '../../src/domain/reminder-policy.js';
import type { TargetDraft } from '../../src/domain/target.js';
import { addDays, dayIn } from '../../src/domain/time.js';
import { weekdayOf, type IsDayOff } from '../../src/domain/working-days.js';
import { aPerson, aPledge, circleOf, following, planOf, standard, start, today } from './plan-cast.js';

const zones = ['Europe/Brussels', 'Asia/Kabul', 'America/New_York', 'Pacific/Auckland', 'Pacific/Kiritimati', 'Pacific/Honolulu'];
const names = ['desk', 'lead', 'auditor', 'a', 'b', 'c'];
const aDay = fc.integer({ min: -500, max: 900 }).map((n) => addDays(today, n));

const targets = fc.oneof(
  fc.record({ kind: fc.constantFrom('by', 'on', 'before', 'until', 'throughout', 'during', 'from'), edtf: aDay }),
  fc.record({
    kind: fc.constantFrom('during', 'until', 'by'),
    edtf: fc.constantFrom('2020', '2021', '2021-37', '2021-03', '2022-35', '2020-11-30/2021-05-30'),
  }),
  fc.record({
    kind: fc.constant('recurring'),
    edtf: fc.constantFrom('2021/2024', '2021-01-31', '2020-11-30/2023-01-01'),
    recurrence: fc.constantFrom('P1Y', 'P1M', 'P3M'),
  }),
  fc.record({
    kind: fc.constant('event'),
    trigger: fc.constant('the agreement'),
    triggeredOn: fc.option(aDay),
    duration: fc.constant('P30D'),
  }),
  fc.record({ kind: fc.constant('undated') }),
) as fc.Arbitrary<Partial<TargetDraft>>;

const pledges: fc.Arbitrary<Commitment> = fc
  .record({
    target: targets,
    certainty: fc.constantFrom('exact' as const, 'approximate' as const),
    zone: fc.constantFrom(...zones),
    saidOn: fc.integer({ min: -300, max: 0 }).map((n) => addDays(today, n)),
    changedAt: fc.option(fc.constantFrom(start, '2021-02-01T03:00:00.000Z')),
    owner: fc.constantFrom('desk', 'a'),
  })
  .map(({ target, certainty, zone, saidOn, changedAt, owner }) =>
    aPledge({ ...target, certainty, zone, saidOn }, { owner, targetChangedAt: changedAt, lastUpdateOn: today }),
  );

const quiet = fc.constantFrom(null, null, { from: '22:00', to: '07:00' }, { from: '07:00', to: '12:00' }, { from: '07:30', to: '07:00' });

/** The standard policy with its leads and what is overdue rolled off weekends. */
const rolling: Policy = {
  ...standard,
  calendar: 'weekends',
  steps: standard.steps.map((step) => {
    if (step.key === 'lead-P7D') return { ...step, offset: 'P0D', businessDays: -5 };
    return { ...step, roll: step.class === 'lead' ? 'previous' : step.class === 'overdue' ? 'next' : 'none' };
  }) as Policy['steps'],
};
const isWeekend: IsDayOff = (day) => ['saturday', 'sunday'].includes(weekdayOf(day));

const people = fc
  .tuple(...names.map((id) => fc.constantFrom(...zones).chain((zone) => quiet.map((quietHours) => ({ id, zone, quietHours })))))
  .map((all): Person[] =>
    all.map(({ id, zone, quietHours }) =>
      aPerson(id, { zone, quietHours, role: id === 'auditor' ? 'auditor' : null, escalatesTo: id === 'desk' ? 'lead' : null }),
    ),
  );

const subscriptions: fc.Arbitrary<Subscription[]> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
  .map((followers) =>
    followers.map((person, i) => following(person, { id: `${i}`, ...(i === 1 ? { confirmedAt: '2021-01-15T12:00:00.000Z' } : {}) })),
  );

describe('A plan', () => {
  test('is the same whatever order people, subscriptions and steps come in', () => {
    const shuffled = fc.record({
      pledge: pledges,
      people,
      subscriptions,
      shuffledPeople: fc.shuffledSubarray(names, { minLength: names.length }),
      steps: fc
        .constantFrom(standard, rolling)
        .chain((policy) => fc.tuple(fc.constant(policy), fc.shuffledSubarray(policy.steps, { minLength: policy.steps.length }))),
    });
    fc.assert(
      fc.property(shuffled, ({ pledge, people: all, subscriptions: live, shuffledPeople, steps: [policy, steps] }) => {
        const rows = planOf(pledge, today, circleOf(all, live), policy, isWeekend);
        const others = shuffledPeople.flatMap((id) => all.filter((p) => p.id === id));
        const shuffledPolicy = { ...policy, steps } as Policy;
        const again = planOf(pledge, today, circleOf(others, [...live].reverse()), shuffledPolicy, isWeekend);
        expect(isDeepStrictEqual(again, rows)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('made later has the same rows as far as both reach', () => {
    fc.assert(
      fc.property(pledges, people, subscriptions, fc.integer({ min: 1, max: 700 }), (pledge, all, live, later) => {
        const circle = circleOf(all, live);
        const reach = addDays(today, horizonDays);
        const rows = planOf(pledge, today, circle, rolling, isWeekend);
        expect(
          isDeepStrictEqual(
            planOf(pledge, addDays(today, later), circle, rolling, isWeekend).filter((row) => row.nominalDate <= reach),
            rows,
          ),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('has one row to a key, and one time to a person and local day but for notices', () => {
    fc.assert(
      fc.property(pledges, people, subscriptions, (pledge, all, live) => {
        const rows = planOf(pledge, today, circleOf(all, live), rolling, isWeekend);
        expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
        const zoneOf = new Map(all.map((person) => [person.id, person.zone]));
        const times = new Map<string, Set<string>>();
        const noticeDays = new Set<string>();
        for (const row of rows.filter((r) => r.state === 'planned')) {
          const day = `${row.person} ${dayIn(zoneOf.get(row.person) ?? '', row.dueAt)}`;
          times.set(day, (times.get(day) ?? new Set()).add(row.dueAt));
          if (row.class === 'date_changed') noticeDays.add(day);
        }
        for (const [day, instants] of times) expect(instants.size).toBeLessThanOrEqual(noticeDays.has(day) ? 2 : 1);
      }),
      { numRuns: 150 },
    );
  });
});
