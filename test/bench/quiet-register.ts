/** A register of many open commitments with nothing due for months: one is registered, the others are copied from its rows. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import Sqlite from 'better-sqlite3';
import type { Parts } from '../../src/app.module.js';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { newCommitmentSchema } from '../../src/domain/commitment.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { addDays } from '../../src/domain/time.js';
import { system } from '../../src/services/commands.js';
import { EngineService } from '../../src/services/engine.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';

export interface QuietRegister {
  parts: Parts;
  services: INestApplicationContext;
  close(): Promise<void>;
}

export async function openQuietRegister(folder: string, commitments: number): Promise<QuietRegister> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'register.sqlite');
  const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` }));
  const services = await openServices(parts);
  await services.get(PeopleService).addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
  await services.get(RegisterService).register(system, inHalfAYear(parts));
  await services.get(EngineService).tick();
  copyTheFirst(file, commitments);
  return {
    parts,
    services,
    close: async () => {
      await services.close();
      await closeParts(parts);
    },
  };
}

/** Its steps towards the date are all to come, so that the register holds several planned reminders a commitment. */
function inHalfAYear({ clock }: Parts) {
  const today = clock.now().slice(0, 10);
  return newCommitmentSchema.parse({
    title: 'Publish the annual report',
    kind: 'pledge',
    publish: true,
    statement: { quote: 'We will publish the annual report', lang: 'en', saidOn: today },
    promisor: 'The Ministry',
    owner: 'desk@example.org',
    target: { kind: 'by', edtf: addDays(today, 200) },
  });
}

function copyTheFirst(file: string, commitments: number): void {
  const database = new Sqlite(file);
  database.pragma('synchronous = OFF');
  // As references are written, so that those of a million sort as their numbers do.
  const renamed = (name: string): string => `replace("${name}", 'C-0001', 'C-' || printf('%04d', n)) AS "${name}"`;
  for (const table of ['commitment', 'target', 'reminder', 'planning']) {
    const key = table === 'commitment' ? 'ref' : 'commitment';
    const columns = database.prepare<unknown[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
    const copied = columns.map((name) => (name === 'number' ? 'n AS number' : ['ref', 'id', 'key', 'commitment'].includes(name) ? renamed(name) : `"${name}"`));
    database.exec(`WITH RECURSIVE numbers (n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM numbers WHERE n < ${commitments})
      INSERT INTO ${table} SELECT ${copied.join(', ')} FROM numbers, ${table} WHERE ${key} = 'C-0001'`);
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
} // prettier-ignore
