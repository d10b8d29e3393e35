/** Whole tables a page at a time, in the order of their keys: the lists that need no filter. */
import { MoreThan, type EntityManager, type EntitySchema, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';
import type { Rows } from '../domain/evolve.js';
import { registerTables } from './tables.js';

export type ListedTable = 'party' | 'person' | 'subscription';

/** Up to `limit` rows after the one with the id `after`, and how many the table has in all. */
export async function pageOfRows<T extends ListedTable>(
  on: EntityManager,
  table: T,
  { after, limit }: { after: string; limit: number },
): Promise<{ rows: Rows[T][]; total: number }> {
  const schema = registerTables[table] as EntitySchema<ObjectLiteral>;
  const where: FindOptionsWhere<ObjectLiteral> = { id: MoreThan(after) };
  const rows = (await on.find(schema, { where, order: { id: 'ASC' }, take: limit })) as Rows[T][];
  return { rows, total: await on.count(schema) };
}
