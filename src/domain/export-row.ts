/** A commitment as it leaves in a file: flat, with names for ids. Nobody's address, no notes, as for any outsider. */
import type { Commitment } from './commitment.js';
import { outcomeOf, type Outcome } from './outcome.js';
import type { Party } from './people.js';
import { slipDays, type Target } from './target.js';
import { timelinessOf, type Timeliness } from './timeliness.js';
import type { Day } from './time.js';

export interface ExportRow {
  commitment: Commitment;
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

export function exportRowOf(commitment: Commitment, { parties, original, day, dueSoonDays }: RowSurroundings): ExportRow {
  const name = (id: string): string => parties.get(id)?.name ?? '';
  const { value, days } = timelinessOf({ ...commitment, leadDays: dueSoonDays }, day);
  return {
    commitment,
    promisor: name(commitment.promisor),
    beneficiaries: commitment.beneficiaries.map(name),
    firstLatest: original.latest,
    slipDays: slipDays(original, commitment.target),
    timeliness: value,
    days,
    outcome: outcomeOf(commitment, value),
  };
}
