/** Copies a whole register into an empty one, so that what-ifs are lived through on the copy. */
import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';
import type { Database } from './database.js';
import { insertRows, putRows } from './rows.js';
import { allTables, logHeadTable } from './tables.js';

const pageSize = 2000;

/** Every row of every table, log and values included. The target is an empty SQLite register. */
export function copyRegister(from: EntityManager, to: Database): Promise<void> {
  return to.write(async (tx) => {
    // A commitment's parent may have been registered after it.
    await tx.manager.query('PRAGMA defer_foreign_keys = ON');
    for (const table of allTables(to.kind)) {
      const schema = table as EntitySchema<ObjectLiteral>;
      const keys = Object.entries(schema.options.columns).filter(([, column]) => column?.primary === true);
      const order = Object.fromEntries(keys.map(([name]) => [name, 'ASC' as const]));
      for (let skip = 0; ; skip += pageSize) {
        const rows = await from.find(schema, { order, skip, take: pageSize });
        if (schema.options.name === logHeadTable.options.name) await putRows(tx, schema, rows);
        else await insertRows(tx, schema, rows);
        if (rows.length < pageSize) break;
      }
    }
  });
}
