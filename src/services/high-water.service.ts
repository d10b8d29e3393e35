/** Notices a database that was put back from an older backup, and has what fell due since wait for a person's word. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { behind, type HighWater } from '../domain/high-water.js';
import { rootOf } from '../domain/log/merkle.js';
import { dayIn, type Instant } from '../domain/time.js';
import { Database, type Tx } from '../store/database.js';
import { readHighWater, writeHighWater } from '../store/high-water.js';
import { readFrontier } from '../store/log.store.js';
import { remember, remembered } from '../store/outbox.store.js';
import { hold } from './holds.js';
import { SETTINGS, type Settings } from './settings.js';

/** Every line there has been of a register's life; the first names it. */
export const generationsNote = 'generations';
export const passesNote = 'passes';

@Injectable()
export class HighWaterService {
  private readonly logger = new Logger('high-water');
  private mark: HighWater | null = null;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Holds the database against its mark: the file's at the start, then what this process saw at its last pass. */
  async check(at: Instant): Promise<void> {
    const generations = (await this.generations()) ?? (await this.database.write(firstGeneration));
    this.mark ??= await readHighWater(this.settings.dataDir, generations[0] ?? '');
    if (this.mark === null) return;
    const { size } = await this.database.extent();
    const rootThere = size < this.mark.size ? null : rootOf(await readFrontier(this.database.read, this.mark.size));
    const how = behind(this.mark, { generations, size, rootThere, passes: await this.passes() });
    if (how === null) return;
    this.logger.error(`this database was restored from an older backup (${how}): what fell due since then waits for a person's word`);
    await this.database.write(async (tx) => {
      await beginGeneration(tx);
      const since = tx.now;
      const today = dayIn(this.settings.zone, since);
      await hold(tx, { cause: 'restored', since, by: 'system', detail: how, holder: null, renewedAt: null }, null, today);
    });
    this.mark = null;
    await this.keep(at);
  }

  /** One pass more, in the transaction that says that it was. */
  async count(tx: Tx): Promise<void> {
    await remember(tx, passesNote, ((await remembered<number>(tx.manager, passesNote)) ?? 0) + 1);
  }

  /** Writes down how far the database has come; after the fact, so that the mark is never ahead of it. One at a time. */
  keep(at: Instant): Promise<void> {
    const kept = this.keeping.then(() => this.writeMark(at));
    this.keeping = kept.catch(() => undefined);
    return kept;
  }

  private async writeMark(at: Instant): Promise<void> {
    const generations = await this.generations();
    const { size } = await this.database.extent();
    const passes = await this.passes();
    const [register, generation] = [generations?.[0], generations?.at(-1)];
    if (register === undefined || generation === undefined) return;
    if (this.mark?.generation === generation && this.mark.size === size && this.mark.passes === passes) return;
    this.mark = { generation, size, root: rootOf(await readFrontier(this.database.read, size)), passes, at };
    await writeHighWater(this.settings.dataDir, register, this.mark);
  }

  private generations(): Promise<string[] | null> {
    return remembered<string[]>(this.database.read, generationsNote);
  }

  private async passes(): Promise<number> {
    return (await remembered<number>(this.database.read, passesNote)) ?? 0;
  }
}

/** Of several that start at once, one begins. */
async function firstGeneration(tx: Tx): Promise<string[]> {
  return (await remembered<string[]>(tx.manager, generationsNote)) ?? beginGeneration(tx);
}

async function beginGeneration(tx: Tx): Promise<string[]> {
  const known = (await remembered<string[]>(tx.manager, generationsNote)) ?? [];
  const generations = [...known, randomBytes(9).toString('base64url')];
  await remember(tx, generationsNote, generations);
  return generations;
}
