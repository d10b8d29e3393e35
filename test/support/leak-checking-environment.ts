/**
 * Node's test environment, failing a file that leaves something running behind: a timer it started, a socket, a
 * server, a child process or a worker thread that would keep the process alive.
 *
 * Jest compiles this file alone and to CommonJS: no relative imports, no import.meta.
 */
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';

import { TestEnvironment } from 'jest-environment-node';

type Timer = ReturnType<typeof setTimeout>;
type StartTimer = (callback: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => Timer;

/** A socket that is being closed is still there for a few turns of the event loop. */
const GRACE_MS = 500;
const POLL_MS = 20;

export default class LeakCheckingEnvironment extends TestEnvironment {
  private readonly timers = new Map<Timer, Error>();
  private readonly workers = new Set<Worker>();
  private handlesBefore = new Set<object>();
  private readonly watchWorker = (worker: Worker): void => void this.workers.add(worker);

  override async setup(): Promise<void> {
    await super.setup();
    letSqliteThrowErrorsOfThisFile();
    // Made on first use, and by whichever test happens to print first.
    void [process.stdin, process.stdout, process.stderr];
    this.handlesBefore = new Set(activeHandles());
    this.watchTimers('setTimeout');
    this.watchTimers('setInterval');
    process.on('worker', this.watchWorker);
  }

  override async teardown(): Promise<void> {
    process.off('worker', this.watchWorker);
    await super.teardown();
  }

  async handleTestEvent(event: { name: string }, state: { unhandledErrors: unknown[] }): Promise<void> {
    if (event.name !== 'run_finish') return;
    await new Promise((resolve) => setImmediate(resolve)); // a worker thread is announced a moment after it was made
    let leaks = this.leaks();
    for (let waitedMs = 0; leaks.length > 0 && waitedMs < GRACE_MS; waitedMs += POLL_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      leaks = this.leaks();
    }
    state.unhandledErrors.push(...leaks);
  }

  private watchTimers(name: 'setTimeout' | 'setInterval'): void {
    const start = this.global[name] as StartTimer;
    const watched: StartTimer = (callback, ms, ...given) => {
      const timer = start(callback, ms, ...given);
      if (this.timers.size > 1_000) this.forgetDoneTimers();
      const startedAt = new Error(`Left running: a timer (${name}, ${ms ?? 0} ms) started here`);
      Error.captureStackTrace(startedAt, watched);
      this.timers.set(timer, startedAt);
      return timer;
    };
    Object.defineProperty(watched, promisify.custom, { value: (start as { [promisify.custom]?: unknown })[promisify.custom] });
    Object.assign(this.global, { [name]: watched });
  }

  private forgetDoneTimers(): void {
    for (const timer of this.timers.keys()) if (isDone(timer)) this.timers.delete(timer);
  }

  private leaks(): Error[] {
    this.forgetDoneTimers();
    const timers = [...this.timers].filter(([timer]) => timer.hasRef()).map(([, startedAt]) => startedAt);
    const handles = activeHandles().filter((handle) => !this.handlesBefore.has(handle));
    const workers = [...this.workers].filter(({ threadId }) => threadId !== -1);
    const open = [...handles.map(describeHandle), ...workers.map(() => 'a worker thread')];
    return open.length > 0 ? [...timers, withoutStack(`Left open: ${open.join(', ')}`)] : timers;
  }
}

/**
 * The addon is one for the whole process and throws errors of the class that the first test file gave it; to any later
 * file, whose globals are its own, those are no errors at all. Taken for new, it asks each file for its class.
 */
function letSqliteThrowErrorsOfThisFile(): void {
  const { cache } = createRequire(process.cwd() + '/');
  for (const [path, loaded] of Object.entries(cache))
    if (path.endsWith('better_sqlite3.node')) Object.assign(loaded?.exports as object, { isInitialized: false });
}

function isDone(timer: Timer): boolean {
  return (timer as unknown as { _destroyed: boolean })._destroyed;
}

/** What keeps the event loop alive, timers aside: not public, but the one way to tell them apart from those of Jest. */
function activeHandles(): object[] {
  return (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles();
}

function describeHandle(handle: object): string {
  const { localPort, remotePort, spawnfile, listening, address } = handle as Record<string, unknown>;
  if (listening && typeof address === 'function') return `a server listening on ${JSON.stringify(Reflect.apply(address, handle, []))}`;
  if (remotePort) return `a socket from port ${String(localPort)} to port ${String(remotePort)}`;
  if (spawnfile) return `a child process (${String(spawnfile)})`;
  return handle.constructor.name;
}

function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
