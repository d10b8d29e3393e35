/** Reading the versions of policies. They are written through the log (register.store). */
import type { EntityManager } from 'typeorm';
import type { PolicyVersion } from '../domain/policy-versions.js';
import { findRows } from './rows.js';
import { query } from './statements.js';
import { registerTables } from './tables.js';

/** The id of the version that was put in force last, without its steps: asked for with every plan. */
export async function policyIdInForce(on: EntityManager): Promise<string | null> {
  const [last] = await query(on, 'SELECT id FROM policy WHERE activation IS NOT NULL ORDER BY activation DESC LIMIT 1', []);
  return (last as { id: string } | undefined)?.id ?? null;
}

/** All versions, or those of one name, in their order. */
export function policyVersions(on: EntityManager, name?: string): Promise<PolicyVersion[]> {
  return findRows(on, registerTables.policy, { where: name === undefined ? [] : { name }, order: { name: 'ASC', version: 'ASC' } });
}
