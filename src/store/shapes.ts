/** What statements are written from: the columns of a table, quoted, and how their values go in and come out. */
import type { EntitySchema, ObjectLiteral } from 'typeorm';

export interface Column {
  name: string;
  quoted: string;
  key: boolean;
  write: (value: unknown) => unknown;
  read: (value: unknown) => unknown;
}

export interface Shape {
  table: string;
  columns: Column[];
  /** The record that values in the order of the columns are. */
  record(values: readonly unknown[]): ObjectLiteral;
  /** Every column in order, for SELECT and INSERT. */
  list: string;
  /** What makes an INSERT overwrite the row of the same key. */
  overwriting: string;
  column(name: string): Column;
}

const shapes = new WeakMap<object, Shape>();

export function shapeOf<T extends ObjectLiteral>(schema: EntitySchema<T>): Shape {
  let shape = shapes.get(schema);
  if (shape === undefined) shapes.set(schema, (shape = makeShape(schema)));
  return shape;
}

function makeShape<T extends ObjectLiteral>({ options }: EntitySchema<T>): Shape {
  const columns = Object.entries(options.columns).map(([name, column]): Column => {
    const key = column?.primary === true;
    return { name, quoted: `"${name}"`, key, ...(translations[String(column?.type)] ?? asIs) };
  });
  const byName = new Map(columns.map((column) => [column.name, column]));
  // Copied for each record: objects that begin alike are made and read several times as fast as ones put together anew.
  const blank: ObjectLiteral = Object.fromEntries(columns.map(({ name }) => [name, null]));
  const names = columns.map(({ name }) => name);
  const translated = columns.filter(({ read }) => read !== asIs.read);
  const keys = columns.filter((c) => c.key).map((c) => c.quoted);
  const others = columns.filter((c) => !c.key).map((c) => `${c.quoted} = excluded.${c.quoted}`);
  return {
    table: `"${options.tableName ?? options.name}"`,
    columns,
    record: (values) => {
      const record = { ...blank };
      for (let i = 0; i < names.length; i++) record[names[i] ?? ''] = values[i];
      for (const { name, read } of translated) record[name] = read(record[name]);
      return record;
    },
    list: columns.map((c) => c.quoted).join(', '),
    overwriting: ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${others.join(', ')}`,
    column: (name) => {
      const column = byName.get(name);
      if (column === undefined) throw new TypeError(`${options.name} has no column ${name}`);
      return column;
    },
  };
}

type Translation = Pick<Column, 'write' | 'read'>;

const asIs: Translation = { write: (value) => value ?? null, read: (value) => value };
const translations: Partial<Record<string, Translation>> = {
  'simple-json': {
    write: (value) => (value === null || value === undefined ? null : JSON.stringify(value)),
    // Most lists are empty.
    read: (value) => (value === '[]' ? [] : typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  },
  // SQLite has no booleans, and 1 and 0 are true and false to PostgreSQL too.
  boolean: { write: (value) => (value === true ? 1 : 0), read: (value) => value === true || value === 1 },
};
