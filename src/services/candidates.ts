/** What could go out next, fairly between domains: a window onto the queue, so that the queue's length costs nothing. */
import { domainOf, type Lanes } from '../domain/lanes.js';
import { toMs, type Instant } from '../domain/time.js';
import type { Reader } from '../store/database.js';
import { openCandidates, type Candidate } from '../store/outbox.store.js';

const windowSize = 200;

export interface Search {
  now: Instant;
  /** What was queued up to then waits. */
  queuedAfter: Instant | null;
}

export class Candidates {
  /** Queued messages by domain, the longest waiting first. */
  private readonly byDomain = new Map<string, Candidate[]>();
  /** Open messages that need no connection: their wait or their lease is over. */
  private readonly overdue: Candidate[] = [];
  /** The sets of closed domains beside which the queue had nothing. */
  private readonly nothingBeside = new Set<string>();

  constructor(private readonly lanes: Lanes) {}

  /** Something may have been queued since. */
  lookAgain(): void {
    this.nothingBeside.clear();
  }

  /** Whether `next` would have something. */
  async hasNext(on: Reader, search: Search): Promise<boolean> {
    return this.overdue.length > 0 || (await this.domainOfNext(on, search)) !== null || this.overdue.length > 0;
  }

  /** The longest waiting of the domain whose turn it is, among those that something may go to now; null for none. */
  async next(on: Reader, search: Search): Promise<Candidate | null> {
    const overdue = this.overdue.shift();
    if (overdue !== undefined) return overdue;
    const domain = await this.domainOfNext(on, search);
    return this.overdue.shift() ?? (domain === null ? null : this.takeFrom(domain));
  }

  private takeFrom(domain: string): Candidate | null {
    const waiting = this.byDomain.get(domain);
    const first = waiting?.shift() ?? null;
    if (waiting?.length === 0) this.byDomain.delete(domain);
    return first;
  }

  private async domainOfNext(on: Reader, search: Search): Promise<string | null> {
    const nowMs = toMs(search.now);
    const free = (): string | null => this.lanes.next([...this.byDomain.keys()].filter((domain) => this.lanes.isFree(domain, nowMs)));
    const found = free();
    if (found !== null) return found;
    const closed = this.lanes.closed(nowMs);
    const beside = closed.join(' ');
    if (this.nothingBeside.has(beside)) return null;
    await this.look(on, search, closed);
    const another = free();
    if (another === null && this.overdue.length === 0) this.nothingBeside.add(beside);
    return another;
  }

  private async look(on: Reader, { now, queuedAfter }: Search, except: string[]): Promise<void> {
    const known = new Set([...this.byDomain.values()].flatMap((waiting) => waiting.map(({ id }) => id)));
    for (const candidate of await openCandidates(on, { now, queuedAfter, except, limit: windowSize })) {
      if (known.has(candidate.id)) continue;
      if (candidate.state !== 'queued') this.overdue.push(candidate);
      else {
        const domain = domainOf(candidate.envelopeTo);
        const waiting = this.byDomain.get(domain);
        if (waiting === undefined) this.byDomain.set(domain, [candidate]);
        else waiting.push(candidate);
      }
    }
  }
}
