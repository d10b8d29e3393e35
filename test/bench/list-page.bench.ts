/**
 * The list of 50 rows of registers that grow, asked for over eight connections by another process: as the page that a browser
 * gets, compressed, and as JSON beside a bare server that sends the same bytes.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fastify } from 'fastify';
import { newPersonSchema } from '../../src/domain/people.js';
import { createLog } from '../../src/log.js';
import { serve } from '../../src/main.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { openLongRegister } from './long-register.js';
import { median, type BenchOptions, type BenchResult } from './measure.js';
import { startClient, type Server } from './registering.js';

const connections = 8;
/** Eight that ask again at once keep a server busy: what each sees is eight times what one takes. */
const most = { cpuMs: 15, p99Ms: 40, bytes: 12 * 1024, growth: 1.5, jsonP99Ms: 20 };
const leastJson = 0.25;

interface Figures {
  /** Of the answers as the client sees them, eight at a time. */
  medianMs: number;
  p99Ms: number;
  /** What the server spends on each. */
  cpuMs: number;
  /** Of the page with its stylesheet. */
  bytes: number;
  json: {
    /** Answers a second, ours and the bare server's. */
    ours: number;
    theirs: number;
    p99Ms: number;
  };
}

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  // The compiler takes no stylesheets along.
  const style = 'src/http/web/assets/style.css';
  mkdirSync(new URL('../../src/http/web/assets/', import.meta.url), { recursive: true });
  copyFileSync(new URL(`../../../../${style}`, import.meta.url), new URL(`../../${style}`, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  const sizes = full ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
  const results: BenchResult[] = [];
  try {
    let first: Figures | null = null;
    for (const size of sizes) {
      const found = await measured(join(folder, String(size)), size);
      const words = size.toLocaleString('en');
      results.push(
        { name: `list page of ${words}, ${connections} at a time, CPU ms for each`, ours: found.cpuMs, theirs: null, ratio: found.cpuMs / most.cpuMs, bar: `≤ ${most.cpuMs} ms`, ok: found.cpuMs <= most.cpuMs },
        { name: 'the same as the client waits, p99 ms', ours: found.p99Ms, theirs: null, ratio: found.p99Ms / most.p99Ms, bar: `≤ ${most.p99Ms} ms`, ok: found.p99Ms <= most.p99Ms },
        { name: 'the same, median ms', ours: found.medianMs, theirs: null, ratio: 1, bar: '–', ok: true },
        { name: 'the same list as JSON, answers a second, to bare Fastify sending the same bytes', ours: found.json.ours, theirs: found.json.theirs, ratio: found.json.ours / found.json.theirs, bar: `≥ ${leastJson}`, ok: found.json.ours / found.json.theirs >= leastJson },
        { name: 'the list as JSON as the client waits, p99 ms', ours: found.json.p99Ms, theirs: null, ratio: found.json.p99Ms / most.jsonP99Ms, bar: `≤ ${most.jsonP99Ms} ms`, ok: found.json.p99Ms <= most.jsonP99Ms },
        { name: 'bytes with the stylesheet, compressed', ours: found.bytes, theirs: null, ratio: found.bytes / most.bytes, bar: `≤ ${most.bytes}`, ok: found.bytes <= most.bytes },
      );
      if (first !== null) {
        const growth = found.cpuMs / first.cpuMs;
        results.push({ name: `growth of the CPU time, ${sizes[0]!.toLocaleString('en')} to ${words}`, ours: found.cpuMs, theirs: first.cpuMs, ratio: growth, bar: `≤ ${most.growth}`, ok: growth <= most.growth });
      }
      first ??= found;
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

async function measured(folder: string, size: number): Promise<Figures> {
  mkdirSync(folder);
  const register = await openLongRegister(folder, size);
  const people = register.services.get(PeopleService);
  await people.addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
  const { token } = await people.createToken(system, 'desk@example.org', [], null);
  const running = await serve(register.parts, createLog('silent'), { host: '127.0.0.1', port: 0 }, { ticking: false });
  const client = startClient(null);
  try {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/html', 'accept-encoding': 'br' };
    const page: Server = { port: Number(new URL(running.url).port), path: '/', headers, close: () => Promise.resolve() };
    await client.drive(page, 200, connections);
    const before = process.cpuUsage();
    const times = await client.drive(page, 1000, connections);
    const spent = process.cpuUsage(before);
    return {
      medianMs: median(times),
      p99Ms: p99(times),
      cpuMs: (spent.user + spent.system) / 1000 / times.length,
      bytes: (await bytesOf(page, '/')).length + (await bytesOf(page, '/assets/style.css')).length,
      json: await asJson({ ...page, path: '/api/v1/commitments?limit=50', headers: { authorization: `Bearer ${token}` } }, client),
    };
  } finally {
    client.stop();
    await running.close();
    await register.close();
  }
}

async function asJson(list: Server, client: ReturnType<typeof startClient>): Promise<Figures['json']> {
  const bytes = await bytesOf(list, list.path);
  const bare = fastify();
  bare.get('/', (_, reply) => reply.type('application/json').send(bytes));
  const theirs: Server = { ...list, port: Number(new URL(await bare.listen({ host: '127.0.0.1', port: 0 })).port), path: '/' };
  try {
    const took = { ours: [] as number[], theirs: [] as number[] };
    const waited: number[] = [];
    for (let round = 0; round < 6; round++)
      for (const [who, server] of [['ours', list], ['theirs', theirs]] as const) {
        const start = performance.now();
        const times = await client.drive(server, 200, connections);
        if (round === 0) continue;
        took[who].push(performance.now() - start);
        if (who === 'ours') waited.push(...times);
      }
    return { ours: 200_000 / median(took.ours), theirs: 200_000 / median(took.theirs), p99Ms: p99(waited) };
  } finally {
    await bare.close();
  }
} // prettier-ignore

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}

/** As they come over the wire: fetch would unpack them. */
function bytesOf({ port, headers }: Server, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} answered ${response.statusCode}`));
      buffer(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
}
