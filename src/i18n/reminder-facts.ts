import type { Certainty } from '../domain/target.js';
import type { Day } from '../domain/time.js';

/** What the sentences of a reminder are made of, worked out once for every language. */
export interface ReminderFacts {
  today: Day;
  /** First and last day of the window; null where there is none. */
  earliest: Day | null;
  latest: Day | null;
  overdueFrom: Day | null;
  /** From today to `latest`; negative once it has passed. */
  daysLeft: number;
  /** 1 on the first overdue day. */
  daysOverdue: number;
  /** What is kept up over a period (until, throughout) ends; it is never overdue. */
  sustained: boolean;
  /** A target without an end: it only says from when. */
  startOnly: boolean;
  certainty: Certainty;
  /** Overdue only some days after the day that follows `latest`. */
  hasGrace: boolean;
  /** By how many days `latest` moved; null where it had none before or has none now. */
  moved: { from: Day | null; to: Day | null; byDays: number | null; withdrawn: boolean } | null;
  settled: {
    verdict: 'fulfilled' | 'partly_fulfilled' | 'not_fulfilled' | 'not_verifiable';
    onTime: boolean;
    daysLate: number | null;
  } | null;
}
