/** What can go wrong, how often, and how chance is asked. */
import type { Chance } from '../../chance.js';

/** Thrown where a simulated database fails: whoever does not expect one has a bug. */
export class SimulatedFault extends Error {}

/** Rates of everything that goes wrong, 0 for a calm sea. */
export interface Weather {
  /** Of writes: the connection is gone before anything is done. */
  lostBefore: number;
  /** Of writes: everything is done but the commit, which fails. */
  lostAtCommit: number;
  /** Of writes: committed, and the answer is lost. */
  unknownCommit: number;
  /** Of steps: a process dies, wherever it is. */
  kill: number;
  /** Of steps: a process stops for longer than a lease lasts, or shorter. */
  pause: number;
  /** Of mails: something else than acceptance. */
  mail: number;
}

export const storm: Weather = { lostBefore: 0.03, lostAtCommit: 0.03, unknownCommit: 0.03, kill: 0.015, pause: 0.015, mail: 0.5 };
export const calm: Weather = { lostBefore: 0, lostAtCommit: 0, unknownCommit: 0, kill: 0, pause: 0, mail: 0 };

export function roll(chance: Chance, below: number): number {
  return Math.floor(chance.fraction() * below);
}

export function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  const chosen = choices[roll(chance, choices.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}

/** One of the names, as often as its weight says. */
export function weighted<K extends string>(chance: Chance, weights: Record<K, number>): K {
  const entries = Object.entries(weights) as [K, number][];
  let at = chance.fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    if (at < weight) return name;
    at -= weight;
  }
  return entries[0]![0];
}
