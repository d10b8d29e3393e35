/**
 * The database: one gate through which every write goes, one source that can only read. Two drivers, one behaviour.
 *
 * TypeORM shares a single SQLite connection, and overlapping transactions on it lose acknowledged rows in silence. So
 * writes wait their turn here, one at a time, in a transaction that first takes the log's head; on PostgreSQL that row's
 * lock keeps other processes out too, on SQLite BEGIN IMMEDIATE does. Those that wait together share a commit, since it is
 * the disk that takes longest: each behind a savepoint of its own, and none is answered before the commit.
 */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type EntityManager, type QueryRunner } from 'typeorm';
import { systemChance, type Chance } from '../chance.js';
import type { Clock } from '../clock.js';
import type { Frontier } from '../domain/log/merkle.js';
import { Refusal } from '../domain/refusal.js';
import { toMs, fromMs, type Instant } from '../domain/time.js';
import { migrations } from './migrations/index.js';
import { postgresOptions, sqliteOptions, sqlitePragmas, type DatabaseUrl } from './drivers.js';
import { migrate } from './migrate.js';
import { change, isPostgres, query } from './statements.js';
import type { LogHead } from './tables.js';

/** An open transaction. Nothing but this touches the database inside a write, and nothing else is awaited there. */
export interface Tx {
  readonly manager: EntityManager;
  /** The one reading of the clock for the whole change; never before the last event of the log. */
  readonly now: Instant;
  /** What new rows are named by. */
  readonly chance: Chance;
  /** Where the log ends; moved on by each append, and written once as the transaction ends. */
  head: { size: number; frontier: Frontier };
}

/** What reading needs: the read source, or an open transaction's manager. */
export type Reader = EntityManager;

export interface DatabaseHealth {
  kind: 'sqlite' | 'postgres';
  migrations: number;
  /** On SQLite, each pragma that durability or refusal rests on, as found on the write connection. */
  pragmas: Record<string, string | number>;
}

/** A write that waits. `work` never throws: what it comes to is told once the commit is on disk. */
interface Turn {
  work: (tx: Tx) => Promise<void>;
  done: () => void;
  failed: (error: unknown) => void;
}

/** So many writes share a commit at most: the first of them waits for the last. */
const turnsPerCommit = 16;

export class Database {
  private readonly waiting: Turn[] = [];
  private working: Promise<void> | null = null;
  private tail: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly kind: 'sqlite' | 'postgres',
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    private readonly readOptions: DataSourceOptions,
    private readonly clock: Clock,
    readonly chance: Chance,
  ) {}

  /** Opens, checks and migrates. Refuses a file of another program or of a newer Pledgebook. */
  static async open(url: DatabaseUrl, clock: Clock, chance = systemChance): Promise<Database> {
    const options = url.kind === 'sqlite' ? sqliteOptions(url.path) : postgresOptions(url.url);
    const writer = await new DataSource({ ...options.write, migrations }).initialize();
    try {
      await migrate(writer);
      const reader = await new DataSource(options.read).initialize();
      return new Database(url.kind, writer, reader, options.read, clock, chance);
    } catch (error) {
      await writer.destroy();
      throw error;
    }
  }

  /**
   * Runs one change in one transaction, after those that came before it. Not re-entrant: pass `tx` on instead, for a write
   * inside a write would wait for itself. Every test watches for that (test/support/nested-writes).
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.waiting.push({
        work: async (tx) => {
          result = await work(tx);
        },
        done: () => resolve(result),
        failed: reject,
      });
      this.working ??= this.workOff();
    });
  }

  /** The source that can only read. What it answers may be a moment behind a write that is under way. */
  get read(): EntityManager {
    return this.reader.manager;
  }

  /**
   * Reads from one moment of the register while writes go on, on a connection of its own: for whoever walks through all
   * of it and must not see a change halfway.
   */
  async snapshot<T>(work: (on: Reader) => Promise<T>): Promise<T> {
    const source = await new DataSource(this.readOptions).initialize();
    try {
      const runner = source.createQueryRunner();
      try {
        await runner.query(this.kind === 'sqlite' ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ');
        return await work(runner.manager);
      } finally {
        await rollBack(runner);
        await runner.release();
      }
    } finally {
      await source.destroy();
    }
  }

  /** The time by which writes are dated: on PostgreSQL the database's, so that a machine whose clock is off finds nothing due too soon. */
  async now(): Promise<Instant> {
    const rows = this.kind === 'postgres' ? await query(this.read, 'SELECT clock_timestamp() AS clock') : [];
    return this.wall((rows[0] as { clock?: Date } | undefined)?.clock);
  }

  private wall(clock: Date | undefined): Instant {
    return clock !== undefined && this.clock.followsSystem ? fromMs(toMs(clock.toISOString())) : this.clock.now();
  }

  /** How long the log is and when its last event was recorded. */
  async extent(): Promise<{ size: number; lastRecordedAt: Instant }> {
    const [head] = await this.read.sql<Pick<LogHead, 'size' | 'recordedAt'>[]>`SELECT size, "recordedAt" FROM log_head`;
    return { size: head?.size ?? 0, lastRecordedAt: head?.recordedAt ?? '' };
  }

  /**
   * Writes the file anew without what was deleted, and empties the journal beside it: until then both hold it still. Takes
   * the write gate and, as SQLite has it, the process for as long. False where it is not done: a reader is in the way, or it
   * is PostgreSQL, where only whoever runs it can say when tables may be locked.
   */
  letGo(): Promise<boolean> {
    return this.inTurn(async () => {
      if (this.kind === 'postgres') return false;
      try {
        await this.writer.query('VACUUM');
        const [found] = await this.writer.query<{ busy: number }[]>('PRAGMA wal_checkpoint(TRUNCATE)');
        return found?.busy === 0;
      } catch (error) {
        if (isBusy(error)) return false;
        throw error;
      }
    });
  }

  /**
   * Copies the whole of a SQLite register into a new file, as it is at one moment and without what was deleted, and answers
   * what `look` finds in the copy's moment. Takes the write gate and the process for as long.
   */
  copyTo<T>(path: string, look: (on: Reader) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      await this.writer.query('VACUUM INTO ?', [path]);
      const copy = await new DataSource({ ...this.readOptions, database: path } as DataSourceOptions).initialize();
      try {
        return await look(copy.manager);
      } finally {
        await copy.destroy();
      }
    });
  }

  async close(): Promise<void> {
    await this.working;
    await this.tail;
    await this.reader.destroy();
    await this.writer.destroy();
  }

  async health(): Promise<DatabaseHealth> {
    const applied = await this.read.sql<{ n: string | number }[]>`SELECT count(*) AS n FROM migrations`;
    const pragmas: Record<string, string | number> = {};
    if (this.kind === 'sqlite')
      for (const name of Object.keys(sqlitePragmas)) {
        const rows = await this.writer.query<Record<string, string | number>[]>(`PRAGMA ${name}`);
        pragmas[name] = Object.values(rows[0] ?? {})[0] ?? '';
      }
    return { kind: this.kind, migrations: Number(applied[0]?.n), pragmas };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Lets those that asked at the same time arrive first: SQLite's commit holds the process, so that none could join it later. */
  private async workOff(): Promise<void> {
    while (this.waiting.length > 0) {
      await turnOfTheLoop();
      await this.inTurn(() => this.transaction());
    }
    this.working = null;
  }

  /** Gives those who wait their turns in one transaction. What fails is told to them, not thrown. */
  private async transaction(): Promise<void> {
    const turns = this.waiting.splice(0, turnsPerCommit);
    const runner = this.writer.createQueryRunner();
    try {
      await change(runner.manager, this.kind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
      const tx = await this.begin(runner);
      const { size } = tx.head;
      const answers: (() => void)[] = [];
      for (const turn of turns) answers.push(await answerTo(turn, tx, turns.length > 1));
      if (tx.head.size > size) await moveHead(tx);
      await change(runner.manager, 'COMMIT');
      for (const answer of answers) answer();
    } catch (error) {
      await rollBack(runner);
      for (const turn of turns) turn.failed(outOfSpaceOr(error));
    } finally {
      // SQLite's runner is the shared connection itself; only PostgreSQL's goes back to a pool.
      if (this.kind === 'postgres') await runner.release();
    }
  }

  /** Takes the log's head and reads the time, which on PostgreSQL is the database's, so that machines need not agree. */
  private async begin(runner: QueryRunner): Promise<Tx> {
    const lock = this.kind === 'postgres' ? ', clock_timestamp() AS clock FROM log_head FOR UPDATE' : ' FROM log_head';
    const rows = await query(runner.manager, `SELECT size, "recordedAt", frontier${lock}`);
    const head = rows[0] as (Pick<LogHead, 'size' | 'recordedAt'> & { frontier: string; clock?: Date }) | undefined;
    if (head === undefined) throw new Error('log_head has no row: the database is not a register');
    const wall = this.wall(head.clock);
    const now = wall < head.recordedAt ? head.recordedAt : wall;
    return {
      manager: runner.manager,
      now,
      chance: this.chance,
      head: { size: head.size, frontier: { size: head.size, hashes: JSON.parse(head.frontier) as string[] } },
    };
  }
}

/**
 * Gives one its turn, and what to answer once all is on disk. One that fails among others is undone alone; a failure that
 * ended the whole transaction, as a full disk does, is thrown, and ends it for them all.
 */
async function answerTo(turn: Turn, tx: Tx, amongOthers: boolean): Promise<() => void> {
  const { manager, head } = tx;
  if (amongOthers) await change(manager, 'SAVEPOINT turn');
  try {
    await turn.work(tx);
    if (amongOthers) await change(manager, 'RELEASE SAVEPOINT turn');
    return turn.done;
  } catch (error) {
    if (!amongOthers || !(await undone(manager))) throw error;
    tx.head = head;
    return () => turn.failed(outOfSpaceOr(error));
  }
}

async function undone(manager: EntityManager): Promise<boolean> {
  try {
    await change(manager, 'ROLLBACK TO SAVEPOINT turn');
    return true;
  } catch {
    return false;
  }
}

async function moveHead({ manager, now, head }: Tx): Promise<void> {
  const [size, at, frontier] = isPostgres(manager) ? ['$1', '$2', '$3'] : ['?', '?', '?'];
  const text = `UPDATE log_head SET size = ${size}, "recordedAt" = ${at}, frontier = ${frontier} WHERE id = 1`;
  await change(manager, text, [head.size, now, JSON.stringify(head.frontier.hashes)]);
}

async function rollBack(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('ROLLBACK');
  } catch {
    // The statement that failed may have rolled back already; SQLite does so when the disk is full.
  }
}

function isBusy(error: unknown): boolean {
  return (error as { driverError?: { code?: unknown } } | null)?.driverError?.code === 'SQLITE_BUSY';
}

/** A full disk in words; anything else as it is. */
function outOfSpaceOr(error: unknown): unknown {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  return ['SQLITE_FULL', '53100'].includes(String(driverError?.code ?? code))
    ? new Refusal('insufficient_storage', 'The disk is full: nothing was recorded. Free some space and try again.')
    : error;
}
