/** Holds the live log against itself, the rows against the log, and makes the rows anew where they differ. */
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, type Row, type Rows, type Table } from '../domain/evolve.js';
import type { Register } from '../domain/fold.js';
import { keysLeadingTo } from '../domain/log/key-chain.js';
import { rootOf } from '../domain/log/merkle.js';
import { openCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { readCheckpoints, readHead, rotationsIn } from '../store/log.store.js';
import { deleteRow, putRow, readRows } from '../store/register.store.js';
import type { KeptCheckpoint } from '../store/tables.js';
import { forgetSegments } from '../store/versions.store.js';
import { EvidenceService } from './evidence.service.js';
import { LogWalk } from './log-walk.js';
import { SETTINGS, type Settings } from './settings.js';
import { VersionSegments } from './version-segments.service.js';

export interface Verification {
  ok: boolean;
  size: number;
  root: string;
  /** The first event that is off, where one is. */
  firstBad: number | null;
  faults: string[];
}

/** Each after those that it refers to. A table that is left out does not compile: nobody would hold its rows against the log. */
const inOrder: Record<Table, true> = {
  party: true,
  person: true,
  subscription: true,
  commitment: true,
  target: true,
  verdict: true,
  evidence: true,
  attention: true,
  policy: true,
  text: true,
  decision: true,
};
const tables = Object.keys(inOrder) as Table[];

@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    private readonly segments: VersionSegments,
    private readonly evidence: EvidenceService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Recomputes every hash from the stored bytes, folds them, and compares with the tree, the checkpoints kept, the rows, and
   * a checkpoint from elsewhere where one is given: only that shows a log that was rewritten and signed anew.
   */
  verify(earlier: string | null = null): Promise<Verification> {
    return this.database.snapshot(async (on) => {
      const checkpoints = await readCheckpoints(on);
      const [current, ...former] = this.settings.logKeys();
      const keys = [...keysLeadingTo(verifierKeyOf(current), await rotationsIn(on)), ...former.map(verifierKeyOf)];
      const given = earlier === null ? null : openCheckpoint(earlier, keys);
      const kept = new Set([...checkpoints, ...(given === null ? [] : [given])].map((c) => c.size));
      const rootsAt = new Map<number, string>();
      const walk = new LogWalk((frontier) => {
        if (kept.has(frontier.size)) rootsAt.set(frontier.size, rootOf(frontier));
      });
      await walk.goOn(on);
      const { faults, frontier, register, firstBad } = walk;
      const head = await readHead(on);
      if (head.size !== frontier.size) faults.push(`the head says ${head.size} events, the log has ${frontier.size}`);
      else if (rootOf(head) !== rootOf(frontier)) faults.push('the head does not match the entries');
      for (const checkpoint of checkpoints)
        if (!isSigned(checkpoint, keys, rootsAt.get(checkpoint.size)))
          faults.push(`the checkpoint kept at ${checkpoint.size} events does not match the log`);
      if (given !== null && given.size > frontier.size)
        faults.push(`the checkpoint given is of ${given.size} events, the log has ${frontier.size}: some are missing`);
      else if (given !== null && given.size > 0 && rootsAt.get(given.size) !== given.root)
        faults.push(`the log does not begin with the checkpoint given, of ${given.size} events: what came before it was rewritten`);
      if (firstBad === null) for (const table of tables) faults.push(...(await differences(on, table, register)));
      if (firstBad === null) faults.push(...(await this.segments.differences(on)), ...(await this.evidence.faults(on)));
      return { ok: faults.length === 0, size: frontier.size, root: rootOf(frontier), firstBad, faults };
    });
  }

  /** Makes the rows of the register anew from the log; says how many differed. Refuses while the log itself is off. */
  async rebuild(): Promise<{ events: number; changed: number }> {
    const walk = new LogWalk();
    await this.database.snapshot((on) => walk.goOn(on));
    const result = await this.database.write(async (tx) => {
      // What was recorded since the snapshot: from here on nothing more is.
      await walk.goOn(tx.manager);
      if (walk.faults.length > 0) throw new Error(`the log itself is not in order: ${walk.faults[0]}`);
      await forgetSegments(tx);
      return { events: walk.frontier.size, changed: await replaceRows(tx, walk.register) };
    });
    await this.segments.keep();
    return result;
  }
}

function isSigned({ size, note }: KeptCheckpoint, keys: readonly string[], root: string | undefined): boolean {
  try {
    const opened = openCheckpoint(note, keys);
    return opened.size === size && opened.root === root;
  } catch {
    return false;
  }
}

/** Rows that no event made go first, from the tables that refer to others; then come those that are missing or differ. */
async function replaceRows(tx: Tx, register: Register): Promise<number> {
  const wrong: Row[] = [];
  const strange: [Table, string][] = [];
  for (const table of tables) {
    const stored = new Map((await readRows(tx.manager, table)).map((row) => [keyOf({ table, row } as Row), row]));
    const folded = register[table] as Map<string, Rows[Table]>;
    for (const [key, row] of folded) if (!isSame(stored.get(key), row)) wrong.push({ table, row } as Row);
    for (const key of stored.keys()) if (!folded.has(key)) strange.push([table, key]);
  }
  for (const [table, key] of strange.toReversed()) await deleteRow(tx, table, key);
  // A commitment may refer to one that was registered after it: all must be there before any refers to another.
  for (const put of wrong)
    await putRow(tx, put.table === 'commitment' ? { ...put, row: { ...put.row, parent: null, supersedes: null } } : put);
  for (const put of wrong) if (put.table === 'commitment') await putRow(tx, put);
  return strange.length + wrong.length;
}

/** Past so many nobody reads on, and a whole table can be off. */
const mostListed = 100;

async function differences(on: Reader, table: Table, register: Register): Promise<string[]> {
  const stored = await readRows(on, table);
  const folded = register[table] as Map<string, Rows[Table]>;
  const off = stored.map((row) => keyOf({ table, row } as Row)).filter((key, i) => !isSame(stored[i], folded.get(key)));
  const found = off.slice(0, mostListed).map((key) => `${table} ${key} is not what the log says`);
  if (off.length > mostListed) found.push(`so are ${off.length - mostListed} more of ${table}`);
  if (stored.length !== folded.size) found.push(`${stored.length} rows of ${table}, where the log makes ${folded.size}`);
  return found;
}

/** As JSON has them: rows from a driver are otherwise made than those of a fold. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(row: unknown): unknown {
  return row === undefined ? undefined : JSON.parse(JSON.stringify(row));
}
