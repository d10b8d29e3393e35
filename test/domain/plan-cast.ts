/** The commitment and the people that the planning specs are told with, and plans written out as lines. */
import type { Attention } from '../../src/domain/attention.js';
import type { Commitment } from '../../src/domain/commitment.js';
import type { Person, Subscription } from '../../src/domain/people.js';
import { plan, type Circle } from '../../src/domain/plan.js';
import type { IsDayOff } from '../../src/domain/working-days.js';
import type { Policy } from '../../src/domain/reminder-policy.js';
import type { Planned, Reminder } from '../../src/domain/reminder.js';
import { composeTarget, type Target, type TargetDraft } from '../../src/domain/target.js';
import type { Day, Instant } from '../../src/domain/time.js';
import { readConventions, readPolicy } from '../../src/facts.js';

export const standard: Policy = readPolicy();
const conventions = readConventions('nowhere');

/** Monday, 08:00 in Brussels: when everything is registered and published. */
export const start: Instant = '2020-11-30T07:00:00.000Z';
export const today: Day = '2020-11-30';

export function aTarget(draft: Partial<TargetDraft> = {}): Target {
  const kindless = draft.kind === 'undated' || draft.kind === 'event' || draft.kind === 'recurring' ? {} : { edtf: '2021-03-31' };
  return composeTarget({ kind: 'by', saidOn: '2020-11-30', zone: 'Europe/Brussels', ...kindless, ...draft }, conventions);
}

/** Owned by the desk, published at the start, due by 31 March 2021 unless said otherwise. */
export function aPledge(draft: Partial<TargetDraft> = {}, change: Partial<Commitment> = {}): Commitment {
  const target = aTarget(draft);
  const { earliest, latest, overdueFrom, endedFrom } = target;
  return {
    ref: 'C-0001',
    number: 1,
    version: 2,
    externalId: null,
    title: 'Publish the annual report',
    kind: 'pledge',
    statement: {
      quote: 'We will publish the annual report by 31 March 2021',
      lang: 'en',
      speaker: null,
      speakerRole: null,
      saidOn: target.saidOn,
      publishedOn: null,
      source: null,
    },
    promisor: 'ministry',
    beneficiaries: [],
    topics: [],
    measure: null,
    parent: null,
    supersedes: null,
    owner: 'desk',
    ownerSince: null,
    condition: null,
    publication: 'published',
    publishedAt: start,
    standing: 'active',
    progress: 'not_started',
    verdict: 'pending',
    verdictNumber: 0,
    verdictAt: null,
    fulfilledOn: null,
    target,
    targetChangedAt: null,
    earliest,
    latest,
    overdueFrom,
    endedFrom,
    cycle: 1,
    registeredBy: 'desk',
    registeredAt: start,
    lastUpdateOn: today,
    ...change,
  };
}

export function aPerson(id: string, change: Partial<Person> = {}): Person {
  return {
    id,
    email: `${id}@example.org`,
    name: id,
    locale: 'en',
    zone: 'Europe/Brussels',
    sendAt: '08:00',
    quietHours: null,
    mode: 'immediate',
    weekday: 'monday',
    paused: null,
    role: null,
    escalatesTo: null,
    addedAt: '2020-11-30T06:00:00.000Z',
    disabledAt: null,
    ...change,
  };
}

export function following(person: string, change: Partial<Subscription> = {}): Subscription {
  const at = '2020-11-30T06:30:00.000Z';
  return {
    id: `follows-${person}`,
    person,
    scope: 'all',
    subject: null,
    via: 'staff',
    requestedAt: at,
    confirmedAt: at,
    unsubscribedAt: null,
    ...change,
  };
}

export const cast = {
  desk: aPerson('desk', { role: 'staff', escalatesTo: 'lead' }),
  lead: aPerson('lead', { role: 'staff' }),
  auditor: aPerson('auditor', { role: 'auditor', zone: 'America/Toronto' }),
  follower: aPerson('follower', { zone: 'Asia/Kabul' }),
};

export function circleOf(
  people: Person[] = Object.values(cast),
  subscriptions: Subscription[] = [following('follower')],
  attention: Attention[] = [],
): Circle {
  return {
    people: new Map(people.map((person) => [person.id, person])),
    subscriptions,
    attention: new Map(attention.map((each) => [each.person, each])),
  };
}

/** A stored reminder to the desk, planned; its step and key are its class unless said otherwise. */
export function reminderOf(change: Partial<Reminder>): Reminder {
  const stepClass = change.class ?? 'due';
  return {
    key: [change.commitment ?? '', stepClass, change.person ?? ''].filter((part) => part !== '').join(' '),
    commitment: 'C-0001',
    person: 'desk',
    step: stepClass,
    class: stepClass,
    nominalDate: '2021-04-01',
    dueAt: start,
    expiresAt: null,
    resendWhenUnknown: false,
    tzdataVersion: '2026b',
    state: 'planned',
    reason: null,
    message: null,
    plannedAt: start,
    at: start,
    ...change,
  };
}

export function planOf(
  commitment: Commitment,
  on: Day = today,
  circle: Circle = circleOf(),
  policy: Policy = standard,
  isOff: IsDayOff = () => false,
): Planned[] {
  return plan(commitment, { policy, isOff }, circle, on);
}

/** A plan as a person would write it down: `2021-03-31 due: desk follower`, in the order of the days. */
export function written(rows: readonly Planned[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { nominalDate, step, state, reason, person } of rows) {
    const line = `${nominalDate} ${step}${state === 'planned' ? '' : ` ${state}(${reason})`}`;
    lines.set(line, [...(lines.get(line) ?? []), person]);
  }
  return [...lines].map(([line, people]) => `${line}: ${people.sort().join(' ')}`).sort();
}

/** The one row of a step for a person. */
export function rowOf(rows: readonly Planned[], step: string, person = 'desk'): Planned {
  const found = rows.filter((row) => row.step === step && row.person === person);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} rows of ${step} for ${person}`);
  return found[0];
}
