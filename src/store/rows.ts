/**
 * Writing and reading whole records, for every table alike. The text of a statement depends on nothing but the table and
 * what is asked, so that the driver prepares it once: TypeORM's query builder writes it anew each time, numbers in the
 * text, at several times the cost of running it. And inside a write its `save()` would open a transaction of its own.
 */
import { FindOperator, type EntityManager, type EntitySchema, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';
import type { Tx } from './database.js';
import { shapeOf, type Column, type Shape } from './shapes.js';
import { change as runChange, isPostgres, queryValues } from './statements.js';

/** PostgreSQL takes at most 65,535 parameters in a statement, SQLite 32,766. */
const maxParameters = 30_000;

type Schema<T extends ObjectLiteral> = EntitySchema<T>;
/** One condition, or several of which one must hold. */
export type Where<T> = FindOptionsWhere<T> | FindOptionsWhere<T>[];

export interface Query<T> {
  where?: Where<T>;
  /**
   * A further condition as SQL, written out: SQLite uses an index of some rows only where the text itself says that these
   * are asked for, and a bound value that could be theirs has it prepare the statement anew at every run, measured.
   */
  only?: string;
  order?: Partial<Record<keyof T, 'ASC' | 'DESC'>>;
  take?: number;
}

export async function insertRows<T extends ObjectLiteral>(tx: Tx, schema: Schema<T>, rows: readonly T[]): Promise<void> {
  await insert(tx, schema, rows, '');
}

/** Inserts, or overwrites the row of the same key. */
export async function putRows<T extends ObjectLiteral>(tx: Tx, schema: Schema<T>, rows: readonly T[]): Promise<void> {
  await insert(tx, schema, rows, shapeOf(schema).overwriting);
}

/** Updates the rows that match; says how many did. `only` as in a query. */
export async function updateRows<T extends ObjectLiteral>(
  tx: Tx,
  schema: Schema<T>,
  where: FindOptionsWhere<T>,
  change: Partial<T>,
  only?: string,
): Promise<number> {
  const shape = shapeOf(schema);
  const given = new Parameters(tx.manager);
  const set = Object.entries(change).map(([name, value]) => `${shape.column(name).quoted} = ${given.bind(shape.column(name), value)}`);
  return runChange(tx.manager, `UPDATE ${shape.table} SET ${set.join(', ')}${conditions(shape, where, given, only)}`, given.values);
}

/** Deletes the rows that match; says how many did. */
export async function deleteRows<T extends ObjectLiteral>(tx: Tx, schema: Schema<T>, where: FindOptionsWhere<T>): Promise<number> {
  const shape = shapeOf(schema);
  const given = new Parameters(tx.manager);
  return runChange(tx.manager, `DELETE FROM ${shape.table}${conditions(shape, where, given)}`, given.values);
}

export async function findRow<T extends ObjectLiteral>(on: EntityManager, schema: Schema<T>, where: Where<T>): Promise<T | null> {
  return (await findRows(on, schema, { where, take: 1 }))[0] ?? null;
}

export async function findRows<T extends ObjectLiteral>(
  on: EntityManager,
  schema: Schema<T>,
  { where = [], only, order = {}, take }: Query<T> = {},
): Promise<T[]> {
  const shape = shapeOf(schema);
  const given = new Parameters(on);
  const text = [`SELECT ${shape.list} FROM ${shape.table}${conditions(shape, where, given, only)}`];
  const sorted = Object.entries(order).map(([name, way]) => `${shape.column(name).quoted} ${way === 'DESC' ? 'DESC' : 'ASC'}`);
  if (sorted.length > 0) text.push(`ORDER BY ${sorted.join(', ')}`);
  // Written out: with a bound limit SQLite takes three times as long over one row, measured.
  if (take !== undefined) text.push(`LIMIT ${Math.trunc(take)}`);
  const rows = await queryValues(on, text.join(' '), given.values);
  return rows.map((values) => shape.record(values) as T);
}

/** A number that the drivers return as one or as text. */
export async function countOf(rows: Promise<{ n: string | number }[]>): Promise<number> {
  return Number((await rows)[0]?.n ?? 0);
}

async function insert<T extends ObjectLiteral>(tx: Tx, schema: Schema<T>, rows: readonly T[], end: string): Promise<void> {
  const shape = shapeOf(schema);
  for (const some of inPowersOfTwo(rows, Math.floor(maxParameters / shape.columns.length))) {
    const values = some.flatMap((row) => shape.columns.map((column) => column.write(row[column.name])));
    await runChange(tx.manager, insertText(shape, some.length, end, isPostgres(tx.manager)), values);
  }
}

const insertTexts = new WeakMap<Shape, Map<string, string>>();

/** Of a few sizes, so each is put together once. */
function insertText(shape: Shape, rows: number, end: string, postgres: boolean): string {
  const known = insertTexts.get(shape) ?? new Map<string, string>();
  insertTexts.set(shape, known);
  const key = `${rows} ${postgres} ${end}`;
  let text = known.get(key);
  if (text === undefined) {
    let count = 0;
    const tuple = (): string => `(${shape.columns.map(() => (postgres ? `$${++count}` : '?')).join(',')})`;
    const tuples = Array.from({ length: rows }, tuple).join(',');
    text = `INSERT INTO ${shape.table} (${shape.list}) VALUES ${tuples}${end}`;
    known.set(key, text);
  }
  return text;
}

/** 13 rows as 8, 4 and 1: the few sizes there are make few statements to prepare. */
function* inPowersOfTwo<T>(rows: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < rows.length;) {
    const size = 2 ** Math.floor(Math.log2(Math.min(rows.length - at, most)));
    yield size === rows.length ? rows : rows.slice(at, at + size);
    at += size;
  }
}

/** The values of one statement, and the marks that stand for them in its text. */
export class Parameters {
  readonly values: unknown[] = [];
  readonly postgres: boolean;

  constructor(on: EntityManager) {
    this.postgres = isPostgres(on);
  }

  add(value: unknown): string {
    const count = this.values.push(value);
    return this.postgres ? `$${count}` : '?';
  }

  /** What stands after a column that has one of these values; a list is one parameter, however long. */
  among(values: readonly unknown[]): string {
    return this.postgres ? `= ANY(${this.add(values)})` : `IN (SELECT value FROM json_each(${this.add(JSON.stringify(values))}))`;
  }

  bind(column: Column, value: unknown): string {
    return this.add(column.write(value));
  }
}

function conditions<T>(shape: Shape, where: Where<T>, given: Parameters, only?: string): string {
  const alternatives = (Array.isArray(where) ? where : [where]).map((each) => {
    const all = Object.entries(each as Record<string, unknown>).map(([name, wanted]) => condition(shape.column(name), wanted, given));
    return all.length === 0 ? 'TRUE' : all.join(' AND ');
  });
  const any = alternatives.map((each) => `(${each})`).join(' OR ');
  const all = [only, any].filter((each) => each !== undefined && each !== '');
  return all.length === 0 ? '' : ` WHERE ${all.map((each) => (all.length > 1 ? `(${each})` : each)).join(' AND ')}`;
}

/** What TypeORM's operators mean, those that the stores use; a list is one value, however long. */
function condition(column: Column, wanted: unknown, given: Parameters): string {
  const { quoted } = column;
  if (wanted === undefined) throw new TypeError(`nothing is asked of ${column.name}`);
  if (wanted === null) return `${quoted} IS NULL`;
  if (!(wanted instanceof FindOperator)) return `${quoted} = ${given.bind(column, wanted)}`;
  const value: unknown = wanted.value;
  switch (wanted.type) {
    case 'isNull':
      return `${quoted} IS NULL`;
    case 'not':
      return `NOT (${condition(column, wanted.child ?? value, given)})`;
    case 'and':
      return (value as FindOperator<unknown>[]).map((each) => condition(column, each, given)).join(' AND ');
    case 'in':
      return `${quoted} ${given.among(value as readonly unknown[])}`;
    default:
      return `${quoted} ${signOf(wanted.type)} ${given.bind(column, value)}`;
  }
}

const signs: Partial<Record<string, string>> = { lessThan: '<', lessThanOrEqual: '<=', moreThan: '>', moreThanOrEqual: '>=', equal: '=' };

function signOf(operator: string): string {
  const sign = signs[operator];
  if (sign === undefined) throw new TypeError(`no condition is written for ${operator}`);
  return sign;
}
