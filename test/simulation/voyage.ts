/** One run of a seed: a register of its own, lived through a storm, with people busy beside it. */
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { seededChance } from '../../src/chance.js';
import { VirtualClock } from '../../src/clock.js';
import type { Course, Voyage } from '../../src/commands/faults/course.js';
import { sail } from '../../src/commands/faults/simulation.js';
import { readConfig } from '../../src/config.js';
import { addMs } from '../../src/domain/time.js';
import { memoryMailer } from '../support/mailbox.js';
import { doNotWaitForTheDisk } from '../support/hurry.js';
import { bystanders, deadAddress, settle } from './life.js';

const dayMs = 24 * 3_600_000;

export interface Ship extends Partial<Pick<Course, 'weather' | 'skewMs' | 'engines' | 'defect'>> {
  days?: number;
  /** Whether people are busy beside it. */
  life?: boolean;
}

/** On an empty database at `url`. */
export async function voyage(
  seed: number,
  { url, dataDir }: { url: string; dataDir: string },
  { days = 8, life = true, ...ship }: Ship = {},
): Promise<Voyage> {
  const clock = new VirtualClock('2021-03-20T07:00:00.000Z');
  const parts = await openParts(readConfig({ DATA_DIR: dataDir, DATABASE_URL: url }), {
    clock,
    chance: seededChance(~seed),
    mailer: memoryMailer(),
    settings: { zone: 'Europe/Brussels', mailFrom: { name: 'Pledgebook', address: 'pledgebook@example.org' } },
  });
  const { database, settings } = parts;
  try {
    await doNotWaitForTheDisk(database);
    const chance = seededChance(seed);
    await settle(await openServices(parts), chance);
    const people = bystanders(chance);
    const { broken, ...rest } = await sail({
      seed,
      database,
      clock,
      settings,
      until: addMs(clock.now(), days * dayMs),
      isDead: (address) => address === deadAddress,
      ...(life ? { life: people.act } : {}),
      ...ship,
    });
    return { ...rest, broken: [...broken, ...(await people.broken(database))] };
  } finally {
    await closeParts(parts);
  }
}
