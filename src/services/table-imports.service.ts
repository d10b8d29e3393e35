/** Somebody's spreadsheet as commitments: all of its rows or none; each deadline read, none invented; twice is once. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { assertMappingFits, guessMapping, mappingSchema, type ImportField, type Mapping } from '../domain/imports/mapping.js';
import type { RowRefusal } from '../domain/imports/faults.js';
import { readRow, type RowReading } from '../domain/imports/row.js';
import type { NewCommitment } from '../domain/commitment.js';
import { Refusal } from '../domain/refusal.js';
import type { Target } from '../domain/target.js';
import { dayIn, type Day } from '../domain/time.js';
import { commitmentsByExternalIds } from '../store/commitments.store.js';
import { Database, type Tx } from '../store/database.js';
import { remember, remembered } from '../store/outbox.store.js';
import { BulkRegistering, type Prepared } from './bulk-registering.js';
import { Commands, type Caller } from './commands.js';
import { newTarget, RegisterService } from './register.service.js';
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
/** Recorded together; more saves nothing and holds the loop longer. */
const batchRows = 256;
/** Of the readings that are kept for the next row that says the same. */
const keptTargets = 10_000;

export interface TableColumns {
  headers: string[];
  mapping: Mapping;
  mappingFrom: 'given' | 'kept' | 'guessed';
}

export interface TableImportResult extends TableColumns {
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

/** Under which the columns of a file with these headers are kept. */
function noteOf(headers: readonly string[]): string {
  return `mapping ${createHash('sha256').update(JSON.stringify(headers)).digest('hex')}`;
}

@Injectable()
export class TableImportsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly register: RegisterService,
    private readonly bulk: BulkRegistering,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Refuses (`invalid_input`, each with row and column) unless every row fits. A dry run lists the same and changes nothing. */
  async import(caller: Caller, file: TableFile, { mapping: given, saidOn, dryRun, onRow }: TableImport): Promise<TableImportResult> {
    const { headers, rows } = await openTable(file.bytes, file.name, given?.sheet);
    const columns = await this.columnsOf(headers, given);
    const { mapping } = columns;
    assertMappingFits(mapping, headers);
    const result: TableImportResult = {
      ...columns,
      ...{ rows: 0, registered: 0, updated: 0, unchanged: 0, nothing: 0 },
      deadlines: { read: 0, unreadable: 0, ambiguous: 0, none: 0 },
      ...{ unread: [], disagreements: [], refused: [], refusals: 0 },
    };
    try {
      return await this.commands.run(caller, async (tx) => {
        const batch = new Batch(result);
        for await (const row of rows) {
          result.rows++;
          const read = readRow(row, { mapping, saidOn, conventions: this.settings.conventions, source: file.name });
          if (read.kind === 'nothing') result.nothing++;
          if (read.kind === 'refused') for (const refusal of read.refusals) refuse(result, refusal);
          if (read.kind !== 'row') continue;
          count(result, read.reading);
          onRow?.(read.reading);
          batch.add(row.number, read.input);
          if (batch.rows.length === batchRows) await this.recordBatch(tx, caller, batch, file.name);
        }
        await this.recordBatch(tx, caller, batch, file.name);
        if (dryRun) throw new Undone(result);
        if (result.refusals > 0) throw refusalOf(result);
        await remember(tx, noteOf(headers), mapping);
        return result;
      });
    } catch (error) {
      if (error instanceof Undone) return error.result;
      throw error;
    }
  }

  /** The headers of a file, and what its columns are taken for before anybody says otherwise. Refuses what is no table. */
  async columns(file: TableFile): Promise<TableColumns> {
    return this.columnsOf((await openTable(file.bytes, file.name)).headers);
  }

  private async columnsOf(headers: string[], given?: Mapping): Promise<TableColumns> {
    if (given !== undefined) return { headers, mapping: given, mappingFrom: 'given' };
    const kept = mappingSchema.safeParse(await remembered<unknown>(this.database.read, noteOf(headers)));
    return kept.success
      ? { headers, mapping: kept.data, mappingFrom: 'kept' }
      : { headers, mapping: guessMapping(headers), mappingFrom: 'guessed' };
  }

  /** New rows together, known ones each by itself. Once the file is refused its rows are checked and not recorded. */
  private async recordBatch(tx: Tx, caller: Caller, batch: Batch, name: string): Promise<void> {
    const { result } = batch;
    const today = dayIn(this.settings.zone, tx.now);
    const externalIds = batch.rows.flatMap(({ input }) => input.externalId ?? []);
    const twins = new Map((await commitmentsByExternalIds(tx.manager, externalIds)).map((twin) => [twin.externalId, twin]));
    const prepared: Prepared[] = [];
    for (const { number, input } of batch.rows.splice(0)) {
      const twin = input.externalId === null ? undefined : twins.get(input.externalId);
      try {
        const target = batch.targetOf(input, () => newTarget(input, today, this.settings));
        if (twin === undefined) {
          const owner = await this.bulk.ownerOf(tx, input.owner);
          const { parent: _parent, supersedes: _supersedes, ...plain } = input;
          prepared.push({ ...plain, owner, target, promisor: nameOf(input.promisor), beneficiaries: input.beneficiaries.map(nameOf) });
        } else if (result.refusals === 0) {
          const changed = await this.register.updateIn(tx, caller, twin, input, { reason: `Imported again from ${name}`, source: name });
          if (changed === null) result.unchanged++;
          else result.updated++;
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refuse(result, { row: number, column: columnOf(error, result.mapping), ...faultOf(error, input), detail: error.message });
      }
    }
    result.registered += prepared.length;
    if (result.refusals === 0) await this.bulk.register(tx, caller, prepared, today);
  }
}

/** Rows that wait to be recorded together, and what they share. */
class Batch {
  readonly rows: { number: number; input: NewCommitment }[] = [];
  private readonly seen = new Map<string, number>();
  private readonly targets = new Map<string, Target>();

  constructor(readonly result: TableImportResult) {}

  /** Refuses an id that an earlier row has. */
  add(number: number, input: NewCommitment): void {
    const { externalId } = input;
    const earlier = externalId === null ? undefined : this.seen.get(externalId);
    if (externalId !== null) this.seen.set(externalId, number);
    if (earlier === undefined) this.rows.push({ number, input });
    else
      refuse(this.result, {
        row: number,
        column: this.result.mapping.columns.externalId ?? '',
        code: 'same_id',
        about: String(earlier),
        detail: `row ${earlier} has the same id, ${externalId}`,
      });
  }

  /** A register says "by 2030" many times over: words said on one day are read once. */
  targetOf({ target, statement }: NewCommitment, read: () => Target): Target {
    const key = JSON.stringify([target, statement.saidOn, statement.publishedOn]);
    const known = this.targets.get(key) ?? read();
    if (this.targets.size < keptTargets) this.targets.set(key, known);
    return known;
  }
}

function refuse(result: TableImportResult, refusal: RowRefusal): void {
  result.refusals++;
  if (result.refused.length < listed) result.refused.push(refusal);
}

/** A file names its parties. */
function nameOf(party: NewCommitment['promisor']): string {
  return typeof party === 'string' ? party : party.id;
}

function columnOf(error: Refusal, { columns }: Mapping): string {
  const pointer = error.errors[0]?.pointer ?? '';
  const field = fieldsByPointer.find(([pattern]) => pattern.test(pointer))?.[1];
  return (field === undefined ? undefined : columns[field]) ?? '';
}

/** The same, for programs and for pages in whatever language. */
function faultOf({ errors }: Refusal, { owner, statement: { saidOn, publishedOn } }: NewCommitment): Pick<RowRefusal, 'code' | 'about'> {
  const pointer = errors[0]?.pointer ?? '';
  if (pointer.startsWith('/owner')) return { code: 'unknown_owner', about: owner ?? '' };
  if (pointer.endsWith('publishedOn') && publishedOn !== null && publishedOn < saidOn)
    return { code: 'published_before_said', about: publishedOn };
  if (/(?:saidOn|publishedOn)$/.test(pointer))
    return { code: 'day_to_come', about: pointer.endsWith('saidOn') ? saidOn : (publishedOn ?? '') };
  return { code: 'does_not_fit', about: '' };
}

const fieldsByPointer: [RegExp, ImportField][] = [
  [/^\/target/, 'deadline'],
  [/publishedOn/, 'publishedOn'],
  [/saidOn/, 'saidOn'],
  [/^\/owner/, 'owner'],
];

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
