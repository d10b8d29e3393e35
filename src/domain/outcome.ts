/** What became of a commitment as of a day: the groups in which promises are compared, each commitment in exactly one. */
import type { CommitmentKind, Standing } from './axes.js';
import type { Timeliness } from './timeliness.js';
import type { VerdictValue } from './verdict.js';

export const outcomes = [
  'fulfilled_on_time',
  'fulfilled_late',
  'partly_fulfilled',
  'not_fulfilled',
  'overdue',
  'pending',
  'not_triggered',
  'not_verifiable',
  'request',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Those that say nothing of whether promises are kept, and stay out of the fulfilment rate. */
export const leftOut = ['not_triggered', 'not_verifiable', 'request'] as const satisfies readonly Outcome[];

/** Those without a verdict that are to get one. */
export const unsettled = ['overdue', 'pending'] as const satisfies readonly Outcome[];

/** Overdue is not broken: it is pending, still active, and past its date. */
export function outcomeOf(c: { kind: CommitmentKind; standing: Standing; verdict: VerdictValue }, timeliness: Timeliness): Outcome {
  if (c.kind === 'request') return 'request';
  if (c.standing === 'not_triggered') return 'not_triggered';
  switch (c.verdict) {
    case 'fulfilled':
      return timeliness === 'met_late' ? 'fulfilled_late' : 'fulfilled_on_time';
    case 'pending':
      return timeliness === 'overdue' && c.standing === 'active' ? 'overdue' : 'pending';
    default:
      return c.verdict;
  }
}
