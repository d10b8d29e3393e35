/** The few words in which SQLite and PostgreSQL differ where tables are made. */
import type { QueryRunner } from 'typeorm';

export interface Dialect {
  postgres: boolean;
  /** Text that compares byte by byte on both, so that days, instants and references sort alike. */
  text: string;
  bytes: string;
  bool: string;
  /** What ends a table's definition: SQLite checks types only in STRICT tables. */
  end: string;
}

export function dialectOf(runner: QueryRunner): Dialect {
  return runner.dataSource.options.type === 'postgres'
    ? { postgres: true, text: 'text COLLATE "C"', bytes: 'bytea', bool: 'boolean', end: '' }
    : { postgres: false, text: 'text', bytes: 'blob', bool: 'integer', end: 'STRICT' };
}

/** Runs statements one after the other; the drivers take one at a time. */
export async function each(runner: QueryRunner, statements: string[]): Promise<void> {
  for (const statement of statements) await runner.query(statement);
}

/** A migration is never undone: a register's history goes one way. */
export function noWayBack(): Promise<void> {
  return Promise.reject(new Error('migrations go forward only; restore a backup instead'));
}
