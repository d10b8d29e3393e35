/**
 * Every reminder that a commitment owes, past and future, as a pure function of the commitment, the policy, the people
 * and the day. Nothing here is matched against today: the same inputs give the same set, in any order, on any day.
 */
import { heeding, type Attention } from './attention.js';
import type { Commitment } from './commitment.js';
import { digestTime, inDigest } from './digest.js';
import type { Person, Subscription } from './people.js';
import { occurrenceKey, type Audience, type Policy } from './reminder-policy.js';
import type { Planned } from './reminder.js';
import { dayIn } from './remembered-time.js';
import { atOnce, mergeSameDay, sendTime } from './send-time.js';
import { stepDays, type StepDay } from './step-days.js';
import { targetPrecision } from './target.js';
import { addDays, type Day, type Instant } from './time.js';
import { withExpiry } from './valid-until.js';
import type { IsDayOff } from './working-days.js';
import { isVisible } from './visibility.js';

/** How far ahead rows exist, and how far back a late registration looks, in days. */
export const horizonDays = 400;

/** Rows are worked out this much further than they exist: until when the last ones are worth sending depends on what follows them. */
const lookAheadDays = 400;

/** The people a commitment's reminders may go to. */
export interface Circle {
  people: ReadonlyMap<string, Person>;
  /** Subscriptions whose scope covers the commitment. */
  subscriptions: readonly Subscription[];
  /** What people asked of this commitment's reminders, by person. */
  attention: ReadonlyMap<string, Attention>;
}

interface Member {
  person: Person;
  audience: Audience;
  /** Nothing from before somebody joined is owed to them; null for whoever was there from the start. */
  since: Instant | null;
}

/** A policy with the days off of the calendar that it names. */
export interface Rules {
  policy: Policy;
  isOff: IsDayOff;
}

/** The reminders owed, sorted by key. Days outside [publication − 400, today + 400] have no rows. */
export function plan(commitment: Commitment, { policy, isOff }: Rules, circle: Circle, today: Day): Planned[] {
  if (!isVisible(commitment, 'outside') || commitment.publishedAt === null || commitment.standing !== 'active') return [];
  const from = addDays(dayIn(commitment.target.zone, commitment.publishedAt), -horizonDays);
  const to = addDays(today, horizonDays);
  const days = stepDays(commitment, policy.steps, { from, to: addDays(to, lookAheadDays), isOff });
  const rows = days.flatMap((day) => rowsFor(commitment, day, circle));
  const zone = commitment.target.zone;
  const zoneOf = (person: string): string => circle.people.get(person)?.zone ?? zone;
  const [waiting, atOnce] = parted(rows, (row) => goesInDigest(row, circle));
  const merged = [...waiting, ...mergeSameDay(atOnce, zoneOf, zone)];
  return heeded(withExpiry(merged, days, { commitment: zone, ofPerson: zoneOf }), commitment, circle)
    .filter((row) => row.nominalDate <= to)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function goesInDigest(row: Pick<Planned, 'class' | 'person'>, { people }: Circle): boolean {
  const person = people.get(row.person);
  return person !== undefined && inDigest(row.class, person);
}

function heeded(rows: Planned[], commitment: Commitment, { people, attention }: Circle): Planned[] {
  if (attention.size === 0 && ![...people.values()].some((person) => person.paused !== null)) return rows;
  return heeding(rows, commitment, (id) => {
    const person = people.get(id);
    return person === undefined ? undefined : { person, attention: attention.get(id) };
  });
}

function parted<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const item of items) parts[isFirst(item) ? 0 : 1].push(item);
  return parts;
}

function membersOf(commitment: Commitment, audience: Audience, circle: Circle): Member[] {
  const present = (id: string | null): Person[] => {
    const person = id === null ? undefined : circle.people.get(id);
    return person === undefined || person.disabledAt !== null || person.email === null ? [] : [person];
  };
  const joined = (person: Person, since: Instant | null): Member => ({ person, audience, since });
  switch (audience) {
    case 'owner':
      return present(commitment.owner).map((p) => joined(p, commitment.ownerSince));
    case 'escalation':
      return present(circle.people.get(commitment.owner ?? '')?.escalatesTo ?? null).map((p) => joined(p, null));
    case 'auditors':
      return [...circle.people.values()].filter((p) => p.role === 'auditor').flatMap((p) => present(p.id).map(() => joined(p, p.addedAt)));
    case 'followers':
      return circle.subscriptions
        .filter((s) => s.confirmedAt !== null && s.unsubscribedAt === null && s.person !== commitment.owner)
        .flatMap((s) => present(s.person).map((p) => joined(p, s.confirmedAt)));
  }
}

function rowsFor(commitment: Commitment, { step, repeat, ordinal, anchor, nominal, at }: StepDay, circle: Circle): Planned[] {
  const tooCoarse = step.minPrecision !== undefined && !isFine(targetPrecision(commitment.target), step.minPrecision);
  const seen = new Set<string>();
  const rows: Planned[] = [];
  for (const audience of step.audience) {
    if (repeat > 0 && step.firstOnly.includes(audience)) continue;
    for (const { person, since } of membersOf(commitment, audience, circle)) {
      const joinedLate = since !== null && since > (commitment.publishedAt ?? since) && nominal < dayIn(person.zone, since);
      if (joinedLate || seen.has(person.id)) continue;
      seen.add(person.id);
      const dueAt = at === null ? sendTime(nominal, step.class, step.localTime, person, commitment.target.zone) : atOnce(at, person);
      rows.push({
        key: [commitment.ref, commitment.cycle, step.key, ordinal, anchor.day, person.id].join('|'),
        commitment: commitment.ref,
        person: person.id,
        step: occurrenceKey(step.key, ordinal),
        class: step.class,
        nominalDate: nominal,
        dueAt: inDigest(step.class, person) ? digestTime(dueAt, step.class, person, latestOf(since, commitment)) : dueAt,
        expiresAt: null,
        resendWhenUnknown: step.resendWhenUnknown,
        state: tooCoarse ? 'skipped' : 'planned',
        reason: tooCoarse ? 'precision' : null,
      });
    }
  }
  return rows;
}

/** From when on the reader could be told of the date as it now stands. */
function latestOf(since: Instant | null, { publishedAt, targetChangedAt }: Commitment): Instant | null {
  return [since, publishedAt, targetChangedAt].reduce((last, at) => (last === null || (at !== null && at > last) ? at : last));
}

function isFine(precision: string | null, wanted: 'day' | 'month'): boolean {
  return precision === 'day' || (wanted === 'month' && precision === 'month');
}
