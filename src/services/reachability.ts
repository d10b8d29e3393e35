/** What follows when no mail reaches an owner any more: an event that names the commitments, and who is told. */
import type { Person } from '../domain/people.js';
import { namedCommitments, type UnreachableCause } from '../domain/unreachable.js';
import type { Day } from '../domain/time.js';
import { oweLetter } from '../store/letters.store.js';
import { liveCommitmentsOf } from '../store/owners.store.js';
import type { Tx } from '../store/database.js';
import { readRow, record } from '../store/register.store.js';

/** A mail names so many; the register has them all. */
const listedInMail = 20;

/** Nothing follows for somebody who owns nothing that is still awaited. */
export async function ownerLost(tx: Tx, person: Person, cause: UnreachableCause, today: Day): Promise<void> {
  const { refs, count } = await liveCommitmentsOf(tx.manager, person.id, namedCommitments);
  if (count === 0) return;
  const contact = person.escalatesTo === null ? null : await readRow(tx.manager, 'person', person.escalatesTo);
  const told = contact === null || contact.disabledAt !== null || contact.email === null ? null : contact.id;
  const payload = { person: person.id, cause, contact: told, count, commitments: refs };
  await record(tx, { type: 'owner.unreachable', commitment: null, actor: 'system', payload }, today);
  if (told !== null)
    await oweLetter(tx, told, { kind: 'unreachable', person: person.id, cause, count, commitments: refs.slice(0, listedInMail) });
}
