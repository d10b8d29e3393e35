/**
 * Runs every benchmark beside it (or those whose names are given), each in a process of its own: what one leaves in
 * memory must not be charged to the next. Prints a table of ratios, or JSON with --json. Exits 1 when a bar is missed.
 */
import { fork } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { factsDir } from '../../src/facts.js';
import type { Bench, BenchOptions, BenchResult } from './measure.js';

interface Report {
  file: string;
  results: BenchResult[];
  /** Why there are none. */
  error?: string;
}

const SUFFIX = '.bench.js';

if (process.send) await runHere(process.argv[2]!, { full: process.argv[3] === '--full' });
else await runAll();

async function runAll(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } },
  });
  const all = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith(SUFFIX));
  const unknown = positionals.filter((name) => !all.includes(name + SUFFIX));
  if (unknown.length > 0) {
    process.stderr.write(`No benchmark ${unknown.join(', ')}; there are ${all.map((file) => file.slice(0, -SUFFIX.length)).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const reports: Report[] = [];
  for (const file of positionals.length > 0 ? positionals.map((name) => name + SUFFIX) : all) {
    process.stderr.write(`${file.slice(0, -SUFFIX.length)} …\n`);
    reports.push(await runApart(file, values.full));
  }
  const machine = { node: process.version, platform: process.platform, arch: process.arch, cores: availableParallelism() };
  process.stdout.write(values.json ? `${JSON.stringify({ full: values.full, machine, reports })}\n` : table(reports));
  if (reports.some(({ error, results }) => error ?? results.some(({ ok }) => !ok))) process.exitCode = 1;
}

/** What a benchmark prints of its own goes to standard error: standard output is for the table. */
function runApart(file: string, full: boolean): Promise<Report> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(import.meta.url), [file, full ? '--full' : '--quick'], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
    });
    let results: BenchResult[] | undefined;
    child.on('message', (message) => (results = message as BenchResult[]));
    child.on('close', (code, signal) => {
      resolve(
        results && code === 0 ? { file, results } : { file, results: results ?? [], error: `ended with ${signal ?? `code ${code}`}` },
      );
    });
  });
}

async function runHere(file: string, options: BenchOptions): Promise<void> {
  // The compiled program looks for data/ beside itself.
  if (!existsSync(factsDir)) symlinkSync(fileURLToPath(new URL('../../../../data', import.meta.url)), factsDir);
  const { run } = (await import(new URL(file, import.meta.url).href)) as { run: Bench };
  const results = await run(options);
  process.send!(results, undefined, undefined, () => process.disconnect());
}

function table(reports: Report[]): string {
  const rows = reports.flatMap(({ results }) =>
    results.map(({ name, ours, theirs, ratio, bar, ok }) => [
      name,
      figure(ours),
      theirs === null ? '–' : figure(theirs),
      figure(ratio),
      bar,
      ok ? 'met' : 'MISSED',
    ]),
  );
  const header = ['', 'ours', 'theirs', 'ratio', 'bar', ''];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => (column >= 1 && column <= 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const failed = reports.filter(({ error }) => error).map(({ file, error }) => `${file}: ${error}`);
  return `${[line(header), ...rows.map(line), ...failed].join('\n')}\n`;
}

/** Three significant digits, grouped: 1,230,000 · 12.3 · 0.357. */
function figure(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
}
