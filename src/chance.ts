/** Where chance comes from, but for secrets: those are always the system's. A simulation draws from a seed, and a seed makes one run. */
import { randomBytes } from 'node:crypto';

export interface Chance {
  /** In [0, 1). */
  fraction(): number;
  bytes(count: number): Buffer;
}

export const systemChance: Chance = { fraction: () => Math.random(), bytes: randomBytes };

/** Mulberry32: small, and the same on every machine. */
export function seededChance(seed: number): Chance {
  let state = seed;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { fraction, bytes: (count) => Buffer.from(Array.from({ length: count }, () => Math.floor(fraction() * 256))) };
}
