/** How many mails go to a domain at once, and how fast. */
import { describe, expect, it, test } from '@jest/globals';
import type { Outcome } from '../../src/domain/delivery.js';
import { asksForLess, domainOf, isUnreachable, laneRules, Lanes } from '../../src/domain/lanes.js';

const said = (reply: string, phase: Outcome['phase'] = 'rcpt'): Outcome => {
  const [, code, enhanced] = /^(\d{3})(?: ([245]\.\d+\.\d+))?/.exec(reply) ?? [];
  return { phase, replyCode: code === undefined ? null : Number(code), enhancedCode: enhanced ?? null, replyText: reply };
};
const taken = said('250 2.0.0 taken', 'replied');
const tooMany = said('450 4.7.1 too many messages');
const minute = 60_000;

/** Starts as many as may start now, one after the other is not over; says how many. */
function fill(lanes: Lanes, domain: string, nowMs = 0): number {
  let started = 0;
  for (; lanes.isFree(domain, nowMs); started++) lanes.started(domain, nowMs);
  return started;
}

describe('To one domain', () => {
  it('go two at once, then as many as it takes, and one connection is always left for the others', () => {
    const lanes = new Lanes();
    expect(fill(lanes, 'a.org')).toBe(laneRules.firstAtOnce);
    lanes.ended('a.org', taken, 10, 0);
    expect(fill(lanes, 'a.org')).toBe(2);
    for (let i = 0; i < 3; i++) lanes.ended('a.org', taken, 10, 0);
    expect(fill(lanes, 'a.org')).toBe(laneRules.mostAtOnce);
    expect(laneRules.mostAtOnce).toBeLessThan(laneRules.connections);
    expect(fill(lanes, 'b.org')).toBe(laneRules.firstAtOnce);
  });

  it('that takes its time goes one at once, until it is quick again', () => {
    const lanes = new Lanes();
    fill(lanes, 'a.org');
    lanes.ended('a.org', taken, laneRules.slowMs + 1, 0);
    lanes.ended('a.org', taken, laneRules.slowMs + 1, 0);
    expect(fill(lanes, 'a.org')).toBe(1);
    lanes.ended('a.org', taken, 10, 0);
    expect(fill(lanes, 'a.org')).toBe(2);
  });

  it('that says "too many" goes nothing for a minute, then twice as long each time', () => {
    const lanes = new Lanes();
    let now = 0;
    for (const rest of [1, 2, 4, 8, 16, 30, 30]) {
      lanes.started('a.org', now);
      lanes.ended('a.org', tooMany, 10, now);
      expect([rest, lanes.isFree('a.org', now + rest * minute - 1), lanes.isFree('a.org', now + rest * minute)]).toEqual([
        rest,
        false,
        true,
      ]);
      expect(lanes.closed(now)).toEqual(['a.org']);
      now += rest * minute;
    }
  });

  it('told "too many" by several at once is told so once', () => {
    const lanes = new Lanes();
    lanes.started('a.org', 0);
    lanes.started('a.org', 0);
    lanes.ended('a.org', tooMany, 10, 0);
    lanes.ended('a.org', tooMany, 10, 5);
    expect(lanes.isFree('a.org', minute)).toBe(true);
  });

  it('goes half of what was too much in the next minute, and more from minute to minute', () => {
    const lanes = new Lanes();
    const inAMinute = (now: number): number => {
      let count = 0;
      for (; lanes.isFree('a.org', now); count++) {
        lanes.started('a.org', now);
        lanes.ended('a.org', taken, 10, now);
      }
      return count;
    };
    for (let i = 0; i < 99; i++) {
      lanes.started('a.org', 0);
      lanes.ended('a.org', taken, 10, 0);
    }
    lanes.started('a.org', 0);
    lanes.ended('a.org', tooMany, 10, 0);
    expect([1, 2, 3].map((at) => inAMinute(at * minute))).toEqual([75, 113, 170]);
  });

  it('nothing keeps a place that came to nothing', () => {
    const lanes = new Lanes();
    fill(lanes, 'a.org');
    lanes.cancelled('a.org');
    expect(fill(lanes, 'a.org')).toBe(1);
  });
});

test('domains take turns', () => {
  const lanes = new Lanes();
  const order = Array.from({ length: 6 }, () => {
    const next = lanes.next(['a.org', 'b.org', 'c.org']) ?? '';
    lanes.started(next, 0);
    return next;
  });
  expect(order).toEqual(['a.org', 'b.org', 'c.org', 'a.org', 'b.org', 'c.org']);
  expect(lanes.next([])).toBeNull();
});

test.each<[reply: string, phase: Outcome['phase'], asks: boolean]>([
  ['421 4.7.0 too many connections', 'rcpt', true],
  ['450 4.7.1 too many messages', 'mail', true],
  ['451 4.7.28 unusual', 'replied', true],
  ['452 4.5.3 too many recipients', 'rcpt', true],
  ['450 4.2.1 sending rate exceeded', 'rcpt', true],
  ['451 slow down', 'replied', true],
  ['450 4.2.1 greylisted, try again in 300 seconds', 'rcpt', false],
  ['452 4.2.2 mailbox full', 'rcpt', false],
  ['550 5.7.1 too many', 'rcpt', false],
  ['421 4.3.2 too many connections', 'connect', false],
])('%s (%s) asks for less: %s', (reply, phase, asks) => {
  expect(asksForLess(said(reply, phase))).toBe(asks);
});

test.each<[reply: string, phase: Outcome['phase'], unreachable: boolean]>([
  ['connect ECONNREFUSED', 'connect', true],
  ['421 4.3.2 busy', 'connect', true],
  ['535 5.7.8 wrong', 'connect', false],
  ['450 4.2.1 later', 'rcpt', false],
  ['The connection was closed', 'data', false],
])('%s (%s) reached no server: %s', (reply, phase, unreachable) => {
  expect(isUnreachable(said(reply, phase))).toBe(unreachable);
});

test('the domain of an address is what follows the @, in lower case', () => {
  expect(domainOf('A@Example.ORG')).toBe('example.org');
});
