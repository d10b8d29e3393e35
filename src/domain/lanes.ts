/**
 * How many mails go to one domain at once, and how fast: so that a slow or unwilling domain takes neither the connections
 * of the others nor more than it asked for. A lane is what one process knows of one domain; it is forgotten at the end of
 * the process, since what a domain bears it says again.
 */
import type { Outcome } from './delivery.js';

export const laneRules = {
  /** Mails on the wire at once, to all domains. */
  connections: 5,
  /** To one domain: at first, and once it has taken as many as that. One connection is always left for the others. */
  firstAtOnce: 2,
  mostAtOnce: 4,
  /** An attempt that takes longer makes its domain a slow one, which gets one connection. */
  slowMs: 30_000,
  /** After "too many": nothing for so long, twice as long each time, and then only a part of the rate that was too much. */
  restMs: 60_000,
  longestRestMs: 30 * 60_000,
  leastPerMinute: 6,
  /** A minute that went well raises the rate; above this it is no longer bounded. */
  raisedBy: 1.5,
  unboundedPerMinute: 1_000,
  /** So many attempts in a row that did not even reach the server: the others can wait for the next pass. */
  unreachableInARow: 5,
};

interface Lane {
  onTheWire: number;
  atOnce: number;
  /** Starts in the minute that began at `minuteAt`, and how many there may be; null for no bound. */
  minuteAt: number;
  starts: number;
  perMinute: number | null;
  restMs: number;
  restsUntil: number;
  servedAt: number;
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private served = 0;

  /** Whether another mail may go to the domain now, in milliseconds of any clock that all calls share. */
  isFree(domain: string, nowMs: number): boolean {
    const lane = this.lanes.get(domain);
    if (lane === undefined) return true;
    turnMinute(lane, nowMs);
    return lane.onTheWire < lane.atOnce && nowMs >= lane.restsUntil && (lane.perMinute === null || lane.starts < lane.perMinute);
  }

  /** The domains that nothing may go to now. */
  closed(nowMs: number): string[] {
    return [...this.lanes.keys()].filter((domain) => !this.isFree(domain, nowMs)).sort();
  }

  /** Of some domains, the one whose turn it is: that was served longest ago. */
  next(domains: Iterable<string>): string | null {
    let first: string | null = null;
    for (const domain of domains) if (first === null || this.turnOf(domain) < this.turnOf(first)) first = domain;
    return first;
  }

  started(domain: string, nowMs: number): void {
    const lane = this.laneOf(domain, nowMs);
    turnMinute(lane, nowMs);
    lane.onTheWire += 1;
    lane.starts += 1;
    lane.servedAt = ++this.served;
  }

  ended(domain: string, outcome: Outcome, tookMs: number, nowMs: number): void {
    const { firstAtOnce, mostAtOnce, slowMs, restMs, longestRestMs, leastPerMinute } = laneRules;
    const lane = this.laneOf(domain, nowMs);
    lane.onTheWire -= 1;
    if (asksForLess(outcome)) {
      // Several on the wire at once are told so at once: that is one refusal.
      if (nowMs < lane.restsUntil) return;
      lane.restMs = Math.min(lane.restMs === 0 ? restMs : lane.restMs * 2, longestRestMs);
      lane.restsUntil = nowMs + lane.restMs;
      lane.perMinute = Math.max(leastPerMinute, Math.floor(Math.min(lane.starts, lane.perMinute ?? lane.starts) / 2));
      lane.atOnce = 1;
    } else if (tookMs > slowMs) lane.atOnce = 1;
    else if (outcome.phase === 'replied') lane.atOnce = Math.min(Math.max(lane.atOnce + 1, firstAtOnce), mostAtOnce);
  }

  /** A start that came to nothing before anything was on the wire. */
  cancelled(domain: string): void {
    const lane = this.lanes.get(domain);
    if (lane === undefined) return;
    lane.onTheWire -= 1;
    lane.starts -= 1;
  }

  private turnOf(domain: string): number {
    return this.lanes.get(domain)?.servedAt ?? 0;
  }

  private laneOf(domain: string, nowMs: number): Lane {
    let lane = this.lanes.get(domain);
    if (lane === undefined) {
      lane = {
        onTheWire: 0,
        atOnce: laneRules.firstAtOnce,
        minuteAt: nowMs,
        starts: 0,
        perMinute: null,
        restMs: 0,
        restsUntil: 0,
        servedAt: 0,
      };
      this.lanes.set(domain, lane);
    }
    return lane;
  }
}

/** A new minute begins the count anew, and one that went well raises the rate. */
function turnMinute(lane: Lane, nowMs: number): void {
  const minutes = Math.floor((nowMs - lane.minuteAt) / 60_000);
  if (minutes === 0) return;
  lane.minuteAt = nowMs;
  lane.starts = 0;
  if (lane.perMinute === null || nowMs < lane.restsUntil) return;
  lane.perMinute = Math.ceil(lane.perMinute * laneRules.raisedBy);
  if (lane.perMinute <= laneRules.unboundedPerMinute) return;
  lane.perMinute = null;
  lane.restMs = 0;
}

/** 421 and 450–452 whose words or code say that we ask too much, and not that the reader's box is full or grey-listed. */
export function asksForLess({ phase, replyCode, enhancedCode, replyText }: Outcome): boolean {
  if (phase === 'connect' || ![421, 450, 451, 452].includes(replyCode ?? 0)) return false;
  return enhancedCode === '4.7.28' || /\btoo (many|much|fast)\b|\brate\b|throttl|slow(ing)? down|limit/i.test(replyText);
}

/** The server was not reached, or turned us away before it heard of any reader: the next mail would fare no better. */
export function isUnreachable({ phase, replyCode }: Outcome): boolean {
  return phase === 'connect' && (replyCode === null || replyCode === 421);
}
