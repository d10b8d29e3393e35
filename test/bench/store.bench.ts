/**
 * Registering over HTTP, durable and logged, beside a bare Fastify that inserts the same bytes with the same pragmas; and
 * what a tick with nothing due costs as the register grows.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { fastify } from 'fastify';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { factsDir } from '../../src/facts.js';
import { createLog } from '../../src/log.js';
import { serve } from '../../src/main.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import type { Load } from './http-load.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

const leastRatio = 0.4;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  // The compiled program looks for data/ beside itself.
  if (!existsSync(factsDir)) symlinkSync(fileURLToPath(new URL('../../../../data', import.meta.url)), factsDir);
  return inFolder((folder) => registering(folder, full ? 2000 : 300));
}

async function registering(folder: string, requests: number): Promise<BenchResult[]> {
  const ours = await openRegister(folder);
  const theirs = await openBare(folder, await ours.bytesOfOne());
  const client = fork(fileURLToPath(new URL('http-load.js', import.meta.url)));
  const load = (port: number, connections: number, change: Partial<Load> = {}): Promise<void> =>
    drive(client, { port, path: '/', headers: {}, body: commitment, requests, connections, ...change });
  const toOurs = { path: '/api/v1/commitments', headers: { authorization: `Bearer ${ours.token}` } };
  try {
    const cost = await costs({
      ours1: () => load(ours.port, 1, toOurs),
      theirs1: () => load(theirs.port, 1),
      ours8: () => load(ours.port, 8, toOurs),
      theirs8: () => load(theirs.port, 8),
    });
    const row = (name: string, subject: keyof typeof cost, comparator: keyof typeof cost): BenchResult => {
      const rate = (which: keyof typeof cost): number => (requests * 1000) / cost[which].wallMs;
      const ratio = rate(subject) / rate(comparator);
      return { name, ours: rate(subject), theirs: rate(comparator), ratio, bar: `≥ ${leastRatio}`, ok: ratio >= leastRatio };
    };
    return [
      row('registering over HTTP, one after the other, to a bare insert', 'ours1', 'theirs1'),
      row('registering over HTTP, 8 connections, to a bare insert', 'ours8', 'theirs8'),
    ];
  } finally {
    client.disconnect();
    await theirs.close();
    await ours.close();
  }
}

const commitment = JSON.stringify({
  title: 'Publish the annual report',
  kind: 'pledge',
  publish: true,
  statement: { quote: 'We will publish the annual report by 31 March 2031', lang: 'en', saidOn: '2020-11-30' },
  promisor: 'The Ministry',
  owner: 'desk@example.org',
  target: { kind: 'by', edtf: '2031-03-31' },
});

async function openRegister(folder: string) {
  const file = join(folder, 'register.sqlite');
  const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` }));
  const services = await openServices(parts);
  const people = services.get(PeopleService);
  await people.addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
  const { token } = await people.createToken(system, 'desk@example.org', [], null);
  await services.close();
  const running = await serve(parts, createLog('silent'), { host: '127.0.0.1', port: 0 }, { ticking: false });
  const send = (): Promise<Response> =>
    fetch(`${running.url}/api/v1/commitments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: commitment,
    });
  return {
    token,
    port: Number(new URL(running.url).port),
    /** The rows that one registration leaves, as JSON. */
    bytesOfOne: async (): Promise<Buffer> => {
      const answer = await send();
      if (answer.status !== 201) throw new Error(await answer.text());
      const database = new Sqlite(file, { readonly: true });
      const rows = ['log_event', 'target', 'reminder', 'planning'].map((table) =>
        database.prepare(`SELECT * FROM ${table} WHERE commitment = 'C-0001'`).all(),
      );
      rows.push(database.prepare(`SELECT * FROM commitment WHERE ref = 'C-0001'`).all());
      database.close();
      return Buffer.from(JSON.stringify(rows));
    },
    close: async (): Promise<void> => {
      await running.close();
      await closeParts(parts);
    },
  };
}

async function openBare(folder: string, bytes: Buffer) {
  const database = new Sqlite(join(folder, 'bare.sqlite'));
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = 2');
  database.exec('CREATE TABLE entry (id integer PRIMARY KEY, bytes blob NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO entry (bytes) VALUES (?)');
  const server = fastify();
  server.post('/', (request, reply) => {
    const { lastInsertRowid } = insert.run(bytes);
    return reply.code(201).send({ id: Number(lastInsertRowid), received: request.body });
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: async (): Promise<void> => {
      await server.close();
      database.close();
    },
  };
}

async function drive(client: ChildProcess, load: Load): Promise<void> {
  const answered = once(client, 'message');
  client.send(load);
  const [answer] = (await answered) as [unknown];
  if (answer !== 'done') throw new Error(JSON.stringify(answer));
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
