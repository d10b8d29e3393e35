/** The audit report as CSV and as a workbook. */
import type { Locale } from '../domain/people.js';
import type { AuditReport } from '../domain/report.js';
import { wordsIn } from '../i18n/index.js';
import type { Cell } from './cells.js';
import { csvFile } from './csv.js';
import { reportTables, type ReportTable } from './report-tables.js';
import { xlsxFile } from './xlsx.js';

/** One figure a row, under the names that the report's JSON has: for programs, and for whoever filters. */
export function reportCsv(report: AuditReport): AsyncGenerator<string> {
  return csvFile(['table', 'item', 'figure', 'value', 'query'], reportTables(report, 'en').flatMap(figuresOf));
}

function figuresOf({ key: table, columns, rows }: ReportTable): Cell[][] {
  return rows.flatMap(({ key, cells, query }) =>
    columns.slice(1).map((column, i): Cell[] => [table, key, column.key, cells[i + 1] ?? null, query]),
  );
}

/** A sheet for each table. */
export function reportXlsx(report: AuditReport, locale: Locale): AsyncGenerator<Uint8Array> {
  const { query } = wordsIn(locale).files;
  const sheets = reportTables(report, locale).map(({ title, columns, rows }) => {
    const hasQueries = rows.some((row) => row.query !== null);
    return {
      name: title,
      header: [...columns.map(({ label }) => label), ...(hasQueries ? [query] : [])],
      rows: rows.map((row) => [...row.cells, ...(hasQueries ? [row.query] : [])]),
    };
  });
  return xlsxFile(sheets);
}
