/** Brings a database up to date, one process at a time; refuses one that a newer Pledgebook made. */
import type { DataSource, QueryRunner } from 'typeorm';
import { migrations } from './migrations/index.js';

/** An arbitrary number that stands for "migrating Pledgebook" among PostgreSQL's advisory locks. */
const migrationLock = 0x706c6467;

export async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    // The common case takes no lock: a command may run beside a busy server.
    if (await isUpToDate(runner)) return;
    if (source.options.type === 'postgres') await migratePostgres(source, runner);
    else await migrateSqlite(source, runner);
  } finally {
    await runner.release();
  }
}

async function migratePostgres(source: DataSource, runner: QueryRunner): Promise<void> {
  await runner.query(`SELECT pg_advisory_lock(${migrationLock})`);
  try {
    if (!(await isUpToDate(runner))) await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query(`SELECT pg_advisory_unlock(${migrationLock})`);
  }
}

/** All in one transaction, which is also the lock. */
async function migrateSqlite(source: DataSource, runner: QueryRunner): Promise<void> {
  await runner.query('BEGIN IMMEDIATE');
  try {
    if (!(await isUpToDate(runner))) await source.runMigrations({ transaction: 'none' });
    await runner.query(`PRAGMA user_version = ${migrations.length}`);
    await runner.query('COMMIT');
  } catch (error) {
    await runner.query('ROLLBACK');
    throw error;
  }
}

async function isUpToDate(runner: QueryRunner): Promise<boolean> {
  if (!(await runner.hasTable('migrations'))) return false;
  const applied = await runner.manager.query<{ name: string }[]>('SELECT name FROM migrations');
  const known = migrations.map((m) => m.name);
  const strange = applied.filter(({ name }) => !known.includes(name));
  if (strange.length > 0)
    throw new Error(
      `the database was made by a newer Pledgebook (it has ${strange.map((m) => m.name).join(', ')}); install that version or restore a backup`,
    );
  return applied.length === known.length;
}
