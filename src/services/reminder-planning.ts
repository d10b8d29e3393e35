/** Keeps the stored reminders what the plan says: in the transaction of every change, nightly, and when the rules change. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Commitment } from '../domain/commitment.js';
import type { Message } from '../domain/delivery.js';
import { plan } from '../domain/plan.js';
import { reconcile, type ReconcileCause } from '../domain/reconcile.js';
import type { Reminder } from '../domain/reminder.js';
import { addMs, dayIn, type Instant } from '../domain/time.js';
import { Database, type Tx } from '../store/database.js';
import { commitmentsFollowedBy, replanFollowedBy } from '../store/commitments.store.js';
import { moveMessage, messagesByIds } from '../store/outbox.store.js';
import { circleOf } from '../store/people.store.js';
import {
  planningDue,
  putPlanning,
  putPlannings,
  putReminders,
  remindersOf,
  remindersOfMessage,
  writeReconciliation,
} from '../store/reminders.store.js';
import { readRow } from '../store/register.store.js';
import type { Planning } from '../store/tables.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';

/** Rows reach 400 days ahead and are made again every 30, so that at least 370 are always there. */
const replanAfterMs = 30 * 24 * 3_600_000;
const retryAfterMs = 3_600_000;
const never: Instant = '9999-12-31T00:00:00.000Z';
/** More than this many commitments are not planned in the transaction that touched them but by the next tick. */
const inlineLimit = 200;
const batchSize = 100;

@Injectable()
export class ReminderPlanning {
  /** The rules that everything was last planned anew with. */
  private replannedWith: string | null = null;
  private readonly logger = new Logger('planning');

  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async reconcileIn(tx: Tx, commitment: Commitment, cause: ReconcileCause): Promise<void> {
    const rules = await this.policies.inForce(tx.manager);
    const circle = await circleOf(tx.manager, commitment);
    const planned = plan(commitment, rules, circle, dayIn(commitment.target.zone, tx.now));
    // Of what was registered in this transaction nothing can be stored yet.
    const stored = cause === 'registered' ? [] : await remindersOf(tx.manager, commitment.ref);
    const messages = await messagesByIds(
      tx.manager,
      stored.flatMap((r) => (r.state === 'bundled' && r.message !== null ? [r.message] : [])),
    );
    // What is on the wire, or may have arrived, is no longer ours to cancel: its outcome will tell.
    const recallable = new Set(messages.filter((m) => m.state === 'queued' && !m.possibleDuplicate).map((m) => m.id));
    const isWithin = (r: Reminder): boolean => r.state !== 'bundled' || (r.message !== null && recallable.has(r.message));
    const within = stored.filter(isWithin);
    const onTheWire = new Set(stored.filter((r) => !isWithin(r)).map((r) => r.key));
    const change = reconcile(
      planned.filter((r) => !onTheWire.has(r.key)),
      within,
      {
        commitment,
        cause,
        now: tx.now,
        tzdataVersion: this.settings.tzdataVersion,
        personOf: (person) => circle.people.get(person) ?? { zone: this.settings.zone, quietHours: null },
      },
    );
    await writeReconciliation(tx, change);
    const reasons = new Map(change.update.map((r) => [r.key, r.state === 'cancelled' ? r.reason : cause]));
    for (const message of messages.filter((m) => recallable.has(m.id))) {
      const recalled = within.find((r) => r.message === message.id && r.state === 'bundled' && reasons.has(r.key));
      if (recalled !== undefined) await this.withdraw(tx, message, reasons.get(recalled.key) ?? null);
    }
    const idle = commitment.publication !== 'published' || commitment.standing !== 'active' || commitment.verdict !== 'pending';
    await putPlanning(tx, {
      commitment: commitment.ref,
      plannedWith: rules.plannedWith,
      replanAt: idle ? never : addMs(tx.now, replanAfterMs),
    });
  }

  /** Of drafts that nobody knew until now: nothing is owed, and nothing can be queued. */
  async noteDrafts(tx: Tx, refs: readonly string[]): Promise<void> {
    const { plannedWith } = await this.policies.inForce(tx.manager);
    await putPlannings(
      tx,
      refs.map((commitment) => ({ commitment, plannedWith, replanAt: never })),
    );
  }

  /** Whether any of these reminders of a commitment is still owed, as things stand in this transaction. */
  async owesAny(tx: Tx, commitment: Commitment, keys: readonly string[]): Promise<boolean> {
    const circle = await circleOf(tx.manager, commitment);
    const planned = plan(commitment, await this.policies.inForce(tx.manager), circle, dayIn(commitment.target.zone, tx.now));
    return planned.some((row) => row.state === 'planned' && keys.includes(row.key));
  }

  /** Plans anew whatever a person's or a subscription's change touches: at once where that is little, else at the next tick. */
  async reconcileFor(tx: Tx, person: string, cause: ReconcileCause): Promise<void> {
    const touched = await commitmentsFollowedBy(tx.manager, person, tx.now, inlineLimit + 1);
    if (touched.length <= inlineLimit) for (const commitment of touched) await this.reconcileIn(tx, commitment, cause);
    else await replanFollowedBy(tx, person, (await this.policies.inForce(tx.manager)).plannedWith, tx.now);
  }

  /** Plans anew what has become due for it; `everything` also what was planned with other rules or time-zone data. */
  async replan(now: Instant, everything: boolean): Promise<number> {
    let total = 0;
    for (;;) {
      // Asked each time: another instance may put another policy in force meanwhile, and plans are then made with that.
      const { plannedWith } = await this.policies.inForce(this.database.read);
      const outdated = everything || plannedWith !== this.replannedWith;
      const due = await planningDue(this.database.read, now, outdated ? plannedWith : null, batchSize);
      if (due.length === 0) {
        this.replannedWith = plannedWith;
        return total;
      }
      try {
        await this.database.write((tx) => this.replanIn(tx, due));
      } catch (error) {
        this.logger.error(`planning ${due.length} commitments together failed, so each is planned alone: ${String(error)}`);
        for (const row of due) await this.replanAlone(row);
      }
      total += due.length;
    }
  }

  private async replanIn(tx: Tx, due: readonly Planning[]): Promise<void> {
    const rules = await this.policies.inForce(tx.manager);
    for (const { commitment: ref, plannedWith } of due) {
      const commitment = await readRow(tx.manager, 'commitment', ref);
      if (commitment !== null) await this.reconcileIn(tx, commitment, plannedWith === rules.plannedWith ? 'horizon' : 'policy_changed');
    }
  }

  /** One commitment that cannot be planned is put aside for a while, so that the others go on. */
  private async replanAlone(row: Planning): Promise<void> {
    try {
      await this.database.write((tx) => this.replanIn(tx, [row]));
    } catch (error) {
      this.logger.error(`${row.commitment} cannot be planned and is tried again in an hour: ${String(error)}`);
      await this.database.write(async (tx) => {
        const { plannedWith } = await this.policies.inForce(tx.manager);
        await putPlanning(tx, { ...row, plannedWith, replanAt: addMs(tx.now, retryAfterMs) });
      });
    }
  }

  /**
   * A queued message of which nothing is owed any more does not go out. One about several commitments is written anew for
   * those that are left, since it speaks of the one that is not.
   */
  private async withdraw(tx: Tx, message: Pick<Message, 'id' | 'state' | 'fence' | 'commitment'>, reason: string | null): Promise<void> {
    const left = (await remindersOfMessage(tx.manager, message.id)).filter((r) => r.state === 'bundled');
    if (left.length > 0 && message.commitment !== null) return;
    // Without its digest's key, so that another can take its place.
    await moveMessage(tx, message, { state: 'cancelled', reason, finishedAt: tx.now, digest: null });
    await putReminders(tx, left.map((r) => ({ ...r, state: 'planned' as const, message: null, at: tx.now }))); // prettier-ignore
  }
}
