/** Whether two wordings of one commitment, in two languages, say the same about time. */
import type { Reading } from './reading.js';

/** What can differ. The words of an event are not compared: they are in two languages. */
export type ComparedField = 'kind' | 'earliest' | 'latest' | 'certainty' | 'duration' | 'recurrence';

export interface Disagreement {
  /** Null where the other wording has a deadline more. */
  a: Reading | null;
  b: Reading | null;
  fields: ComparedField[];
}

export interface Comparison {
  agree: boolean;
  disagreements: Disagreement[];
}

const FIELDS: readonly ComparedField[] = ['kind', 'earliest', 'latest', 'certainty', 'duration', 'recurrence'];

/**
 * Readings are paired by likeness, not by place, for a translation may name its deadlines in another order. What has
 * no partner disagrees by itself.
 */
export function compareReadings(a: readonly Reading[], b: readonly Reading[]): Comparison {
  const rest = [...b];
  const pairs = [...a].map((reading) => ({ a: reading, b: takeIf(rest, (other) => differing(reading, other).length === 0) }));
  for (const pair of pairs) pair.b ??= takeIf(rest, (other) => other.latest === pair.a.latest) ?? null;
  for (const pair of pairs) pair.b ??= rest.shift() ?? null;
  const disagreements = [
    ...pairs.map((pair): Disagreement => ({ ...pair, fields: pair.b ? differing(pair.a, pair.b) : [] })),
    ...rest.map((other): Disagreement => ({ a: null, b: other, fields: [] })),
  ].filter(({ a: one, b: other, fields }) => one === null || other === null || fields.length > 0);
  return { agree: disagreements.length === 0, disagreements };
}

function differing(a: Reading, b: Reading): ComparedField[] {
  return FIELDS.filter((field) => (a[field] ?? null) !== (b[field] ?? null));
}

function takeIf(readings: Reading[], fits: (reading: Reading) => boolean): Reading | null {
  const at = readings.findIndex(fits);
  return at < 0 ? null : (readings.splice(at, 1)[0] ?? null);
}
