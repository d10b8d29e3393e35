/** An owner whom no mail reaches any more, and who hears of it instead. */
import { z } from 'zod';
import type { Person } from './people.js';

export const unreachableCauses = ['address_dead', 'left'] as const;
export type UnreachableCause = (typeof unreachableCauses)[number];

export const unreachableSchema = z.strictObject({
  /** The owner. */
  person: z.string(),
  cause: z.enum(unreachableCauses),
  /** Who is told; null where there is nobody. */
  contact: z.string().nullable(),
  /** How many commitments are left without a reachable owner, and the first of them. */
  count: z.int().positive(),
  commitments: z.array(z.string()),
});
export type Unreachable = z.infer<typeof unreachableSchema>;

/** An entry of the log has room for some thousands of references; the first few hundred tell enough. */
export const namedCommitments = 300;

type Reachable = Pick<Person, 'id' | 'email' | 'escalatesTo' | 'disabledAt'>;

/**
 * Who is told that a mail was refused for good: the commitment's owner, or, where it was the owner's own mail, whoever
 * the owner escalates to. Null where nobody is left.
 */
export function toldOfRefusal(refused: string, owner: Reachable | null, contact: Reachable | null): string | null {
  const told = owner !== null && owner.id !== refused ? owner : contact;
  return told === null || told.id === refused || told.email === null || told.disabledAt !== null ? null : told.id;
}
