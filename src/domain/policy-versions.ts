/** Reminder policies as they are kept: versions that are added and put in force, never edited. */
import { z } from 'zod';
import { policySchema, type Policy } from './reminder-policy.js';
import { instantSchema } from './time.js';

export const policyVersionSchema = z.strictObject({
  /** `name/version`. */
  id: z.string(),
  name: z.string(),
  version: z.int().positive(),
  policy: policySchema,
  addedBy: z.string(),
  addedAt: instantSchema,
  /** Index of the event that last put it in force, null where none did. The highest of all is the one in force. */
  activation: z.int().nonnegative().nullable(),
  activatedBy: z.string().nullable(),
  activatedAt: instantSchema.nullable(),
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

export function policyIdOf({ name, version }: Pick<Policy, 'name' | 'version'>): string {
  return `${name}/${version}`;
}

/** The version that was put in force last; null where none ever was, so that the one that comes with the program is. */
export function policyInForce(versions: Iterable<PolicyVersion>): PolicyVersion | null {
  let last: PolicyVersion | null = null;
  for (const version of versions) if (version.activation !== null && version.activation > (last?.activation ?? -1)) last = version;
  return last;
}
