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

/** Of how many slipped by how many days: a million that slipped are few different numbers, and need no sorting. */
export function slipFigures(slips: ReadonlyMap<number, number>): SlipFigures {
  const inOrder = [...slips].sort(([a], [b]) => a - b);
  const count = inOrder.reduce((sum, [, times]) => sum + times, 0);
  const at = (place: number): number => {
    let below = 0;
    return inOrder.find(([, times]) => (below += times) > place)?.[0] ?? 0;
  };
  const medianDays = count === 0 ? null : (at((count - 1) >> 1) + at(count >> 1)) / 2;
  return { count, medianDays, worstDays: inOrder.at(-1)?.[0] ?? null };
}

export function countDay(days: Map<number, number>, day: number, times = 1): void {
  days.set(day, (days.get(day) ?? 0) + times);
}
