/** What a delivery report means for an address. */
import { describe, expect, test } from '@jest/globals';
import { failureIn, hardBounces, isWornOut, type BounceKind } from '../../src/domain/bounce.js';
import { addDays } from '../../src/domain/time.js';

const recipient = (action: string, status: string) => ({ action, status, diagnostic: null });

describe('A report', () => {
  test.each<[status: string, kind: BounceKind]>([
    ['5.1.1', 'dead'],
    ['5.1.2', 'dead'],
    ['5.1.6', 'dead'],
    ['5.1.10', 'dead'],
    ['5.1.7', 'soft'],
    ['5.1.8', 'soft'],
    ['5.2.1', 'hard'],
    ['5.2.2', 'hard'],
    ['5.0.0', 'hard'],
    ['5.4.4', 'soft'],
    ['5.4.6', 'hard'],
    ['5.7.1', 'soft'],
    ['4.4.7', 'soft'],
    ['4.2.2', 'soft'],
  ])('that it failed with %s makes the bounce %s', (status, kind) => {
    expect(failureIn([recipient('failed', status)])).toEqual({ action: 'failed', status, diagnostic: null, kind });
  });

  test.each(['delayed', 'delivered', 'relayed', 'expanded'])('that it was %s changes nothing', (action) => {
    expect(failureIn([recipient(action, '4.0.0')])).toBeNull();
  });

  test('of an address that stands for several, one of which took it, changes nothing', () => {
    expect(failureIn([recipient('failed', '5.1.1'), recipient('delivered', '2.0.0')])).toBeNull();
    expect(failureIn([recipient('delayed', '4.0.0'), recipient('failed', '5.1.1')])).toMatchObject({ kind: 'dead' });
  });
});

describe('An address', () => {
  const today = '2021-03-31';
  test.each<[what: string, days: string[], wornOut: boolean]>([
    ['on three days', ['2021-03-01', '2021-03-15', today], true],
    ['on two', ['2021-03-15', today], false],
    ['thrice on one day', [today, today, today], false],
    ['on three days, one of them long ago', [addDays(today, -hardBounces.withinDays - 1), '2021-03-15', today], false],
    ['on three days, the first just within the season', [addDays(today, -hardBounces.withinDays), '2021-03-15', today], true],
  ])('that refused for good %s', (_what, days, wornOut) => {
    expect(isWornOut(days, today)).toBe(wornOut);
  });
});
