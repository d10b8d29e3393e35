/** The only reader of the time. Everything else is handed a `now`. */
import { addMs, fromMs, type Instant } from './domain/time.js';

/** Where a Clock is injected. */
export const CLOCK = Symbol('clock');

export interface Clock {
  /** The wall clock, UTC. */
  now(): Instant;
  /**
   * Milliseconds of a clock that never jumps, from an arbitrary origin. On Linux and macOS it stands still while the
   * machine is suspended, so that waking up looks as if the wall clock had jumped ahead; on Windows it runs on.
   */
  monotonicMs(): number;
  /** Whether it is the real time, so that a database server's clock may stand in for it. */
  readonly followsSystem: boolean;
}

export const systemClock: Clock = {
  now: () => fromMs(Date.now()),
  monotonicMs: () => performance.now(),
  followsSystem: true,
};

/** A clock that stands still until it is moved: the demo, simulations and tests live by it. */
export class VirtualClock implements Clock {
  readonly followsSystem = false;
  private elapsedMs = 0;

  constructor(private at: Instant) {}

  now(): Instant {
    return this.at;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  /** Moves on to `instant`; never backwards, as time does not. */
  advanceTo(instant: Instant): void {
    if (instant < this.at) throw new Error(`${instant} is before ${this.at}`);
    this.elapsedMs += Date.parse(instant) - Date.parse(this.at);
    this.at = instant;
  }

  /** Somebody set the clock: the wall shows `instant`, earlier or later, and no time has gone by. */
  jumpTo(instant: Instant): void {
    this.at = instant;
  }

  advanceBy(ms: number): void {
    this.advanceTo(addMs(this.at, ms));
  }
}
