/** A table from a file: its headers, and its rows one by one, so that no file is too long for memory. */
import type { Row } from '../domain/imports/row.js';
import { csvRows } from './csv-table.js';
import { jsonRows } from './json-table.js';
import { maxFileBytes, refuseFile, type RawRow } from './table-limits.js';
import { xlsxRows } from './xlsx-table.js';

export interface Table {
  headers: string[];
  rows: AsyncIterable<Row>;
}

/** Refuses (`invalid_input`) what is no table. The header is the first row with two cells or more; titles may stand above it. */
export async function openTable(bytes: Uint8Array, name: string, sheet?: string): Promise<Table> {
  if (bytes.length > maxFileBytes)
    throw refuseFile('too_large', maxFileBytes / 1024 / 1024, `${name} is larger than ${maxFileBytes / 1024 / 1024} MB.`);
  const rows = rowsOf(bytes, name, sheet);
  for (let i = 0; i < 50; i++) {
    const next = await rows.next();
    if (next.done === true) break;
    const headers = next.value.cells.map((text) => text.trim());
    if (headers.filter((text) => text !== '').length < 2) continue;
    const twice = headers.find((text, at) => text !== '' && headers.indexOf(text) < at);
    if (twice !== undefined)
      throw refuseFile('same_header', twice, `Two columns are called "${twice}": a mapping could not tell them apart.`);
    return { headers: headers.filter((text) => text !== ''), rows: named(rows, headers) };
  }
  throw refuseFile('no_headers', name, `${name} has no row of headers: at least two columns are needed.`);
}

async function* rowsOf(bytes: Uint8Array, name: string, sheet: string | undefined): AsyncGenerator<RawRow> {
  if (isZip(bytes)) yield* xlsxRows(bytes, sheet);
  else if (/\.json$/i.test(name)) yield* jsonRows(bytes);
  else yield* csvRows(bytes);
}

async function* named(rows: AsyncIterator<RawRow>, headers: readonly string[]): AsyncGenerator<Row> {
  const places = new Map(headers.map((header, i) => [header, i]));
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    const { number, cells } = next.value;
    if (cells.every((text) => text.trim() === '')) continue;
    yield { number, cell: (header) => cells[places.get(header) ?? -1] ?? '' };
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
