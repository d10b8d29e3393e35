/** When the wall clock is doubted, and when it is trusted again. */
import { describe, expect, it, test } from '@jest/globals';
import { watchClock, type ClockState } from '../../src/domain/clock-watch.js';

const minute = 60_000;
const hour = 60 * minute;

/** Readings a minute apart; the wall jumps by what is given before each. */
function after(...jumps: number[]): ClockState {
  let state = watchClock(null, { wallMs: 1_000, monotonicMs: 5 });
  let [wallMs, monotonicMs] = [1_000, 5];
  for (const jump of jumps) {
    wallMs += minute + jump;
    monotonicMs += minute;
    state = watchClock(state, { wallMs, monotonicMs });
  }
  return state;
}

const quiet = (minutes: number): number[] => Array<number>(minutes).fill(0);

describe('The clock', () => {
  test.each([
    ['forward by more than an hour', hour + 1, true],
    ['back by more than an hour', -hour - 1, true],
    ['forward by thirty days', 30 * 24 * hour, true],
    ['forward by an hour', hour, false],
    ['back by an hour', -hour, false],
    ['by a leap second', 1_000, false],
  ])('that goes %s is doubted: %s → %s', (_how, jump, doubted) => {
    expect(after(0, jump).doubt !== null).toBe(doubted);
  });

  it('is not doubted for what it shows first, nor for a long silence', () => {
    expect(watchClock(null, { wallMs: 9e12, monotonicMs: 0 }).doubt).toBeNull();
    const first = watchClock(null, { wallMs: 0, monotonicMs: 0 });
    expect(watchClock(first, { wallMs: 48 * hour, monotonicMs: 48 * hour }).doubt).toBeNull();
  });

  it('is trusted again after ten even minutes, and not before', () => {
    expect(after(2 * hour, ...quiet(9)).doubt).toEqual({ jumpedMs: 2 * hour, steadySinceMs: 5 + minute });
    expect(after(2 * hour, ...quiet(10)).doubt).toBeNull();
  });

  it('that is put back within the ten minutes has to run evenly from then on', () => {
    expect(after(2 * hour, ...quiet(5), -2 * hour, ...quiet(9)).doubt).toMatchObject({ jumpedMs: 0 });
    expect(after(2 * hour, ...quiet(5), -2 * hour, ...quiet(10)).doubt).toBeNull();
  });

  it('that still moves while it is doubted is not running evenly', () => {
    expect(after(2 * hour, ...quiet(8), 2 * minute, ...quiet(8)).doubt).not.toBeNull();
  });
});
