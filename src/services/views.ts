/** What callers read: a commitment with its names, its original target and what follows from the day. */
import { Injectable } from '@nestjs/common';
import type { Commitment } from '../domain/commitment.js';
import type { Party, Person } from '../domain/people.js';
import { slipDays, type Target } from '../domain/target.js';
import { targetText } from '../domain/target-text.js';
import { timelinessOf, type Timeliness } from '../domain/timeliness.js';
import type { Day } from '../domain/time.js';
import { originalTargets } from '../store/commitments.store.js';
import { partiesByIds, peopleByIds } from '../store/people.store.js';
import type { Reader } from '../store/database.js';
import { Policies } from './policies.js';

export interface CommitmentView extends Omit<
  Commitment,
  'promisor' | 'beneficiaries' | 'owner' | 'number' | 'earliest' | 'latest' | 'overdueFrom' | 'endedFrom' | 'ownerSince' | 'registeredBy'
> {
  promisor: Party;
  beneficiaries: Party[];
  owner: { id: string; name: string | null; email: string | null } | null;
  registeredBy: string;
  timeliness: Timeliness;
  /** The date of a soft target has passed while it is not overdue yet. */
  passed: boolean;
  /** Days overdue, late or left, as the timeliness says; null where none apply. */
  days: number | null;
  asOf: Day;
  /** The target in words, English and French. */
  targetText: { en: string; fr: string };
  originalTarget: Target;
  slipDays: number | null;
}

@Injectable()
export class Views {
  constructor(private readonly policies: Policies) {}

  async of(on: Reader, commitment: Commitment, today: Day): Promise<CommitmentView> {
    const [view] = await this.list(on, [commitment], today);
    if (view === undefined) throw new Error('a list of one has one view');
    return view;
  }

  async list(on: Reader, commitments: readonly Commitment[], today: Day): Promise<CommitmentView[]> {
    const parties = byId(
      await partiesByIds(
        on,
        commitments.flatMap((c) => [c.promisor, ...c.beneficiaries]),
      ),
    );
    const people = byId(
      await peopleByIds(
        on,
        commitments.flatMap((c) => (c.owner === null ? [] : [c.owner])),
      ),
    );
    const originals = await originalTargets(on, commitments);
    const { dueSoonDays } = await this.policies.inForce(on);
    return commitments.map((c) => viewOf(c, { parties, people, original: originals.get(c.ref) ?? c.target }, today, dueSoonDays));
  }
}

export interface Surroundings {
  parties: ReadonlyMap<string, Party>;
  people: ReadonlyMap<string, Person>;
  original: Target;
}

/** The view of one commitment as of a day, from rows or from a fold alike. */
export function viewOf(commitment: Commitment, { parties, people, original }: Surroundings, today: Day, dueSoon: number): CommitmentView {
  const { number: _number, earliest: _e, latest: _l, overdueFrom: _o, endedFrom: _n, ownerSince: _s, ...outer } = commitment;
  const { ref, title, promisor, beneficiaries, owner: ownerId, ...shown } = outer;
  const party = (id: string): Party => parties.get(id) ?? { id, name: '' };
  const owner = ownerId === null ? undefined : people.get(ownerId);
  const { target, verdict, fulfilledOn } = commitment;
  const { value, passed, days } = timelinessOf({ target, verdict, fulfilledOn, leadDays: dueSoon }, today);
  return {
    ref,
    title,
    promisor: party(promisor),
    beneficiaries: beneficiaries.map(party),
    owner: owner === undefined ? null : { id: owner.id, name: owner.name, email: owner.email },
    timeliness: value,
    passed,
    days,
    asOf: today,
    targetText: textsOf(target),
    originalTarget: original,
    slipDays: slipDays(original, target),
    // Last: V8 takes a hundred times as long over a spread that many members follow.
    ...shown,
  };
}

/** Written as they are read, since a page shows one language: finding the words takes as long as all else about a view. */
function textsOf(target: Target): CommitmentView['targetText'] {
  return {
    get en() {
      return targetText(target, 'en');
    },
    get fr() {
      return targetText(target, 'fr');
    },
  };
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
