/** A register is never left without somebody who may do everything. */
import { Refusal } from '../domain/refusal.js';
import type { Reader } from '../store/database.js';
import { peopleToMail } from '../store/people.store.js';

/** Refuses where this person is the only administrator. */
export async function assertOtherAdmin(on: Reader, id: string): Promise<void> {
  if ((await peopleToMail(on, 'admin')).every((admin) => admin.id === id))
    throw new Refusal('not_allowed_now', 'The register would be left without an administrator.', { pointer: '/role' });
}
