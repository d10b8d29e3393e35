/** A whole register for a test: a fresh database, a virtual clock, mail kept in memory. Only clock and mailer are not the real ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Parts } from '../../src/app.module.js';
import { closeParts, openParts } from '../../src/boot.js';
import { VirtualClock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import type { Instant } from '../../src/domain/time.js';
import { createLog } from '../../src/log.js';
import { createApp } from '../../src/main.js';
import type { Settings } from '../../src/services/settings.js';
import type { Mailer } from '../../src/mail/mailer.js';
import type { ProposalModel } from '../../src/outgoing/proposal-model.js';
import type { Poster } from '../../src/outgoing/poster.js';
import { createTestRegister, type DatabaseKind, type TestDatabase } from './databases.js';
import { doNotWaitForTheDisk } from './hurry.js';
import { memoryMailer } from './mailbox.js';
import { refuseNestedWrites } from './nested-writes.js';
import { localPoster } from './receiver.js';

export interface TestApp extends Parts {
  app: NestFastifyApplication;
  clock: VirtualClock;
  mailer: Mailer & { sent: { raw: Uint8Array; envelope: { from: string; to: string }; messageId: string }[] };
  testDatabase: TestDatabase;
  dataDir: string;
  get<T>(service: Type<T>): T;
  close(): Promise<void>;
}

export interface TestAppOptions {
  kind?: DatabaseKind;
  now?: Instant;
  mailer?: Mailer;
  poster?: Poster;
  settings?: Partial<Settings>;
  model?: ProposalModel;
  /** For tests of what a register says of itself: it faults one that does not. */
  waitsForTheDisk?: boolean;
}

/** The register's zone is Europe/Brussels, and it is Monday 30 November 2020, 08:00 there, unless said otherwise. */
export async function openTestApp({
  kind = 'sqlite',
  now = '2020-11-30T07:00:00.000Z',
  mailer = memoryMailer(),
  poster = localPoster(),
  settings = {},
  model,
  waitsForTheDisk = false,
}: TestAppOptions = {}): Promise<TestApp> {
  const testDatabase = await createTestRegister(kind);
  const dataDir = mkdtempSync(join(tmpdir(), 'pledgebook-data-'));
  const clock = new VirtualClock(now);
  const parts = await openParts(readConfig({ DATA_DIR: dataDir, DATABASE_URL: testDatabase.url }), {
    clock,
    mailer,
    poster,
    model: model ?? null,
    settings: {
      zone: 'Europe/Brussels',
      mailFrom: { name: 'Pledgebook', address: 'pledgebook@example.org' },
      publicUrl: 'https://pledgebook.example.org',
      ...settings,
    },
  });
  refuseNestedWrites(parts.database);
  if (!waitsForTheDisk) await doNotWaitForTheDisk(parts.database);
  const app = await createApp(parts, createLog('silent'), { ticking: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    ...parts,
    app,
    clock,
    mailer: mailer as TestApp['mailer'],
    testDatabase,
    dataDir,
    get: (service) => app.get(service),
    close: async () => {
      await app.close();
      await closeParts(parts);
      await testDatabase.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
