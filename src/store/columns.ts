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
