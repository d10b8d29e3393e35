/** A commitment as it leaves in a file: flat, with names for ids. Nobody's address, no notes, as for any outsider. */
import type { Commitment } from './commitment.js';
import { outcomeOf, type Outcome } from './outcome.js';
import type { Party } from './people.js';
import { slipDays, type Target } from './target.js';
import { timelinessOf, type Timeliness } from './timeliness.js';
import type { Day } from './time.js';

/** What of a commitment is in a file, or decides what is. */
export const exportedMembers = [
  'ref',
  'number',
  'externalId',
  'title',
  'kind',
  'statement',
  'promisor',
  'beneficiaries',
  'topics',
  'measure',
  'condition',
  'publication',
  'standing',
  'progress',
  'verdict',
  'fulfilledOn',
  'target',
  'earliest',
  'latest',
  'overdueFrom',
] as const satisfies readonly (keyof Commitment)[];
export type ExportedCommitment = Pick<Commitment, (typeof exportedMembers)[number]>;

export interface ExportRow {
  commitment: ExportedCommitment;
  promisor: string;
  beneficiaries: string[];
  /** The first target's last day. */
  firstLatest: Day | null;
  slipDays: number | null;
  timeliness: Timeliness;
  /** Overdue, late or left, as the timeliness says. */
  days: number | null;
  outcome: Outcome;
}

export interface RowSurroundings {
  parties: ReadonlyMap<string, Party>;
  original: Target;
  day: Day;
  dueSoonDays: number;
}

export function exportRowOf(commitment: ExportedCommitment, { parties, original, day, dueSoonDays }: RowSurroundings): ExportRow {
  const name = (id: string): string => parties.get(id)?.name ?? '';
  const { target, verdict, fulfilledOn } = commitment;
  const { value, days } = timelinessOf({ target, verdict, fulfilledOn, leadDays: dueSoonDays }, day);
  return {
    commitment,
    promisor: name(commitment.promisor),
    beneficiaries: commitment.beneficiaries.map(name),
    firstLatest: original.latest,
    slipDays: slipDays(original, target),
    timeliness: value,
    days,
    outcome: outcomeOf(commitment, value),
  };
}
