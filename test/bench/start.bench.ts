/** From a process's first instruction to its first answer, and what it holds when idle, beside the barest server of the same parts. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, type BenchOptions, type BenchResult } from './measure.js';

const mostRatio = 1.5;
const mostMegabytes = 150;
const rounds = 5;
const idleMs = 3000;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const port = await freePort();
  const ours = (): Promise<Start> => start([here('../../src/cli.js'), 'serve', '--port', String(port)], `${port}/health/live`, folder);
  const theirs = (): Promise<Start> => start([here('bare-nest.js'), join(folder, 'bare.sqlite'), String(port)], `${port}/healthz`, folder);
  const took = { ours: [] as number[], theirs: [] as number[] };
  const held = { ours: [] as number[], theirs: [] as number[] };
  try {
    // One round more is run first: it makes the tables, and fills what the system keeps of the files.
    for (let round = 0; round <= (full ? 2 * rounds : rounds); round++)
      for (const [who, begin] of [['ours', ours], ['theirs', theirs]] as const) {
        const { ms, megabytes } = await begin();
        if (round === 0) continue;
        took[who].push(ms);
        held[who].push(megabytes);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [ourMs, theirMs] = [median(took.ours), median(took.theirs)];
  const megabytes = median(held.ours);
  return [
    { name: 'start to first answer, ms, to bare Nest with TypeORM', ours: ourMs, theirs: theirMs, ratio: ourMs / theirMs, bar: `≤ ${mostRatio}`, ok: ourMs / theirMs <= mostRatio },
    { name: 'memory when idle, MB', ours: megabytes, theirs: median(held.theirs), ratio: megabytes / mostMegabytes, bar: `≤ ${mostMegabytes} MB`, ok: megabytes <= mostMegabytes },
  ];
} // prettier-ignore

interface Start {
  ms: number;
  megabytes: number;
}

async function start(command: string[], at: string, folder: string): Promise<Start> {
  const began = performance.now();
  const env = { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'ignore', 'ignore'] });
  try {
    while (!(await answers(at))) {
      if (child.exitCode !== null) throw new Error(`${command[0]} ended with ${child.exitCode}`);
      await sleep(5);
    }
    const ms = performance.now() - began;
    await sleep(idleMs);
    return { ms, megabytes: residentOf(child) };
  } finally {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  }
}

function answers(at: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`http://127.0.0.1:${at}`, { agent: false }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode === 200)),
    ).on('error', () => resolve(false));
  });
}

/** As Linux tells it; nothing elsewhere. */
function residentOf({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/status`;
  return existsSync(file) ? Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : NaN;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
