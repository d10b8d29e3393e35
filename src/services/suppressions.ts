/** Puts an address on the list of those that nothing is sent to, with the event that says why. */
import { deadCauses, type Suppression } from '../domain/suppression.js';
import type { Tx } from '../store/database.js';
import { insertSuppression, isSuppressed } from '../store/bounces.store.js';
import { personByEmail } from '../store/people.store.js';
import { record } from '../store/register.store.js';
import type { Day } from '../domain/time.js';
import { ownerLost } from './reachability.js';

/** Whether it was not on the list before. An owner whose address is dead is one that nobody hears from any more. */
export async function suppress(tx: Tx, what: Omit<Suppression, 'since'>, today: Day): Promise<boolean> {
  const { address, cause, by, reason } = what;
  if (await isSuppressed(tx.manager, address)) return false;
  await insertSuppression(tx, { ...what, since: tx.now });
  const person = await personByEmail(tx.manager, address);
  const about = person?.id ?? null;
  await record(
    tx,
    { type: 'address.suppressed', commitment: null, actor: by, about, reason, payload: { person: about, address, cause } },
    today,
  );
  if (person !== null && deadCauses.includes(cause)) await ownerLost(tx, person, 'address_dead', today);
  return true;
}
