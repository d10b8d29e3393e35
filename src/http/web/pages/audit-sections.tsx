/** Parts of the report that a party's record has too: the day it is of, and the pictures with their tables. */
import type { VNode } from 'preact';
import { fulfilmentOverTime, type DuePoint } from '../../../documents/charts/fulfilment-over-time.js';
import { spanText } from '../../../documents/charts/span.js';
import { promisorOutcomes, verdictsByPromisor, type PromisorOutcome } from '../../../documents/charts/verdicts-by-promisor.js';
import { windows as drawWindows } from '../../../documents/charts/windows.js';
import { leftOut, type Outcome } from '../../../domain/outcome.js';
import type { AuditReport, PromisorRecord } from '../../../domain/report.js';
import { daysInMonth, type Day } from '../../../domain/time.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { DateBoxes } from './pieces/fields.js';
import { Foreign } from './pieces/parts.js';
import { Picture } from './pieces/picture.js';
import { Table } from './pieces/table.js';

export function AsOfChoice({ viewer, form, action }: { viewer: Viewer; form: FormState; action: string }): VNode {
  const { audit: words } = wordsIn(viewer.locale);
  return (
    <form method="get" action={action} class="as-of" novalidate>
      <DateBoxes form={form} name="asOf" label={words.choose} hint={words.chooseHint} locale={viewer.locale} />
      <button type="submit" class="second">
        {words.show}
      </button>
    </form>
  );
}

/** The groups that the pictures show; what says nothing of promises kept is one of them. */
const outcomesOf = (group: PromisorOutcome): readonly Outcome[] => (group === 'left_out' ? leftOut : [group]);

export function countIn(outcome: PromisorRecord['outcome'], group: PromisorOutcome): number {
  return outcomesOf(group).reduce((sum, each) => sum + outcome[each], 0);
}

export function promisorHref({ query }: Pick<PromisorRecord, 'query'>, group: PromisorOutcome): string {
  return `/?${query}&outcome=${encodeURIComponent(outcomesOf(group).join(','))}`;
}

export function Promisors({ viewer, report }: { viewer: Viewer; report: AuditReport }): VNode {
  const { audit: words, charts } = wordsIn(viewer.locale);
  const bars = report.promisors.map((promisor) => ({
    name: promisor.name,
    counts: Object.fromEntries(promisorOutcomes.map((group) => [group, countIn(promisor.outcome, group)])) as Record<
      PromisorOutcome,
      number
    >,
    hrefOf: (group: PromisorOutcome) => promisorHref(promisor, group),
  }));
  const used = promisorOutcomes.filter((group) => bars.some(({ counts }) => counts[group] > 0));
  return (
    <>
      <h2>{charts.verdictsTitle}</h2>
      <Picture svg={verdictsByPromisor(bars, { locale: viewer.locale, id: 'promisors' })} />
      <Table
        caption={charts.verdictsTitle}
        isCaptionHidden
        columns={[
          words.promisor,
          { title: words.all, isNumber: true },
          ...used.map((group) => ({ title: group === 'left_out' ? words.leftOutShort : words.outcomes[group], isNumber: true })),
        ]}
        rows={report.promisors.map((promisor) => [
          <a href={`/parties/${promisor.id}?asOf=${report.asOf}`}>{promisor.name}</a>,
          <a href={`/?${promisor.query}`}>{promisor.total}</a>,
          ...used.map((group) => {
            const n = countIn(promisor.outcome, group);
            return n === 0 ? 0 : <a href={promisorHref(promisor, group)}>{n}</a>;
          }),
        ])}
      />
    </>
  );
}

export function OverTime({ viewer, months, asOf }: { viewer: Viewer; months: AuditReport['overTime']; asOf: Day }): VNode | null {
  const { audit: words } = wordsIn(viewer.locale);
  if (months.length === 0) return null;
  const ends = months.map(({ month, ...counts }) => {
    const end = `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}`;
    return { ...counts, day: end < asOf ? end : asOf };
  });
  return (
    <>
      <h2>{words.overTime}</h2>
      <p class="quiet">{words.overTimeHint}</p>
      <Picture svg={fulfilmentOverTime(sinceNothing(ends, asOf), { locale: viewer.locale, id: 'over-time' })} />
      <details>
        <summary>{words.asTable}</summary>
        <Table
          caption={words.overTime}
          isCaptionHidden
          columns={[words.month, ...[words.earliestDue, words.certainlyDue, words.fulfilled].map((title) => ({ title, isNumber: true }))]}
          rows={ends.map(({ day, earliestDue, certainlyDue, fulfilled }) => [
            formatDay(day, viewer.locale).replace(/^\S+ /, ''),
            earliestDue,
            certainlyDue,
            fulfilled,
          ])}
        />
      </details>
    </>
  );
}

/** From nothing before the first month to the day that the report is of, so that even one month is seen. */
function sinceNothing(ends: readonly DuePoint[], asOf: Day): DuePoint[] {
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ day: `${first.day.slice(0, 8)}01`, earliestDue: 0, certainlyDue: 0, fulfilled: 0 }, ...ends, { ...last, day: asOf }];
}

export function Windows({ viewer, windows, asOf }: { viewer: Viewer; windows: AuditReport['windows']; asOf: Day }): VNode | null {
  const { audit: words } = wordsIn(viewer.locale);
  const { listed, total } = windows;
  if (listed.length === 0) return null;
  const rows = listed.map((line) => ({ ...line, href: `/commitments/${line.ref}?asOf=${asOf}` }));
  return (
    <>
      <h2>{words.windows}</h2>
      {total > listed.length ? <p class="quiet">{words.windowsShown(listed.length, total)}</p> : null}
      <Picture svg={drawWindows(rows, asOf, { locale: viewer.locale, id: 'windows' })} />
      <details>
        <summary>{words.asTable}</summary>
        <Table
          caption={words.windows}
          isCaptionHidden
          columns={[words.commitment, words.first, words.now, { title: words.slip, isNumber: true }]}
          rows={rows.map(({ ref, title, lang, href, first, current, slipDays }) => [
            <a href={href}>
              {ref} <Foreign lang={lang}>{title}</Foreign>
            </a>,
            spanText(first, viewer.locale),
            spanText(current, viewer.locale),
            slipDays === 0 ? '' : words.days(slipDays),
          ])}
        />
      </details>
    </>
  );
}
