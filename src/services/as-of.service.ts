/**
 * The register as of a day. A day is resolved to an index of the log: all that was recorded before the midnight that ends it.
 * What lies below an index never changes, so an answer never does; only that which is asked for is folded.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { judgeOn, matcherOf, type CommitmentFilter } from '../domain/commitment-filter.js';
import { refOf, type Commitment } from '../domain/commitment.js';
import { asOfCut, fold, type Register } from '../domain/fold.js';
import type { Party, Person } from '../domain/people.js';
import { policyInForce } from '../domain/policy-versions.js';
import { dueSoonDays } from '../domain/reminder-policy.js';
import type { Target } from '../domain/target.js';
import type { Day } from '../domain/time.js';
import type { Facts } from '../domain/versions/facts.js';
import { isVisible } from '../domain/visibility.js';
import { originalTargets } from '../store/commitments.store.js';
import { Database, type Reader } from '../store/database.js';
import { openEntries } from '../store/log.store.js';
import { partiesByIds } from '../store/people.store.js';
import { changedSince, entriesAbout, eventsBefore, settingEvents } from '../store/versions.store.js';
import { SETTINGS, type Settings } from './settings.js';
import { VersionSegments } from './version-segments.service.js';
import { viewOf, type CommitmentView } from './views.js';

/** What was in force as of a day, beside the commitments. */
export interface Moment {
  day: Day;
  /** Events below this index were recorded by the end of that day. */
  index: number;
  people: ReadonlyMap<string, Person>;
  /** By the policy that was in force then. */
  dueSoonDays: number;
}

type Seen = Pick<Commitment, 'ref' | 'number' | 'publication' | 'target'>;

const commitmentsAtOnce = 500;

@Injectable()
export class AsOfService {
  constructor(
    private readonly database: Database,
    private readonly segments: VersionSegments,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async at(day: Day): Promise<Moment> {
    const on = this.database.read;
    const index = await eventsBefore(on, asOfCut(day, this.settings.zone));
    const { person, policy } = fold(await settingEvents(on, index));
    return { day, index, people: person, dueSoonDays: dueSoonDays(policyInForce(policy.values())?.policy ?? this.settings.policy) };
  }

  /** The last version of every commitment there was, in no order. */
  versions({ index }: Moment, take: (facts: Facts) => void): Promise<void> {
    return this.segments.latest(index, take);
  }

  /** The numbers of the commitments that a filter asks for, in their order; words (`q`) are the caller's to look for. */
  async numbers(moment: Moment, filter: CommitmentFilter): Promise<number[]> {
    const matches = matcherOf(filter, judgeOn(moment.day, moment.dueSoonDays));
    const found: number[] = [];
    await this.versions(moment, (facts) => {
      if (matches(facts)) found.push(facts.number);
    });
    return found.sort((a, b) => a - b);
  }

  /** Those of the numbers whose title, words or reference have these words in them. */
  async withWords(moment: Moment, numbers: readonly number[], words: string): Promise<number[]> {
    const found: number[] = [];
    for await (const { commitment } of this.inPages(moment, numbers))
      for (const { title, statement, ref, number } of commitment.values())
        if (`${title}\n${statement.quote}\n${ref}`.toLowerCase().includes(words.toLowerCase())) found.push(number);
    return found.sort((a, b) => a - b);
  }

  /** Commitments as they were, some at a time, so that there may be any number of them. */
  async *inPages(moment: Moment, numbers: readonly number[]): AsyncGenerator<Register> {
    for (let i = 0; i < numbers.length; i += commitmentsAtOnce) {
      yield await this.commitments(moment, numbers.slice(i, i + commitmentsAtOnce).map(refOf));
      await turn();
    }
  }

  /**
   * What outsiders may see, in the order of the references, some at a time, with the first target of those that moved. Rows
   * are read as the caller needs them, whole or in part.
   */
  async *visible<C extends Seen>(
    moment: Moment,
    rowsOf: (on: Reader, refs: readonly string[]) => Promise<C[]>,
  ): AsyncGenerator<{ commitments: (C | Commitment)[]; originals: ReadonlyMap<string, Target> }> {
    const numbers: number[] = [];
    await this.versions(moment, (facts) => {
      if (isVisible(facts, 'outside')) numbers.push(facts.number);
    });
    numbers.sort((a, b) => a - b);
    for (let i = 0; i < numbers.length; i += commitmentsAtOnce) {
      const found = await this.unfolded(moment, numbers.slice(i, i + commitmentsAtOnce).map(refOf), rowsOf);
      const commitments = found.filter((c) => isVisible(c, 'outside')).sort((a, b) => a.number - b.number);
      yield { commitments, originals: await originalTargets(this.database.read, commitments) };
      await turn();
    }
  }

  /** Commitments as they were: those that nothing happened to since are their rows, and only the others are folded. */
  private async unfolded<C extends Seen>(
    moment: Moment,
    refs: readonly string[],
    rowsOf: (on: Reader, refs: readonly string[]) => Promise<C[]>,
  ): Promise<(C | Commitment)[]> {
    const rows = await rowsOf(this.database.read, refs);
    // Asked after the rows were read, so that what changes meanwhile counts as changed.
    if ((await this.database.extent()).size === moment.index) return rows;
    const changed = await changedSince(this.database.read, refs, moment.index);
    if (changed.size === 0) return rows;
    return [...rows.filter(({ ref }) => !changed.has(ref)), ...(await this.commitments(moment, [...changed])).commitment.values()];
  }

  /** Some commitments as they were, with their targets, verdicts and evidence: folded from their own events. */
  async commitments({ index }: Moment, refs: readonly string[]): Promise<Register> {
    const on = this.database.read;
    return fold(await openEntries(on, await entriesAbout(on, refs, index)));
  }

  /** Some commitments as views, in the order asked for. */
  async views(moment: Moment, numbers: readonly number[]): Promise<CommitmentView[]> {
    const register = await this.commitments(moment, numbers.map(refOf));
    const parties = await this.partiesOf(register.commitment.values());
    return numbers.flatMap((number) => {
      const commitment = register.commitment.get(refOf(number));
      return commitment === undefined ? [] : [this.view(moment, commitment, register, parties)];
    });
  }

  view(moment: Moment, commitment: Commitment, register: Register, parties: ReadonlyMap<string, Party>): CommitmentView {
    const original = register.target.get(`${commitment.ref}/1`)?.target ?? commitment.target;
    return viewOf(commitment, { parties, people: moment.people, original }, moment.day, moment.dueSoonDays);
  }

  /** Those named in commitments, added to those that are known already: a party is never renamed. */
  async partiesOf(
    commitments: Iterable<Pick<Commitment, 'promisor' | 'beneficiaries'>>,
    known = new Map<string, Party>(),
  ): Promise<Map<string, Party>> {
    const ids = [...commitments].flatMap(({ promisor, beneficiaries }) => [promisor, ...beneficiaries]);
    for (const party of await partiesByIds(this.database.read, ids.filter((id) => !known.has(id)))) known.set(party.id, party); // prettier-ignore
    return known;
  }
}
