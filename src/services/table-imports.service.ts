/** Somebody's spreadsheet as commitments: all of its rows or none; each deadline read, none invented; twice is once. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { assertMappingFits, guessMapping, mappingSchema, type Mapping } from '../domain/imports/mapping.js';
import { readRow, type RowReading, type RowRefusal } from '../domain/imports/row.js';
import type { NewCommitment } from '../domain/commitment.js';
import { Refusal } from '../domain/refusal.js';
import type { Day } from '../domain/time.js';
import { commitmentByExternalId } from '../store/commitments.store.js';
import { Database, type Tx } from '../store/database.js';
import { remember, remembered } from '../store/outbox.store.js';
import { Commands, type Caller } from './commands.js';
import { RegisterService } from './register.service.js';
import { SETTINGS, type Settings } from './settings.js';
import { openTable } from './table-file.js';

export interface TableFile {
  name: string;
  bytes: Uint8Array;
}

export interface TableImport {
  /** Left out, the one that was kept for a file with these headers, else guessed. */
  mapping?: Mapping | undefined;
  saidOn: Day | null;
  dryRun: boolean;
  /** Told of each row as it was read. */
  onRow?: ((reading: RowReading) => void) | undefined;
}

/** How many of the rows of a kind are listed; all are counted. */
const listed = 1000;

export interface TableImportResult {
  headers: string[];
  mapping: Mapping;
  mappingFrom: 'given' | 'kept' | 'guessed';
  rows: number;
  registered: number;
  updated: number;
  unchanged: number;
  /** Rows that say that nothing was promised. */
  nothing: number;
  deadlines: Record<RowReading['taken'], number>;
  /** Deadlines that were not read, or as several: kept undated with their words, for a person. */
  unread: RowReading[];
  /** Where the two languages' wordings say different dates. */
  disagreements: RowReading[];
  /** What keeps the file out. */
  refused: RowRefusal[];
  refusals: number;
}

/** Thrown inside a dry run to undo what it tried. */
class Undone extends Error {
  constructor(readonly result: TableImportResult) {
    super('undone');
  }
}

@Injectable()
export class TableImportsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly register: RegisterService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Refuses (`invalid_input`, each with row and column) unless every row fits. A dry run lists the same and changes nothing. */
  async import(caller: Caller, file: TableFile, { mapping: given, saidOn, dryRun, onRow }: TableImport): Promise<TableImportResult> {
    const { headers, rows } = await openTable(file.bytes, file.name, given?.sheet);
    const note = `mapping ${createHash('sha256').update(JSON.stringify(headers)).digest('hex')}`;
    const kept = mappingSchema.safeParse(await remembered<unknown>(this.database.read, note));
    const mapping = given ?? (kept.success ? kept.data : guessMapping(headers));
    assertMappingFits(mapping, headers);
    const result: TableImportResult = {
      ...{ headers, mapping, mappingFrom: given !== undefined ? 'given' : kept.success ? 'kept' : 'guessed' },
      ...{ rows: 0, registered: 0, updated: 0, unchanged: 0, nothing: 0 },
      deadlines: { read: 0, unreadable: 0, ambiguous: 0, none: 0 },
      ...{ unread: [], disagreements: [], refused: [], refusals: 0 },
    };
    const seen = new Map<string, number>();
    const refuse = (refusal: RowRefusal): void => {
      result.refusals++;
      if (result.refused.length < listed) result.refused.push(refusal);
    };
    try {
      return await this.commands.run(caller, async (tx) => {
        for await (const row of rows) {
          result.rows++;
          const read = readRow(row, { mapping, saidOn, conventions: this.settings.conventions, source: file.name });
          if (read.kind === 'nothing') result.nothing++;
          if (read.kind === 'refused') read.refusals.forEach(refuse);
          if (read.kind !== 'row') continue;
          count(result, read.reading);
          onRow?.(read.reading);
          const { externalId } = read.input;
          const earlier = externalId === null ? undefined : seen.get(externalId);
          if (externalId !== null) seen.set(externalId, row.number);
          if (earlier !== undefined)
            refuse({ row: row.number, column: mapping.columns.externalId ?? '', detail: `row ${earlier} has the same id, ${externalId}` });
          // Once the file is refused there is nothing to record: its other rows are only read.
          if (result.refusals === 0) await this.recordRow(tx, caller, row.number, read.input, mapping, file.name, result, refuse);
        }
        if (dryRun) throw new Undone(result);
        if (result.refusals > 0) throw refusalOf(result);
        await remember(tx, note, mapping);
        return result;
      });
    } catch (error) {
      if (error instanceof Undone) return error.result;
      throw error;
    }
  }

  private async recordRow(
    tx: Tx,
    caller: Caller,
    row: number,
    input: NewCommitment,
    { columns }: Mapping,
    name: string,
    result: TableImportResult,
    refuse: (refusal: RowRefusal) => void,
  ): Promise<void> {
    try {
      const twin = input.externalId === null ? null : await commitmentByExternalId(tx.manager, input.externalId);
      if (twin === null) {
        await this.register.registerIn(tx, caller, input);
        result.registered++;
      } else if ((await this.register.updateIn(tx, caller, twin, input, { reason: `Imported again from ${name}`, source: name })) === null)
        result.unchanged++;
      else result.updated++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const pointer = error.errors[0]?.pointer ?? '';
      const field = /^\/target/.test(pointer)
        ? 'deadline'
        : /saidOn/.test(pointer)
          ? 'saidOn'
          : /publishedOn/.test(pointer)
            ? 'publishedOn'
            : pointer.slice(1);
      refuse({ row, column: columns[field as keyof typeof columns] ?? '', detail: error.message });
    }
  }
}

function count(result: TableImportResult, reading: RowReading): void {
  result.deadlines[reading.taken]++;
  if ((reading.taken === 'unreadable' || reading.taken === 'ambiguous') && result.unread.length < listed) result.unread.push(reading);
  if (reading.disagreements.length > 0 && result.disagreements.length < listed) result.disagreements.push(reading);
}

function refusalOf({ refused, refusals, rows }: TableImportResult): Refusal {
  const errors = refused.map(({ row, column, detail }) => ({
    pointer: `/rows/${row}/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    detail,
  }));
  const [first] = refused;
  const where = first === undefined ? '' : ` The first: row ${first.row}, column ${first.column || '–'}: ${first.detail}.`;
  return new Refusal('invalid_input', `${refusals} cells of ${rows} rows do not fit; nothing was imported.${where}`, { errors });
}
