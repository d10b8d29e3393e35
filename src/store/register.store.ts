/** The register's rows: recording an event writes what follows from it, in the same transaction. */
import type { EntityManager } from 'typeorm';
import type { Commitment } from '../domain/commitment.js';
import type { Draft, LoggedEvent } from '../domain/events.js';
import { evolve, rowsNeeded, type Row, type Rows, type Table } from '../domain/evolve.js';
import { applyEvent, emptyRegister } from '../domain/fold.js';
import type { Day } from '../domain/time.js';
import type { Tx } from './database.js';
import { appendEvent, appendEvents, readEvents } from './log.store.js';
import { deleteRows, findRow, findRows, insertRows, putRows } from './rows.js';
import { registerTables } from './tables.js';
import type { EntitySchema, ObjectLiteral } from 'typeorm';

const primaryKey: Record<Table, string> = {
  party: 'id',
  person: 'id',
  subscription: 'id',
  commitment: 'ref',
  target: 'id',
  verdict: 'id',
  evidence: 'id',
  attention: 'id',
  policy: 'id',
  text: 'id',
  decision: 'id',
};

/** The row of a table by its key. */
export function readRow<T extends Table>(on: EntityManager, table: T, key: string): Promise<Rows[T] | null> {
  return findRow(on, registerTables[table] as EntitySchema<ObjectLiteral>, { [primaryKey[table]]: key }) as Promise<Rows[T] | null>;
}

export function readRows<T extends Table>(on: EntityManager, table: T): Promise<Rows[T][]> {
  return findRows(on, registerTables[table] as EntitySchema<ObjectLiteral>) as Promise<Rows[T][]>;
}

export async function putRow(tx: Tx, { table, row }: Row): Promise<void> {
  await putRows(tx, registerTables[table] as EntitySchema<ObjectLiteral>, [row]);
}

/** Appends the event and writes the rows that follow from it. Returns both. */
export async function record(tx: Tx, draft: Draft, today: Day): Promise<{ event: LoggedEvent; rows: Row[] }> {
  const event = await appendEvent(tx, draft, today);
  const before = new Map<string, Rows[Table]>();
  for (const { table, key } of rowsNeeded(event)) {
    const row = await readRow(tx.manager, table, key);
    if (row !== null) before.set(`${table} ${key}`, row);
  }
  const rows = evolve(event, (table, key) => {
    const row = before.get(`${table} ${key}`);
    if (row === undefined) throw new Error(`${event.type} speaks of ${table} ${key}, which does not exist`);
    return row as Rows[typeof table];
  });
  for (const row of rows) await putRow(tx, row);
  return { event, rows };
}

/**
 * Records several events that speak only of rows which the events before them made, as a register that comes in at once:
 * the same log and rows as one after the other, in a fraction of the statements. Returns the commitments as they are then.
 */
export async function recordMany(tx: Tx, drafts: readonly Draft[], today: Day): Promise<Commitment[]> {
  const made = emptyRegister();
  for (const event of await appendEvents(tx, drafts, today)) applyEvent(made, event);
  for (const table of Object.keys(registerTables) as Table[]) {
    const rows = [...made[table].values()] as ObjectLiteral[];
    if (rows.length > 0) await insertRows(tx, registerTables[table] as EntitySchema<ObjectLiteral>, rows);
  }
  return [...made.commitment.values()];
}

/** Makes the rows of some commitments anew from their events, whose values may be gone since. */
export async function refold(tx: Tx, refs: readonly string[]): Promise<void> {
  for (const commitment of refs) {
    const made = emptyRegister();
    for (const event of await readEvents(tx.manager, { commitment })) applyEvent(made, event);
    for (const table of ['commitment', 'target', 'verdict', 'evidence'] as const)
      for (const row of made[table].values()) await putRow(tx, { table, row } as Row);
  }
}

/** Takes out a row that no event made; only `rebuild` has a use for it. */
export async function deleteRow(tx: Tx, table: Table, key: string): Promise<void> {
  await deleteRows(tx, registerTables[table] as EntitySchema<ObjectLiteral>, { [primaryKey[table]]: key });
}
