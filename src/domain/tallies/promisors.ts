/** The record of each promisor: how many of what they promised came to what, and how far their dates slipped. */
import { slipOf, type Judgement } from '../commitment-filter.js';
import { outcomes, type Outcome } from '../outcome.js';
import type { Party } from '../people.js';
import { listQuery, type Counts, type PromisorRecord } from '../report.js';
import type { Day } from '../time.js';
import { verdictValues, type VerdictValue } from '../verdict.js';
import type { Facts } from '../versions/facts.js';
import { countDay, slipFigures, zeros } from './counts.js';

interface Theirs {
  total: number;
  outcome: Counts<Outcome>;
  verdict: Counts<VerdictValue>;
  /** How many slipped by how many days. */
  slips: Map<number, number>;
}

export class Promisors {
  private readonly theirs = new Map<string, Theirs>();

  take(facts: Facts, { outcome }: Judgement): void {
    let theirs = this.theirs.get(facts.promisor);
    if (theirs === undefined) this.theirs.set(facts.promisor, (theirs = nothing()));
    theirs.total++;
    theirs.outcome[outcome]++;
    theirs.verdict[facts.verdict]++;
    const slip = slipOf(facts);
    if (slip > 0) countDay(theirs.slips, slip);
  }

  get ids(): string[] {
    return [...this.theirs.keys()];
  }

  /** By name. */
  result(names: ReadonlyMap<string, string>, asOf: Day): PromisorRecord[] {
    const records = [...this.theirs].map(([id, theirs]) => recordOf({ id, name: names.get(id) ?? '' }, theirs, asOf));
    return records.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  }

  /** Of all of them together. */
  slips(): Map<number, number> {
    const all = new Map<number, number>();
    for (const { slips } of this.theirs.values()) for (const [days, times] of slips) countDay(all, days, times);
    return all;
  }
}

/** Of a party that promised nothing. */
export function emptyRecord(party: Party, asOf: Day): PromisorRecord {
  return recordOf(party, nothing(), asOf);
}

function recordOf({ id, name }: Party, { total, outcome, verdict, slips }: Theirs, asOf: Day): PromisorRecord {
  const query = listQuery({ publication: 'published', promisor: id }, asOf);
  return { id, name, total, outcome, verdict, overdue: outcome.overdue, slips: slipFigures(slips), query };
}

function nothing(): Theirs {
  return { total: 0, outcome: zeros(outcomes), verdict: zeros(verdictValues), slips: new Map() };
}
