/** Who may read a calendar and a feed by its address alone, and where changes are sent to. */
import type { FeedToken } from '../domain/feed-token.js';
import type { Webhook, WebhookAttempt, WebhookDelivery } from '../domain/webhook.js';
import { integer, integerOrNull, json, key, table, text, textOrNull } from './columns.js';

export const feedTokenTable = table<FeedToken>('feed_token', { person: key(text), hash: text, madeAt: text });

export const webhookTable = table<Webhook>('webhook', {
  id: key(text),
  url: text,
  events: json,
  description: textOrNull,
  secretSalt: text,
  formerSalt: textOrNull,
  formerUntil: textOrNull,
  nextIndex: integer,
  addedAt: text,
  failingSince: textOrNull,
  pausedUntil: textOrNull,
  disabledAt: textOrNull,
  disabledReason: textOrNull,
});
export const webhookDeliveryTable = table<WebhookDelivery>('webhook_delivery', {
  id: key(text),
  webhook: text,
  index: integer,
  type: text,
  commitment: text,
  body: text,
  state: text,
  reason: textOrNull,
  leaseUntil: textOrNull,
  fence: integer,
  attempts: integer,
  notBefore: text,
  queuedAt: text,
  tryUntil: text,
  finishedAt: textOrNull,
});
export const webhookAttemptTable = table<WebhookAttempt>('webhook_attempt', {
  delivery: key(text),
  number: key(integer),
  startedAt: text,
  endedAt: textOrNull,
  status: integerOrNull,
  detail: textOrNull,
});
