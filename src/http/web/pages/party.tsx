/** What one party promised and what became of it, as of a day. */
import type { VNode } from 'preact';
import { verdictsByPromisor, promisorOutcomes, type PromisorOutcome } from '../../../documents/charts/verdicts-by-promisor.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { PartyRecord } from '../../../services/audit-report.service.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { AsOfChoice, OverTime, Windows, countIn, promisorHref } from './audit-sections.js';
import { Page } from './layout.js';
import { ErrorSummary, isWrong } from './pieces/form.js';
import { BackLink, Empty, SummaryList } from './pieces/parts.js';
import { Picture } from './pieces/picture.js';

interface PartyProps {
  viewer: Viewer;
  record: PartyRecord;
  form: FormState;
}

export function PartyPage({ viewer, record, form }: PartyProps): VNode {
  const { audit, frame } = wordsIn(viewer.locale);
  return (
    <Page
      viewer={viewer}
      title={record.party.name}
      here="parties"
      wrong={isWrong(form)}
      above={<BackLink href="/parties">{frame.places.parties}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      <p class="large">{audit.asOf(formatDay(record.asOf, viewer.locale))}</p>
      {record.total === 0 ? <Empty title={audit.party.nothing} /> : <Figures viewer={viewer} record={record} />}
      <AsOfChoice viewer={viewer} form={form} action={`/parties/${record.party.id}`} />
    </Page>
  );
}

function Figures({ viewer, record }: { viewer: Viewer; record: PartyRecord }): VNode {
  const { audit } = wordsIn(viewer.locale);
  const words = audit.party;
  const { outcome, slips } = record;
  const counts = Object.fromEntries(promisorOutcomes.map((group) => [group, countIn(outcome, group)])) as Record<PromisorOutcome, number>;
  const hrefOf = (group: PromisorOutcome): string => promisorHref(record, group);
  const of = (group: PromisorOutcome): VNode => (counts[group] === 0 ? <>0</> : <a href={hrefOf(group)}>{counts[group]}</a>);
  const days = (n: number | null): string => (n === null ? audit.none : audit.days(n));
  return (
    <>
      <p>
        <a href={`/?${record.query}`}>{audit.total(record.total)}</a>
      </p>
      <Picture svg={verdictsByPromisor([{ name: record.party.name, counts, hrefOf }], { locale: viewer.locale, id: 'record' })} />
      <SummaryList
        facts={[
          { term: audit.outcomes.fulfilled_on_time, text: of('fulfilled_on_time') },
          { term: audit.outcomes.fulfilled_late, text: of('fulfilled_late') },
          { term: words.partly, text: of('partly_fulfilled') },
          { term: words.broken, text: of('not_fulfilled') },
          { term: audit.outcomes.overdue, text: of('overdue') },
          { term: words.open, text: of('pending') },
          { term: words.leftOut, text: of('left_out') },
          {
            term: words.slip,
            text: slips.count === 0 ? audit.none : `${days(slips.medianDays)} (${words.slipped(slips.count, days(slips.worstDays))})`,
          },
        ]}
      />
      <OverTime viewer={viewer} months={record.overTime} asOf={record.asOf} />
      <Windows viewer={viewer} windows={record.windows} asOf={record.asOf} />
    </>
  );
}
