/** CSV as people have it: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs; any line ends, mixed too. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { maxCellUnits, maxColumns, refuseFile, type RawRow } from './table-limits.js';

const chunkBytes = 64 * 1024;

export async function* csvRows(bytes: Uint8Array): AsyncGenerator<RawRow> {
  const encoding = encodingOf(bytes);
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, chunkBytes));
  const parser = Readable.from(chunks(bytes, encoding)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(head),
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 4_000_000,
      skip_empty_lines: false,
    }),
  );
  let number = 0;
  try {
    for await (const record of parser) {
      number++;
      const cells = record as string[];
      if (cells.length > maxColumns)
        throw refuseFile('too_many_columns', maxColumns, `${cells.length} columns; at most ${maxColumns} are read.`, number);
      const long = cells.findIndex((text) => text.length > maxCellUnits);
      if (long >= 0)
        throw refuseFile('cell_too_long', maxCellUnits, `The cell is longer than ${maxCellUnits} characters.`, number, String(long + 1));
      if (cells.some((text) => text.includes('\0') || text.includes('\ufffd')))
        throw refuseFile('not_text', '', 'Bytes that are no text: in what encoding was the file saved?', number);
      yield { number, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw refuseFile('not_readable', `CSV: ${error.message}`, `No CSV: ${error.message}`);
    throw error;
  }
}

function* chunks(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
  yield decoder.decode();
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** What the first line has most of, outside quotation marks. */
function delimiterOf(head: string): string {
  const line = (/^[^\r\n]*/.exec(head.replace(/^\ufeff/, ''))?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string): number => line.split(mark).length;
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
