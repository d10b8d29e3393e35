/** The register as it follows from a run of events, in memory: for as-of questions and for holding the rows against the log. */
import type { LoggedEvent } from './events.js';
import { evolve, keyOf, type Rows, type Table } from './evolve.js';
import { dayIn, type Day } from './time.js';

export type Register = { [T in Table]: Map<string, Rows[T]> };

export function emptyRegister(): Register {
  return {
    party: new Map(),
    person: new Map(),
    subscription: new Map(),
    commitment: new Map(),
    target: new Map(),
    verdict: new Map(),
    evidence: new Map(),
  };
}

/** Applies one event to the register in place. Throws when the event speaks of a row that no earlier event made. */
export function applyEvent(register: Register, event: LoggedEvent): void {
  const rows = evolve(event, (table, key) => {
    const row = register[table].get(key);
    if (row === undefined) throw new Error(`event ${event.index} (${event.type}) speaks of ${table} ${key}, which nothing before it made`);
    return row;
  });
  for (const put of rows) (register[put.table] as Map<string, unknown>).set(keyOf(put), put.row);
}

export function fold(events: Iterable<LoggedEvent>): Register {
  const register = emptyRegister();
  for (const event of events) applyEvent(register, event);
  return register;
}

/**
 * Whether an event counts in a report as of a civil day: recorded by the end of that day in the register's zone, and
 * speaking of that day or an earlier one. The first test depends on the log alone, so an answer never changes later.
 */
export function countsAsOf(event: Pick<LoggedEvent, 'recordedAt' | 'validOn'>, day: Day, registerZone: string): boolean {
  return dayIn(registerZone, event.recordedAt) <= day && event.validOn <= day;
}
