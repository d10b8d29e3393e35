/** What a spreadsheet is handed: text that it shows as it was written and never computes, and numbers that stay numbers. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Cell } from '../../src/documents/cells.js';
import { commitmentsCsv, commitmentsXlsx } from '../../src/documents/commitment-files.js';
import { csvFile } from '../../src/documents/csv.js';
import { xlsxFile } from '../../src/documents/xlsx.js';
import { exportRowOf, type ExportRow } from '../../src/domain/export-row.js';
import { xlsxRows } from '../../src/services/xlsx-table.js';
import { aPledge } from '../domain/plan-cast.js';

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));

const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};
const bytesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
const csvRows = (text: string): string[][] => parse(text, { bom: true }) as string[][];

describe('CSV', () => {
  test.each<[cell: Cell, written: string]>([
    ['=1+1', `'=1+1`],
    ['=HYPERLINK("https://example.org","x")', `'=HYPERLINK("https://example.org","x")`],
    ['+33 1 23', `'+33 1 23`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['\r=1', `'\r=1`],
    ['\n=1', `'\n=1`],
    ['＝1+1', `'＝1+1`],
    ['-5', '-5'],
    ['-5,25', '-5,25'],
    ['+7', '+7'],
    [-5, '-5'],
    [0.625, '0.625'],
    ['a, "b"\nc', 'a, "b"\nc'],
    ['L’école, à Noël', 'L’école, à Noël'],
    ['', ''],
    [null, ''],
  ])('writes %j so that it reads back as %j', async (cell, written) => {
    expect(csvRows(await textOf(csvFile(['a', 'b'], [[cell, 'end']])))).toEqual([
      ['a', 'b'],
      [written, 'end'],
    ]);
  });

  it('begins with a byte order mark and ends its lines with CR LF', async () => {
    expect(await textOf(csvFile(['a'], [['b']]))).toBe('\uFEFFa\r\nb\r\n');
  });
});

/** Every text of it would be a formula. */
function hostile(): ExportRow {
  const formula = '=cmd|" /C calc"!A1';
  const statement = { quote: formula, lang: 'fr', speaker: formula, speakerRole: formula, saidOn: '2020-11-30', publishedOn: null, source: { title: formula, publisher: formula, url: 'https://example.org/', archivedSha256: null } };
  const commitment = aPledge({ phrase: formula }, { title: formula, measure: formula, topics: [formula], externalId: formula, statement, condition: { text: formula, state: 'pending', evidence: [] } });
  return exportRowOf(commitment, { parties: new Map([['ministry', { id: 'ministry', name: formula }]]), original: { ...commitment.target, latest: '2021-04-05' }, day: '2021-01-01', dueSoonDays: 90 });
} // prettier-ignore

const basis = { asOf: '2021-01-01', index: 12, root: 'r+ot=', checkpoint: 'name\n12\nr+ot=\n\n— name sig\n' };
const hostileRows = async function* (): AsyncGenerator<ExportRow[]> {
  yield await Promise.resolve([hostile()]);
};

test('no text field of a commitment is a formula in CSV, and a negative slip is a number', async () => {
  const [header = [], row = []] = csvRows(await textOf(commitmentsCsv(hostileRows(), basis)));
  const cells = Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']));
  expect(Object.values(cells).filter((cell) => /^[=@\t\r]/.test(cell))).toEqual([]);
  for (const name of ['title', 'promisor', 'topics', 'measure', 'quote', 'speaker', 'speakerRole', 'sourceTitle', 'sourcePublisher', 'targetPhrase', 'condition', 'externalId'])
    expect([name, cells[name]]).toEqual([name, `'=cmd|" /C calc"!A1`]);
  expect(cells).toMatchObject({ slipDays: '-5', asOf: '2021-01-01', logIndex: '12', logRoot: basis.root, logCheckpoint: basis.checkpoint });
}); // prettier-ignore

describe('A workbook', () => {
  const nasty: Cell[] = ['=1+1', '@x', '-5', -5, 0.5, null, 'a < b & "c"', 'L’école à 5 €', 'zero \u0001 byte', '_x0041_', ' spaces ', 'two\nlines', '😀'];
  let file: Buffer;
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pledgebook-xlsx-'));
    file = await bytesOf(xlsxFile([{ name: 'First: a/b', header: nasty.map((_, i) => `column ${i}`), rows: [nasty] }, { name: 'Second', header: ['x'], rows: [] }]));
    writeFileSync(join(dir, 'nasty.xlsx'), file);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('reads back as it was written', async () => {
    const rows = [];
    for await (const { cells } of xlsxRows(file)) rows.push(cells);
    expect(rows[1]?.map(String)).toEqual(nasty.map((cell) => (cell === null ? '' : cell === 'zero \u0001 byte' ? 'zero _x0001_ byte' : cell === '_x0041_' ? '_x005F_x0041_' : String(cell))));
  });

  it('holds no formula, and is the same bytes each time', async () => {
    expect(await bytesOf(commitmentsXlsx(hostileRows(), basis))).toEqual(await bytesOf(commitmentsXlsx(hostileRows(), basis)));
    const { unzipSync, strFromU8 } = await import('fflate');
    for (const part of Object.values(unzipSync(await bytesOf(commitmentsXlsx(hostileRows(), basis))))) expect(strFromU8(part)).not.toMatch(/<f[ >]/);
  });

  (office === undefined ? it.skip : it)('opens in LibreOffice, text as text and numbers as numbers', () => {
    const options = ['--headless', `-env:UserInstallation=file://${dir}/profile`, '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false', '--outdir', dir, join(dir, 'nasty.xlsx')];
    execFileSync(office ?? '', options, { stdio: 'ignore', timeout: 110_000 });
    const [, cells = []] = csvRows(readFileSync(join(dir, 'nasty.csv'), 'utf8'));
    expect(cells).toEqual(['=1+1', '@x', '-5', '-5', '0.5', '', 'a < b & "c"', 'L’école à 5 €', expect.stringMatching(/^zero . byte$/), '_x0041_', ' spaces ', 'two\nlines', '😀']);
  }, 120_000);
}); // prettier-ignore
