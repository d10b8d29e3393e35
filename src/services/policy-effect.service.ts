/** What another policy would change, before it is put in force: nothing is written. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { refOf, type Commitment } from '../domain/commitment.js';
import { horizonDays, plan, type Circle, type Rules } from '../domain/plan.js';
import { effectOf, type Move, type PolicyChange } from '../domain/policy-effect.js';
import { afterReconciling, reconcile } from '../domain/reconcile.js';
import { Refusal } from '../domain/refusal.js';
import type { Policy } from '../domain/reminder-policy.js';
import type { Reminder } from '../domain/reminder.js';
import { addDays, dayIn, type Day } from '../domain/time.js';
import { countPlanned, plannedCommitments } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { circleOf } from '../store/people.store.js';
import { remindersOf } from '../store/reminders.store.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';

export interface EffectQuery {
  /** The last day looked at, in the register's zone; as far as reminders exist unless said otherwise. */
  to: Day | null;
  /** The reference after which to go on. */
  after: string | null;
  /** At most so many commitments are planned, and so many changes written out. */
  commitments: number;
  limit: number;
}

/** One reminder that the other policy would change. */
export interface PolicyEffectRow extends Move {
  commitment: string;
  /** An address; the id of whoever has none left. */
  person: string;
  step: string;
}

export interface PolicyEffect {
  /** Counted over the commitments that were looked at, written out or not. */
  counts: Record<PolicyChange, number>;
  examined: number;
  /** How many commitments have reminders at all. */
  total: number;
  items: PolicyEffectRow[];
  /** What to send as `after` to go on with the commitments that follow; null where there are none. */
  next: string | null;
}

@Injectable()
export class PolicyEffectService {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** How the reminders still to come differ between the policy in force and another. Refuses a calendar that nobody knows. */
  async effectOf(policy: Policy, { to, after, commitments, limit }: EffectQuery): Promise<PolicyEffect> {
    const on = this.database.read;
    const rules = { now: await this.policies.inForce(on), then: this.policies.rulesOf(policy) };
    const last = this.lastDay(to);
    const found = await plannedCommitments(on, after === null ? 0 : Number(after.slice(2)), commitments + 1);
    const effect: PolicyEffect = {
      counts: { added: 0, dropped: 0, moved: 0 },
      examined: 0,
      total: await countPlanned(on),
      items: [],
      next: null,
    };
    for (const commitment of found.slice(0, commitments)) {
      // Planning is quick, but a thousand of them must not keep others waiting.
      await nextTurn();
      const circle = await circleOf(on, commitment);
      const stored = await remindersOf(on, commitment.ref);
      const rowsBy = (by: Rules): Map<string, Reminder> => this.rowsBy(by, commitment, circle, stored, last);
      for (const { row, ...move } of effectOf(rowsBy(rules.now), rowsBy(rules.then))) {
        const person = circle.people.get(row.person);
        if (dayIn(this.settings.zone, earlierOf(move)) > last) continue;
        effect.counts[move.change]++;
        if (effect.items.length < limit)
          effect.items.push({ commitment: commitment.ref, person: person?.email ?? row.person, step: row.step, ...move });
      }
      effect.examined++;
    }
    const lastSeen = found[effect.examined - 1];
    if (found.length > commitments && lastSeen !== undefined) effect.next = refOf(lastSeen.number);
    return effect;
  }

  /** Planned past the last day by the horizon, so that what moves across it is not taken for dropped or added. */
  private rowsBy(rules: Rules, commitment: Commitment, circle: Circle, stored: readonly Reminder[], last: Day): Map<string, Reminder> {
    const change = reconcile(plan(commitment, rules, circle, last), stored, {
      commitment,
      cause: 'policy_changed',
      now: this.clock.now(),
      tzdataVersion: this.settings.tzdataVersion,
      personOf: (person) => circle.people.get(person) ?? { zone: this.settings.zone, quietHours: null },
    });
    return afterReconciling(stored, change);
  }

  private lastDay(to: Day | null): Day {
    const today = dayIn(this.settings.zone, this.clock.now());
    const furthest = addDays(today, horizonDays);
    if (to !== null && (to < today || to > furthest))
      throw new Refusal('invalid_input', `A day from today, ${today}, to ${furthest}: reminders exist no further.`, { pointer: '/to' });
    return to ?? furthest;
  }
}

function earlierOf({ from, to }: Move): string {
  return from === null || (to !== null && to < from) ? (to ?? '') : from;
}
