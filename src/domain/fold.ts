/** The register as it follows from a run of events, in memory: for as-of questions and for holding the rows against the log. */
import type { LoggedEvent } from './events.js';
import { evolve, keyOf, type Rows, type Table } from './evolve.js';
import { addDays, instantAt, type Day, type Instant } from './time.js';

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
    attention: new Map(),
    policy: new Map(),
    text: new Map(),
    decision: new Map(),
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
 * From when on an event is recorded too late for a report as of a civil day: the midnight that ends it in the register's
 * zone. It cuts the log in two by what the log alone says, so an answer never changes later; of the events before it those
 * count that speak of the day or an earlier one (`validOn`).
 */
export function asOfCut(day: Day, registerZone: string): Instant {
  return day < lastDay ? instantAt(addDays(day, 1), '00:00', registerZone) : endOfTime;
}

const lastDay: Day = '9999-12-31';
const endOfTime: Instant = '9999-12-31T23:59:59.999Z';
