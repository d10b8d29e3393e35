/** The audit report to be read and printed. Nothing is fetched for it, and the same report gives the same bytes. */
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { leftOut, type Outcome } from '../domain/outcome.js';
import type { Locale } from '../domain/people.js';
import type { AuditReport, MonthFigures } from '../domain/report.js';
import { daysInMonth, type Day } from '../domain/time.js';
import { formatDay, wordsIn } from '../i18n/index.js';
import type { Cell } from './cells.js';
import { fulfilmentOverTime } from './charts/fulfilment-over-time.js';
import { onPaper } from './charts/palette.js';
import { promisorOutcomes, verdictsByPromisor, type PromisorOutcome } from './charts/verdicts-by-promisor.js';
import { windows as windowsPicture } from './charts/windows.js';
import { pdfOf, type PdfDocument } from './pdf.js';
import { reportTables, type ReportTable } from './report-tables.js';

/** A4 upright, in points. */
const [pageWidth, margin] = [595.28, 48];
const width = pageWidth - 2 * margin;
/** Nobody reads a thousand rows on paper; the other files have them all. */
const mostRows = 40;
/** As many as a page holds without being drawn smaller. */
const [mostBars, mostPictured] = [15, 12];
/** What is not to be broken and is taller than a page is left out of it, without a word. */
const tallestPicture = 640;

export function reportPdf(report: AuditReport, locale: Locale): Promise<Buffer> {
  return pdfOf(documentOf(report, locale));
}

function documentOf(report: AuditReport, locale: Locale): PdfDocument {
  const words = wordsIn(locale);
  const { audit, files, charts } = words;
  const tables = new Map(reportTables(report, locale).map((table) => [table.key, table]));
  const table = (key: string, widths?: (string | number)[]): Content => tableOf(tables.get(key), locale, widths);
  const day = formatDay(report.asOf, locale);
  const { rate, windows } = report;
  const settled = rate.fulfilled + rate.partlyFulfilled + rate.notFulfilled;
  const shownWindows = windows.listed.slice(0, mostRows);
  return {
    pageSize: 'A4',
    pageMargins: [margin, margin, margin, margin + 12],
    info: { title: `${audit.title}, ${audit.asOf(day)}`, creationDate: new Date(`${report.asOf}T00:00:00Z`) },
    language: locale,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15, color: onPaper.ink },
    styles: { h1: { fontSize: 20, bold: true }, h2: { fontSize: 13, bold: true, margin: [0, 16, 0, 6] }, quiet: { color: onPaper.quiet } },
    foot: {
      text: `${audit.asOf(day)} · ${files.footer(report.index, report.root)}`,
      page: files.page('{page}', '{pages}'),
      style: { margin: [margin, 8, margin, 0], fontSize: 7.5, color: onPaper.quiet },
    },
    rule: onPaper.rule,
    content: [
      { text: audit.title, style: 'h1' },
      { text: audit.asOf(day), fontSize: 12, margin: [0, 2, 0, 8] },
      { text: audit.basis(report.index), style: 'quiet' },
      { text: words.calendar.row(audit.root, report.root), style: 'quiet', margin: [0, 2, 0, 0] },
      { text: audit.rate, style: 'h2' },
      { text: rate.rate === null ? audit.noRate : audit.rateIs(rate.fulfilled, settled, shares[locale].format(rate.rate)), bold: true, margin: [0, 0, 0, 6] },
      table('rate'),
      { text: audit.counts, style: 'h2' },
      pairs([table('verdict'), table('timeliness'), table('outcome'), table('standing'), table('kind'), table('progress'), table('publication')]),
      ...section(charts.verdictsTitle, [picture(verdictsByPromisor(barsOf(report), drawing(locale, 'promisors'))), ...promisorTables(tables.get('promisors'), locale)]),
      ...section(audit.overTime, [picture(fulfilmentOverTime(pointsOf(report.overTime, report.asOf), drawing(locale, 'time'))), { text: audit.overTimeHint, style: 'quiet' }]),
      ...section(audit.windows, [
        picture(windowsPicture(shownWindows.slice(0, mostPictured).map((line) => ({ ...line, href: null })), report.asOf, drawing(locale, 'windows'))),
        windows.total > shownWindows.length ? { text: audit.windowsShown(shownWindows.length, windows.total), style: 'quiet' } : '',
        table('windows', ['auto', '*', 50, 'auto', 'auto', 'auto', 'auto', 'auto', 52]),
      ]),
      { text: `${audit.slips} · ${audit.notices} · ${audit.evidence}`, style: 'h2' },
      pairs([table('slips'), table('notices'), table('evidence')]),
      ...section(audit.checkpoint, [{ stack: [{ text: audit.checkpointHint, style: 'quiet', margin: [0, 0, 0, 4] }, { text: report.checkpoint, fontSize: 8, preserveLeadingSpaces: true }] }]),
    ],
  };
} // prettier-ignore

/** A title stays with the picture, or the text, that it is of. */
function section(title: string, [picture = '', ...others]: Content[]): Content[] {
  return [{ stack: [{ text: title, style: 'h2' }, picture], unbreakable: true }, ...others];
}

function drawing(locale: Locale, id: string) {
  // Drawn larger than it is shown, so that its letters are as small as those around it.
  return { locale, id, width: width * 1.5, palette: onPaper };
}

function picture(svg: string | null): Content {
  return svg === null ? '' : { svg, fit: [width, tallestPicture], margin: [0, 0, 0, 8] };
}

/** Two tables beside each other, for those that are narrow. */
function pairs(tables: Content[]): Content {
  const columns = [0, 1].map((side) => ({ stack: tables.filter((_, i) => i % 2 === side) }));
  return { columns, columnGap: 24 };
}

function tableOf(table: ReportTable | undefined, locale: Locale, widths?: (string | number)[]): Content {
  if (table === undefined || table.rows.length === 0) return '';
  const { columns, rows, title } = table;
  const shown = rows.slice(0, mostRows);
  const isNarrow = columns.length === 2;
  const header = columns.map(({ label }, i): TableCell => ({ text: isNarrow && i === 0 ? title : isNarrow ? '' : label, bold: true, fontSize: 8.5, alignment: alignmentOf(rows, i) }));
  const isShare = (row: string, column: number): boolean => row === 'rate' || columns[column]?.key === 'rate';
  const body = shown.map(({ key, cells }) => cells.map((cell, i): TableCell => ({ text: shownCell(cell, (isShare(key, i) ? shares : numbers)[locale]), alignment: alignmentOf(rows, i) })));
  const note: Content = rows.length > shown.length ? { text: wordsIn(locale).files.rowsShown(shown.length, rows.length), style: 'quiet' } : '';
  return {
    stack: [{ table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: widths ?? columns.map((_, i) => (i === 0 ? '*' : 'auto')), body: [header, ...body] }, layout: 'lines' }, note],
    fontSize: columns.length > 4 ? 7.5 : 9.5,
    unbreakable: isNarrow,
    margin: [0, 0, 0, 10],
  };
} // prettier-ignore

function alignmentOf(rows: ReportTable['rows'], column: number): 'left' | 'right' {
  return rows.some(({ cells }) => typeof cells[column] === 'number') ? 'right' : 'left';
}

/** Made once: each takes as long to make as a hundred numbers take to write. */
const formats = (options: Intl.NumberFormatOptions): Record<Locale, Intl.NumberFormat> => ({
  en: new Intl.NumberFormat('en', options),
  fr: new Intl.NumberFormat('fr', options),
});
const numbers = formats({ maximumFractionDigits: 3 });
const shares = formats({ style: 'percent', maximumFractionDigits: 1 });

function shownCell(cell: Cell, format: Intl.NumberFormat): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? format.format(cell) : cell;
}

/** Without the columns in which nobody has anything: a page has no room for them. */
function promisorTables(table: ReportTable | undefined, locale: Locale): Content[] {
  if (table === undefined) return [];
  const used = table.columns.map((_, i) => i < 2 || table.rows.some(({ cells }) => cells[i] !== 0 && cells[i] !== null));
  const only = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => used[i] === true);
  const narrowed = { ...table, columns: only(table.columns), rows: table.rows.map((row) => ({ ...row, cells: only(row.cells) })) };
  return [tableOf(narrowed, locale)];
}

function barsOf({ promisors }: AuditReport) {
  const groupOf = (outcome: Outcome): PromisorOutcome => ((leftOut as readonly string[]).includes(outcome) ? 'left_out' : (outcome as PromisorOutcome));
  return promisors
    .toSorted((a, b) => b.total - a.total)
    .slice(0, mostBars)
    .map(({ name, outcome }) => {
      const counts = Object.fromEntries(promisorOutcomes.map((each) => [each, 0])) as Record<PromisorOutcome, number>;
      for (const [each, n] of Object.entries(outcome) as [Outcome, number][]) counts[groupOf(each)] += n;
      return { name, counts, hrefOf: null };
    });
} // prettier-ignore

/** Each month stands at its last day, the present one at the day of the report. */
function pointsOf(months: readonly MonthFigures[], asOf: Day) {
  return months.map(({ month, ...figures }) => {
    const end = `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}`;
    return { day: month === asOf.slice(0, 7) ? asOf : end, ...figures };
  });
}
