/** Counting by value, and what is said of numbers in a row. */
import { isVisible } from '../visibility.js';
import { commitmentKinds, progressValues, publications, standings } from '../axes.js';
import type { Judgement } from '../commitment-filter.js';
import { outcomes } from '../outcome.js';
import type { AxisCounts, Counts, SlipFigures } from '../report.js';
import { timelinessValues } from '../timeliness.js';
import { verdictValues } from '../verdict.js';
import type { Facts } from '../versions/facts.js';

export const axisValues = {
  publication: publications,
  kind: commitmentKinds,
  standing: standings,
  progress: progressValues,
  verdict: verdictValues,
  timeliness: timelinessValues,
  outcome: outcomes,
} as const satisfies { [A in keyof AxisCounts]: readonly (keyof AxisCounts[A])[] };

export function zeros<T extends string>(values: readonly T[]): Counts<T> {
  return Object.fromEntries(values.map((value) => [value, 0])) as Counts<T>;
}

export function axisCounts(): AxisCounts {
  return Object.fromEntries(Object.entries(axisValues).map(([axis, values]) => [axis, zeros(values)])) as unknown as AxisCounts;
}

/** Counts of every axis are of what outsiders may see, but for those of publication itself. */
export function countOn(counts: AxisCounts, facts: Facts, { timeliness, outcome }: Judgement): void {
  counts.publication[facts.publication]++;
  if (!isVisible(facts, 'outside')) return;
  counts.kind[facts.kind]++;
  counts.standing[facts.standing]++;
  counts.progress[facts.progress]++;
  counts.verdict[facts.verdict]++;
  counts.timeliness[timeliness]++;
  counts.outcome[outcome]++;
}

export function slipFigures(days: readonly number[]): SlipFigures {
  const sorted = Float64Array.from(days).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const median = upper === undefined ? null : sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  return { count: sorted.length, medianDays: median, worstDays: sorted.at(-1) ?? null };
}
