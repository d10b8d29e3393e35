/** Comma-separated values (RFC 4180) as spreadsheets read them: a byte order mark, so that French stays French, and no formulas. */
import { inert, pagesOf, type Cell, type Rows } from './cells.js';

export const csvType = 'text/csv; charset=utf-8';
const byteOrderMark = '\uFEFF';
/** Written in pieces of about this many characters: many small ones cost more than they hold. */
const pieceLength = 64 * 1024;

export async function* csvFile(header: readonly string[], rows: Rows): AsyncGenerator<string> {
  let piece = byteOrderMark + csvLine(header);
  for await (const page of pagesOf(rows))
    for (const row of page) {
      piece += csvLine(row);
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
  yield piece;
}

export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) line += (i === 0 ? '' : ',') + csvCell(cells[i] ?? null);
  return `${line}\r\n`;
}

const special = /[",\r\n]/;
/** Plain words and numbers, which most cells are: nothing in them is special, and no formula begins so. */
const plain = /^[A-Za-z0-9][^",\r\n]*$/;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (plain.test(cell)) return cell;
  const text = inert(cell);
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
