/**
 * One thing at a time: every call that a simulated process makes to the database or the mail server waits here until it is
 * let go on, so that chance decides the order of everything and a seed decides chance.
 */
import type { Instant } from '../../domain/time.js';

/** A process of the simulation: what it awaits can be left unanswered for ever, which is what kill -9 looks like from inside. */
export interface Process {
  readonly name: string;
  alive: boolean;
  /** Stopped until then, as by SIGSTOP; null while it runs. */
  pausedUntil: Instant | null;
  /** A pass or a command is under way. */
  busy: boolean;
  /** Calls that have been let go and not come back. */
  out: number;
}

export interface Waiting {
  process: Process;
  what: 'write' | 'written' | 'send' | 'reply';
  /** A slow server does not answer before. */
  readyAt: Instant | null;
  goOn(): void;
}

/** Between two calls of one process nothing takes longer but a busy disk; after this it waits for something else. */
const longestMs = 60_000;
/** What goes on beside a call that waits (a run that was woken by an answer) shows itself within so many turns. */
const quietTurns = 4;

export class Turns {
  private waiting: Waiting[] = [];
  /** Nobody waits any more: everything goes on as it comes. */
  private over = false;

  /** Waits for its turn; for ever where its process is killed meanwhile. */
  wait(process: Process, what: Waiting['what'], readyAt: Instant | null = null): Promise<void> {
    if (!process.alive) return new Promise(() => undefined);
    if (this.over) {
      process.out += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.waiting.push({ process, what, readyAt, goOn: resolve });
    });
  }

  /** The calls that could go on at `now`. */
  ready(now: Instant): Waiting[] {
    return this.waiting.filter(({ process, readyAt }) => !isPaused(process, now) && (readyAt === null || readyAt <= now));
  }

  /** The soonest instant at which one more could. */
  nextReadyAt(): Instant | null {
    const times = this.waiting.map(({ process, readyAt }) => [process.pausedUntil ?? '', readyAt ?? ''].sort()[1] ?? '');
    return times.filter((at) => at !== '').sort()[0] ?? null;
  }

  /** Lets one call go on, and comes back once its process waits again or is done. */
  async letGo(one: Waiting): Promise<void> {
    this.waiting = this.waiting.filter((each) => each !== one);
    one.process.out += 1;
    one.goOn();
    await this.rest(one.process);
  }

  /** Until the process can do nothing more by itself. */
  async rest(process: Process): Promise<void> {
    let quiet = 0;
    for (const began = performance.now(); performance.now() - began < longestMs;) {
      await new Promise((resolve) => setImmediate(resolve));
      const waits = !process.alive || !process.busy || this.waiting.some((each) => each.process === process);
      quiet = waits && process.out === 0 ? quiet + 1 : 0;
      if (quiet === quietTurns) return;
    }
    throw new Error(`${process.name} waits for something that is not of the simulation`);
  }

  end(): void {
    this.over = true;
  }

  kill(process: Process): void {
    process.alive = false;
    process.out = 0;
    this.waiting = this.waiting.filter((each) => each.process !== process);
  }
}

export function isPaused({ pausedUntil }: Process, now: Instant): boolean {
  return pausedUntil !== null && pausedUntil > now;
}
