/** The audit report as tables: every file is written from these, so that all of them have the same figures. */
import { outcomes } from '../domain/outcome.js';
import type { Locale } from '../domain/people.js';
import { axes, type AuditReport, type SlipFigures } from '../domain/report.js';
import { wordsIn } from '../i18n/index.js';
import type { Cell } from './cells.js';

export interface ReportTable {
  /** As the member of the report is called, for programs. */
  key: string;
  title: string;
  /** The first names the rows. */
  columns: { key: string; label: string }[];
  rows: { key: string; cells: Cell[]; query: string | null }[];
}

export function reportTables(report: AuditReport, locale: Locale): ReportTable[] {
  return [
    basisTable,
    rateTable,
    ...axes.map(axisTable),
    promisorTable,
    overTimeTable,
    windowTable,
    slipTable,
    noticeTable,
    evidenceTable,
  ].map((make) => make(report, locale));
}

type Make = (report: AuditReport, locale: Locale) => ReportTable;

/** A table of single figures. */
function facts(key: string, title: string, locale: Locale, rows: [key: string, label: string, value: Cell, query?: string | undefined][]): ReportTable {
  const { figure, value } = wordsIn(locale).files;
  return {
    key,
    title,
    columns: [{ key: 'item', label: figure }, { key: 'value', label: value }],
    rows: rows.map(([name, label, cell, query = null]) => ({ key: name, cells: [label, cell], query })),
  };
} // prettier-ignore

const basisTable: Make = ({ asOf, index, root, checkpoint, total, queries }, locale) => {
  const { audit: words, files } = wordsIn(locale);
  return facts('basis', words.title, locale, [
    ['asOf', files.asOf, asOf],
    ['index', files.events, index],
    ['root', words.root, root],
    ['checkpoint', words.checkpoint, checkpoint],
    ['total', files.published, total, queries.total],
  ]);
};

const rateTable: Make = ({ rate, queries }, locale) => {
  const { audit, axes: values, files } = wordsIn(locale);
  const left = ['pending', 'notTriggered', 'notVerifiable', 'requests', 'drafts'] as const;
  return facts('rate', audit.rate, locale, [
    ['fulfilled', values.verdict.fulfilled, rate.fulfilled, queries.verdict.fulfilled],
    ['partlyFulfilled', values.verdict.partly_fulfilled, rate.partlyFulfilled],
    ['notFulfilled', values.verdict.not_fulfilled, rate.notFulfilled],
    ['rate', files.rate, rate.rate],
    ...left.map((name): [string, string, Cell] => [`leftOut.${name}`, files.leftOut[name], rate.leftOut[name]]),
  ]);
};

function axisTable(axis: (typeof axes)[number]): Make {
  return (report, locale) => {
    const words = wordsIn(locale);
    const labels: Record<string, string> = axis === 'outcome' ? words.audit.outcomes : words.axes[axis];
    const queries: Record<string, string> = report.queries[axis];
    const counts = Object.entries(report[axis]);
    return facts(axis, words.audit.axes[axis], locale, counts.map(([value, n]) => [value, labels[value] ?? value, n, queries[value]])); // prettier-ignore
  };
}

const slipColumns = ['slips', 'medianDays', 'worstDays'] as const;
const slipCells = ({ count, medianDays, worstDays }: SlipFigures): Cell[] => [count, medianDays, worstDays];

const promisorTable: Make = ({ promisors }, locale) => {
  const { audit, charts, files } = wordsIn(locale);
  const slipLabels = [audit.findings.slipped, files.median, files.worst];
  return {
    key: 'promisors',
    title: charts.verdictsTitle,
    columns: [
      { key: 'promisor', label: audit.promisor },
      { key: 'total', label: audit.all },
      ...outcomes.map((outcome) => ({ key: outcome, label: audit.outcomes[outcome] })),
      ...slipColumns.map((key, i) => ({ key, label: slipLabels[i] ?? key })),
    ],
    rows: promisors.map(({ name, total, outcome, slips, query }) => ({
      key: name,
      cells: [name, total, ...outcomes.map((each) => outcome[each]), ...slipCells(slips)],
      query,
    })),
  };
};

const overTimeTable: Make = ({ overTime }, locale) => {
  const { audit } = wordsIn(locale);
  const figures = ['earliestDue', 'certainlyDue', 'fulfilled'] as const;
  return {
    key: 'overTime',
    title: audit.overTime,
    columns: [{ key: 'month', label: audit.month }, ...figures.map((key) => ({ key, label: audit[key] }))],
    rows: overTime.map((month) => ({ key: month.month, cells: [month.month, ...figures.map((figure) => month[figure])], query: null })),
  };
};

const windowTable: Make = ({ windows: { listed } }, locale) => {
  const { audit, files } = wordsIn(locale);
  const bounds = ['firstEarliest', 'firstLatest', 'earliest', 'latest'] as const;
  return {
    key: 'windows',
    title: audit.windows,
    columns: [
      { key: 'ref', label: audit.commitment },
      { key: 'title', label: files.title },
      { key: 'promisor', label: audit.promisor },
      ...bounds.map((key) => ({ key, label: files[key] })),
      { key: 'slipDays', label: files.slipDays },
      { key: 'outcome', label: audit.axes.outcome },
    ],
    rows: listed.map(({ ref, title, promisor, first, current, slipDays, outcome }) => ({
      key: ref,
      cells: [ref, title, promisor, first.earliest, first.latest, current.earliest, current.latest, slipDays, audit.outcomes[outcome]],
      query: null,
    })),
  };
};

const slipTable: Make = ({ slips, queries: { findings } }, locale) => {
  const { slips: title, slipFacts: words } = wordsIn(locale).audit;
  return facts('slips', title, locale, [
    ['count', words.count, slips.count, findings.slipped],
    ['medianDays', words.median, slips.medianDays],
    ['worstDays', words.worst, slips.worstDays],
    ['moves', words.moves, slips.moves],
    ['movesWithoutSource', words.movesWithoutSource, slips.movesWithoutSource, findings.moved_without_source],
    ['movesAfterDate', words.movesAfterDate, slips.movesAfterDate, findings.moved_after_date],
  ]);
};

const noticeTable: Make = ({ notices }, locale) => {
  const { notices: title, noticeFacts: words } = wordsIn(locale).audit;
  const states = Object.entries(notices) as [keyof typeof notices, number][];
  return facts('notices', title, locale, states.map(([state, n]) => [state, words[state], n])); // prettier-ignore
};

const evidenceTable: Make = ({ evidence, queries: { findings } }, locale) => {
  const { audit: words, files } = wordsIn(locale);
  return facts('evidence', words.evidence, locale, [
    ['singleSource', words.findings.single_source, evidence.singleSource, findings.single_source],
    ['withOpenLinks', words.findings.open_link, evidence.withOpenLinks, findings.open_link],
    ['openLinks', files.openLinks, evidence.openLinks],
  ]);
};
