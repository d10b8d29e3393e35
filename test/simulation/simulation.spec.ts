/** The service in storms, one seed a storm: nothing that it promises may break, and a service with a known defect must be found out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openServices } from '../../src/boot.js';
import type { Clock } from '../../src/clock.js';
import type { Voyage } from '../../src/commands/faults/course.js';
import { liveUntil } from '../../src/commands/virtual-life.js';
import { addMs } from '../../src/domain/time.js';
import { openStory, outcomes } from '../stories/story.js';
import { createTestRegister, describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { defects } from './defects.js';
import { voyage, type Ship } from './voyage.js';

async function sailOn(kind: DatabaseKind, seed: number, ship: Ship = {}): Promise<Voyage> {
  const testDatabase = await createTestRegister(kind);
  const dataDir = mkdtempSync(join(tmpdir(), 'pledgebook-voyage-'));
  try {
    return await voyage(seed, { url: testDatabase.url, dataDir }, ship);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    await testDatabase.drop();
  }
}

describe('In a storm', () => {
  const happened: string[] = [];

  it.each([...[1, 2, 3, 4, 5, 12].map((seed) => ({ seed, kind: 'sqlite' as const })), { seed: 2, kind: 'postgres' as const }])(
    'of seed $seed on $kind every promise is kept',
    async ({ seed, kind }) => {
      const { broken, trace } = await sailOn(kind, seed, { skewMs: 3_600_000 });
      expect(broken).toEqual([]);
      happened.push(...trace);
    },
    120_000,
  );

  it.each(['is killed', 'is stopped until', '(taken)', 'The connection was closed (taken)', 'nobody here', 'try again in 300 seconds'])(
    'it happens that somebody or something "%s"',
    (what) => expect(happened.some((line) => line.includes(what))).toBe(true),
  );

  it.each(['sqlite', 'postgres'] as const)(
    'on %s the same seed makes the same run, to the last call and mail',
    async (kind) => {
      const [one, two] = [await sailOn(kind, 7, { days: 2 }), await sailOn(kind, 7, { days: 2 })];
      expect(two.trace).toEqual(one.trace);
      expect(one.trace.length).toBeGreaterThan(50);
      expect((await sailOn(kind, 8, { days: 2 })).trace).not.toEqual(one.trace);
    },
    120_000,
  );
});

describeOnEachDatabase('A process whose clock is off', (kind) => {
  it.each([-3_600_000, 3_600_000])(
    'by %i ms does what one with the right time does',
    async (byMs) => {
      const lived = async (offMs: number): Promise<string[]> => {
        const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
        await story.follow(story.cast.follower);
        const { ref } = await story.register();
        const { clock, database, mailer, poster, settings } = story.app;
        const own: Clock = { now: () => addMs(clock.now(), offMs), monotonicMs: () => clock.monotonicMs(), followsSystem: false };
        const services = await openServices({ database, clock: own, mailer, poster, settings });
        story.finally(() => services.close());
        await liveUntil(services, clock, '2021-03-30T12:00:00.000Z');
        return outcomes(await story.notices(ref));
      };
      expect(await lived(byMs)).toEqual(await lived(0));
    },
    120_000,
  );
});

describe('A service that', () => {
  it.each(Object.entries(defects))(
    '%s is found out',
    async (_name, defect) => {
      const found: string[] = [];
      for (let seed = 1; found.length === 0 && seed <= 12; seed++)
        found.push(...(await sailOn('sqlite', seed, { skewMs: 3_600_000, defect })).broken);
      expect(found).not.toEqual([]);
    },
    120_000,
  );
});
