import { describe, expect, it, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { openTable } from '../../src/services/table-file.js';
import { dayOfSerial } from '../../src/services/xlsx-table.js';
import { bombOf, textRow, workbook } from '../support/workbook.js';

async function tableOf(bytes: Uint8Array | string): Promise<{ headers: string[]; rows: string[][]; numbers: number[] }> {
  const { headers, rows } = await openTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'file');
  const [cells, numbers]: [string[][], number[]] = [[], []];
  for await (const row of rows) {
    cells.push(headers.map(row.cell));
    numbers.push(row.number);
  }
  return { headers, rows: cells, numbers };
}

describe('CSV is read', () => {
  test.each([
    ['with commas', 'a,b\n1,"x, y"\n', [['1', 'x, y']]],
    ['with semicolons and a byte order mark', '\ufeffa;b\n1;2\n', [['1', '2']]],
    ['with tabs', 'a\tb\n1\t2', [['1', '2']]],
    ['with line ends of three kinds', 'a,b\r\n1,2\n3,4\r5,6', [['1', '2'], ['3', '4'], ['5', '6']]],
    ['with line breaks and quotation marks in cells', 'a,b\n"x\n""y""",2', [['x\n"y"', '2']]],
    ['with rows too short and too long', 'a,b\n1\n1,2,3\n', [['1', ''], ['1', '2']]],
    ['below a title', 'Our plan\n\na,b\n1,2', [['1', '2']]],
    ['with formulas as the text they are', 'a,b\n=1+1,"=HYPERLINK(""x"")"', [['=1+1', '=HYPERLINK("x")']]],
  ])('%s', async (_, text, rows) => expect((await tableOf(text)).rows).toEqual(rows)); // prettier-ignore

  it('as Western programs wrote it, and as UTF-16', async () => {
    expect((await tableOf(Buffer.from('a,b\n\xe9t\xe9,2', 'latin1'))).rows).toEqual([['été', '2']]);
    expect((await tableOf(Buffer.from('\ufeffa,b\nété,2', 'utf16le'))).rows).toEqual([['été', '2']]);
  });

  it('counting rows as a spreadsheet does', async () => expect((await tableOf('a,b\n\n1,2\n\n3,4')).numbers).toEqual([3, 5]));
});

describe('A workbook is read', () => {
  it('with shared and inline strings, numbers, truths and gaps', async () => {
    const shared = '<si><t>a</t></si><si><r><t>b</t></r><r><t xml:space="preserve"> &amp; c</t></r><rPh><t>x</t></rPh></si>';
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>d</t></is></c></row><row r="3"><c r="A3"><v>2050</v></c><c r="D3" t="b"><v>1</v></c></row>`;
    expect(await tableOf(workbook({ rows, shared }))).toEqual({ headers: ['a', 'b & c', 'd'], rows: [['2050', '', 'true']], numbers: [3] });
  });

  test.each([
    [false, '2021-03-31'],
    [true, '2025-04-01'],
  ])('with days as serial numbers, counted from 1904: %s', async (date1904, day) => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
    const rows = `${textRow(1, ['a', 'b'])}<row r="2"><c r="A2" s="1"><v>44286.5</v></c><c r="B2" s="0"><v>44286</v></c></row>`;
    expect((await tableOf(workbook({ rows, styles, date1904 }))).rows).toEqual([[day, '44286']]);
  });

  test.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, null],
    [61, false, '1900-03-01'],
    [0, true, '1904-01-01'],
    [-1, false, null],
    [1e9, false, null],
  ])('serial %s (from 1904: %s) is %s', (serial, since1904, day) => expect(dayOfSerial(serial, since1904)).toBe(day));
});

describe('What is no table is refused', () => {
  const sheet = (rows: string): Uint8Array => workbook({ rows });
  const refusal = async (bytes: Uint8Array | string): Promise<string> =>
    tableOf(bytes).then(
      () => 'read',
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    );

  test.each<[string, Uint8Array | string, RegExp]>([
    ['nothing', '', /no row of headers/],
    ['one column', 'a\n1\n', /no row of headers/],
    ['two columns of one name', 'a,b,a\n1,2,3', /Two columns are called "a"/],
    ['a million columns', `${'a,'.repeat(1_000_000)}b\n1`, /16384/],
    ['a cell of a megabyte', `a,b\n1,${'x'.repeat(1_000_000)}`, /Row 2, column 2/],
    ['a quotation mark that never closes', 'a,b\n"1,2', /No CSV: .* at line 2/],
    ['bytes', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0, 1, 0x2c, 0]), /no text/],
    ['a broken archive', workbook({ rows: textRow(1, ['a', 'b']) }).slice(0, 300), /row of headers|sheet|workbook/],
    ['an archive of something else', zipSync({ 'readme.txt': strToU8('hello') }), /no sheet/],
    [
      'a document type',
      workbook({ rows: textRow(1, ['a', 'b']), prolog: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' }),
      /document type/,
    ],
    ['a cell far out', sheet('<row r="1"><c r="XFE1" t="inlineStr"><is><t>x</t></is></c></row>'), /16384 columns/],
    ['a failed formula', sheet(`${textRow(1, ['a', 'b'])}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>`), /Row 2, column 1: .*#REF!/],
    ['a cell too long', sheet(textRow(1, ['a', 'x'.repeat(200_000)])), /Row 1, column 2/],
  ])('%s', async (_, bytes, words) => expect(await refusal(bytes)).toMatch(words));

  it('a workbook that unpacks to more than is read, without unpacking it', async () => {
    const bomb = bombOf(40);
    expect(bomb.length).toBeLessThan(200 * 1024);
    expect(await refusal(bomb)).toMatch(/unpacks to more than \d\d MB, which is more than is read of one of its size/);
  });
});
