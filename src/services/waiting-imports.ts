/**
 * Files that somebody looks at before they are imported. By decision they are kept in memory, for a while and for the one
 * who sent them: nothing of a file that nobody confirmed is left behind. Another instance does not know of them.
 */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { Mapping } from '../domain/imports/mapping.js';
import type { RowReading } from '../domain/imports/row.js';
import { Refusal } from '../domain/refusal.js';
import { addMs, type Day, type Instant } from '../domain/time.js';
import { Database } from '../store/database.js';
import { newId, type Caller } from './commands.js';
import { TableImportsService, type TableColumns, type TableFile, type TableImportResult } from './table-imports.service.js';

const keptMs = 30 * 60_000;
/** The oldest goes when another comes. */
const mostWaiting = 10;
/** As many rows as a person looks through. */
const mostReadings = 200;

export interface WaitingImport {
  name: string;
  columns: TableColumns;
  saidOn: Day | null;
  /** What would happen; null where the columns do not fit. */
  result: TableImportResult | null;
  readings: RowReading[];
  /** Whether it was imported, so that `result` says what did happen. */
  isDone: boolean;
}

interface Kept extends WaitingImport {
  person: string;
  bytes: Uint8Array;
  until: Instant;
}

@Injectable()
export class WaitingImports {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly imports: TableImportsService,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Reads the file as a table and tries it. Refuses (`/file`) what is no table. */
  async add(caller: Caller, file: TableFile, saidOn: Day | null): Promise<string> {
    const columns = await this.imports.columns(file);
    const id = newId(this.database);
    this.forget();
    const until = addMs(this.clock.now(), keptMs);
    const { name, bytes } = file;
    this.kept.set(id, { name, bytes, columns, saidOn, result: null, readings: [], isDone: false, person: caller.actor, until });
    await this.tryWith(caller, id, columns.mapping, saidOn, columns.mappingFrom);
    return id;
  }

  /** Refuses (`gone`) one that waited too long, was somebody else's or never was. */
  read(caller: Caller, id: string): WaitingImport {
    return this.of(caller, id);
  }

  /** Tries it with other columns; where they do not fit there is no result. */
  async tryWith(
    caller: Caller,
    id: string,
    mapping: Mapping,
    saidOn: Day | null,
    mappingFrom: TableColumns['mappingFrom'] = 'given',
  ): Promise<void> {
    const waiting = this.of(caller, id);
    const readings: RowReading[] = [];
    const onRow = (reading: RowReading): void => void (readings.length < mostReadings && readings.push(reading));
    Object.assign(waiting, { columns: { ...waiting.columns, mapping, mappingFrom }, saidOn, readings, result: null });
    const { actor, role } = caller;
    try {
      waiting.result = await this.imports.import({ actor, role }, waiting, { mapping, saidOn, dryRun: true, onRow });
    } catch (error) {
      if (!isMisfit(error)) throw error;
    }
  }

  /** Imports it for good, with the columns that were tried last. */
  async confirm(caller: Caller, id: string): Promise<void> {
    const waiting = this.of(caller, id);
    if (waiting.isDone) return;
    const { columns, saidOn } = waiting;
    const result = await this.imports.import(caller, waiting, { mapping: columns.mapping, saidOn, dryRun: false });
    Object.assign(waiting, { result, isDone: true, bytes: new Uint8Array() });
  }

  private of(caller: Caller, id: string): Kept {
    this.forget();
    const waiting = this.kept.get(id);
    if (waiting === undefined || waiting.person !== caller.actor) throw new Refusal('gone', 'This file does not wait here any more.');
    return waiting;
  }

  private forget(): void {
    const now = this.clock.now();
    for (const [id, { until }] of this.kept) if (until <= now) this.kept.delete(id);
    for (const id of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size - mostWaiting))) this.kept.delete(id);
  }
}

function isMisfit(error: unknown): boolean {
  return error instanceof Refusal && error.errors.some(({ pointer }) => pointer.startsWith('/columns/'));
}
