/**
 * Runs the statements that the stores write themselves, on either driver. SQLite's go straight to the driver's own prepared
 * ones: TypeORM's runner wraps each in half a dozen promises, which cost more than most of these statements do, measured.
 */
import type BetterSqlite3 from 'better-sqlite3';
import { QueryFailedError, type EntityManager } from 'typeorm';

type Connection = BetterSqlite3.Database;
type Statement = BetterSqlite3.Statement<unknown[], Record<string, unknown>>;

/** More than there are texts; a bound in case some caller's texts do vary. */
const keptStatements = 500;

/** The rows that a statement gives. */
export async function query(on: EntityManager, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return isPostgres(on) ? on.query(text, values) : attempt(on, text, values, (statement) => statement.raw(false).all(...values));
}

/** The same rows as bare lists, in the order of the columns: naming each value takes the driver longer than reading it, measured. */
export async function queryValues(on: EntityManager, text: string, values: unknown[] = []): Promise<unknown[][]> {
  if (isPostgres(on)) return ((await on.query(text, values)) as object[]).map((row) => Object.values(row) as unknown[]);
  return attempt(on, text, values, (statement) => statement.raw().all(...values) as unknown as unknown[][]);
}

/** Runs a statement that gives no rows; says how many it changed. */
export async function change(on: EntityManager, text: string, values: unknown[] = []): Promise<number> {
  if (!isPostgres(on)) return attempt(on, text, values, (statement) => statement.run(...values).changes);
  if (on.queryRunner === undefined) throw new Error('a change is made in a write');
  return (await on.queryRunner.query(text, values, true)).affected ?? 0;
}

export function isPostgres(on: EntityManager): boolean {
  return on.dataSource.options.type === 'postgres';
}

/** What SQLite refuses is thrown as TypeORM throws it, whichever way the statement went. */
function attempt<T>(on: EntityManager, text: string, values: unknown[], run: (statement: Statement) => T): T {
  try {
    return run(prepared(on, text));
  } catch (error) {
    throw new QueryFailedError(text, values, error as Error);
  }
}

const statements = new WeakMap<Connection, Map<string, Statement>>();

function prepared(on: EntityManager, text: string): Statement {
  const connection = (on.dataSource.driver as unknown as { databaseConnection: Connection }).databaseConnection;
  let known = statements.get(connection);
  if (known === undefined) statements.set(connection, (known = new Map()));
  let statement = known.get(text);
  if (statement === undefined) {
    if (known.size === keptStatements) known.delete(known.keys().next().value ?? '');
    known.set(text, (statement = connection.prepare(text)));
  }
  return statement;
}
