/** What a benchmark hands to run.ts, and the one way of timing two things fairly. */

export interface BenchResult {
  name: string;
  /** In whatever unit the name gives; a rate where there is a comparator. */
  ours: number;
  /** The comparator's figure from the same run, or null where the bar is absolute. */
  theirs: number | null;
  /** What travels between machines: ours to theirs, or the growth between two sizes. */
  ratio: number;
  /** What the ratio (or figure) must be, in words: `≥ 0.35`. */
  bar: string;
  ok: boolean;
}

export interface BenchOptions {
  /** The sizes of the specification, up to a million, instead of ones that finish within a minute in all. */
  full: boolean;
}

export type Bench = (options: BenchOptions) => Promise<BenchResult[]>;

export interface Cost {
  /** CPU time of this process, user and system. */
  cpuMs: number;
  wallMs: number;
}

/**
 * Median costs of some subjects run in turn, so that a machine growing warm or busy meets all of them alike.
 * One round more is run first and not counted.
 */
export async function costs<K extends string>(subjects: Record<K, () => unknown>, rounds = 5): Promise<Record<K, Cost>> {
  const names = Object.keys(subjects) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<K, Cost[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      globalThis.gc?.(); // each pays for its own garbage
      const cost = await costOf(subjects[name]);
      if (round > 0) samples[name].push(cost);
    }
  }
  const medians = names.map((name) => [
    name,
    { cpuMs: median(samples[name].map(({ cpuMs }) => cpuMs)), wallMs: median(samples[name].map(({ wallMs }) => wallMs)) },
  ]);
  return Object.fromEntries(medians) as Record<K, Cost>;
}

async function costOf(subject: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await subject();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs };
}

/** The middle one, or the mean of the two middle ones. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('No median of nothing');
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
