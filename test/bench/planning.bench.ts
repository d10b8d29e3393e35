/** What it costs to plan one commitment with a hundred followers anew when its target moves: recorded, reconciled, on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { newCommitmentSchema } from '../../src/domain/commitment.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { policySchema } from '../../src/domain/reminder-policy.js';
import { addDays } from '../../src/domain/time.js';
import { readPolicy } from '../../src/facts.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { Policies } from '../../src/services/policies.js';
import { RegisterService } from '../../src/services/register.service.js';
import { median, type BenchOptions, type BenchResult } from './measure.js';

const mostMs = 10;
const followers = 100;
const zones = ['Europe/Brussels', 'Asia/Kabul', 'America/New_York', 'Pacific/Auckland', 'Asia/Tokyo', 'America/Los_Angeles'];

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    return await moving(folder, full ? 200 : 40);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function moving(folder: string, moves: number): Promise<BenchResult[]> {
  const parts = await openParts(readConfig({ DATA_DIR: folder }));
  const services = await openServices(parts);
  try {
    const people = services.get(PeopleService);
    await people.addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
    for (let i = 0; i < followers; i++) {
      const email = `reader${i}@example.org`;
      const quietHours = i % 3 === 0 ? { from: '22:00', to: '08:30' } : null;
      await people.addPerson(system, newPersonSchema.parse({ email, zone: zones[i % zones.length], quietHours }));
      await people.subscribe(system, { person: email, scope: 'all', subject: null });
    }
    const register = services.get(RegisterService);
    const today = parts.clock.now().slice(0, 10);
    /** Each commitment is moved once: what earlier moves left behind is not what is asked about. */
    const timed = async (): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i <= moves; i++) {
        const { ref } = await register.register(system, pledge(today));
        const target = { kind: 'by' as const, edtf: addDays(today, 150) };
        const start = process.cpuUsage();
        await register.reviseTarget(system, ref, { target, change: 'extended', reason: 'Later', source: 'https://example.org/later' });
        const { user, system: kernel } = process.cpuUsage(start);
        if (i > 0) times.push((user + kernel) / 1000);
      }
      return median(times);
    };
    const byStandard = await timed();
    const rolling = rollingPolicy();
    await services.get(Policies).add(system, rolling);
    await services.get(Policies).activate(system, rolling.name, 1, null);
    const byRolling = await timed();
    const row = (name: string, ms: number): BenchResult => ({
      name,
      ours: ms,
      theirs: null,
      ratio: ms / mostMs,
      bar: `≤ ${mostMs} ms`,
      ok: ms <= mostMs,
    });
    return [
      row(`a target moved with ${followers} followers, ms of CPU`, byStandard),
      row(`the same by working days, ms of CPU`, byRolling),
    ];
  } finally {
    await services.close();
    await closeParts(parts);
  }
}

/** Read once data/ is there. */
const rollingPolicy = () => {
  const standard = readPolicy();
  return policySchema.parse({
    ...standard,
    name: 'rolling',
    calendar: 'DE',
    steps: standard.steps.map((step) => ({
      ...step,
      roll: step.class === 'lead' ? 'previous' : step.class === 'overdue' ? 'next' : 'none',
    })),
  });
};

function pledge(saidOn: string) {
  return newCommitmentSchema.parse({
    title: 'Publish the annual report',
    kind: 'pledge',
    publish: true,
    statement: { quote: 'We will publish the annual report', lang: 'en', saidOn },
    promisor: 'The Ministry',
    owner: 'desk@example.org',
    target: { kind: 'by', edtf: addDays(saidOn, 120) },
  });
}
