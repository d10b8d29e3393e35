/**
 * The rows of an XLSX sheet, read as they are inflated. What a file can do to its reader is bounded: how much it inflates
 * to, how much of it is shared strings, and no document type, so that no entity is anything but itself.
 */
import { Unzip, UnzipInflate } from 'fflate';
import { Parser } from 'htmlparser2';
import type { Refusal } from '../domain/refusal.js';
import { maxCellUnits, maxColumns, refuseFile, type RawRow } from './table-limits.js';

const megabyte = 1024 * 1024;
/** Inflated; a sheet of 100,000 rows of a register has some 200 MB. */
const maxInflatedBytes = 512 * megabyte;
/** No sheet that people write unpacks to a hundred times its size; a bomb does to a thousand, and is known by that at once. */
const maxInflation = 100;
const littleBytes = 16 * megabyte;
const maxSharedUnits = 32 * 1024 * 1024;
/** Small, since a byte of a bomb may inflate to a thousand. */
const pieceBytes = 4 * 1024;

export async function* xlsxRows(bytes: Uint8Array, sheet?: string): AsyncGenerator<RawRow> {
  const book = readBook(bytes);
  const chosen = sheet === undefined ? book.sheets[0] : book.sheets.find(({ name }) => name === sheet);
  if (chosen === undefined)
    throw refuseFile(
      'no_such_sheet',
      sheet ?? '',
      `There is no sheet ${sheet ?? ''}; there are ${book.sheets.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  const rows: RawRow[] = [];
  const reader = sheetReader(book, (row) => rows.push(row));
  for (const _ of inflating(bytes, new Map([[chosen.path, reader]]))) {
    yield* rows;
    rows.length = 0;
    await Promise.resolve();
  }
  yield* rows;
}

interface Book {
  sheets: { name: string; path: string }[];
  shared: string[];
  /** Which cell styles show a day. */
  dates: boolean[];
  /** Days are counted from 1904, as older programs on other machines did. */
  since1904: boolean;
}

type Attributes = Record<string, string>;
interface Listener {
  open?: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

function readBook(bytes: Uint8Array): Book {
  const listed: { name: string; id: string }[] = [];
  const targets = new Map<string, string>();
  const book: Book = { sheets: [], shared: [], dates: [], since1904: false };
  const parts = new Map([
    ['xl/workbook.xml', xml({ open: (name, a) => {
      if (name === 'sheet') listed.push({ name: a['name'] ?? '', id: a['r:id'] ?? Object.entries(a).find(([key]) => key.endsWith(':id'))?.[1] ?? '' });
      if (name === 'workbookPr') book.since1904 = a['date1904'] === '1' || a['date1904'] === 'true';
    } })],
    ['xl/_rels/workbook.xml.rels', xml({ open: (name, a) => {
      if (name === 'Relationship') targets.set(a['Id'] ?? '', (a['Target'] ?? '').replace(/^\/?(?:xl\/)?/, 'xl/'));
    } })],
    ['xl/styles.xml', xml(styleReader(book.dates))],
    ['xl/sharedStrings.xml', xml(sharedReader(book.shared))],
  ]); // prettier-ignore
  for (const _ of inflating(bytes, parts));
  book.sheets = listed.map(({ name, id }) => ({ name, path: targets.get(id) ?? '' }));
  return book;
}

/** Feeds each wanted part of the archive to its parser, a piece at a time. */
function* inflating(bytes: Uint8Array, parts: ReadonlyMap<string, Parser>): Generator<void> {
  const most = Math.min(maxInflatedBytes, littleBytes + maxInflation * bytes.length);
  let inflated = 0;
  let failed: Error | null = null;
  const unzip = new Unzip((file) => {
    const parser = parts.get(file.name);
    if (parser === undefined) return;
    const decoder = new TextDecoder();
    file.ondata = (error, data, final) => {
      if (failed !== null) return;
      if (error !== null) failed = noWorkbook(error);
      else if ((inflated += data.length) > most)
        failed = refuseFile(
          'unpacks_too_large',
          Math.ceil(most / megabyte),
          `The workbook unpacks to more than ${Math.ceil(most / megabyte)} MB, which is more than is read of one of its size.`,
        );
      else
        try {
          parser.write(decoder.decode(data, { stream: !final }));
          if (final) parser.end();
        } catch (thrown) {
          failed = thrown as Error;
        }
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length && failed === null; at += pieceBytes) {
    const end = Math.min(at + pieceBytes, bytes.length);
    try {
      unzip.push(bytes.subarray(at, end), end === bytes.length);
    } catch (thrown) {
      failed ??= noWorkbook(thrown as Error);
    }
    if (failed !== null) throw failed as Error;
    yield;
  }
}

function xml({ open, text, close }: Listener): Parser {
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  return new Parser(
    {
      onopentag: (name, attributes) => open?.(local(name), attributes),
      ontext: (data) => text?.(data),
      onclosetag: (name) => close?.(local(name)),
      onprocessinginstruction: (name) => {
        if (name.startsWith('!'))
          throw refuseFile('not_readable', 'XLSX: DOCTYPE', 'The workbook declares a document type, which none needs.');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
}

/** The formats that show a day: those that the standard fixes, and those written with y, m or d. */
function styleReader(dates: boolean[]): Listener {
  const own = new Set<string>();
  let inCells = false;
  return {
    open: (name, a) => {
      if (
        name === 'numFmt' &&
        /[ymd]/i.test((a['formatCode'] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')) &&
        /[yd]/i.test((a['formatCode'] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
      )
        own.add(a['numFmtId'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells)
        dates.push(own.has(a['numFmtId'] ?? '') || /^(?:1[4-7]|22|2[7-9]|3[0-6]|5[0-8])$/.test(a['numFmtId'] ?? ''));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  };
}

function sharedReader(shared: string[]): Listener {
  let current: string | null = null;
  let inText = false;
  let phonetic = false;
  let units = 0;
  return {
    open: (name) => {
      if (name === 'si') current = '';
      inText = name === 't';
      if (name === 'rPh') phonetic = true;
    },
    text: (text) => {
      if (current === null || !inText || phonetic) return;
      units += text.length;
      if (units > maxSharedUnits)
        throw refuseFile('unpacks_too_large', maxSharedUnits / megabyte, 'The workbook holds more text than is read.');
      current += text;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si' && current !== null) {
        shared.push(current);
        current = null;
      }
    },
  };
}

function sheetReader(book: Book, give: (row: RawRow) => void): Parser {
  let row: RawRow = { number: 0, cells: [] };
  let column = 0;
  let cell: { type: string; style: number; value: string } = { type: '', style: 0, value: '' };
  let reading = false;
  return xml({
    open: (name, a) => {
      if (name === 'row') row = { number: Number(a['r'] ?? row.number + 1), cells: [] };
      else if (name === 'c') {
        column = a['r'] === undefined ? row.cells.length : columnOf(a['r']);
        if (column >= maxColumns) throw refuseFile('too_many_columns', maxColumns, `More than ${maxColumns} columns.`, row.number);
        cell = { type: a['t'] ?? 'n', style: Number(a['s'] ?? 0), value: '' };
      } else reading = name === 'v' || (name === 't' && cell.type === 'inlineStr');
    },
    text: (text) => {
      if (!reading) return;
      cell.value += text;
      if (cell.value.length > maxCellUnits)
        throw refuseFile(
          'cell_too_long',
          maxCellUnits,
          `The cell is longer than ${maxCellUnits} characters.`,
          row.number,
          String(column + 1),
        );
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false;
      if (name === 'c') {
        while (row.cells.length < column) row.cells.push('');
        row.cells[column] = cellText(cell, book, row.number, column);
      }
      if (name === 'row') give(row);
    },
  });
}

function cellText(
  { type, style, value }: { type: string; style: number; value: string },
  { shared, dates, since1904 }: Book,
  row: number,
  column: number,
): string {
  if (value === '') return '';
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'e') throw refuseFile('formula_failed', value, `The formula of this cell failed: ${value}.`, row, String(column + 1));
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type === 'n' && dates[style] === true) return dayOfSerial(Number(value), since1904) ?? value;
  return type === 'd' ? value.slice(0, 10) : value;
}

/** Days since the last of 1899 or the first of 1904; before March 1900 the former counts a day that never was. */
export function dayOfSerial(serial: number, since1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null;
  const days = Math.floor(serial) + (since1904 ? 1462 : 0);
  if (days === 60 && !since1904) return null;
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000).toISOString().slice(0, 10);
}

/** "AB12" is column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
    if (column > 1_000_000) break;
  }
  return column - 1;
}

function noWorkbook({ message }: Error): Refusal {
  return refuseFile('not_readable', `XLSX: ${message}`, `No workbook: ${message}`);
}
