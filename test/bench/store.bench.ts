/**
 * Registering over HTTP, durable and logged, beside a bare Fastify that inserts the same bytes with the same pragmas; and
 * what a tick with nothing due costs as the register grows.
 *
 * "The same bytes" can be read two ways, and both are measured. The bar is held against the rows that a registration leaves
 * (events, tree, commitment, target, reminders, plan), inserted by prepared statements in one transaction into the same
 * tables with the same indexes: that is what has to reach the disk. Beside it stands one insert of the same rows as JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineService } from '../../src/services/engine.service.js';
import { openServices } from '../../src/boot.js';
import { costs, type BenchOptions, type BenchResult, type Cost } from './measure.js';
import { openBareOfJson, openBareOfRows, openRegister, startClient } from './registering.js';
import { openQuietRegister } from './quiet-register.js';

const leastRatio = 0.4;
const mostGrowth = 1.3;
const mostTickMs = 2;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const registered = await inFolder((folder) => registering(folder, full ? 2000 : 300));
  const ticked = await inFolder((folder) => ticking(folder, 10_000, full ? 1_000_000 : 100_000));
  return [...registered, ...ticked];
}

async function registering(folder: string, requests: number): Promise<BenchResult[]> {
  const ours = await openRegister(folder);
  const rows = await openBareOfRows(folder, ours);
  const json = await openBareOfJson(folder, ours);
  const client = startClient();
  try {
    const cost = await costs({
      ours1: () => client.drive(ours, requests, 1),
      rows1: () => client.drive(rows, requests, 1),
      json1: () => client.drive(json, requests, 1),
      ours8: () => client.drive(ours, requests, 8),
      rows8: () => client.drive(rows, requests, 8),
      json8: () => client.drive(json, requests, 8),
    });
    const rate = (which: keyof typeof cost): number => (requests * 1000) / cost[which].wallMs;
    const beside = (name: string, subject: keyof typeof cost, comparator: keyof typeof cost, least: number | null): BenchResult => {
      const ratio = rate(subject) / rate(comparator);
      const bar = least === null ? '–' : `≥ ${least}`;
      return { name: `registering over HTTP, ${name}`, ours: rate(subject), theirs: rate(comparator), ratio, bar, ok: least === null || ratio >= least };
    };
    return [
      beside('one after the other, to bare inserts of its rows', 'ours1', 'rows1', leastRatio),
      beside('8 connections, to bare inserts of its rows', 'ours8', 'rows8', leastRatio),
      beside('one after the other, to one bare insert of them as JSON', 'ours1', 'json1', null),
      beside('8 connections, to one bare insert of them as JSON', 'ours8', 'json8', null),
    ];
  } finally {
    client.stop();
    for (const server of [json, rows, ours]) await server.close();
  }
} // prettier-ignore

async function ticking(folder: string, few: number, many: number): Promise<BenchResult[]> {
  const [small, large] = [await openQuietRegister(join(folder, 'few'), few), await openQuietRegister(join(folder, 'many'), many)];
  const ticks = 200;
  const tick = async (services: typeof small.services): Promise<void> => {
    for (let i = 0; i < ticks; i++) {
      const { replanned, queued, attempts } = await services.get(EngineService).tick();
      if (replanned + queued + attempts > 0) throw new Error('something was due after all');
    }
  };
  /** A process that has just started looks at everything once. */
  const firstTick = async ({ parts }: typeof small): Promise<void> => {
    const services = await openServices(parts);
    await services.get(EngineService).tick();
    await services.close();
  };
  try {
    const cost = await costs({
      few: () => tick(small.services),
      many: () => tick(large.services),
      firstOfFew: () => firstTick(small),
      firstOfMany: () => firstTick(large),
    });
    const each = ({ cpuMs }: Cost): number => cpuMs / ticks;
    const words = `with nothing due, ${few.toLocaleString('en')} → ${many.toLocaleString('en')} open commitments`;
    const growth = each(cost.many) / each(cost.few);
    const first = cost.firstOfMany.cpuMs / cost.firstOfFew.cpuMs;
    return [
      { name: `tick ${words}, CPU ms`, ours: each(cost.many), theirs: each(cost.few), ratio: growth, bar: `≤ ${mostGrowth}`, ok: growth <= mostGrowth },
      { name: 'tick with nothing due, CPU ms', ours: each(cost.many), theirs: null, ratio: each(cost.many) / mostTickMs, bar: `≤ ${mostTickMs} ms`, ok: each(cost.many) <= mostTickMs },
      { name: `services opened and their first tick, ${words}, CPU ms`, ours: cost.firstOfMany.cpuMs, theirs: cost.firstOfFew.cpuMs, ratio: first, bar: `≤ ${mostGrowth}`, ok: first <= mostGrowth },
    ];
  } finally {
    await small.close();
    await large.close();
  }
} // prettier-ignore

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
