/** The audit report as of a day: every count leads to exactly the commitments counted, every picture has its table. */
import type { ComponentChildren, VNode } from 'preact';
import type { Conservation } from '../../../domain/conservation.js';
import { axes, type AuditReport } from '../../../domain/report.js';
import { formatDay, wordsIn, type Words } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { AsOfChoice, Windows, OverTime, Promisors } from './audit-sections.js';
import { Page } from './layout.js';
import { ErrorSummary, isWrong } from './pieces/form.js';
import { Empty, SummaryList } from './pieces/parts.js';
import { Table } from './pieces/table.js';

/** The faces of the report that are files, by what they are called, and how their address ends. */
const files = { PDF: '.pdf', XLSX: '.xlsx', CSV: '.csv', JSON: '' };

interface AuditProps {
  viewer: Viewer;
  report: AuditReport;
  conservation: Pick<Conservation, 'unaccounted'>;
  form: FormState;
}

export function AuditPage({ viewer, report, conservation, form }: AuditProps): VNode {
  const { audit: words, axes: values } = wordsIn(viewer.locale);
  const { asOf } = report;
  return (
    <Page viewer={viewer} title={words.title} here="audit" wide wrong={isWrong(form)}>
      <ErrorSummary viewer={viewer} form={form} />
      <p class="large">{words.asOf(formatDay(asOf, viewer.locale))}</p>
      <p>{words.basis(report.index)}</p>
      <AsOfChoice viewer={viewer} form={form} action="/audit" />
      <p>
        {words.downloads}{' '}
        {Object.entries(files).map(([file, ending], i) => (
          <>
            {i === 0 ? '' : ', '}
            <a href={`/api/v1/audit/report${ending}?asOf=${asOf}`}>{file}</a>
          </>
        ))}
        . <a href="/audit/log">{words.log}</a>. <a href="/audit/verify">{words.verify}</a>.
      </p>
      <p class="large">
        <a href={`/?${report.queries.total}`}>{words.total(report.total)}</a>
      </p>
      {report.total === 0 ? <Empty title={words.nothing} /> : <Figures viewer={viewer} report={report} />}
      <h2>{words.counts}</h2>
      <p class="quiet">{words.countsHint}</p>
      <div class="columns">
        {axes.map((axis) => (
          <AxisTable
            title={words.axes[axis]}
            value={words.value}
            number={words.number}
            counts={report[axis]}
            queries={report.queries[axis]}
            names={axis === 'outcome' ? words.outcomes : values[axis]}
          />
        ))}
      </div>
      <Slips report={report} words={words} />
      <h2>{words.notices}</h2>
      <SummaryList
        facts={(Object.keys(words.noticeFacts) as (keyof Words['audit']['noticeFacts'])[]).map((what) => ({
          term: words.noticeFacts[what],
          text: what === 'unaccounted' ? conservation.unaccounted : report.notices[what],
        }))}
      />
      <h2>{words.evidence}</h2>
      <SummaryList
        facts={[
          {
            term: words.findings.single_source,
            text: <Count n={report.evidence.singleSource} query={report.queries.findings.single_source} />,
          },
          { term: words.findings.open_link, text: <Count n={report.evidence.withOpenLinks} query={report.queries.findings.open_link} /> },
        ]}
      />
      <h2>{words.checkpoint}</h2>
      <p class="quiet">{words.checkpointHint}</p>
      <pre>{report.checkpoint}</pre>
    </Page>
  );
}

function Figures({ viewer, report }: { viewer: Viewer; report: AuditReport }): VNode {
  const { audit: words } = wordsIn(viewer.locale);
  const { rate } = report;
  const settled = rate.fulfilled + rate.partlyFulfilled + rate.notFulfilled;
  const percent = new Intl.NumberFormat(viewer.locale, { style: 'percent', maximumFractionDigits: 1 });
  const leftOut = (Object.keys(words.leftOutParts) as (keyof typeof rate.leftOut)[])
    .filter((part) => rate.leftOut[part] > 0)
    .map((part) => words.leftOutParts[part](rate.leftOut[part]));
  return (
    <>
      <h2>{words.rate}</h2>
      <p>{rate.rate === null ? words.noRate : words.rateIs(rate.fulfilled, settled, percent.format(rate.rate))}</p>
      {rate.partlyFulfilled === 0 ? null : <p>{words.partly(rate.partlyFulfilled)}</p>}
      {leftOut.length === 0 ? null : <p class="quiet">{words.leftOut(leftOut.join(', '))}</p>}
      <Promisors viewer={viewer} report={report} />
      <OverTime viewer={viewer} months={report.overTime} asOf={report.asOf} />
      <Windows viewer={viewer} windows={report.windows} asOf={report.asOf} />
    </>
  );
}

function Count({ n, query }: { n: number; query: string }): VNode {
  return n === 0 ? <>0</> : <a href={`/?${query}`}>{n}</a>;
}

interface AxisProps {
  title: ComponentChildren;
  value: string;
  number: string;
  counts: Record<string, number>;
  queries: Record<string, string>;
  names: Record<string, string>;
}

function AxisTable({ title, value, number, counts, queries, names }: AxisProps): VNode {
  const rows = Object.entries(counts).map(([name, n]) => [names[name] ?? name, <Count n={n} query={queries[name] ?? ''} />]);
  return <Table caption={title} columns={[value, { title: number, isNumber: true }]} rows={rows} />;
}

function Slips({ report, words }: { report: AuditReport; words: Words['audit'] }): VNode {
  const { slips, queries } = report;
  const daysOrNone = (n: number | null): string => (n === null ? words.none : words.days(n));
  const { findings } = queries;
  // A commitment may have moved several times, so a number of moves leads nowhere by itself.
  const moves = (n: number, finding: 'moved_without_source' | 'moved_after_date'): ComponentChildren =>
    n === 0 ? 0 : [n, ' (', <a href={`/?${findings[finding]}`}>{words.findings[finding]}</a>, ')'];
  return (
    <>
      <h2>{words.slips}</h2>
      <SummaryList
        facts={[
          { term: words.slipFacts.count, text: <Count n={slips.count} query={findings.slipped} /> },
          { term: words.slipFacts.median, text: daysOrNone(slips.medianDays) },
          { term: words.slipFacts.worst, text: daysOrNone(slips.worstDays) },
          { term: words.slipFacts.moves, text: slips.moves },
          { term: words.slipFacts.movesWithoutSource, text: moves(slips.movesWithoutSource, 'moved_without_source') },
          { term: words.slipFacts.movesAfterDate, text: moves(slips.movesAfterDate, 'moved_after_date') },
        ]}
      />
    </>
  );
}
