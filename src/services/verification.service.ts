/** Holds the live log against itself, the rows against the log, and makes the rows anew where they differ. */
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { unseal, valueMatches, digestsIn } from '../domain/events.js';
import { keyOf, type Row, type Rows, type Table } from '../domain/evolve.js';
import { applyEvent, emptyRegister, type Register } from '../domain/fold.js';
import { parseStrict } from '../domain/log/jcs.js';
import { append, emptyFrontier, leafHash, rootOf, type Frontier } from '../domain/log/merkle.js';
import { openCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { Database } from '../store/database.js';
import { pagesOfEntries, readCheckpoints, readHead, readValues } from '../store/log.store.js';
import { deleteRow, putRow, readRows } from '../store/register.store.js';
import { SETTINGS, type Settings } from './settings.js';

export interface Verification {
  ok: boolean;
  size: number;
  root: string;
  /** The first event that is off, where one is. */
  firstBad: number | null;
  faults: string[];
}

const tables: Table[] = ['party', 'person', 'subscription', 'commitment', 'target', 'verdict', 'evidence'];

@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Recomputes every hash from the stored bytes, folds them, and compares with the tree, the checkpoints kept and the rows. */
  async verify(): Promise<Verification> {
    const faults: string[] = [];
    const { frontier, register, firstBad, rootsAt } = await this.walk(faults);
    const head = await readHead(this.database.read);
    if (head.size !== frontier.size) faults.push(`the head says ${head.size} events, the log has ${frontier.size}`);
    else if (rootOf(head) !== rootOf(frontier)) faults.push('the head does not match the entries');
    for (const { size, note } of await readCheckpoints(this.database.read)) {
      const opened = openCheckpoint(note, [verifierKeyOf(this.settings.logKey)]);
      if (opened.size !== size || rootsAt.get(size) !== opened.root)
        faults.push(`the checkpoint kept at ${size} events does not match the log`);
    }
    if (firstBad === null) for (const table of tables) faults.push(...(await this.differences(table, register)));
    return { ok: faults.length === 0, size: frontier.size, root: rootOf(frontier), firstBad, faults };
  }

  /** Makes the rows of the register anew from the log; says how many differed. */
  async rebuild(): Promise<{ events: number; changed: number }> {
    const faults: string[] = [];
    const { frontier, register } = await this.walk(faults);
    if (faults.length > 0) throw new Error(`the log itself is not in order: ${faults[0]}`);
    return this.database.write(async (tx) => {
      let changed = 0;
      for (const table of tables) {
        const stored = new Map((await readRows(tx.manager, table)).map((row) => [keyOf({ table, row } as Row), row]));
        for (const [key, row] of register[table] as Map<string, Rows[Table]>) {
          if (!isDeepStrictEqual(plain(stored.get(key)), plain(row))) {
            await putRow(tx, { table, row } as Row);
            changed++;
          }
          stored.delete(key);
        }
        for (const key of stored.keys()) {
          await deleteRow(tx, table, key);
          changed++;
        }
      }
      return { events: frontier.size, changed };
    });
  }

  private async walk(
    faults: string[],
  ): Promise<{ frontier: Frontier; register: Register; firstBad: number | null; rootsAt: Map<number, string> }> {
    const kept = new Set((await readCheckpoints(this.database.read)).map((c) => c.size));
    const rootsAt = new Map<number, string>();
    const register = emptyRegister();
    let frontier = emptyFrontier();
    let lastAt = '';
    let firstBad: number | null = null;
    const bad = (index: number, fault: string): void => {
      firstBad ??= index;
      faults.push(`event ${index}: ${fault}`);
    };
    for await (const page of pagesOfEntries(this.database.read)) {
      const records = page.map((entry) => JSON.parse(entry.bytes) as Record<string, unknown>);
      const values = new Map((await readValues(this.database.read, records.flatMap(digestsIn))).map((v) => [v.digest, v]));
      for (const [i, entry] of page.entries()) {
        const record = records[i] ?? {};
        const hash = leafHash(Buffer.from(entry.bytes, 'utf8'));
        if (entry.index !== frontier.size || record['index'] !== entry.index)
          bad(entry.index, `out of place: ${frontier.size} was expected`);
        if (hash !== entry.hash) bad(entry.index, 'its bytes do not give the hash kept beside them');
        if (!isCanonical(entry.bytes)) bad(entry.index, 'its bytes are not canonical');
        if (entry.recordedAt < lastAt) bad(entry.index, 'recorded before the event that precedes it');
        for (const digest of digestsIn(record)) {
          const value = values.get(digest);
          if (value !== undefined && !valueMatches(value)) bad(entry.index, 'a value beside the log is not the one it committed to');
        }
        lastAt = entry.recordedAt;
        frontier = append(frontier, hash).frontier;
        if (kept.has(frontier.size)) rootsAt.set(frontier.size, rootOf(frontier));
        if (firstBad !== null) continue;
        try {
          applyEvent(
            register,
            unseal(record, (digest) => values.get(digest)?.text ?? null),
          );
        } catch (error) {
          bad(entry.index, String(error));
        }
      }
    }
    return { frontier, register, firstBad, rootsAt };
  }

  private async differences(table: Table, register: Register): Promise<string[]> {
    const stored = await readRows(this.database.read, table);
    const folded = register[table] as Map<string, Rows[Table]>;
    const found = stored.flatMap((row) => {
      const key = keyOf({ table, row } as Row);
      return isDeepStrictEqual(plain(row), plain(folded.get(key))) ? [] : [`${table} ${key} is not what the log says`];
    });
    return stored.length === folded.size ? found : [...found, `${stored.length} rows of ${table}, where the log makes ${folded.size}`];
  }
}

/** Rows come back as instances without a prototype; compared as plain data. */
function plain(row: unknown): unknown {
  return row === undefined ? undefined : JSON.parse(JSON.stringify(row));
}

function isCanonical(bytes: string): boolean {
  try {
    parseStrict(bytes);
    return true;
  } catch {
    return false;
  }
}
