/** Whether mail goes out and why not; a person's word to stop it or to let it go on. */
import { Inject, Injectable } from '@nestjs/common';
import type { Hold, HoldCause, RestoredDecision } from '../domain/holds.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Instant } from '../domain/time.js';
import { Database, type Tx } from '../store/database.js';
import { moveMessage, openQueuedBy } from '../store/outbox.store.js';
import { plannedBy, settleBundled, takePlanned } from '../store/reminders.store.js';
import { Commands, type Caller } from './commands.js';
import { endMessage } from './conclusion.js';
import { hold, holdOf, holdsOf, release } from './holds.js';
import { SETTINGS, type Settings } from './settings.js';

export interface SenderState {
  /** Whether new mail goes out; what a restored database took for unsent may wait all the same. */
  sending: boolean;
  holds: Hold[];
}

/** What lets each hold go, in the words of a refusal. */
const nothingHolds: Record<HoldCause, string> = {
  paused: 'The sender is neither paused nor stopped.',
  refused: 'The sender is neither paused nor stopped.',
  clock: 'No clock is in doubt.',
  restored: 'No restored database waits for a word.',
};

@Injectable()
export class SenderService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  state(): Promise<SenderState> {
    return stateOf(this.database.read);
  }

  pause(caller: Caller, reason: string): Promise<SenderState> {
    return this.commands.run(caller, async (tx) => {
      const by = caller.actor;
      const wanted = { cause: 'paused', since: tx.now, by, detail: reason, holder: null, renewedAt: null } as const;
      if (!(await hold(tx, wanted, reason, this.today(tx)))) throw new Refusal('not_allowed_now', 'The sender is paused already.');
      return stateOf(tx.manager);
    });
  }

  /** Ends a pause, and a stop after the mail server refused us. */
  resume(caller: Caller, reason: string): Promise<SenderState> {
    return this.commands.run(caller, (tx) => this.letGo(tx, caller, ['paused', 'refused'], reason));
  }

  /** The clock is right as it is now: whoever waits for it goes on. */
  confirmClock(caller: Caller, reason: string): Promise<SenderState> {
    return this.commands.run(caller, (tx) => this.letGo(tx, caller, ['clock'], reason));
  }

  /** What fell due between the backup and its restoration is caught up with as after an outage, or ends unsent. */
  decideRestored(caller: Caller, decision: RestoredDecision, reason: string): Promise<SenderState> {
    return this.commands.run(caller, async (tx) => {
      const restored = await holdOf(tx.manager, 'restored');
      const state = await this.letGo(tx, caller, ['restored'], reason, decision);
      if (restored !== null && decision === 'missed') await this.giveUp(tx, restored.since);
      return state;
    });
  }

  private async letGo(
    tx: Tx,
    { actor }: Caller,
    causes: readonly [HoldCause, ...HoldCause[]],
    reason: string,
    decision: string | null = null,
  ): Promise<SenderState> {
    let any = false;
    for (const cause of causes) any = (await release(tx, cause, { actor, reason, decision }, this.today(tx))) || any;
    if (!any) throw new Refusal('not_allowed_now', nothingHolds[causes[0]]);
    return stateOf(tx.manager);
  }

  /** Of what was on the wire when the backup was made nobody knows whether it arrived; the rest was not sent by this line of the register. */
  private async giveUp(tx: Tx, upTo: Instant): Promise<void> {
    const missed = { state: 'missed', reason: 'restored' } as const;
    await takePlanned(tx, await plannedBy(tx.manager, upTo), missed);
    for (const message of await openQueuedBy(tx.manager, upTo)) {
      if (message.state === 'queued' && !message.possibleDuplicate) {
        await settleBundled(tx, [message.id], missed);
        await moveMessage(tx, message, { state: 'cancelled', reason: 'restored', finishedAt: tx.now });
      } else {
        const end = { state: 'assumed', reason: 'restored', outcome: null } as const;
        await endMessage(tx, { ...message, possibleDuplicate: true }, end, this.today(tx));
      }
    }
  }

  private today(tx: Tx): string {
    return dayIn(this.settings.zone, tx.now);
  }
}

async function stateOf(on: Tx['manager']): Promise<SenderState> {
  const holds = await holdsOf(on);
  return { sending: holds.every(({ cause }) => cause === 'restored'), holds };
}
