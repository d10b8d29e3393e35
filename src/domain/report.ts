/** The audit's counts, computed once from a register as of a day; every face of the report shows these. */
import type { Register } from './fold.js';
import type { Commitment } from './commitment.js';
import { commitmentKinds, progressValues, publications, standings } from './axes.js';
import { slipDays } from './target.js';
import { timelinessOf, timelinessValues } from './timeliness.js';
import type { Day } from './time.js';
import { verdictValues, type VerdictValue } from './verdict.js';
import { isVisible } from './visibility.js';

type Counts<T extends string> = Record<T, number>;

export interface AuditReport {
  asOf: Day;
  /** Published commitments; the counts below are of these. */
  total: number;
  kind: Counts<(typeof commitmentKinds)[number]>;
  standing: Counts<(typeof standings)[number]>;
  progress: Counts<(typeof progressValues)[number]>;
  verdict: Counts<VerdictValue>;
  timeliness: Counts<(typeof timelinessValues)[number]>;
  publication: Counts<(typeof publications)[number]>;
  rate: FulfilmentRate;
  slips: { count: number; medianDays: number | null; worstDays: number | null };
  promisors: { id: string; name: string; total: number; verdict: Counts<VerdictValue>; overdue: number }[];
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

export function reportOf(register: Register, asOf: Day, dueSoonDays: number): AuditReport {
  const all = [...register.commitment.values()];
  const shown = all.filter((c) => isVisible(c, 'outside'));
  const timeliness = new Map(shown.map((c) => [c.ref, timelinessOf({ ...c, leadDays: dueSoonDays }, asOf).value]));
  const promisors = [...new Set(shown.map((c) => c.promisor))].map((id) => ({ id, theirs: shown.filter((c) => c.promisor === id) }));
  return {
    asOf,
    total: shown.length,
    kind: count(commitmentKinds, shown, (c) => c.kind),
    standing: count(standings, shown, (c) => c.standing),
    progress: count(progressValues, shown, (c) => c.progress),
    verdict: count(verdictValues, shown, (c) => c.verdict),
    timeliness: count(timelinessValues, shown, (c) => timeliness.get(c.ref) ?? 'undated'),
    publication: count(publications, all, (c) => c.publication),
    rate: rateOf(shown, all.filter((c) => c.publication === 'draft').length),
    slips: slipsOf(shown, register),
    promisors: promisors
      .map(({ id, theirs }) => ({
        id,
        name: register.party.get(id)?.name ?? '',
        total: theirs.length,
        verdict: count(verdictValues, theirs, (c) => c.verdict),
        overdue: theirs.filter((c) => timeliness.get(c.ref) === 'overdue').length,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function count<T extends string>(values: readonly T[], items: readonly Commitment[], valueOf: (c: Commitment) => T): Counts<T> {
  const counts = Object.fromEntries(values.map((value) => [value, 0])) as Counts<T>;
  for (const item of items) counts[valueOf(item)]++;
  return counts;
}

function rateOf(shown: readonly Commitment[], drafts: number): FulfilmentRate {
  const requests = shown.filter((c) => c.kind === 'request');
  const notTriggered = shown.filter((c) => c.kind !== 'request' && c.standing === 'not_triggered');
  const counted = shown.filter((c) => c.kind !== 'request' && c.standing !== 'not_triggered');
  const of = (verdict: VerdictValue): number => counted.filter((c) => c.verdict === verdict).length;
  const [fulfilled, partlyFulfilled, notFulfilled] = [of('fulfilled'), of('partly_fulfilled'), of('not_fulfilled')];
  const settled = fulfilled + partlyFulfilled + notFulfilled;
  return {
    fulfilled,
    partlyFulfilled,
    notFulfilled,
    rate: settled === 0 ? null : fulfilled / settled,
    leftOut: {
      pending: of('pending'),
      notTriggered: notTriggered.length,
      notVerifiable: of('not_verifiable'),
      requests: requests.length,
      drafts,
    },
  };
}

function slipsOf(shown: readonly Commitment[], register: Register): AuditReport['slips'] {
  const days = shown
    .map((c) => slipDays(register.target.get(`${c.ref}/1`)?.target ?? c.target, c.target))
    .filter((d): d is number => d !== null && d > 0)
    .sort((a, b) => a - b);
  const middle = days.length >> 1;
  const median =
    days.length === 0 ? null : days.length % 2 === 1 ? (days[middle] ?? null) : ((days[middle - 1] ?? 0) + (days[middle] ?? 0)) / 2;
  return { count: days.length, medianDays: median, worstDays: days.at(-1) ?? null };
}
