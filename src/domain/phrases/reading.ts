import type { ConventionId, Conventions } from '../conventions.js';
import type { Certainty, TargetKind } from '../target-kinds.js';
import type { Day, Period } from '../time.js';
import type { Lang } from './lexicon.js';

export interface ReadingContext {
  /** The civil day on which it was said; dates without a year and "next month" are counted from it. */
  saidOn: Day;
  lang: Lang;
  conventions: Conventions;
  /** Whose fiscal years are meant, as the conventions name them (CA, UK, US). */
  jurisdiction?: string;
}

/** One deadline. Two readings of the very same words are alternatives, for a person to choose: 03/04/2021 in English. */
export interface Reading {
  /** The words that were read: `phrase.slice(start, end)`, in UTF-16 code units. */
  text: string;
  start: number;
  end: number;
  kind: TargetKind;
  /** The time expression alone; null where no date was said. */
  edtf: string | null;
  certainty: Certainty;
  earliest: Day | null;
  latest: Day | null;
  /** Grace included; null for what is never overdue. */
  firstOverdueDay: Day | null;
  conventions: ConventionId[];
  /** Of an event: how long after it, or before it with a minus. */
  duration?: Period;
  /** Of an event: its words. */
  trigger?: string;
  recurrence?: Period;
}
