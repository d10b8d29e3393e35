/** Webhooks, what waits to be sent to them, and what came of each attempt. */
import { In, IsNull, LessThan, LessThanOrEqual, type EntityManager } from 'typeorm';
import type { Webhook, WebhookAttempt, WebhookDelivery } from '../domain/webhook.js';
import type { Instant } from '../domain/time.js';
import type { Tx } from './database.js';
import { countOf, findRow, findRows, insertRows, putRows, updateRows } from './rows.js';
import { webhookAttemptTable, webhookDeliveryTable, webhookTable } from './tables.js';

export function allWebhooks(on: EntityManager): Promise<Webhook[]> {
  return findRows(on, webhookTable, { order: { addedAt: 'ASC', id: 'ASC' } });
}

export function enabledWebhooks(on: EntityManager): Promise<Webhook[]> {
  return findRows(on, webhookTable, { where: { disabledAt: IsNull() }, order: { addedAt: 'ASC', id: 'ASC' } });
}

export function readWebhook(on: EntityManager, id: string): Promise<Webhook | null> {
  return findRow(on, webhookTable, { id });
}

export function insertWebhook(tx: Tx, webhook: Webhook): Promise<void> {
  return insertRows(tx, webhookTable, [webhook]);
}

export async function changeWebhook(tx: Tx, id: string, change: Partial<Webhook>): Promise<void> {
  await updateRows(tx, webhookTable, { id }, change);
}

export function insertDeliveries(tx: Tx, deliveries: readonly WebhookDelivery[]): Promise<void> {
  return insertRows(tx, webhookDeliveryTable, deliveries);
}

export function readDelivery(on: EntityManager, webhook: string, id: string): Promise<WebhookDelivery | null> {
  return findRow(on, webhookDeliveryTable, { id, webhook });
}

/** The first in the order of the log whose time has come: queued, or claimed by somebody whose lease ran out. */
export function nextDelivery(on: EntityManager, webhook: string, now: Instant): Promise<WebhookDelivery | null> {
  return findRows(on, webhookDeliveryTable, {
    where: [
      { webhook, state: 'queued', notBefore: LessThanOrEqual(now) },
      { webhook, state: 'sending', leaseUntil: LessThanOrEqual(now) },
    ],
    order: { index: 'ASC' },
    take: 1,
  }).then(([first]) => first ?? null);
}

/** Changes a delivery only as its claim's holder knew it: a later claim has another fence and this one does nothing. */
export async function moveDelivery(
  tx: Tx,
  { id, state, fence }: Pick<WebhookDelivery, 'id' | 'state' | 'fence'>,
  change: Partial<WebhookDelivery>,
): Promise<boolean> {
  return (await updateRows(tx, webhookDeliveryTable, { id, state, fence }, change)) === 1;
}

/** What waits for an endpoint is due at once. */
export async function hastenDeliveries(tx: Tx, webhook: string): Promise<void> {
  await updateRows(tx, webhookDeliveryTable, { webhook, state: 'queued' }, { notBefore: tx.now });
}

/** The newest first, from below an index on, and how many there are in all. */
export async function pageOfDeliveries(
  on: EntityManager,
  webhook: string,
  { below, limit }: { below: number | null; limit: number },
): Promise<{ rows: WebhookDelivery[]; total: number }> {
  const rows = await findRows(on, webhookDeliveryTable, {
    where: { webhook, ...(below === null ? {} : { index: LessThan(below) }) },
    order: { index: 'DESC' },
    take: limit,
  });
  return {
    rows,
    total: await countOf(on.sql<{ n: string | number }[]>`SELECT count(*) AS n FROM webhook_delivery WHERE webhook = ${webhook}`),
  };
}

export function putWebhookAttempt(tx: Tx, attempt: WebhookAttempt): Promise<void> {
  return putRows(tx, webhookAttemptTable, [attempt]);
}

export function attemptsAt(on: EntityManager, deliveries: readonly string[]): Promise<WebhookAttempt[]> {
  return deliveries.length === 0
    ? Promise.resolve([])
    : findRows(on, webhookAttemptTable, { where: { delivery: In([...deliveries]) }, order: { number: 'ASC' } });
}
