/**
 * Sends what is queued: claim in one transaction, send outside any, record in another that a later claim can outdate.
 * A crash between sending and recording leaves a message unknown, never lost and never silently sent again.
 */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { decideAfter, decideUnknown, leaseMs, unknownWaitMs, type Decision, type Message, type Outcome } from '../domain/delivery.js';
import type { Draft } from '../domain/events.js';
import { addMs, dayIn, toMs, type Instant } from '../domain/time.js';
import type { Mailer } from '../mail/mailer.js';
import { Database, type Tx } from '../store/database.js';
import { settleLetter } from '../store/letters.store.js';
import { moveMessage, openMessages, putAttempt, remember, remembered, suppress } from '../store/outbox.store.js';
import { record } from '../store/register.store.js';
import { remindersOfMessage, settleBundled } from '../store/reminders.store.js';
import { reasonNotToSend } from './gate.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';

export const MAILER = Symbol('mailer');

/** As many as a mailer has connections; a claim should be on the wire at once, not wait with its lease running. */
const claimSize = 5;
const senderNote = 'sender';

/** Why nothing is being sent, as the server put it. */
export interface SenderStopped {
  since: Instant;
  reply: string;
}

interface SenderResumed {
  resumedAt: Instant;
}

type NoticeType = 'notice.sent' | 'notice.failed' | 'notice.suppressed' | 'notice.unknown';

@Injectable()
export class DeliveryService {
  private readonly holder = randomUUID();
  private readonly logger = new Logger('delivery');

  constructor(
    private readonly database: Database,
    private readonly planning: ReminderPlanning,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Sends everything whose time has come, a few at a time; says how many attempts were made. */
  async deliverDue(now: () => Instant): Promise<number> {
    let attempts = 0;
    while ((await this.senderStopped()) === null) {
      // A fan-out too wide for one transaction was left to plan; what it calls off must not go out before that.
      await this.planning.replan(now(), false);
      const claimed = await this.claim(now());
      if (claimed === null) break;
      await Promise.all(claimed.map((message) => this.send(message)));
      attempts += claimed.length;
    }
    return attempts;
  }

  async senderStopped(): Promise<SenderStopped | null> {
    const note = await remembered<SenderStopped | SenderResumed>(this.database.read, senderNote);
    return note !== null && 'since' in note ? note : null;
  }

  /** Lets the sender try again, as at a start, since what stopped it was a setting; with an age, only if it stopped that long ago. */
  async resumeSender(stoppedForMs = 0): Promise<void> {
    const stopped = await this.senderStopped();
    if (stopped === null) return;
    await this.database.write(async (tx) => {
      if (toMs(tx.now) - toMs(stopped.since) >= stoppedForMs) await remember(tx, senderNote, { resumedAt: tx.now } satisfies SenderResumed);
    });
  }

  /** Claims a few open messages after the gate has looked at each once more. Null when none is open. */
  private async claim(now: Instant): Promise<Message[] | null> {
    if ((await openMessages(this.database.read, now, 1)).length === 0) return null;
    return this.database.write(async (tx) => {
      const claimed: Message[] = [];
      const open = await openMessages(tx.manager, tx.now, claimSize);
      for (const message of open) {
        const passed = await this.gate(tx, message);
        if (passed !== null) claimed.push(passed);
      }
      return open.length === 0 ? null : claimed;
    });
  }

  private async gate(tx: Tx, message: Message): Promise<Message | null> {
    if (message.state === 'sending') return this.leaseRanOut(tx, message);
    if (message.state === 'unknown') return this.waitIsOver(tx, message);
    const refusal = await reasonNotToSend(tx, this.planning, message);
    if (refusal !== null) {
      await this.end(tx, message, refusal.state, refusal.reason, null);
      return null;
    }
    const leaseUntil = addMs(tx.now, leaseMs);
    const claim = {
      state: 'sending',
      leaseHolder: this.holder,
      leaseUntil,
      notBefore: leaseUntil,
      fence: message.fence + 1,
      attempts: message.attempts + 1,
    } as const;
    if (!(await moveMessage(tx, message, claim))) return null;
    await putAttempt(tx, {
      message: message.id,
      number: claim.attempts,
      startedAt: tx.now,
      endedAt: null,
      phase: null,
      replyCode: null,
      replyText: null,
    });
    return { ...message, ...claim };
  }

  /** Whoever claimed it is gone, and perhaps the server has the mail: unknown, with the same wait as after a lost reply. */
  private async leaseRanOut(tx: Tx, message: Message): Promise<null> {
    await moveMessage(tx, message, {
      state: 'unknown',
      reason: 'lease_ran_out',
      fence: message.fence + 1,
      leaseHolder: null,
      leaseUntil: null,
      notBefore: addMs(tx.now, unknownWaitMs),
    });
    return null;
  }

  private async waitIsOver(tx: Tx, message: Message): Promise<null> {
    if (decideUnknown(message) === 'queued')
      await moveMessage(tx, message, { state: 'queued', possibleDuplicate: true, notBefore: tx.now });
    else await this.end(tx, { ...message, possibleDuplicate: true }, 'assumed', message.reason, null);
    return null;
  }

  private async send(message: Message): Promise<void> {
    const { raw, messageId, envelopeFrom: from, envelopeTo: to } = message;
    let outcome: Outcome;
    try {
      outcome = await this.mailer.send({ raw, messageId, envelope: { from, to } });
    } catch (error) {
      outcome = { phase: 'connect', replyCode: null, enhancedCode: null, replyText: String(error) };
    }
    await this.database.write((tx) => this.conclude(tx, message, outcome));
  }

  /** What came of an attempt. Nothing at all is written of one whose claim has been outdated meanwhile. */
  private async conclude(tx: Tx, message: Message, outcome: Outcome): Promise<void> {
    const decision = decideAfter(outcome, message, tx.now, Math.random());
    const current =
      decision.notBefore === null
        ? await this.end(tx, message, decision.state, decision.reason, outcome)
        : await this.putBack(tx, message, decision);
    if (!current) return;
    await putAttempt(tx, {
      message: message.id,
      number: message.attempts,
      startedAt: addMs(message.leaseUntil ?? tx.now, -leaseMs),
      endedAt: tx.now,
      phase: outcome.phase,
      replyCode: outcome.replyCode,
      replyText: outcome.replyText,
    });
    if (decision.suppressAddress) await suppress(tx, message.envelopeTo, outcome.replyText);
    if (decision.stopSender) {
      this.logger.error(
        `the mail server refuses us (${outcome.replyText}): nothing more is sent until the settings are put right and the service is started again`,
      );
      await remember(tx, senderNote, { since: tx.now, reply: outcome.replyText } satisfies SenderStopped);
    }
  }

  private putBack(tx: Tx, message: Message, { state, reason, notBefore }: Decision): Promise<boolean> {
    return moveMessage(tx, message, { state, reason, notBefore: notBefore ?? tx.now, leaseHolder: null, leaseUntil: null });
  }

  /** The end of a message, of the reminders it carries, and the entry in the log that proves it. */
  private async end(tx: Tx, message: Message, state: Message['state'], reason: string | null, outcome: Outcome | null): Promise<boolean> {
    const { replyCode = null, replyText: reply = null } = outcome ?? {};
    const moved = await moveMessage(tx, message, {
      state,
      reason,
      finishedAt: tx.now,
      leaseHolder: null,
      leaseUntil: null,
      replyCode,
      reply,
      possibleDuplicate: message.possibleDuplicate,
    });
    if (!moved) return false;
    const carried = (await remindersOfMessage(tx.manager, message.id)).filter((r) => r.state === 'bundled');
    const { reminder, event } = ends[state as keyof typeof ends];
    await settleBundled(tx, message.id, { state: reminder, reason });
    await settleLetter(tx, message.id, { state: reminder, reason });
    if (event === null) return true;
    // One for each commitment that it is about, so that each has the proof of notice in its own history.
    const about = carried.length === 0 ? [message.commitment] : [...new Set(carried.map((r) => r.commitment))];
    for (const commitment of about) {
      const draft: Draft<NoticeType> = {
        type: event,
        commitment,
        actor: 'system',
        about: message.person,
        payload: {
          kind: message.class,
          person: message.person,
          message: message.id,
          messageId: message.messageId,
          reminders: carried
            .filter((r) => r.commitment === commitment)
            .map(({ commitment: ref, step, class: c, nominalDate }) => ({ commitment: ref, step, class: c, nominalDate })),
          reason,
          replyCode,
          reply,
          possibleDuplicate: message.possibleDuplicate,
        },
      };
      await record(tx, draft, dayIn(this.settings.zone, tx.now));
    }
    return true;
  }
}

/** What each end of a message means for its reminders and for the log. */
const ends = {
  sent: { reminder: 'delivered', event: 'notice.sent' },
  failed: { reminder: 'failed', event: 'notice.failed' },
  expired: { reminder: 'missed', event: 'notice.failed' },
  suppressed: { reminder: 'suppressed', event: 'notice.suppressed' },
  cancelled: { reminder: 'cancelled', event: null },
  assumed: { reminder: 'unknown', event: 'notice.unknown' },
} as const;
