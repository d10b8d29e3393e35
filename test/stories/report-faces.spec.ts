/** The audit report of the sample register, figures worked out by hand, and the same in every face of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { liveThroughSample, readSample } from '../../src/commands/sample.js';
import { reportTables } from '../../src/documents/report-tables.js';
import type { AuditReport } from '../../src/domain/report.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { xlsxRows } from '../../src/services/xlsx-table.js';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { tokenOf } from '../support/cast.js';
import { beginLife } from './random-life.js';

let app: TestApp;
let api: Api;
let token: string;

beforeAll(async () => {
  const sample = readSample();
  app = await openTestApp({ now: '2020-11-30T06:00:00.000Z', settings: { zone: sample.zone } });
  await liveThroughSample(app.app, app.clock, sample, '2025-01-31');
  api = await openApi(app);
  token = await tokenOf(app, { email: sample.people.find(({ role }) => role === 'auditor')!.email });
}, 120_000);
afterAll(() => app.close());

const withoutZeros = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0));
const rowsOf = (report: AuditReport): unknown[] =>
  report.promisors.map(({ name, total, outcome, slips }) => [name, total, withoutZeros(outcome), slips.count]);

/*
 * Of the eight, C-0001 ended on 31 Dec 2024 and was settled on 1 Mar 2022, C-0003 on 15 Apr 2022; the others in 2021. Their windows: C-0002
 * 2021-01-01 to 12-31 · C-0003 the same, kept up, so due at its end · C-0005 2020-11-30 to 2021-05-30 · C-0006 2020-12-01 to 02 · C-0007
 * 2021-06-14, from 2021-01-01 to 04-30 first · C-0008 2020-11-17 to 2021-01-15. C-0004 has none.
 */
test('as of 1 January 2022', async () => {
  const report = await app.get(AuditReportService).report('2022-01-01');
  expect(report).toMatchObject({ total: 8, publication: { draft: 0, published: 8, retracted: 0 }, kind: { pledge: 3, decision: 2, event: 2, assurance: 1, request: 0 } });
  expect(report.verdict).toEqual({ pending: 2, fulfilled: 5, partly_fulfilled: 0, not_fulfilled: 1, not_verifiable: 0 });
  // C-0003 ended with 2021, C-0001 goes on, C-0004 never had a date.
  expect(withoutZeros(report.timeliness)).toEqual({ met_on_time: 5, ended: 1, open: 1, undated: 1 });
  expect(withoutZeros(report.outcome)).toEqual({ fulfilled_on_time: 5, not_fulfilled: 1, pending: 2 });
  expect(report.rate).toEqual({ fulfilled: 5, partlyFulfilled: 0, notFulfilled: 1, rate: 5 / 6, leftOut: { pending: 2, notTriggered: 0, notVerifiable: 0, requests: 0, drafts: 0 } });
  expect(rowsOf(report)).toEqual([
    ['Allies', 1, { pending: 1 }, 0],
    ['NATO', 5, { fulfilled_on_time: 3, not_fulfilled: 1, pending: 1 }, 0],
    ['NATO Secretary General', 1, { fulfilled_on_time: 1 }, 1],
    ['United States', 1, { fulfilled_on_time: 1 }, 0],
  ]);
  // 30 April to 14 June 2021, announced on 22 April, with a source.
  expect(report.slips).toEqual({ count: 1, medianDays: 45, worstDays: 45, moves: 1, movesWithoutSource: 0, movesAfterDate: 0 });
  expect(report.overTime).toEqual([
    { month: '2020-11', earliestDue: 2, certainlyDue: 0, fulfilled: 0 },
    { month: '2020-12', earliestDue: 3, certainlyDue: 1, fulfilled: 1 },
    { month: '2021-01', earliestDue: 4, certainlyDue: 2, fulfilled: 2 },
    { month: '2021-04', earliestDue: 4, certainlyDue: 2, fulfilled: 4 },
    { month: '2021-05', earliestDue: 4, certainlyDue: 3, fulfilled: 4 },
    { month: '2021-06', earliestDue: 5, certainlyDue: 4, fulfilled: 5 },
    { month: '2021-12', earliestDue: 6, certainlyDue: 6, fulfilled: 5 },
    { month: '2024-12', earliestDue: 7, certainlyDue: 7, fulfilled: 5 },
  ]);
  expect(report.windows.listed.find(({ ref }) => ref === 'C-0007')).toMatchObject({ first: { earliest: '2021-01-01', latest: '2021-04-30' }, current: { earliest: '2021-06-14', latest: '2021-06-14' }, slipDays: 45, outcome: 'fulfilled_on_time' });
  expect([report.windows.total, report.windows.listed.length]).toEqual([7, 7]);
}); // prettier-ignore

test('as of 31 January 2025', async () => {
  const report = await app.get(AuditReportService).report('2025-01-31');
  expect(report.verdict).toEqual({ pending: 0, fulfilled: 5, partly_fulfilled: 1, not_fulfilled: 2, not_verifiable: 0 });
  expect(report.rate).toMatchObject({ rate: 5 / 8, leftOut: { pending: 0 } });
  expect(rowsOf(report)).toEqual([
    ['Allies', 1, { partly_fulfilled: 1 }, 0],
    ['NATO', 5, { fulfilled_on_time: 3, not_fulfilled: 2 }, 0],
    ['NATO Secretary General', 1, { fulfilled_on_time: 1 }, 1],
    ['United States', 1, { fulfilled_on_time: 1 }, 0],
  ]);
  expect(report.evidence.singleSource).toBe(8);
  expect(report.notices).toMatchObject({ failed: 0, unknown: 0 });
}); // prettier-ignore

const faces = ['', '.csv', '.xlsx', '.pdf'] as const;
async function bytesOf(face: (typeof faces)[number], day = '2022-01-01'): Promise<Buffer> {
  const answer = await fetch(`${api.url}/api/v1/audit/report${face}?asOf=${day}${face === '.xlsx' || face === '.pdf' ? '&lang=en' : ''}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('Every face has the same figures:', () => {
  let report: AuditReport;
  beforeAll(async () => {
    report = JSON.parse((await bytesOf('')).toString()) as AuditReport;
  });

  it('JSON', async () => {
    expect(report).toEqual({ ...(await app.get(AuditReportService).report('2022-01-01')), conservation: null });
  });

  it('CSV, one figure a row', async () => {
    const [, ...rows] = parse(await bytesOf('.csv'), { bom: true }) as string[][];
    const written = reportTables(report, 'en').flatMap(({ key, columns, rows: each }) =>
      each.flatMap((row) => columns.slice(1).map((column, i) => [key, row.key, column.key, String(row.cells[i + 1] ?? ''), row.query ?? ''])),
    );
    expect(rows).toEqual(written);
    const figure = (table: string, item: string): string | undefined => rows.find((row) => row[0] === table && row[1] === item)?.[3];
    expect([figure('verdict', 'fulfilled'), figure('slips', 'worstDays'), figure('rate', 'rate')]).toEqual(['5', '45', String(5 / 6)]);
    expect(['asOf', 'index', 'root', 'checkpoint'].map((item) => figure('basis', item))).toEqual([report.asOf, String(report.index), report.root, report.checkpoint]);
  }); // prettier-ignore

  it('workbook, a sheet for each table', async () => {
    const book = await bytesOf('.xlsx');
    for (const { title, columns, rows } of reportTables(report, 'en')) {
      const read: string[][] = [];
      for await (const { cells } of xlsxRows(book, title)) read.push(cells.slice(0, columns.length));
      expect(read).toEqual([columns.map(({ label }) => label), ...rows.map(({ cells }) => cells.map((cell) => String(cell ?? '')))]);
    }
  });

  /** A long line is broken where the page ends, or not. */
  const dense = (text: string): string => text.replace(/\s+/g, '');
  const poppler = existsSync('/usr/bin/pdftotext');
  (poppler ? it : it.skip)('PDF, with what it rests on at the foot of each page', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pledgebook-pdf-'));
    writeFileSync(join(dir, 'report.pdf'), await bytesOf('.pdf'));
    const text = execFileSync('pdftotext', ['-layout', join(dir, 'report.pdf'), '-'], { encoding: 'utf8' });
    rmSync(dir, { recursive: true, force: true });
    for (const page of text.split('\f').slice(0, -1)) expect(page).toContain(`${report.index} events, root ${report.root}`);
    for (const { key, rows } of reportTables(report, 'en').filter((table) => table.columns.length === 2 && table.key !== 'basis'))
      for (const { key: row, cells } of rows) {
        const [label, cell] = [String(cells[0]), cells[1] ?? '–'];
        // What a program reads as 0.833 a person reads as 83.3%.
        const value = row === 'rate' && typeof cell === 'number' ? `${Math.round(cell * 1000) / 10}%` : String(cell);
        expect([key, new RegExp(`${label.replace(/[()]/g, '.')}\\s+${value.replace('.', '\\.')}(\\s|$)`).test(text)]).toEqual([key, true]);
      }
    for (const line of report.checkpoint.trim().split('\n')) expect(dense(text)).toContain(dense(line));
  });

  it('and each is the same bytes when it is asked for again after other changes', async () => {
    const before = await Promise.all(faces.map((face) => bytesOf(face)));
    const life = await beginLife(app, 7);
    for (let i = 0; i < 200; i++) await life.live();
    for (const [i, face] of faces.entries()) expect([face, (await bytesOf(face)).equals(before[i]!)]).toEqual([face, true]);
  }, 120_000);
});
