/** What is read of anybody's table, and how a file is refused. */
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

export function refuseFile(words: string, row?: number, column?: string): Refusal {
  const place = row === undefined ? '' : `Row ${row}${column === undefined ? '' : `, column ${column}`}: `;
  return new Refusal('invalid_input', place + words, { pointer: '/file' });
}
