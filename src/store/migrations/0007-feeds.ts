/** Secret addresses of calendars and feeds; webhooks, what is sent to them, and what came of each attempt. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class Feeds1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE feed_token (person ${text} PRIMARY KEY REFERENCES person (id), hash ${text} NOT NULL UNIQUE, "madeAt" ${text} NOT NULL) ${end}`,
      `CREATE TABLE webhook (
        id ${text} PRIMARY KEY, url ${text} NOT NULL, events ${text} NOT NULL, description ${text}, "secretSalt" ${text} NOT NULL,
        "formerSalt" ${text}, "formerUntil" ${text}, "nextIndex" integer NOT NULL, "addedAt" ${text} NOT NULL, "failingSince" ${text},
        "pausedUntil" ${text}, "disabledAt" ${text}, "disabledReason" ${text}) ${end}`,
      `CREATE TABLE webhook_delivery (
        id ${text} PRIMARY KEY, webhook ${text} NOT NULL REFERENCES webhook (id), "index" integer NOT NULL, type ${text} NOT NULL,
        commitment ${text} NOT NULL, body ${text} NOT NULL, state ${text} NOT NULL, reason ${text}, "leaseUntil" ${text}, fence integer NOT NULL,
        attempts integer NOT NULL, "notBefore" ${text} NOT NULL, "queuedAt" ${text} NOT NULL, "tryUntil" ${text} NOT NULL, "finishedAt" ${text},
        UNIQUE (webhook, "index")) ${end}`,
      // Partial: what is over does not weigh on the tick, however long the history.
      `CREATE INDEX webhook_delivery_open ON webhook_delivery (webhook, "index") WHERE state IN ('queued', 'sending')`,
      `CREATE TABLE webhook_attempt (
        delivery ${text} NOT NULL REFERENCES webhook_delivery (id), number integer NOT NULL, "startedAt" ${text} NOT NULL, "endedAt" ${text},
        status integer, detail ${text}, PRIMARY KEY (delivery, number)) ${end}`,
    ]);
  }

  down = noWayBack;
}
