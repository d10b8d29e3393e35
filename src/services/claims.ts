/** Claiming a message: after the gate has looked at it once more, with a lease and a fence, its attempt written down. */
import { decideUnknown, leaseMs, unknownWaitMs, type Message } from '../domain/delivery.js';
import { addMs, type Day } from '../domain/time.js';
import type { Tx } from '../store/database.js';
import { moveMessage, openMessage, putAttempts } from '../store/outbox.store.js';
import { endMessage } from './conclusion.js';
import { reasonNotToSend } from './gate.js';
import type { ReminderPlanning } from './reminder-planning.js';

const retryAfterMs = 3_600_000;

export interface Claimant {
  /** Whose claims these are: a process. */
  holder: string;
  planning: ReminderPlanning;
  today: Day;
}

/** The message as claimed; null where it does not go out now. */
export async function claim(tx: Tx, message: Message, { holder, planning, today }: Claimant): Promise<Message | null> {
  if (message.state === 'sending') return leaseRanOut(tx, message);
  if (message.state === 'unknown') return waitIsOver(tx, message, today);
  const refusal = await reasonNotToSend(tx, planning, message);
  if (refusal !== null) {
    await endMessage(tx, message, { ...refusal, outcome: null }, today);
    return null;
  }
  const leaseUntil = addMs(tx.now, leaseMs);
  const claimed = {
    state: 'sending',
    leaseHolder: holder,
    leaseUntil,
    notBefore: leaseUntil,
    fence: message.fence + 1,
    attempts: message.attempts + 1,
  } as const;
  if (!(await moveMessage(tx, message, claimed))) return null;
  const attempt = { message: message.id, number: claimed.attempts, startedAt: tx.now, endedAt: null };
  await putAttempts(tx, [{ ...attempt, phase: null, replyCode: null, replyText: null }]);
  return { ...message, ...claimed };
}

/** Whoever claimed it is gone, and perhaps the server has the mail: unknown, with the same wait as after a lost reply. */
async function leaseRanOut(tx: Tx, message: Message): Promise<null> {
  await moveMessage(tx, message, {
    state: 'unknown',
    reason: 'lease_ran_out',
    fence: message.fence + 1,
    leaseHolder: null,
    leaseUntil: null,
    notBefore: addMs(tx.now, unknownWaitMs),
  });
  return null;
}

async function waitIsOver(tx: Tx, message: Message, today: Day): Promise<null> {
  if (decideUnknown(message) === 'queued') await moveMessage(tx, message, { state: 'queued', possibleDuplicate: true, notBefore: tx.now });
  else await endMessage(tx, { ...message, possibleDuplicate: true }, { state: 'assumed', reason: message.reason, outcome: null }, today);
  return null;
}

/** A queued message that breaks whatever touches it waits an hour, so that the others go on. */
export async function putOff(tx: Tx, id: string): Promise<void> {
  const message = await openMessage(tx.manager, id, tx.now);
  if (message !== null) await moveMessage(tx, message, { notBefore: addMs(tx.now, retryAfterMs) });
}
