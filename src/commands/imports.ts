/** `pledgebook import`: a register in JSON, or somebody's spreadsheet, all of it or nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { withServices } from '../boot.js';
import { readConfig } from '../config.js';
import { grouped } from '../domain/grouped.js';
import { mappingSchema, type Mapping } from '../domain/imports/mapping.js';
import type { RowReading } from '../domain/imports/row.js';
import { isDay } from '../domain/time.js';
import { readJson } from '../facts.js';
import { system } from '../services/commands.js';
import { ImportsService } from '../services/imports.service.js';
import { TableImportsService, type TableImportResult } from '../services/table-imports.service.js';
import { andMore, CommandFailure, print, printJson } from './output.js';
import { progressOn } from './progress.js';

interface Options {
  map?: string;
  said?: string;
  dryRun?: true;
  json?: true;
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('register every commitment of a file (JSON, CSV, XLSX), or none; what has the same external id is updated')
    .argument('<file>')
    .option('--map <file>', 'which column holds what (CSV, XLSX); the guess is written there when the file does not exist')
    .option('--said <day>', 'the day the commitments were made, where no column tells, YYYY-MM-DD')
    .option('--dry-run', 'say how each row would be read and change nothing')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Options) => {
      if (!existsSync(file)) throw new CommandFailure(`there is no file ${file}`);
      const { said } = options;
      if (said !== undefined && !isDay(said))
        throw new CommandFailure(`--said is "${said}"; accepted: a calendar day written YYYY-MM-DD`, 2);
      await (extname(file).toLowerCase() === '.json' ? importJson(file, options) : importTable(file, options));
    });
}

async function importJson(file: string, { dryRun, json }: Options): Promise<void> {
  const result = await withServices(readConfig(), (app) => app.get(ImportsService).import(system, readFileAsJson(file), dryRun === true));
  if (json) return printJson(result);
  const { registered, updated, skipped, unknownOwners } = result;
  print(
    `${dryRun ? 'Would register' : 'Registered'} ${registered.length}, updated ${updated.length}, already here and the same ${skipped.length}.`,
  );
  if (unknownOwners.length > 0) print(`Without an owner, since nobody here has the address: ${[...new Set(unknownOwners)].join(', ')}`);
}

async function importTable(file: string, { map, said, dryRun, json }: Options): Promise<void> {
  // Left to itself V8 lets garbage pile up to 400 MB over a long file, of which 50 are alive; collecting sooner costs nothing measurable.
  setFlagsFromString('--heap-growing-percent=15');
  const mapping = map !== undefined && existsSync(map) ? readMapping(map) : undefined;
  const told: RowReading[] = [];
  const bytes = readFileSync(file);
  // Lines of a dry run would run into it.
  const progress = progressOn(dryRun === true && json !== true ? { write: () => true } : process.stderr, rowsIn(file, bytes), 'rows');
  const result = await withServices(readConfig(), (app) =>
    app.get(TableImportsService).import(
      system,
      { name: basename(file), bytes },
      {
        ...(mapping === undefined ? {} : { mapping }),
        saidOn: said ?? null,
        dryRun: dryRun === true,
        onRow: (reading) => {
          progress.step();
          if (dryRun !== true) return;
          if (json) told.push(reading);
          else print(rowInWords(reading));
        },
      },
    ),
  ).finally(progress.end);
  if (map !== undefined && mapping === undefined) writeFileSync(map, `${JSON.stringify(result.mapping, null, 2)}\n`);
  if (json) printJson(dryRun === true ? { ...result, readings: told } : result);
  else tellResult(result, dryRun === true);
  if (result.refusals > 0) throw new CommandFailure(`${result.refusals} cells do not fit: the file would be refused`);
}

function readMapping(file: string): Mapping {
  const mapping = mappingSchema.safeParse(readFileAsJson(file));
  if (mapping.success) return mapping.data;
  throw new CommandFailure(`${file}: ${mapping.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; ')}`);
}

function tellResult(result: TableImportResult, dryRun: boolean): void {
  const { mapping, mappingFrom, rows, registered, updated, unchanged, nothing, deadlines, unread, disagreements, refused, refusals } =
    result;
  print(
    `Columns (${mappingFrom}): ${Object.entries(mapping.columns)
      .map(([field, header]) => `${field} = ${header}`)
      .join(', ')}; language ${mapping.lang}.`,
  );
  for (const reading of unread) print(`Not read: ${rowInWords(reading)}`);
  for (const { row, phrase, disagreements: all } of disagreements)
    print(
      `Row ${row}: the other language says otherwise than "${phrase}": ${all.map(({ a, b }) => `${a?.text ?? 'no date'} / ${b?.text ?? 'no date'}`).join('; ')}`,
    );
  for (const [what, rows] of grouped(refused, ({ column, detail }) => `column ${column || '–'}: ${detail}`))
    print(`Refused: row ${rows[0]?.row}${andMore(rows.length - 1)}, ${what}`);
  if (refusals > refused.length) print(`These are the first ${refused.length} of ${refusals} cells that do not fit.`);
  print(
    `Deadlines: ${deadlines.read} read, ${deadlines.unreadable} not read, ${deadlines.ambiguous} with several dates, ${deadlines.none} rows without.`,
  );
  print(
    `${rows} rows: ${dryRun ? 'would register' : 'registered'} ${registered}, update ${updated}, leave ${unchanged} as they are, ${nothing} promise nothing.`,
  );
}

function rowInWords({ row, phrase, readings, taken }: RowReading): string {
  if (taken === 'none') return `row ${row}: no deadline`;
  const windows = readings.map(({ kind, earliest, latest }) => `${kind} ${earliest ?? '…'} to ${latest ?? '…'}`);
  return `row ${row}: "${phrase}": ${taken === 'unreadable' ? 'no date found; kept undated' : windows.join(' or ')}${taken === 'ambiguous' ? '; kept undated' : ''}`;
}

/** As many as a CSV has lines, the header apart; how many a workbook has nobody knows before the end. */
function rowsIn(name: string, bytes: Uint8Array): number | null {
  if (extname(name).toLowerCase() !== '.csv') return null;
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

function readFileAsJson(file: string): unknown {
  if (!existsSync(file)) throw new CommandFailure(`there is no file ${file}`);
  try {
    return readJson(file);
  } catch (error) {
    throw new CommandFailure(`${file} is not JSON: ${(error as Error).message}`);
  }
}
