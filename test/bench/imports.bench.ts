/** Importing rows from CSV beside bare prepared inserts of what they leave behind; and how much memory it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import Sqlite from 'better-sqlite3';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { system } from '../../src/services/commands.js';
import { TableImportsService } from '../../src/services/table-imports.service.js';
import type { BenchOptions, BenchResult } from './measure.js';

const leastRatio = 0.2;
const mostMegabytes = 250;
/** What an import writes; the rest of the tables it leaves alone. */
const written = ['log_event', 'log_node', 'party', 'commitment', 'target', 'planning', 'reminder'];

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  // As the command does.
  setFlagsFromString('--heap-growing-percent=15');
  const rows = full ? 100_000 : 10_000;
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    const file = join(folder, 'register.sqlite');
    const bytes = registerOf(rows);
    const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` }));
    const services = await openServices(parts);
    const peak = watchMemory();
    const timed = async (dryRun: boolean): Promise<number> => {
      const start = performance.now();
      const result = await services.get(TableImportsService).import(system, { name: 'plan.csv', bytes }, { saidOn: '2020-11-30', dryRun });
      if (result.registered !== rows) throw new Error(JSON.stringify(result.refused.slice(0, 3)));
      return performance.now() - start;
    };
    const dryMs = await timed(true);
    const oursMs = await timed(false);
    const megabytes = peak();
    await services.close();
    await closeParts(parts);
    const theirsMs = bareInserts(file, join(folder, 'bare.sqlite'));
    const rate = (ms: number): number => (rows * 1000) / ms;
    const ratio = theirsMs / oursMs;
    return [
      { name: `rows imported/s, to bare inserts of ${rows}`, ours: rate(oursMs), theirs: rate(theirsMs), ratio, bar: `≥ ${leastRatio}`, ok: ratio >= leastRatio },
      { name: 'a dry run, to the import', ours: rate(dryMs), theirs: rate(oursMs), ratio: dryMs / oursMs, bar: '≤ 2 times as long', ok: dryMs <= 2 * oursMs },
      { name: 'MB resident while importing', ours: megabytes, theirs: null, ratio: megabytes / mostMegabytes, bar: `≤ ${mostMegabytes}`, ok: megabytes <= mostMegabytes },
    ]; // prettier-ignore
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function registerOf(rows: number): Buffer {
  const parts = ['By fall', 'By end of', 'By June', 'March', 'By early', 'Annually until', 'By the end of Q3', 'Before 31 March'];
  const deadlines = Array.from({ length: 160 }, (_, i) => `${parts[i % parts.length]} ${2025 + (i % 20)}`);
  const lines = Array.from(
    { length: rows },
    (_, i) =>
      `${i},"Publish the report on programme ${i}, with its figures, and consult those concerned.",${deadlines[i % deadlines.length]},Department ${i % 50}`,
  );
  return Buffer.from(['id,text,deadline,department', ...lines].join('\n'));
}

/** The same rows, read back and written anew by prepared statements in one transaction. */
function bareInserts(from: string, to: string): number {
  const source = new Sqlite(from, { readonly: true });
  const target = new Sqlite(to);
  target.pragma('journal_mode = wal');
  target.pragma('synchronous = 2');
  let ms = 0;
  for (const table of written) {
    const { sql } = source.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(table) as { sql: string };
    target.exec(sql.replace(/ REFERENCES \w+ \(\w+\)/g, ''));
    for (const { sql: index } of source.prepare("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL").all(table) as { sql: string }[]) target.exec(index); // prettier-ignore
    const count = (source.prepare(`SELECT * FROM ${table} LIMIT 0`).columns() as unknown[]).length;
    const insert = target.prepare(`INSERT INTO ${table} VALUES (${Array(count).fill('?').join(',')})`);
    const rows = source.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][];
    const start = performance.now();
    target.transaction(() => rows.forEach((row) => insert.run(...row)))();
    ms += performance.now() - start;
  }
  source.close();
  target.close();
  return ms;
}

function watchMemory(): () => number {
  globalThis.gc?.();
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  return () => {
    clearInterval(timer);
    return Math.max(most, process.memoryUsage.rss()) / 1024 / 1024;
  };
}
