/** Counts versions into an audit report, one after the other: a register of a million is counted without holding it. */
import { findings, judgeOn, type Finding, type Judgement } from '../commitment-filter.js';
import { refOf } from '../commitment.js';
import { axes, listQuery, type AuditReport, type AxisCounts, type Basis, type FulfilmentRate, type NoticeFigures } from '../report.js';
import { dayOf, type Day, type EpochDay } from '../time.js';
import type { Facts } from '../versions/facts.js';
import { isVisible } from '../visibility.js';
import { axisCounts, axisValues, countOn, slipFigures } from './counts.js';
import { OverTime } from './over-time.js';
import { Promisors } from './promisors.js';
import { Windows, type ChosenWindow } from './windows.js';

/** What versions do not tell and a report shows. */
export interface Surroundings {
  basis: Basis;
  /** Of promisors, by id. */
  parties: ReadonlyMap<string, string>;
  /** Of the chosen windows, by reference. */
  titles: ReadonlyMap<string, { title: string; lang: string }>;
  notices: NoticeFigures;
}

export class ReportTally {
  private readonly counts = axisCounts();
  private readonly promisors = new Promisors();
  private readonly overTime = new OverTime();
  private readonly windows = new Windows();
  private readonly moves = { moves: 0, movesWithoutSource: 0, movesAfterDate: 0 };
  private readonly evidence = { singleSource: 0, openLinks: 0, withOpenLinks: 0 };
  private readonly judge: (facts: Facts) => Judgement;

  constructor(asOf: Day, dueSoonDays: number) {
    this.judge = judgeOn(asOf, dueSoonDays);
  }

  take(facts: Facts): void {
    const judged = this.judge(facts);
    countOn(this.counts, facts, judged);
    if (!isVisible(facts, 'outside')) return;
    this.promisors.take(facts, judged);
    this.overTime.take(facts, judged);
    this.windows.take(facts, judged);
    this.moves.moves += facts.moves;
    this.moves.movesWithoutSource += facts.unsourcedMoves;
    this.moves.movesAfterDate += facts.lateMoves;
    this.evidence.openLinks += facts.openLinks;
    if (findings.open_link(facts)) this.evidence.withOpenLinks++;
    if (findings.single_source(facts)) this.evidence.singleSource++;
  }

  /** What must be looked up before the report can be written. */
  get wanted(): { parties: string[]; windows: ChosenWindow[] } {
    return { parties: this.promisors.ids, windows: this.windows.result() };
  }

  report({ basis, parties, titles, notices }: Surroundings): AuditReport {
    const { counts, moves, evidence } = this;
    const { asOf } = basis;
    return {
      ...basis,
      total: counts.publication.published,
      ...counts,
      rate: rateOf(counts),
      slips: { ...slipFigures(this.promisors.slips()), ...moves },
      promisors: this.promisors.result(parties, asOf),
      overTime: this.overTime.result(),
      windows: {
        listed: this.windows.result().map(({ facts, outcome }) => {
          const ref = refOf(facts.number);
          const { title = '', lang = '' } = titles.get(ref) ?? {};
          const first = { earliest: dayOrNull(facts.firstEarliest), latest: dayOrNull(facts.firstLatest) };
          const current = { earliest: dayOrNull(facts.earliest), latest: dayOrNull(facts.latest) };
          const slipDays = facts.firstLatest === null || facts.latest === null ? 0 : facts.latest - facts.firstLatest;
          return { ref, title, lang, promisor: parties.get(facts.promisor) ?? '', first, current, slipDays, outcome };
        }),
        total: this.windows.total,
      },
      notices,
      evidence,
      queries: queriesOf(asOf),
    };
  }
}

/** Partly fulfilled is shown apart and never as half; requests, what was never triggered and what cannot be verified are left out. */
function rateOf({ outcome, publication }: AxisCounts): FulfilmentRate {
  const fulfilled = outcome.fulfilled_on_time + outcome.fulfilled_late;
  const settled = fulfilled + outcome.partly_fulfilled + outcome.not_fulfilled;
  return {
    fulfilled,
    partlyFulfilled: outcome.partly_fulfilled,
    notFulfilled: outcome.not_fulfilled,
    rate: settled === 0 ? null : fulfilled / settled,
    leftOut: {
      pending: outcome.pending + outcome.overdue,
      notTriggered: outcome.not_triggered,
      notVerifiable: outcome.not_verifiable,
      requests: outcome.request,
      drafts: publication.draft,
    },
  };
}

function queriesOf(asOf: Day): AuditReport['queries'] {
  const published = { publication: 'published' } as const;
  const ofAxis = (axis: keyof AxisCounts): [string, Record<string, string>] => {
    const queries = axisValues[axis].map((value) => [value, listQuery({ ...published, [axis]: value }, asOf)] as const);
    return [axis, Object.fromEntries(queries)];
  };
  const ofFinding = (finding: string): [string, string] => [finding, listQuery({ ...published, finding: finding as Finding }, asOf)];
  return {
    total: listQuery(published, asOf),
    ...(Object.fromEntries(axes.map(ofAxis)) as Omit<AuditReport['queries'], 'total' | 'findings'>),
    findings: Object.fromEntries(Object.keys(findings).map(ofFinding)) as AuditReport['queries']['findings'],
  };
}

function dayOrNull(day: EpochDay | null): Day | null {
  return day === null ? null : dayOf(day);
}
