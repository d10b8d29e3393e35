/** All that the mails of one batch of reminders speak of, read in a few queries however many they are. */
import type { Commitment } from '../domain/commitment.js';
import { grouped } from '../domain/grouped.js';
import type { Party, Person, Subscription } from '../domain/people.js';
import type { Policy } from '../domain/reminder-policy.js';
import type { Reminder } from '../domain/reminder.js';
import type { Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import type { Verdict } from '../domain/verdict.js';
import { commitmentsByRefs, targetRevisionsOf, verdictsOfAll } from '../store/commitments.store.js';
import type { Database } from '../store/database.js';
import { lastChanges } from '../store/feeds.store.js';
import { confirmedSubscriptionsOf, partiesByIds, peopleByIds } from '../store/people.store.js';

export interface Sheet {
  /** In force as the mails are made. */
  policy: Policy;
  commitments: ReadonlyMap<string, Commitment>;
  people: ReadonlyMap<string, Person>;
  parties: ReadonlyMap<string, Party>;
  /** By person, confirmed and live ones only. */
  subscriptions: ReadonlyMap<string, Subscription[]>;
  /** By commitment, the first first; only of those whose date changed. */
  revisions: ReadonlyMap<string, Target[]>;
  /** By commitment; only of those that were settled. */
  verdicts: ReadonlyMap<string, Verdict[]>;
  /** By commitment, when it last changed as calendars show it. */
  changedAt: ReadonlyMap<string, Instant>;
}

type On = Database['read'];

export async function sheetFor(on: On, reminders: readonly Reminder[], policy: Policy): Promise<Sheet> {
  const refsOf = (wanted: (r: Reminder) => boolean): string[] => [...new Set(reminders.filter(wanted).map((r) => r.commitment))];
  const commitments = await commitmentsByRefs(
    on,
    refsOf(() => true),
  );
  const readers = [...new Set(reminders.map((r) => r.person))];
  const people = await peopleByIds(on, [...readers, ...commitments.flatMap(({ owner }) => (owner === null ? [] : [owner]))]);
  const parties = await partiesByIds(
    on,
    commitments.map(({ promisor }) => promisor),
  );
  const revisions = await targetRevisionsOf(
    on,
    refsOf((r) => r.class === 'date_changed'),
  );
  const verdicts = await verdictsOfAll(
    on,
    refsOf((r) => r.class === 'settled'),
  );
  return {
    policy,
    commitments: new Map(commitments.map((c) => [c.ref, c])),
    people: new Map(people.map((p) => [p.id, p])),
    parties: new Map(parties.map((p) => [p.id, p])),
    subscriptions: grouped(await confirmedSubscriptionsOf(on, readers), (s) => s.person),
    revisions: new Map(
      [...grouped(revisions, (r) => r.commitment)].map(([ref, rows]) => [
        ref,
        rows.map((r) => r.target).sort((a, b) => a.revision - b.revision),
      ]),
    ),
    verdicts: grouped(verdicts, (v) => v.commitment),
    changedAt: await lastChanges(
      on,
      refsOf(() => true),
    ),
  };
}

/** The subscription by which a person follows a commitment, if they do. */
export function subscriptionTo(commitment: Commitment, subscriptions: readonly Subscription[] = []): Subscription | undefined {
  const { ref, promisor, beneficiaries, topics } = commitment;
  return subscriptions.find(({ scope, subject }) => {
    if (scope === 'all') return true;
    if (subject === null) return false;
    return scope === 'commitment' ? subject === ref : (scope === 'party' ? [promisor, ...beneficiaries] : topics).includes(subject);
  });
}
