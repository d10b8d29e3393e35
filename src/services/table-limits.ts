/** What is read of anybody's table, and how a file is refused. */
import type { FileFault, FileRefusal } from '../domain/imports/faults.js';
import { Refusal } from '../domain/refusal.js';

/** Larger files are cut in two; 100,000 rows of a register are some 50 MB. */
export const maxFileBytes = 128 * 1024 * 1024;
/** As spreadsheets have them. */
export const maxColumns = 16_384;
/** Of a cell, in UTF-16 units: three times what a spreadsheet takes. */
export const maxCellUnits = 100_000;

/** The cells of one row, as a spreadsheet numbers it. */
export interface RawRow {
  number: number;
  cells: string[];
}

/** `words` say it in English; `about` is what they are about, for words in another language. */
export function refuseFile(
  code: FileFault,
  about: string | number,
  words: string,
  row: number | null = null,
  column: string | null = null,
): Refusal {
  const place = row === null ? '' : `Row ${row}${column === null ? '' : `, column ${column}`}: `;
  const detail = place + words;
  return new Refusal('invalid_input', detail, {
    pointer: '/file',
    extra: { file: { code, about: String(about), row, column, detail } satisfies FileRefusal },
  });
}
