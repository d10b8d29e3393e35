/**
 * Many reminders due in one tick: each becomes a mail with its bytes fixed, beside bare prepared inserts of the rows that
 * this leaves, in transactions of as many; how long the event loop is held meanwhile, and memory. And mails rendered a second.
 * What the fan-out takes apart from making its mails stands beside it, without a bar.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { composeMail } from '../../src/mail/compose.js';
import { renderReminder } from '../../src/mail/emails/reminder.js';
import { MailWriter } from '../../src/services/mail-writing.js';
import { OutboxService } from '../../src/services/outbox.service.js';
import { samples } from '../mail/reminder-samples.js';
import { costs, median, type BenchOptions, type BenchResult } from './measure.js';
import { openQuietRegister } from './quiet-register.js';

const readers = 1000;
/** As many as go into one transaction of ours. */
const batch = 50;
const leastRatio = 0.35;
const mostHeldMs = 50;
const mostMegabytes = 300;
const leastRendered = 2000;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    return [...(await fanningOut(folder, full ? 100_000 : 5000, full ? 1 : 3)), ...(await rendering(full ? 2000 : 500))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fanningOut(folder: string, mails: number, rounds: number): Promise<BenchResult[]> {
  const { parts, services, close } = await openQuietRegister(folder, mails);
  const beside = new Sqlite(join(folder, 'register.sqlite'));
  const now = parts.clock.now();
  makeDue(beside, now);
  const [ours, making, theirs, held] = [[] as number[], [] as number[], [] as number[], [] as number[]];
  const madeMs = timedMaking(services.get(MailWriter));
  try {
    for (let round = 0; round < rounds; round++) {
      // What setting up wrote is not to be checkpointed by the tick's first commit.
      beside.pragma('wal_checkpoint(TRUNCATE)');
      globalThis.gc?.();
      // Else the loop is charged with that collection too.
      await turn();
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const start = performance.now();
      const queued = await services.get(OutboxService).queueDue(now, null);
      ours.push(performance.now() - start);
      making.push(madeMs());
      delay.disable();
      held.push(delay.max / 1e6);
      if (queued !== mails) throw new Error(`${queued} mails of ${mails}`);
      theirs.push(insertBare(beside, join(folder, 'bare.sqlite')));
      beside.exec(
        `UPDATE reminder SET state = 'planned', message = NULL WHERE message IS NOT NULL; DELETE FROM message_body; DELETE FROM message`,
      );
    }
  } finally {
    beside.close();
    await close();
  }
  const rate = (ms: number[]): number => (mails * 1000) / median(ms);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const ratio = rate(ours) / rate(theirs);
  const rows = rate(ours.map((ms, round) => ms - making[round]!));
  return [
    { name: `fan-out: ${mails} mails queued in one tick, a second, to bare inserts`, ours: rate(ours), theirs: rate(theirs), ratio, bar: `≥ ${leastRatio}`, ok: ratio >= leastRatio },
    { name: 'fan-out: the same but for the making of the mails', ours: rows, theirs: rate(theirs), ratio: rows / rate(theirs), bar: '–', ok: true },
    { name: 'fan-out: event loop held at most, ms', ours: median(held), theirs: null, ratio: median(held) / mostHeldMs, bar: `≤ ${mostHeldMs} ms`, ok: median(held) <= mostHeldMs },
    { name: 'fan-out: memory of the process at its height, MB', ours: megabytes, theirs: null, ratio: megabytes / mostMegabytes, bar: `≤ ${mostMegabytes} MB`, ok: megabytes <= mostMegabytes },
  ]; // prettier-ignore
}

/** Has a writer of mails count the milliseconds that it takes; what is returned gives them and starts anew. */
function timedMaking(writer: MailWriter): () => number {
  const make = writer.make.bind(writer);
  let ms = 0;
  writer.make = async (...mail) => {
    const start = performance.now();
    const made = await make(...mail);
    ms += performance.now() - start;
    return made;
  };
  return () => {
    const taken = ms;
    ms = 0;
    return taken;
  };
}

/** A thousand owners, and one reminder of each commitment whose time is now. */
function makeDue(database: Sqlite.Database, now: string): void {
  const columns = database.prepare<unknown[], string>(`SELECT name FROM pragma_table_info('person')`).pluck().all();
  const copied = columns.map((name) => (name === 'id' ? `'reader' || n AS id` : name === 'email' ? `'reader' || n || '@example.org' AS email` : `"${name}"`));
  database.exec(`WITH RECURSIVE numbers (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM numbers WHERE n < ${readers - 1})
    INSERT INTO person SELECT ${copied.join(', ')} FROM numbers, (SELECT * FROM person LIMIT 1);
    UPDATE commitment SET owner = 'reader' || (number % ${readers});
    UPDATE reminder SET person = (SELECT owner FROM commitment WHERE ref = reminder.commitment), "dueAt" = '${now}' WHERE step = 'lead-P90D'`);
} // prettier-ignore

/** Milliseconds that the same rows take, by prepared statements on a database of the same tables, indexes and pragmas. */
function insertBare(register: Sqlite.Database, file: string): number {
  rmSync(file, { force: true });
  const bare = new Sqlite(file);
  for (const pragma of ['journal_mode = wal', 'synchronous = FULL', 'foreign_keys = OFF']) bare.pragma(pragma);
  for (const sql of register.prepare<unknown[], string>(`SELECT sql FROM sqlite_master WHERE tbl_name IN ('message', 'message_body', 'reminder') AND sql IS NOT NULL ORDER BY type DESC`).pluck().all()) bare.exec(sql); // prettier-ignore
  const insert = (table: string): Sqlite.Statement => {
    const names = register.prepare<unknown[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
    return bare.prepare(`INSERT INTO ${table} VALUES (${names.map(() => '?').join(', ')})`);
  };
  const [message, body, reminder] = [insert('message'), insert('message_body'), insert('reminder')];
  let ms = 0;
  const page = register.prepare<[string], unknown[]>(`SELECT * FROM message WHERE id > ? ORDER BY id LIMIT ${batch}`).raw();
  const bytes = register.prepare<unknown[], unknown[]>('SELECT * FROM message_body WHERE message = ?').raw();
  const carried = register.prepare<unknown[], unknown[]>('SELECT * FROM reminder WHERE message = ?').raw();
  const write = bare.transaction((mails: unknown[][][]) =>
    mails.forEach(([first, raw, ...others]) => (message.run(first), body.run(raw), others.forEach((row) => reminder.run(row)))),
  );
  for (let rows = page.all(''); rows.length > 0; rows = page.all(String(rows.at(-1)![0]))) {
    const groups = rows.map((row) => [row, bytes.get(row[0])!, ...carried.all(row[0])]);
    const start = performance.now();
    write(groups);
    ms += performance.now() - start;
    if (rows.length < batch) break;
  }
  bare.close();
  return ms;
}

async function rendering(times: number): Promise<BenchResult[]> {
  const contents = Object.values(samples);
  const mailbox = { name: 'Desk', address: 'desk@example.org' };
  const compose = async (rendered: ReturnType<typeof renderReminder>, i: number): Promise<unknown> =>
    composeMail({ from: mailbox, to: mailbox, ...rendered, messageId: `<${i}@example.org>`, references: [], date: '2021-01-15T08:00:00.000Z', listId: { name: 'Pledgebook', id: 'reminders.example.org' } }); // prettier-ignore
  const rendered = contents.map(renderReminder);
  const cost = await costs({
    render: () => {
      for (let i = 0; i < times; i++) renderReminder(contents[i % contents.length]!);
    },
    compose: async () => {
      for (let i = 0; i < times; i++) await compose(rendered[i % rendered.length]!, i);
    },
  });
  const rate = (which: keyof typeof cost): number => (times * 1000) / cost[which].cpuMs;
  const both = (times * 1000) / (cost.render.cpuMs + cost.compose.cpuMs);
  return [
    { name: 'mails rendered, a CPU second', ours: rate('render'), theirs: null, ratio: rate('render') / leastRendered, bar: `≥ ${leastRendered}`, ok: rate('render') >= leastRendered },
    { name: 'mails rendered and put into bytes, a CPU second', ours: both, theirs: null, ratio: both / leastRendered, bar: '–', ok: true },
  ]; // prettier-ignore
}
