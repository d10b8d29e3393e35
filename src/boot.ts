/** Opens a register: database, keys, mailer and settings, as the environment says, bound into one application. */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, LoggerService } from '@nestjs/common';
import { AppModule, type Parts } from './app.module.js';
import type { Chance } from './chance.js';
import { systemClock, type Clock } from './clock.js';
import { shownSettings, type Config } from './config.js';
import { linkSecretIn, logKeyIn, readConventions, readHolidayCalendars, readLexicons, readPolicies, readPolicy } from './facts.js';
import { createFileMailer } from './mail/file-mailer.js';
import type { Mailer } from './mail/mailer.js';
import { createSmtpMailer } from './mail/smtp-mailer.js';
import { createHttpsPoster } from './outgoing/https-poster.js';
import type { Poster } from './outgoing/poster.js';
import type { Settings } from './services/settings.js';
import { Database } from './store/database.js';
import { parseDatabaseUrl } from './store/drivers.js';

/** What may differ from what the environment says: the demo and simulations live on another clock and register. */
export interface Differently {
  clock?: Clock;
  chance?: Chance;
  databaseUrl?: string;
  dataDir?: string;
  mailer?: Mailer;
  poster?: Poster;
  settings?: Partial<Settings>;
}

export async function openParts(config: Config, differently: Differently = {}): Promise<Parts> {
  const clock = differently.clock ?? systemClock;
  const dataDir = resolve(differently.dataDir ?? config.DATA_DIR);
  const url = parseDatabaseUrl(differently.databaseUrl ?? config.DATABASE_URL);
  mkdirSync(dataDir, { recursive: true });
  if (url.kind === 'sqlite') mkdirSync(dirname(resolve(url.path)), { recursive: true });
  const settings = { ...settingsOf(config, dataDir), ...differently.settings };
  const mailer = differently.mailer ?? mailerOf(config, dataDir);
  const poster = differently.poster ?? createHttpsPoster();
  return { database: await Database.open(url, clock, differently.chance), clock, mailer, poster, settings };
}

function settingsOf(config: Config, dataDir: string): Settings {
  return {
    zone: config.TIME_ZONE,
    locale: config.LOCALE,
    publicUrl: config.PUBLIC_URL,
    mailFrom: config.MAIL_FROM,
    mailIsCaptured: config.SMTP_URL === undefined,
    dkim: config.dkim,
    bounceMaildir: config.BOUNCE_MAILDIR === undefined ? null : resolve(config.BOUNCE_MAILDIR),
    dataDir,
    conventions: readConventions(dataDir),
    policy: readPolicy(),
    shippedPolicies: readPolicies(),
    holidayCalendars: readHolidayCalendars(),
    lexicons: readLexicons(),
    logKey: logKeyIn(dataDir, new URL(config.PUBLIC_URL).hostname),
    linkSecret: linkSecretIn(dataDir),
    oidc: config.oidc,
    trustProxy: config.TRUST_PROXY ?? null,
    metricsToken: config.METRICS_TOKEN ?? null,
    shown: shownSettings(config),
    tzdataVersion: process.versions.tz ?? 'unknown',
  };
}

function mailerOf(config: Config, dataDir: string): Mailer {
  return config.SMTP_URL === undefined ? createFileMailer({ dir: join(dataDir, 'mail') }) : createSmtpMailer({ url: config.SMTP_URL });
}

/** The services without a server, for commands. */
export async function openServices(parts: Parts, logger: LoggerService | false = false): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.of(parts, { ticking: false }), { logger, abortOnError: false });
}

/** Ends in order: nothing new begins, what is on the wire finishes, the database closes last. */
export async function closeParts({ mailer, database }: Pick<Parts, 'mailer' | 'database'>): Promise<void> {
  await mailer.close();
  await database.close();
}

/** Runs `work` on the register's services and closes everything after. */
export async function withServices<T>(
  config: Config,
  work: (app: INestApplicationContext, parts: Parts) => Promise<T>,
  differently: Differently = {},
): Promise<T> {
  const parts = await openParts(config, differently);
  try {
    const app = await openServices(parts);
    try {
      return await work(app, parts);
    } finally {
      await app.close();
    }
  } finally {
    await closeParts(parts);
  }
}
