/** Reading people, parties and subscriptions. They are written through the log (register.store). */
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import type { Commitment } from '../domain/commitment.js';
import type { Party, Person, Role, Subscription } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import type { Circle } from '../domain/plan.js';
import { findRow, findRows } from './rows.js';
import { registerTables } from './tables.js';

const { person, party, subscription } = registerTables;

export function personByEmail(on: EntityManager, email: string): Promise<Person | null> {
  return findRow(on, person, { email: email.toLowerCase() });
}

export function peopleByIds(on: EntityManager, ids: readonly string[]): Promise<Person[]> {
  return ids.length === 0 ? Promise.resolve([]) : findRows(on, person, { where: { id: In([...new Set(ids)]) } });
}

/** Up to `limit` people in the order of their names, as lists for reading have them, after the one with the id `after`. */
export async function peopleByName(on: EntityManager, after: string, limit: number): Promise<Person[]> {
  const rows = await on.sql<{ id: string }[]>`
    SELECT id FROM person WHERE ${after} = '' OR (lower(coalesce(name, email, '')), id) >
      (SELECT lower(coalesce(name, email, '')), id FROM person WHERE id = ${after})
    ORDER BY lower(coalesce(name, email, '')), id LIMIT ${limit}`;
  const people = new Map((await peopleByIds(on, rows.map(({ id }) => id))).map((p) => [p.id, p])); // prettier-ignore
  return rows.flatMap(({ id }) => people.get(id) ?? []);
}

/** Who has a role, an address, and has not left. */
export function peopleToMail(on: EntityManager, role: Role): Promise<Person[]> {
  return findRows(on, person, { where: { role, disabledAt: IsNull(), email: Not(IsNull()) }, order: { id: 'ASC' } });
}

export function partyByName(on: EntityManager, name: string): Promise<Party | null> {
  return findRow(on, party, { name });
}

export function partiesByNames(on: EntityManager, names: readonly string[]): Promise<Party[]> {
  return findRows(on, party, { where: { name: In([...new Set(names)]) } });
}

export function partiesByIds(on: EntityManager, ids: readonly string[]): Promise<Party[]> {
  return ids.length === 0 ? Promise.resolve([]) : findRows(on, party, { where: { id: In([...new Set(ids)]) } });
}

/** The live subscription of a person to exactly this, if there is one. */
export function liveSubscription(
  on: EntityManager,
  { person: who, scope, subject }: Pick<Subscription, 'person' | 'scope' | 'subject'>,
): Promise<Subscription | null> {
  return findRow(on, subscription, { person: who, scope, subject: subject === null ? IsNull() : subject, unsubscribedAt: IsNull() });
}

export function liveSubscriptionsOf(on: EntityManager, who: string): Promise<Subscription[]> {
  return findRows(on, subscription, { where: { person: who, unsubscribedAt: IsNull() }, order: { requestedAt: 'ASC', id: 'ASC' } });
}

/** What a person stopped following at one instant, and has not taken up since. */
export function endedSubscriptions(on: EntityManager, who: string, at: Instant): Promise<Subscription[]> {
  return findRows(on, subscription, { where: { person: who, unsubscribedAt: at }, order: { requestedAt: 'ASC', id: 'ASC' } });
}

/** Live and confirmed. */
export function confirmedSubscriptionsOf(on: EntityManager, people: readonly string[]): Promise<Subscription[]> {
  return people.length === 0
    ? Promise.resolve([])
    : findRows(on, subscription, { where: { person: In([...people]), unsubscribedAt: IsNull(), confirmedAt: Not(IsNull()) } });
}

/** Live subscriptions whose scope covers the commitment. */
export function subscriptionsCovering(on: EntityManager, commitment: Commitment): Promise<Subscription[]> {
  const live = { unsubscribedAt: IsNull() };
  const parties = [commitment.promisor, ...commitment.beneficiaries];
  return findRows(on, subscription, {
    where: [
      { ...live, scope: 'all' },
      { ...live, scope: 'commitment', subject: commitment.ref },
      { ...live, scope: 'party', subject: In(parties) },
      ...(commitment.topics.length > 0 ? [{ ...live, scope: 'topic' as const, subject: In(commitment.topics) }] : []),
    ],
  });
}

/** Everybody whom a commitment's reminders may concern. */
export async function circleOf(on: EntityManager, commitment: Commitment): Promise<Circle> {
  const subscriptions = await subscriptionsCovering(on, commitment);
  const ids = new Set(subscriptions.map((s) => s.person));
  if (commitment.owner !== null) ids.add(commitment.owner);
  const found = await findRows(on, person, { where: [{ role: 'auditor' }, ...(ids.size > 0 ? [{ id: In([...ids]) }] : [])] });
  const people = new Map(found.map((p) => [p.id, p]));
  const above = people.get(commitment.owner ?? '')?.escalatesTo ?? null;
  if (above !== null && !people.has(above)) for (const p of await peopleByIds(on, [above])) people.set(p.id, p);
  const attention = await findRows(on, registerTables.attention, { where: { commitment: commitment.ref } });
  return { people, subscriptions, attention: new Map(attention.map((a) => [a.person, a])) };
}
