/** From due reminders to queued mail: what is due is bundled, rendered once, and queued with its bytes fixed. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ulid } from 'ulid';
import { bundle } from '../domain/bundle.js';
import type { Message } from '../domain/delivery.js';
import type { Reminder } from '../domain/reminder.js';
import { toMs, type Instant } from '../domain/time.js';
import { composeMail, type MailParts } from '../mail/compose.js';
import { renderReminder } from '../mail/emails/reminder.js';
import { Database } from '../store/database.js';
import { firstMessageId, insertMessage } from '../store/outbox.store.js';
import { readRow } from '../store/register.store.js';
import { areStillPlanned, dueReminders, takePlanned } from '../store/reminders.store.js';
import { envelopeSender } from './bounces.service.js';
import { ContentGatherer, listOf, type Outage } from './mail-content.js';
import { SETTINGS, type Settings } from './settings.js';

const batchSize = 200;

/** A mail ready to be queued, and the reminders whose fate goes with it. */
interface Ready {
  carried: Reminder[];
  missed: { reminder: Reminder; reason: string }[];
  message: Message | null;
  /** Which version of the commitment the mail was made of; null where there is no mail. */
  version: number | null;
  /** Set where no mail could be made: the rows are put aside and the rest go on. */
  poisoned: boolean;
}

@Injectable()
export class OutboxService {
  private readonly logger = new Logger('outbox');

  constructor(
    private readonly database: Database,
    private readonly gatherer: ContentGatherer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Queues a mail for everything that is due at `now`, but for what fell due up to `after`; says how many. */
  async queueDue(now: Instant, outage: Outage | null, after: Instant | null = null): Promise<number> {
    let queued = 0;
    for (;;) {
      const due = await dueReminders(this.database.read, now, batchSize, after);
      if (due.length === 0) return queued;
      const ready: Ready[] = [];
      for (const group of groupsOf(due)) ready.push(await this.prepare(group, now, outage));
      queued += await this.queue(ready);
    }
  }

  private async prepare(due: Reminder[], now: Instant, outage: Outage | null): Promise<Ready> {
    const { carried, missed, late } = bundle(due, now);
    const nothing = { carried, missed, message: null, version: null };
    if (carried.length === 0) return { ...nothing, poisoned: false };
    const replaced = missed.map((m) => m.reminder);
    const during = late ? outageAt(carried[0]?.dueAt, outage) : null;
    let failure: unknown;
    for (let tries = 0; tries < 2; tries++) {
      try {
        return { ...nothing, ...(await this.compose(carried, replaced, during, now)), poisoned: false };
      } catch (error) {
        failure = error;
        // Nothing is wrong with the row where it is the database that fails: then this throws, and the next tick tries again.
        await this.database.extent();
      }
    }
    this.logger.error(`no mail could be made of ${carried.map((r) => r.key).join(', ')}: ${String(failure)}`);
    return { ...nothing, poisoned: true };
  }

  private async compose(
    carried: Reminder[],
    replaced: Reminder[],
    outage: Outage | null,
    now: Instant,
  ): Promise<Pick<Ready, 'message' | 'version'>> {
    const gathered = await this.gatherer.gather(carried, replaced, outage, now);
    if (gathered === null) return { message: null, version: null };
    const { content, person, address, unsubscribeUrl, version } = gathered;
    const { subject, text, html } = renderReminder(content);
    const id = ulid(toMs(now));
    const from = this.settings.mailFrom;
    const messageId = `<${id}@${from.address.slice(from.address.indexOf('@') + 1)}>`;
    const root = await firstMessageId(this.database.read, person, content.commitment.ref);
    const parts: MailParts = {
      from,
      to: { name: content.to.name, address },
      subject,
      text,
      html,
      messageId,
      references: root === null ? [] : [root],
      date: now,
      listId: listOf(this.settings),
      ...(unsubscribeUrl === null ? {} : { listUnsubscribe: unsubscribeUrl }),
    };
    const raw = await composeMail(parts, this.settings.dkim);
    const message: Message = {
      id,
      messageId,
      person,
      class: content.kind,
      commitment: content.commitment.ref,
      subject,
      envelopeFrom: await envelopeSender(this.database.read, this.settings, id),
      envelopeTo: address,
      raw: Uint8Array.from(raw),
      state: 'queued',
      reason: null,
      leaseHolder: null,
      leaseUntil: null,
      fence: 0,
      attempts: 0,
      notBefore: now,
      expiresAt: lastOf(carried.map((r) => r.expiresAt)),
      resendWhenUnknown: carried.some((r) => r.resendWhenUnknown),
      possibleDuplicate: false,
      queuedAt: now,
      finishedAt: null,
      replyCode: null,
      reply: null,
    };
    return { message, version };
  }

  /** Rows that changed since they were read are left for the next look; the mail made of them is dropped unsent. */
  private queue(ready: Ready[]): Promise<number> {
    return this.database.write(async (tx) => {
      let queued = 0;
      for (const { carried, missed, message, version, poisoned } of ready) {
        if (message !== null) {
          if (!(await areStillPlanned(tx, [...carried, ...missed.map((m) => m.reminder)]))) continue;
          if ((await readRow(tx.manager, 'commitment', message.commitment))?.version !== version) continue;
          await takePlanned(tx, carried, { state: 'bundled', message: message.id });
          await insertMessage(tx, message);
          queued++;
        } else if (carried.length > 0)
          await takePlanned(
            tx,
            carried,
            poisoned ? { state: 'failed', reason: 'poisoned' } : { state: 'suppressed', reason: 'nobody_to_tell' },
          );
        for (const { reminder, reason } of missed) await takePlanned(tx, [reminder], { state: 'missed', reason });
      }
      return queued;
    });
  }
}

/** Worth sending as long as any reminder in it is; null for ever. */
function lastOf(expiries: (Instant | null)[]): Instant | null {
  return expiries.reduce((last, each) => (last === null || each === null ? null : each > last ? each : last));
}

/** The outage that a late reminder fell into; one without times where it is late for another reason. */
function outageAt(dueAt: Instant | undefined, outage: Outage | null): Outage {
  const during = outage !== null && dueAt !== undefined && (outage.from ?? dueAt) <= dueAt && dueAt <= (outage.to ?? dueAt);
  return during ? outage : { from: null, to: null };
}

/** The reminders of each commitment and person, in a stable order. */
function groupsOf(due: readonly Reminder[]): Reminder[][] {
  const groups = new Map<string, Reminder[]>();
  for (const reminder of due) {
    const key = `${reminder.commitment} ${reminder.person}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reminder]);
    else group.push(reminder);
  }
  return [...groups.values()];
}
