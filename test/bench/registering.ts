/** The servers that registering is measured on: Pledgebook, and two bare ones that write the same bytes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { fastify } from 'fastify';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { systemClock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { createLog } from '../../src/log.js';
import { serve } from '../../src/main.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { Database } from '../../src/store/database.js';
import { sqlitePragmas } from '../../src/store/drivers.js';
import type { Load } from './http-load.js';

type Row = Record<string, string | number | null>;

/** What is sent to. */
export interface Server extends Pick<Load, 'port' | 'path' | 'headers'> {
  close(): Promise<void>;
}

export interface Register extends Server {
  /** The rows that one registration left, by table, those first that others refer to. */
  left: [table: string, rows: Row[]][];
}

/** Published and owned, so that its reminders are planned too. */
const commitment = JSON.stringify({
  title: 'Publish the annual report',
  kind: 'pledge',
  publish: true,
  statement: { quote: 'We will publish the annual report by 31 March 2031', lang: 'en', saidOn: '2020-11-30' },
  promisor: 'The Ministry',
  owner: 'desk@example.org',
  target: { kind: 'by', edtf: '2031-03-31' },
});

export async function openRegister(folder: string): Promise<Register> {
  const file = join(folder, 'register.sqlite');
  const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` }));
  const services = await openServices(parts);
  const people = services.get(PeopleService);
  await people.addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
  const { token } = await people.createToken(system, 'desk@example.org', [], null);
  await services.close();
  const running = await serve(parts, createLog('silent'), { host: '127.0.0.1', port: 0 }, { ticking: false });
  const server = { port: Number(new URL(running.url).port), path: '/api/v1/commitments', headers: { authorization: `Bearer ${token}` } };
  const answer = await fetch(`${running.url}${server.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...server.headers },
    body: commitment,
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return {
    ...server,
    left: rowsLeft(file),
    close: async () => {
      await running.close();
      await closeParts(parts);
    },
  };
}

function rowsLeft(file: string): [string, Row[]][] {
  const database = new Sqlite(file, { readonly: true });
  const rows = (table: string, where = 'TRUE'): [string, Row[]] => [
    table,
    database.prepare<unknown[], Row>(`SELECT * FROM ${table} WHERE ${where}`).all(),
  ];
  const of = `commitment = 'C-0001'`;
  const left = [rows('party'), rows('person'), rows('commitment', `ref = 'C-0001'`), rows('target', of), rows('reminder', of), rows('planning', of), rows('log_event', of), rows('log_node')];
  database.close();
  return left;
} // prettier-ignore

/** Every registration's rows by prepared statements in one transaction, into tables with the same indexes and triggers. */
export async function openBareOfRows(folder: string, { left }: Register): Promise<Server> {
  const file = join(folder, 'rows.sqlite');
  await (await Database.open({ kind: 'sqlite', path: file }, systemClock)).close();
  const database = openSqlite(file);
  const insert = (table: string, row: Row): Sqlite.Statement =>
    database.prepare(
      `INSERT INTO ${table} (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${Object.keys(row).map(() => '?')})`, // prettier-ignore
    );
  const [parties, people, ...own] = left;
  for (const [table, rows] of [parties!, people!]) for (const row of rows) insert(table, row).run(Object.values(row));
  const statements = own.flatMap(([table, rows]) => rows.map((row, i) => ({ table, i, row, insert: insert(table, row) })));
  const moveHead = database.prepare('UPDATE log_head SET size = size + 2, "recordedAt" = ?, frontier = ?');
  let count = 0;
  const register = database.transaction(() => {
    const number = ++count;
    const ref = `C-${String(number).padStart(4, '0')}`;
    for (const { table, i, row, insert: statement } of statements) {
      const index = table === 'log_event' ? number * 2 + i : number * 8 + i;
      const values: Row = { ...row, ...('number' in row ? { number } : {}), ...('index' in row ? { index } : {}) };
      statement.run(Object.values(values).map((value) => (typeof value === 'string' ? value.replaceAll('C-0001', ref) : value)));
    }
    moveHead.run(systemClock.now(), '[]');
    return ref;
  });
  return serveBare(database, () => register.immediate());
}

/** One insert of the same rows as JSON, into a table with nothing but a key. */
export async function openBareOfJson(folder: string, { left }: Register): Promise<Server> {
  const database = openSqlite(join(folder, 'json.sqlite'));
  database.exec('CREATE TABLE entry (id integer PRIMARY KEY, bytes blob NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO entry (bytes) VALUES (?)');
  const bytes = Buffer.from(JSON.stringify(left.slice(2)));
  return serveBare(database, () => insert.run(bytes).lastInsertRowid);
}

function openSqlite(file: string): Sqlite.Database {
  const database = new Sqlite(file);
  for (const [name, value] of Object.entries(sqlitePragmas)) database.pragma(`${name} = ${value}`);
  return database;
}

async function serveBare(database: Sqlite.Database, write: () => unknown): Promise<Server> {
  const server = fastify();
  server.post('/', (request, reply) => reply.code(201).send({ written: String(write()), received: request.body }));
  const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  return {
    port: Number(url.port),
    path: '/',
    headers: {},
    close: async () => {
      await server.close();
      database.close();
    },
  };
}

/** A client in a process of its own; it says how many milliseconds each request took. */
export function startClient(body: string | null = commitment): {
  drive(to: Server, requests: number, connections: number): Promise<number[]>;
  stop(): void;
} {
  const client = fork(fileURLToPath(new URL('http-load.js', import.meta.url)));
  return {
    drive: async ({ port, path, headers }, requests, connections) => {
      const answered = once(client, 'message');
      client.send({ port, path, headers, body, requests, connections } satisfies Load);
      const [answer] = (await answered) as [{ times?: number[] }];
      if (answer.times === undefined) throw new Error(JSON.stringify(answer));
      return answer.times;
    },
    stop: () => client.disconnect(),
  };
}
