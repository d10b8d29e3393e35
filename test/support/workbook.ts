/** Workbooks made by hand, as small or as strange as a test needs them. */
import { strToU8, Zip, ZipDeflate, zipSync, type Zippable } from 'fflate';

export interface Workbook {
  /** XML of the rows. */
  rows: string;
  shared?: string;
  styles?: string;
  date1904?: boolean;
  /** Put before the sheet's root. */
  prolog?: string;
}

export function workbook({ rows, shared = '', styles = '', date1904 = false, prolog = '' }: Workbook): Uint8Array {
  return zipSync(partsOf({ rows, shared, styles, date1904, prolog }));
}

function partsOf({ rows, shared, styles, date1904, prolog }: Required<Workbook>): Zippable {
  return {
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="r"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
    'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?>${prolog}<worksheet><sheetData>${rows}</sheetData></worksheet>`),
    'xl/sharedStrings.xml': strToU8(`<sst>${shared}</sst>`),
    'xl/styles.xml': strToU8(`<styleSheet>${styles}</styleSheet>`),
  };
}

/** A row of texts. */
export function textRow(number: number, texts: readonly string[]): string {
  const cells = texts.map((text, i) => `<c r="${String.fromCharCode(65 + i)}${number}" t="inlineStr"><is><t>${text}</t></is></c>`);
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** A workbook whose sheet unpacks to so many megabytes of blanks. */
export function bombOf(megabytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    pieces.push(piece);
  });
  const parts = Object.entries(partsOf({ rows: '', shared: '', styles: '', date1904: false, prolog: '' })) as [string, Uint8Array][];
  for (const [name, bytes] of parts) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    if (name.includes('sheet1')) {
      file.push(strToU8('<worksheet><sheetData>'));
      const blanks = new Uint8Array(1024 * 1024).fill(0x20);
      for (let i = 0; i < megabytes; i++) file.push(blanks);
    }
    file.push(name.includes('sheet1') ? new Uint8Array(0) : bytes, true);
  }
  zip.end();
  return Buffer.concat(pieces);
}
