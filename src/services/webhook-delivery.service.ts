/**
 * Sends changes to webhooks. The log is walked from where each was left, in the transaction that queues what it finds, so
 * that nothing is lost or queued twice; then claim, send outside any transaction, record, as with mail. What died between
 * sending and recording goes out once more under the same id.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { addMs, dayIn } from '../domain/time.js';
import { isVisible } from '../domain/visibility.js';
import {
  decideAfterPost,
  messageOf,
  secondsOf,
  signatureOf,
  tryUntilOf,
  webhookSecretOf,
  type PostOutcome,
  type Webhook,
  type WebhookDelivery,
} from '../domain/webhook.js';
import type { Poster } from '../outgoing/poster.js';
import { Database, type Tx } from '../store/database.js';
import { toldEntries } from '../store/feeds.store.js';
import { readRow, record } from '../store/register.store.js';
import {
  changeWebhook,
  enabledWebhooks,
  insertDeliveries,
  moveDelivery,
  nextDelivery,
  putWebhookAttempt,
  readWebhook,
} from '../store/webhooks.store.js';
import { changesIn, type Told } from './changes.js';
import { SETTINGS, type Settings } from './settings.js';
import { POSTER } from './webhooks.service.js';

/** Far longer than a poster takes. */
const leaseMs = 2 * 60_000;
/** What one endpoint may take of a pass, so that a slow one does not keep the others from what is new. */
const passMs = 60_000;
const walkAtOnce = 200;

interface Claimed {
  webhook: Webhook;
  delivery: WebhookDelivery;
}

@Injectable()
export class WebhookDeliveryService {
  private readonly logger = new Logger('webhooks');
  private running: Promise<number> | null = null;

  constructor(
    private readonly database: Database,
    @Inject(POSTER) private readonly poster: Poster,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Queues what is new and sends what is due; says how many attempts were made. Passes never overlap. */
  deliverDue(): Promise<number> {
    this.running ??= this.pass().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async pass(): Promise<number> {
    while (await this.hasNews()) if (!(await this.database.write((tx) => this.queueNews(tx)))) break;
    const webhooks = await enabledWebhooks(this.database.read);
    const attempts = await Promise.all(webhooks.map(({ id }) => this.deliverTo(id)));
    return attempts.reduce((sum, n) => sum + n, 0);
  }

  /** Whether a write is worth while: most of what is logged is no news to anybody outside. */
  private async hasNews(): Promise<boolean> {
    const webhooks = await enabledWebhooks(this.database.read);
    if (webhooks.length === 0) return false;
    const from = Math.min(...webhooks.map(({ nextIndex }) => nextIndex));
    const { size } = await this.database.extent();
    return from < size && (await toldEntries(this.database.read, { from, to: size, refs: null, limit: 1, order: 'ASC' })).length > 0;
  }

  /** Queues a stretch of the log for each webhook. The log's head is taken, so that nothing below it can come later. */
  private async queueNews(tx: Tx): Promise<boolean> {
    const read = new Map<number, { told: Told[]; next: number }>();
    let moved = false;
    for (const webhook of await enabledWebhooks(tx.manager)) {
      const { nextIndex } = webhook;
      if (nextIndex >= tx.head.size) continue;
      const stretch = read.get(nextIndex) ?? (await this.stretch(tx, nextIndex));
      read.set(nextIndex, stretch);
      const wanted = stretch.told.filter(({ change }) => webhook.events.includes(change.type));
      await insertDeliveries(
        tx,
        wanted.map((told) => queued(told, webhook.id, tx.now)),
      );
      await changeWebhook(tx, webhook.id, { nextIndex: stretch.next });
      moved = true;
    }
    return moved;
  }

  private async stretch(tx: Tx, from: number): Promise<{ told: Told[]; next: number }> {
    const to = tx.head.size;
    const entries = await toldEntries(tx.manager, { from, to, refs: null, limit: walkAtOnce, order: 'ASC' });
    const next = entries.length < walkAtOnce ? to : (entries.at(-1)?.index ?? to) + 1;
    return { told: await changesIn(tx.manager, entries, this.settings.publicUrl), next };
  }

  /** One after the other, in the order of the log, as long as it answers. */
  private async deliverTo(webhook: string): Promise<number> {
    const until = this.clock.monotonicMs() + passMs;
    let attempts = 0;
    while (this.clock.monotonicMs() < until) {
      if ((await nextDelivery(this.database.read, webhook, this.clock.now())) === null) break;
      const claimed = await this.database.write((tx) => this.claim(tx, webhook));
      if (claimed === 'none') break;
      if (claimed === 'cancelled') continue;
      await this.send(claimed);
      attempts++;
    }
    return attempts;
  }

  private async claim(tx: Tx, id: string): Promise<Claimed | 'none' | 'cancelled'> {
    const webhook = await readWebhook(tx.manager, id);
    if (webhook === null || webhook.disabledAt !== null || (webhook.pausedUntil !== null && webhook.pausedUntil > tx.now)) return 'none';
    const delivery = await nextDelivery(tx.manager, id, tx.now);
    if (delivery === null) return 'none';
    if (!(await isStillPublic(tx, delivery))) {
      await moveDelivery(tx, delivery, { state: 'cancelled', reason: 'not_public', leaseUntil: null, finishedAt: tx.now });
      return 'cancelled';
    }
    const claim = {
      state: 'sending',
      leaseUntil: addMs(tx.now, leaseMs),
      fence: delivery.fence + 1,
      attempts: delivery.attempts + 1,
    } as const;
    await moveDelivery(tx, delivery, claim);
    await putWebhookAttempt(tx, {
      delivery: delivery.id,
      number: claim.attempts,
      startedAt: tx.now,
      endedAt: null,
      status: null,
      detail: null,
    });
    return { webhook, delivery: { ...delivery, ...claim } };
  }

  private async send({ webhook, delivery }: Claimed): Promise<void> {
    const { id, body } = delivery;
    const now = this.clock.now();
    const salts = [webhook.secretSalt, ...(webhook.formerSalt !== null && (webhook.formerUntil ?? '') > now ? [webhook.formerSalt] : [])];
    const secrets = salts.map((salt) => webhookSecretOf(this.settings.linkSecret, webhook.id, salt));
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(secondsOf(now)),
      'webhook-signature': signatureOf(secrets, id, now, body),
    };
    const outcome = await this.poster.post({ url: webhook.url, body, headers });
    await this.database.write((tx) => this.conclude(tx, delivery, outcome));
  }

  /** What came of an attempt. Nothing at all is written of one whose claim has been outdated meanwhile. */
  private async conclude(tx: Tx, delivery: WebhookDelivery, outcome: PostOutcome): Promise<void> {
    const webhook = await readWebhook(tx.manager, delivery.webhook);
    if (webhook === null) return;
    const { state, reason, notBefore, pause, disable } = decideAfterPost(
      outcome,
      delivery,
      webhook.failingSince,
      tx.now,
      tx.chance.fraction(),
    );
    const over = state !== 'queued';
    const change = { state, reason, leaseUntil: null, notBefore: notBefore ?? tx.now, finishedAt: over ? tx.now : null };
    if (!(await moveDelivery(tx, delivery, change))) return;
    await putWebhookAttempt(tx, {
      delivery: delivery.id,
      number: delivery.attempts,
      startedAt: addMs(delivery.leaseUntil ?? tx.now, -leaseMs),
      endedAt: tx.now,
      status: outcome.status,
      detail: outcome.detail,
    });
    if (state === 'sent') {
      if (webhook.failingSince !== null) await changeWebhook(tx, webhook.id, { failingSince: null, pausedUntil: null });
      return;
    }
    await changeWebhook(tx, webhook.id, { failingSince: webhook.failingSince ?? tx.now, pausedUntil: pause ? notBefore : null });
    if (disable !== null && webhook.disabledAt === null) await this.disable(tx, webhook, disable);
  }

  private async disable(tx: Tx, { id }: Webhook, cause: 'gone' | 'failing'): Promise<void> {
    this.logger.warn(`webhook ${id} is disabled: ${cause === 'gone' ? 'its endpoint answered 410' : 'it took nothing for five days'}`);
    await changeWebhook(tx, id, { disabledAt: tx.now, disabledReason: cause });
    const today = dayIn(this.settings.zone, tx.now);
    await record(tx, { type: 'webhook.disabled', commitment: null, actor: 'system', payload: { id, cause } }, today);
  }
}

/** What was queued while outsiders could see it may not be for them any more; that it is gone may still be said. */
async function isStillPublic(tx: Tx, { type, commitment: ref }: WebhookDelivery): Promise<boolean> {
  const commitment = await readRow(tx.manager, 'commitment', ref);
  return commitment !== null && (type === 'commitment.retracted' || isVisible(commitment, 'outside'));
}

function queued({ change, leafHash }: Told, webhook: string, now: string): WebhookDelivery {
  return {
    ...messageOf(change, webhook, leafHash),
    webhook,
    index: change.index,
    type: change.type,
    commitment: change.ref,
    state: 'queued',
    reason: null,
    leaseUntil: null,
    fence: 0,
    attempts: 0,
    notBefore: now,
    queuedAt: now,
    tryUntil: tryUntilOf(now),
    finishedAt: null,
  };
}
