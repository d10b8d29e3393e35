/**
 * The words in which tables are declared. `table` wants an entry for every member of the record, so that a forgotten
 * column does not compile.
 */
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

export type Columns<T> = Record<keyof T, EntitySchemaColumnOptions>;

export const text: EntitySchemaColumnOptions = { type: 'text' };
export const textOrNull: EntitySchemaColumnOptions = { type: 'text', nullable: true };
export const integer: EntitySchemaColumnOptions = { type: 'integer' };
export const integerOrNull: EntitySchemaColumnOptions = { type: 'integer', nullable: true };
export const bool: EntitySchemaColumnOptions = { type: 'boolean' };
export const json: EntitySchemaColumnOptions = { type: 'simple-json' };
export const jsonOrNull: EntitySchemaColumnOptions = { type: 'simple-json', nullable: true };
export const key = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({ ...column, primary: true });

export function table<T extends object>(name: string, columns: Columns<T>): EntitySchema<T> {
  return new EntitySchema<T>({ name, tableName: name, columns: columns as Partial<Columns<T>> });
}

/** A table as whoever wants only some of its columns reads it: each that is not read is time saved, where there are many rows. */
export function partOf<T extends object, K extends keyof T>({ options }: EntitySchema<T>, members: readonly K[]): EntitySchema<Pick<T, K>> {
  const columns = Object.fromEntries(members.map((member) => [member, options.columns[member]]));
  return new EntitySchema<Pick<T, K>>({ name: options.name, columns: columns as Columns<Pick<T, K>> });
}
