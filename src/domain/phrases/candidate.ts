import type { ConventionId } from '../conventions.js';
import type { Certainty, TargetKind } from '../target-kinds.js';
import type { Period } from '../time.js';

/** What may be a deadline: what it says, where it stands, and what it takes for it to be one. */
export interface Candidate {
  kind: TargetKind;
  edtf: string | null;
  certainty: Certainty;
  used: readonly ConventionId[];
  duration: Period | null;
  trigger: string | null;
  recurrence: Period | null;
  /** Tokens: the first, and the one after the last. */
  first: number;
  next: number;
  /** Whether words before it say what is promised about the date. */
  opened: boolean;
  /** Only when nothing else was said. */
  weak: boolean;
  /** Says that a date is still to be fixed. */
  toBeFixed: boolean;
  /** A year stands in it, or it is counted from a day. */
  yearSaid: boolean;
  /** A date that does not exist, as 31 June: nothing is read from it, nor from a part of it. */
  impossible: boolean;
}

export function candidateOf(
  kind: TargetKind,
  first: number,
  next: number,
  edtf: string | null = null,
  certainty: Certainty = 'exact',
  used: readonly ConventionId[] = NONE,
): Candidate {
  return {
    kind,
    edtf,
    certainty,
    used,
    duration: null,
    trigger: null,
    recurrence: null,
    first,
    next,
    opened: true,
    weak: false,
    toBeFixed: false,
    yearSaid: true,
    impossible: false,
  };
}

/** Due so long after an event (before it with a minus), or with it. */
export function eventCandidate(first: number, next: number, trigger: string, duration: Period | null): Candidate {
  const candidate = candidateOf('event', first, next);
  candidate.trigger = trigger;
  candidate.duration = duration;
  return candidate;
}

export function impossibleDate(first: number, next: number): Candidate {
  const candidate = candidateOf('undated', first, next);
  candidate.impossible = true;
  return candidate;
}

const NONE: readonly ConventionId[] = [];
