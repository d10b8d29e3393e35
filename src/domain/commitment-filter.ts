/** What a list of commitments may be narrowed by: the same words in the API, on the page, and behind every count of a report. */
import { z } from 'zod';
import { commitmentKinds, progressValues, publications, standings } from './axes.js';
import { outcomeOf, outcomes, type Outcome } from './outcome.js';
import { timelinessOn, timelinessValues, type Timeliness } from './timeliness.js';
import { daySchema, epochDay, type Day } from './time.js';
import { verdictValues } from './verdict.js';
import type { Facts } from './versions/facts.js';

/** What a report counts that no single member of a commitment says. */
export const findings = {
  /** The last day is later than the first one promised. */
  slipped: (c) => slipOf(c) > 0,
  moved_without_source: (c) => c.unsourcedMoves > 0,
  moved_after_date: (c) => c.lateMoves > 0,
  /** Has a verdict that rests on one source. */
  single_source: (c) => c.verdict !== 'pending' && c.sources < 2,
  open_link: (c) => c.openLinks > 0,
} satisfies Record<string, (facts: Facts) => boolean>;
export type Finding = keyof typeof findings;

const outcomeList = new RegExp(`^(${outcomes.join('|')})(,(${outcomes.join('|')}))*$`);

export const commitmentFilterSchema = z.strictObject({
  /** Words in the title, the quote or the reference. */
  q: z.string().min(1).max(200).optional(),
  /** A party's id. */
  promisor: z.string().optional(),
  topic: z.string().optional(),
  /** A person's id. */
  owner: z.string().optional(),
  publication: z.enum(publications).optional(),
  kind: z.enum(commitmentKinds).optional(),
  verdict: z.enum(verdictValues).optional(),
  timeliness: z.enum(timelinessValues).optional(),
  standing: z.enum(standings).optional(),
  progress: z.enum(progressValues).optional(),
  dueFrom: daySchema.optional(),
  dueTo: daySchema.optional(),
  /** One or several, with commas between them. */
  outcome: z
    .string()
    .max(200)
    .regex(outcomeList, { error: `of ${outcomes.join(', ')}, one or several with commas between them` })
    .meta({ example: 'fulfilled_late' })
    .optional(),
  finding: z.enum(Object.keys(findings) as [Finding, ...Finding[]]).optional(),
});
export type CommitmentFilter = z.infer<typeof commitmentFilterSchema>;

/** Days by which the last day moved from the first one promised; 0 where either has none. */
export function slipOf({ firstLatest, latest }: Pick<Facts, 'firstLatest' | 'latest'>): number {
  return firstLatest === null || latest === null ? 0 : latest - firstLatest;
}

export interface Judgement {
  timeliness: Timeliness;
  outcome: Outcome;
}

/** Where versions stand on a day. `dueSoonDays` is of the policy that was in force then. */
export function judgeOn(day: Day, dueSoonDays: number): (facts: Facts) => Judgement {
  const today = epochDay(day);
  return (facts) => {
    const timeliness = timelinessOn(facts, today, dueSoonDays).value;
    return { timeliness, outcome: outcomeOf(facts, timeliness) };
  };
}

/** Whether a version is among those that a filter asks for, words (`q`) apart: those are not in versions. */
export function matcherOf(filter: CommitmentFilter, judge: (facts: Facts) => Judgement): (facts: Facts) => boolean {
  const { topic, timeliness, outcome, finding } = filter;
  const equal = (['promisor', 'owner', 'publication', 'kind', 'verdict', 'standing', 'progress'] as const).filter(
    (member) => filter[member] !== undefined,
  );
  const from = filter.dueFrom === undefined ? null : epochDay(filter.dueFrom);
  const to = filter.dueTo === undefined ? null : epochDay(filter.dueTo);
  const wanted = outcome === undefined ? null : new Set(outcome.split(','));
  return (facts) => {
    if (equal.some((member) => facts[member] !== filter[member])) return false;
    if (from !== null && (facts.latest === null || facts.latest < from)) return false;
    if (to !== null && (facts.latest === null || facts.latest > to)) return false;
    if (topic !== undefined && !facts.topics.includes(topic)) return false;
    if (finding !== undefined && !findings[finding](facts)) return false;
    if (timeliness === undefined && wanted === null) return true;
    const judged = judge(facts);
    return (timeliness === undefined || judged.timeliness === timeliness) && (wanted === null || wanted.has(judged.outcome));
  };
}
