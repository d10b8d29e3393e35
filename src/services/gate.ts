/** The gate that every queued message passes just before it is sent: things may have changed since it was queued. */
import { onTimeMs } from '../domain/bundle.js';
import type { Message } from '../domain/delivery.js';
import { letterKinds } from '../domain/mail-kinds.js';
import { toMs } from '../domain/time.js';
import { isSuppressed } from '../store/bounces.store.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import type { Tx } from '../store/database.js';
import { letterOfMessage } from '../store/letters.store.js';
import { readRow } from '../store/register.store.js';
import { remindersOfMessage } from '../store/reminders.store.js';
import type { ReminderPlanning } from './reminder-planning.js';

/** How a message ends that does not go out. */
export interface Refused {
  state: 'suppressed' | 'cancelled' | 'expired' | 'assumed';
  reason: string;
}

/** Null where it may go out: still owed, to somebody who still wants it, at an address that works, in time. */
export async function reasonNotToSend(tx: Tx, planning: ReminderPlanning, message: Message): Promise<Refused | null> {
  const refused = (await isOwed(tx, planning, message)) ? await unwelcome(tx, message) : cancelled;
  // A first copy may have arrived, so nobody can say that it was cancelled or missed.
  return refused !== null && message.possibleDuplicate ? { state: 'assumed', reason: refused.reason } : refused;
}

const cancelled: Refused = { state: 'cancelled', reason: 'no_longer_owed' };

/**
 * A change recalls what is queued in its own transaction, but not what is on the wire then, nor what it was not thought
 * to touch; so what comes back for another attempt, or has waited long, is held against the register once more, which
 * may withdraw it or have it written anew.
 */
async function isOwed(tx: Tx, planning: ReminderPlanning, message: Message): Promise<boolean> {
  if (isLetter(message)) return (await letterOfMessage(tx.manager, message.id))?.state === 'bundled';
  const isFresh = message.attempts === 0 && toMs(tx.now) - toMs(message.queuedAt) <= onTimeMs;
  if (isFresh) return (await bundledKeys(tx, message)).length > 0;
  const refs = [...new Set((await remindersOfMessage(tx.manager, message.id)).map((r) => r.commitment))];
  let owed = false;
  for (const commitment of await commitmentsByRefs(tx.manager, refs)) {
    const moved = commitment.targetChangedAt !== null && commitment.targetChangedAt > message.queuedAt;
    if (!message.possibleDuplicate) await planning.reconcileIn(tx, commitment, moved ? 'target_moved' : 'no_longer_owed');
    else if (!moved && (await planning.owesAny(tx, commitment, await bundledKeys(tx, message)))) owed = true;
  }
  return message.possibleDuplicate ? owed : (await bundledKeys(tx, message)).length > 0;
}

function isLetter({ class: kind }: Message): boolean {
  return (letterKinds as readonly string[]).includes(kind);
}

async function bundledKeys(tx: Tx, message: Message): Promise<string[]> {
  return (await remindersOfMessage(tx.manager, message.id)).filter((r) => r.state === 'bundled').map((r) => r.key);
}

async function unwelcome(tx: Tx, message: Message): Promise<Refused | null> {
  const person = await readRow(tx.manager, 'person', message.person);
  if (person === null || person.disabledAt !== null || person.email === null) return { state: 'suppressed', reason: 'person_gone' };
  if (await isSuppressed(tx.manager, message.envelopeTo)) return { state: 'suppressed', reason: 'address_suppressed' };
  if (message.expiresAt !== null && message.expiresAt <= tx.now) return { state: 'expired', reason: 'expired' };
  return null;
}
