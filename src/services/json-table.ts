/** JSON as people have tables in it: a list of records, alone or under a name; what lies deeper is a column of its own, "statement.quote". */
import { maxCellUnits, maxColumns, refuseFile, type RawRow } from './table-limits.js';

/** The headers as row 0, so that the first record is row 1. */
export function* jsonRows(bytes: Uint8Array): Generator<RawRow> {
  const records = recordsIn(parsed(bytes)).map((record) => new Map(cellsOf(record)));
  const headers = [...new Set(records.flatMap((record) => [...record.keys()]))];
  if (headers.length > maxColumns)
    throw refuseFile('too_many_columns', maxColumns, `${headers.length} columns; at most ${maxColumns} are read.`);
  yield { number: 0, cells: headers };
  for (const [i, record] of records.entries()) {
    const long = headers.find((header) => (record.get(header) ?? '').length > maxCellUnits);
    if (long !== undefined)
      throw refuseFile('cell_too_long', maxCellUnits, `The cell is longer than ${maxCellUnits} characters.`, i + 1, long);
    yield { number: i + 1, cells: headers.map((header) => record.get(header) ?? '') };
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const { message } = error as Error;
    throw refuseFile('not_readable', `JSON: ${message}`, `No JSON: ${message}`);
  }
}

function recordsIn(json: unknown): object[] {
  const lists = (isRecord(json) ? Object.values(json) : [json]).filter((value) => Array.isArray(value));
  const [list, ...more] = lists;
  if (list === undefined || more.length > 0 || !list.every(isRecord)) throw refuseFile('not_readable', 'JSON', 'No list of records.');
  return list;
}

function* cellsOf(record: object, path = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(record) as [string, unknown][]) {
    if (isRecord(value)) yield* cellsOf(value, `${path}${key}.`);
    else yield [path + key, (Array.isArray(value) ? value : [value]).filter(isPlain).join('; ')];
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
