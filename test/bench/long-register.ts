/**
 * A register with a long log: some commitments are lived through the services, and their events and rows are written again
 * under other references. The tree over the log is the real one of its bytes.
 */
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import Sqlite from 'better-sqlite3';
import type { Parts } from '../../src/app.module.js';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { VirtualClock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import { newCommitmentSchema, refOf } from '../../src/domain/commitment.js';
import { append, leafHash, type Frontier } from '../../src/domain/log/merkle.js';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { addDays, type Day } from '../../src/domain/time.js';
import { system } from '../../src/services/commands.js';
import { RegisterService } from '../../src/services/register.service.js';

export interface LongRegister {
  parts: Parts;
  services: INestApplicationContext;
  today: Day;
  close(): Promise<void>;
}

const start = '2018-01-10T09:00:00.000Z';
/** Over these the whole log is spread. */
const days = 3 * 365;
const patterns = 60;

export async function openLongRegister(folder: string, commitments: number): Promise<LongRegister> {
  const file = join(folder, 'register.sqlite');
  const clock = new VirtualClock(start);
  const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` }), { clock });
  const services = await openServices(parts);
  await livePatterns(services.get(RegisterService));
  repeat(file, commitments);
  const today = addDays(start.slice(0, 10), days + 1);
  clock.advanceTo(`${today}T12:00:00.000Z`);
  return {
    parts,
    services,
    today,
    close: async () => {
      await services.close();
      await closeParts(parts);
    },
  };
}

/** Each is registered, published, and has a third event that is not the same for all. */
async function livePatterns(register: RegisterService): Promise<void> {
  for (let i = 0; i < patterns; i++) {
    const target = [{ kind: 'by', edtf: `20${18 + (i % 9)}-0${1 + (i % 9)}-15` }, { kind: 'until', edtf: `${2019 + (i % 5)}` }, { kind: 'during', edtf: '2019-33' }][i % 3]; // prettier-ignore
    const { ref } = await register.register(
      system,
      newCommitmentSchema.parse({
        title: `Publish report ${i}`,
        kind: i % 7 === 0 ? 'decision' : 'pledge',
        publish: true,
        statement: { quote: `We will publish report ${i}, and consult those concerned`, lang: 'en', saidOn: '2018-01-10', source: { url: `https://example.org/${i}` } }, // prettier-ignore
        promisor: `Ministry ${i % 50}`,
        target,
      }),
    );
    if (i % 3 === 0)
      await register.reviseTarget(system, ref, revisionInputSchema.parse({ target: { kind: 'by', edtf: '2020-06-30' }, change: 'extended', reason: 'later', source: 'letter' })); // prettier-ignore
    else if (i % 3 === 1) await register.reportProgress(system, ref, 'limited', null);
    else await register.setStanding(system, ref, i % 2 === 0 ? 'withdrawn' : 'superseded', 'no longer');
  }
}

interface Entry {
  commitment: string | null;
  type: string;
  bytes: string;
}

/** Registrations run through the first two thirds of the days, and what happens to them follows a year later. */
function repeat(file: string, commitments: number): void {
  const database = new Sqlite(file);
  database.pragma('synchronous = OFF');
  const entries = database.prepare<unknown[], Entry>(`SELECT commitment, type, bytes FROM log_event WHERE commitment IS NOT NULL ORDER BY "index"`).all();
  const lives = Array.from({ length: patterns }, (_, i) => entries.filter(({ commitment }) => commitment === refOf(i + 1)));
  const head = database.prepare<unknown[], { size: number; frontier: string }>('SELECT size, frontier FROM log_head').get();
  if (head === undefined) throw new Error('a register has a head');
  let frontier: Frontier = { size: head.size, hashes: JSON.parse(head.frontier) as string[] };
  const insertEvent = database.prepare('INSERT INTO log_event VALUES (?, ?, ?, ?, ?, ?)');
  const insertNode = database.prepare('INSERT INTO log_node VALUES (?, ?, ?)');
  const at = (place: number): string => new Date(Date.parse(start) + (1 + Math.floor(place * (days - 1))) * 86_400_000).toISOString();
  const write = (number: number, some: (life: Entry[]) => Entry[], recordedAt: string): void => {
    const [pattern, ref] = [(number - 1) % patterns, refOf(number)];
    for (const { type, bytes } of some(lives[pattern] ?? [])) {
      // As the log writes them, but for the values beside it, which stay those of the first.
      const text = bytes
        .replace(/"index":\d+/, `"index":${frontier.size}`)
        .replace(/"recordedAt":"[^"]+"/, `"recordedAt":"${recordedAt}"`)
        .replace(/"validOn":"[^"]+"/, `"validOn":"${recordedAt.slice(0, 10)}"`)
        .replace(/"number":\d+,/, `"number":${number},`)
        .replaceAll(`"${refOf(pattern + 1)}"`, `"${ref}"`);
      const hash = leafHash(Buffer.from(text, 'utf8'));
      insertEvent.run(frontier.size, recordedAt, type, ref, text, hash);
      const grown = append(frontier, hash);
      for (const { level, index, hash: node } of grown.nodes) insertNode.run(level, index, node);
      frontier = grown.frontier;
    }
  };
  const laterBy = Math.floor(commitments / 2);
  database.transaction(() => {
    for (let i = patterns + 1; i <= commitments + laterBy; i++) {
      const recordedAt = at(i / (commitments + laterBy));
      if (i <= commitments) write(i, (life) => life.slice(0, 2), recordedAt);
      if (i - laterBy > patterns) write(i - laterBy, (life) => life.slice(2), recordedAt);
    }
    database.prepare(`UPDATE log_head SET size = ?, frontier = ?, "recordedAt" = ?`).run(frontier.size, JSON.stringify(frontier.hashes), at(1));
    const columns = database.prepare<unknown[], string>(`SELECT name FROM pragma_table_info('commitment')`).pluck().all();
    const copied = columns.map((name) => (name === 'number' ? 'n' : name === 'ref' ? `'C-' || printf('%04d', n)` : `c."${name}"`));
    database.exec(`WITH RECURSIVE numbers (n) AS (VALUES (${patterns + 1}) UNION ALL SELECT n + 1 FROM numbers WHERE n < ${commitments})
      INSERT INTO commitment SELECT ${copied.join(', ')} FROM numbers JOIN commitment c ON c.number = (n - 1) % ${patterns} + 1`);
  })();
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
} // prettier-ignore
