/** Webhooks as administrators see them: where changes are sent, with which secret, and what came of it. */
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../domain/refusal.js';
import { addMs, dayIn } from '../domain/time.js';
import {
  formerSecretMs,
  tryUntilOf,
  webhookSecretOf,
  type NewWebhook,
  type Webhook,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookDelivery,
} from '../domain/webhook.js';
import type { Poster } from '../outgoing/poster.js';
import { Database, type Tx } from '../store/database.js';
import { record } from '../store/register.store.js';
import {
  allWebhooks,
  attemptsAt,
  changeWebhook,
  hastenDeliveries,
  insertWebhook,
  moveDelivery,
  pageOfDeliveries,
  readDelivery,
  readWebhook,
} from '../store/webhooks.store.js';
import { Commands, newId, type Caller } from './commands.js';
import type { Draft } from '../domain/events.js';
import type { Page } from './people.service.js';
import { SETTINGS, type Settings } from './settings.js';

export const POSTER = Symbol('poster');

export type WebhookView = Omit<Webhook, 'secretSalt' | 'formerSalt' | 'nextIndex'>;
export type DeliveryView = Omit<WebhookDelivery, 'webhook' | 'leaseUntil' | 'fence'> & { attemptLog: Omit<WebhookAttempt, 'delivery'>[] };
/** With its secret, which is shown this once. */
export type WebhookWithSecret = WebhookView & { secret: string };

@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    @Inject(POSTER) private readonly poster: Poster,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Told of what is recorded from now on. */
  async add(caller: Caller, { url, events, description }: NewWebhook): Promise<WebhookWithSecret> {
    this.assertPublic(url);
    const added = await this.commands.run(caller, async (tx) => {
      const id = newId(tx);
      await this.record(tx, caller, { type: 'webhook.added', payload: { id, url, events } });
      const webhook: Webhook = {
        id,
        url,
        events,
        description,
        secretSalt: newId(tx),
        formerSalt: null,
        formerUntil: null,
        nextIndex: tx.head.size,
        addedAt: tx.now,
        failingSince: null,
        pausedUntil: null,
        disabledAt: null,
        disabledReason: null,
      };
      await insertWebhook(tx, webhook);
      return webhook;
    });
    return this.withSecret(added);
  }

  async list(): Promise<Page<WebhookView>> {
    const items = (await allWebhooks(this.database.read)).map(viewOf);
    return { items, total: items.length, next: null };
  }

  async read(id: string): Promise<WebhookView> {
    return viewOf(found(await readWebhook(this.database.read, id)));
  }

  /** Enabled again it gets what it missed, from where it was disabled. */
  change(caller: Caller, id: string, { disabled, ...change }: WebhookChange): Promise<WebhookView> {
    if (change.url !== undefined) this.assertPublic(change.url);
    return this.commands.run(caller, async (tx) => {
      const was = found(await readWebhook(tx.manager, id));
      const { url, events } = change;
      if (url !== undefined || events !== undefined) {
        const payload = { id, ...(url === undefined ? {} : { url }), ...(events === undefined ? {} : { events }) };
        await this.record(tx, caller, { type: 'webhook.changed', payload });
      }
      if (Object.keys(change).length > 0) await changeWebhook(tx, id, change);
      if (disabled === true && was.disabledAt === null) {
        await this.record(tx, caller, { type: 'webhook.disabled', payload: { id, cause: 'asked' } });
        await changeWebhook(tx, id, { disabledAt: tx.now, disabledReason: 'asked' });
      }
      if (disabled === false && was.disabledAt !== null) {
        await this.record(tx, caller, { type: 'webhook.enabled', payload: { id } });
        await changeWebhook(tx, id, { disabledAt: null, disabledReason: null, failingSince: null, pausedUntil: null });
        await hastenDeliveries(tx, id);
      }
      return viewOf(found(await readWebhook(tx.manager, id)));
    });
  }

  /** The former secret signs beside the new one for a day, so that no message fails while the receiver takes the new one in. */
  async rotateSecret(caller: Caller, id: string): Promise<WebhookWithSecret> {
    const rotated = await this.commands.run(caller, async (tx) => {
      const was = found(await readWebhook(tx.manager, id));
      await this.record(tx, caller, { type: 'webhook.secret_rotated', payload: { id } });
      const change = { secretSalt: newId(tx), formerSalt: was.secretSalt, formerUntil: addMs(tx.now, formerSecretMs) };
      await changeWebhook(tx, id, change);
      return { ...was, ...change };
    });
    return this.withSecret(rotated);
  }

  /** The newest first; `after` is the `next` of the page before. */
  async deliveries(id: string, { after = null, limit }: { after?: number | null; limit: number }): Promise<Page<DeliveryView>> {
    const on = this.database.read;
    found(await readWebhook(on, id));
    const { rows, total } = await pageOfDeliveries(on, id, { below: after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const attempts = await attemptsAt(
      on,
      shown.map((row) => row.id),
    );
    return {
      items: shown.map((row) => deliveryView(row, attempts)),
      total,
      next: rows.length > limit ? String(shown.at(-1)?.index) : null,
    };
  }

  /** Sends a message again, under the same id, whatever became of it. */
  resend(caller: Caller, id: string, delivery: string): Promise<DeliveryView> {
    return this.commands.run(caller, async (tx) => {
      const webhook = found(await readWebhook(tx.manager, id));
      if (webhook.disabledAt !== null) throw new Refusal('not_allowed_now', 'Nothing is sent to a disabled webhook: enable it first.');
      const was = await readDelivery(tx.manager, id, delivery);
      if (was === null) throw new Refusal('not_found', 'There is no such delivery.');
      if (was.state === 'sending') throw new Refusal('not_allowed_now', 'It is being sent at this moment.');
      const again = { state: 'queued', reason: null, notBefore: tx.now, tryUntil: tryUntilOf(tx.now), finishedAt: null } as const;
      await moveDelivery(tx, was, again);
      await changeWebhook(tx, id, { pausedUntil: null });
      return deliveryView({ ...was, ...again }, await attemptsAt(tx.manager, [was.id]));
    });
  }

  private assertPublic(url: string): void {
    const refusal = this.poster.refusal(url);
    if (refusal !== null)
      throw new Refusal('invalid_input', `An https address on the public internet; here ${refusal}.`, { pointer: '/url' });
  }

  private withSecret(webhook: Webhook): WebhookWithSecret {
    return { ...viewOf(webhook), secret: webhookSecretOf(this.settings.linkSecret, webhook.id, webhook.secretSalt) };
  }

  private async record(tx: Tx, caller: Caller, draft: WebhookDraft): Promise<void> {
    await record(tx, { commitment: null, actor: caller.actor, ...draft } as Draft, dayIn(this.settings.zone, tx.now));
  }
}

type WebhookEvent = 'webhook.added' | 'webhook.changed' | 'webhook.secret_rotated' | 'webhook.disabled' | 'webhook.enabled';
type WebhookDraft = { [T in WebhookEvent]: Pick<Draft<T>, 'type' | 'payload'> }[WebhookEvent];

function found(webhook: Webhook | null): Webhook {
  if (webhook === null) throw new Refusal('not_found', 'There is no such webhook.');
  return webhook;
}

function viewOf({ secretSalt: _secret, formerSalt: _former, nextIndex: _next, ...shown }: Webhook): WebhookView {
  return shown;
}

function deliveryView(
  { webhook: _w, leaseUntil: _l, fence: _f, ...shown }: WebhookDelivery,
  attempts: readonly WebhookAttempt[],
): DeliveryView {
  const own = attempts.filter(({ delivery }) => delivery === shown.id);
  return { ...shown, attemptLog: own.map(({ delivery: _d, ...attempt }) => attempt) };
}
