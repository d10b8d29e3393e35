/**
 * A workbook (ECMA-376) written as its rows come, so that a hundred thousand of them need no more memory than one piece. Text
 * stands in it as text: no cell is a formula.
 */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { pagesOf, type Cell, type Rows } from './cells.js';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface Sheet {
  name: string;
  header: readonly string[];
  rows: Rows;
}

/** The same figures give the same bytes, whenever the file is made. */
const writtenAt = new Date('2000-01-01T00:00:00Z');
const pieceLength = 64 * 1024;

export async function* xlsxFile(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    if (bytes.length > 0) ready.push(bytes);
  });
  const begin = (name: string): ZipDeflate => {
    const file = new ZipDeflate(name, { level: 4 });
    file.mtime = writtenAt;
    zip.add(file);
    return file;
  };
  for (const [name, text] of Object.entries(partsAround(sheets))) begin(name).push(strToU8(declaration + text), true);
  for (const [i, { header, rows }] of sheets.entries()) {
    const file = begin(`xl/worksheets/sheet${i + 1}.xml`);
    let piece = `${declaration}${sheetStart}${rowOf(header, headerStyle)}`;
    for await (const page of pagesOf(rows))
      for (const row of page) {
        piece += rowOf(row);
        if (piece.length < pieceLength) continue;
        file.push(strToU8(piece));
        piece = '';
        yield* ready.splice(0);
      }
    file.push(strToU8(`${piece}</sheetData></worksheet>`), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
/** The header stays in sight. */
const sheetStart = `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" baseColWidth="18"/><sheetData>`;
const headerStyle = ' s="1"';

function rowOf(cells: readonly Cell[], style = ''): string {
  let row = '<row>';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? null;
    if (cell === null) row += '<c/>';
    else if (typeof cell === 'number') row += `<c${style}><v>${cell}</v></c>`;
    else row += `<c t="inlineStr"${style}><is><t xml:space="preserve">${textOf(cell)}</t></is></c>`;
  }
  return `${row}</row>`;
}

/** Spreadsheets hold no more in a cell. */
const maxCellLength = 32_767;
const special = /[&<>]/;
const unwritable = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/u;

function textOf(text: string): string {
  let written = text.length > maxCellLength ? text.slice(0, maxCellLength) : text;
  // A reader takes _x0041_ for a letter; characters that XML cannot hold are written so.
  if (unwritable.test(written))
    written = written.replace(new RegExp(unwritable, 'gu'), (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
  if (special.test(written)) written = written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return written.includes('\r') ? written.replaceAll('\r', '&#13;') : written;
}

function partsAround(sheets: readonly Sheet[]): Record<string, string> {
  const part = (name: string, type: string): string => `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const link = (id: number, type: string, to: string): string => `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${to}"/>`;
  const listed = sheets.map(({ name }, i) => `<sheet name="${textOf(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;')}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const linked = sheets.map((_, i) => link(i + 1, 'worksheet', `worksheets/sheet${i + 1}.xml`));
  const font = (inside: string): string => `<font>${inside}<sz val="11"/><name val="Calibri"/></font>`;
  return {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}${sheets.map((_, i) => part(`worksheets/sheet${i + 1}`, 'worksheet')).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships">${link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships">${linked.join('')}${link(sheets.length + 1, 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
  };
} // prettier-ignore
