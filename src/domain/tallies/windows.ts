/** Chooses the windows that a report lists: what slipped most, then what is still open and falls due first. */
import { slipOf, type Judgement } from '../commitment-filter.js';
import type { Outcome } from '../outcome.js';
import type { Facts } from '../versions/facts.js';

/** As many as a page can show. */
const mostListed = 60;

export interface ChosenWindow {
  facts: Facts;
  outcome: Outcome;
}

export class Windows {
  private chosen: ChosenWindow[] = [];
  /** The least of those that were chosen when there were enough: what is no more than it need not be looked at again. */
  private least: Facts | null = null;
  /** How many have a window at all. */
  total = 0;

  take(facts: Facts, { outcome }: Judgement): void {
    if (facts.latest === null) return;
    this.total++;
    if (this.least !== null && inUrgency(facts, this.least) > 0) return;
    this.chosen.push({ facts: { ...facts }, outcome });
    if (this.chosen.length === mostListed * 20) this.choose();
  }

  result(): ChosenWindow[] {
    this.choose();
    return this.chosen.sort((a, b) => (a.facts.latest ?? 0) - (b.facts.latest ?? 0) || a.facts.number - b.facts.number);
  }

  private choose(): void {
    this.chosen = this.chosen.sort((a, b) => inUrgency(a.facts, b.facts)).slice(0, mostListed);
    this.least = this.chosen[mostListed - 1]?.facts ?? null;
  }
}

function inUrgency(a: Facts, b: Facts): number {
  return (
    Math.max(0, slipOf(b)) - Math.max(0, slipOf(a)) ||
    (a.verdict === 'pending' ? 0 : 1) - (b.verdict === 'pending' ? 0 : 1) ||
    (a.latest ?? 0) - (b.latest ?? 0) ||
    a.number - b.number
  );
}
