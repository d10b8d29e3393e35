/**
 * The audit report as of now and as of a year ago, beside one GROUP BY over the same register's commitments; and how long it
 * holds up everything else. The register is registered for real a hundred times and its log repeated from there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { query } from '../../src/store/statements.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { VersionSegments } from '../../src/services/version-segments.service.js';
import { addDays } from '../../src/domain/time.js';
import { openLongRegister } from './long-register.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

const mostMs = 1000;
const mostHeldMs = 50;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  const commitments = full ? 1_000_000 : 20_000;
  try {
    const { parts, services, today, close } = await openLongRegister(folder, commitments);
    const sealing = performance.now();
    await services.get(VersionSegments).keep();
    const sealedPerS = (commitments * 3000) / (performance.now() - sealing);
    const reports = services.get(AuditReportService);
    const yearAgo = addDays(today, -365);
    let [heldMs, counted] = [0, 0];
    for (const day of [today, yearAgo, today, yearAgo]) {
      // A new one each time, and begun before the work: what was done between two reports is not theirs.
      const held = monitorEventLoopDelay({ resolution: 1 });
      held.enable();
      await setTimeout(10);
      held.reset();
      counted += (await reports.report(day)).total;
      await setTimeout(10);
      heldMs = Math.max(heldMs, held.max / 1e6);
      held.disable();
    }
    if (counted === 0) throw new Error('the report counted nothing');
    const cost = await costs({
      now: () => reports.report(today),
      yearAgo: () => reports.report(yearAgo),
      sql: () =>
        query(parts.database.read, `SELECT verdict, count(*) FROM commitment WHERE publication = 'published' GROUP BY verdict`),
    });
    await close();
    const words = `${commitments.toLocaleString('en')} commitments, ${(commitments * 3).toLocaleString('en')} events`;
    const timed = (name: string, which: 'now' | 'yearAgo'): BenchResult[] => {
      const { wallMs, cpuMs } = cost[which];
      return [
        { name: `report of ${words} ${name}, ms, to one GROUP BY`, ours: wallMs, theirs: cost.sql.wallMs, ratio: wallMs / cost.sql.wallMs, bar: `≤ ${mostMs} ms`, ok: wallMs <= mostMs },
        { name: `the same, CPU ms`, ours: cpuMs, theirs: cost.sql.cpuMs, ratio: cpuMs / cost.sql.cpuMs, bar: '–', ok: true },
      ];
    };
    return [
      ...timed('as of now', 'now'),
      ...timed('as of a year ago', 'yearAgo'),
      { name: 'longest that the event loop was held meanwhile, ms', ours: heldMs, theirs: null, ratio: heldMs / mostHeldMs, bar: `≤ ${mostHeldMs} ms`, ok: heldMs <= mostHeldMs },
      { name: 'events a second made into segments', ours: sealedPerS, theirs: null, ratio: 1, bar: '–', ok: true },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore
