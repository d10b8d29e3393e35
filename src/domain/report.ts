/** The audit report: computed once as of a day; every face of it (page, JSON, CSV, XLSX, PDF) shows these figures and no others. */
import type { CommitmentKind, Progress, Publication, Standing } from './axes.js';
import type { CommitmentFilter, Finding } from './commitment-filter.js';
import type { Outcome } from './outcome.js';
import type { Timeliness } from './timeliness.js';
import type { Day } from './time.js';
import type { VerdictValue } from './verdict.js';

export type Counts<T extends string> = Record<T, number>;

/** What ties a report or an export to the log, so that anybody can hold it against a checkpoint of their own. */
export interface Basis {
  asOf: Day;
  /** Events below this index count. */
  index: number;
  /** Of the log up to there, base64. */
  root: string;
  /** The signed note that says so. */
  checkpoint: string;
}

/** The axes that are counted, each value with the commitments that have it. */
export interface AxisCounts {
  publication: Counts<Publication>;
  kind: Counts<CommitmentKind>;
  standing: Counts<Standing>;
  progress: Counts<Progress>;
  verdict: Counts<VerdictValue>;
  timeliness: Counts<Timeliness>;
  outcome: Counts<Outcome>;
}
export const axes = [
  'publication',
  'kind',
  'standing',
  'progress',
  'verdict',
  'timeliness',
  'outcome',
] as const satisfies (keyof AxisCounts)[];

export interface AuditReport extends Basis, AxisCounts {
  /** Published commitments; all but the counts of publication are of these. */
  total: number;
  rate: FulfilmentRate;
  slips: SlipFigures & MoveFigures;
  promisors: PromisorRecord[];
  /** The months in which something fell due or was fulfilled, and how much had by the end of each. */
  overTime: MonthFigures[];
  windows: { listed: WindowLine[]; total: number };
  notices: NoticeFigures;
  evidence: EvidenceFigures;
  /** For each count the query of the list that has exactly the rows counted. */
  queries: { [A in keyof AxisCounts]: Record<keyof AxisCounts[A], string> } & { total: string; findings: Record<Finding, string> };
}

/** fulfilled ÷ (fulfilled + partly + not), the parts shown and what was left out named. */
export interface FulfilmentRate {
  fulfilled: number;
  partlyFulfilled: number;
  notFulfilled: number;
  /** Null while nothing was settled either way. */
  rate: number | null;
  leftOut: { pending: number; notTriggered: number; notVerifiable: number; requests: number; drafts: number };
}

/** Of commitments whose last day is later than the first one promised. */
export interface SlipFigures {
  count: number;
  medianDays: number | null;
  worstDays: number | null;
}

/** Of single moves: a commitment may have several. */
export interface MoveFigures {
  moves: number;
  movesWithoutSource: number;
  movesAfterDate: number;
}

export interface PromisorRecord {
  id: string;
  name: string;
  total: number;
  outcome: Counts<Outcome>;
  verdict: Counts<VerdictValue>;
  overdue: number;
  slips: SlipFigures;
  /** Of the list of all of theirs; with `&outcome=…` behind it, of one group. */
  query: string;
}

export interface MonthFigures {
  /** `YYYY-MM` */
  month: string;
  /** Due by its end if every window closed on its first day. */
  earliestDue: number;
  /** Due by its end for certain: every window is over. */
  certainlyDue: number;
  /** Of those with a date, fulfilled by its end. */
  fulfilled: number;
}

export interface Bounds {
  earliest: Day | null;
  latest: Day | null;
}

/** A window beside the one first promised. */
export interface WindowLine {
  ref: string;
  title: string;
  lang: string;
  promisor: string;
  first: Bounds;
  current: Bounds;
  slipDays: number;
  outcome: Outcome;
}

/** Mails by what became of them, as the log has it. */
export interface NoticeFigures {
  sent: number;
  failed: number;
  suppressed: number;
  unknown: number;
  bounced: number;
}

export interface EvidenceFigures {
  /** Settled commitments without a second source. */
  singleSource: number;
  /** Links that nobody keeps a copy of, and the commitments that have any. */
  openLinks: number;
  withOpenLinks: number;
}

/** The query of the list of commitments under a filter, as of a day. */
export function listQuery(filter: CommitmentFilter, asOf: Day): string {
  return new URLSearchParams({ ...(filter as Record<string, string>), asOf }).toString();
}
