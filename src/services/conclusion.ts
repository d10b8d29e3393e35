/** The end of a message: of the reminders it carries, and the entry in the log that proves it. */
import type { Message, Outcome } from '../domain/delivery.js';
import type { Draft } from '../domain/events.js';
import type { Day } from '../domain/time.js';
import { toldOfRefusal } from '../domain/unreachable.js';
import type { Tx } from '../store/database.js';
import { moveMessage } from '../store/outbox.store.js';
import { oweLetter, settleLetter } from '../store/letters.store.js';
import { readRow, record } from '../store/register.store.js';
import { remindersOfMessage, settleBundled } from '../store/reminders.store.js';

type NoticeType = 'notice.sent' | 'notice.failed' | 'notice.suppressed' | 'notice.unknown';

/** What each end of a message means for its reminders and for the log. */
const ends = {
  sent: { reminder: 'delivered', event: 'notice.sent' },
  failed: { reminder: 'failed', event: 'notice.failed' },
  expired: { reminder: 'missed', event: 'notice.failed' },
  suppressed: { reminder: 'suppressed', event: 'notice.suppressed' },
  cancelled: { reminder: 'cancelled', event: null },
  assumed: { reminder: 'unknown', event: 'notice.unknown' },
} as const;

export interface End {
  state: keyof typeof ends;
  reason: string | null;
  /** The server's answer, where it was one that ended it. */
  outcome: Outcome | null;
}

/** Whether it was this that ended it: a claim that has been outdated ends nothing. */
export async function endMessage(tx: Tx, message: Message, { state, reason, outcome }: End, today: Day): Promise<boolean> {
  const { replyCode = null, replyText: reply = null } = outcome ?? {};
  const { possibleDuplicate } = message;
  const moved = await moveMessage(tx, message, {
    state,
    reason,
    finishedAt: tx.now,
    leaseHolder: null,
    leaseUntil: null,
    replyCode,
    reply,
    possibleDuplicate,
  });
  if (!moved) return false;
  const carried = (await remindersOfMessage(tx.manager, message.id)).filter((r) => r.state === 'bundled');
  const { reminder, event } = ends[state];
  await settleBundled(tx, message.id, { state: reminder, reason });
  await settleLetter(tx, message.id, { state: reminder, reason });
  if (event === null) return true;
  // One for each commitment that it is about, so that each has the proof of notice in its own history.
  const about = carried.length === 0 ? [message.commitment] : [...new Set(carried.map((r) => r.commitment))];
  for (const commitment of about) {
    const draft: Draft<NoticeType> = {
      type: event,
      commitment,
      actor: 'system',
      about: message.person,
      payload: {
        kind: message.class,
        person: message.person,
        message: message.id,
        messageId: message.messageId,
        reminders: carried
          .filter((r) => r.commitment === commitment)
          .map(({ commitment: ref, step, class: c, nominalDate }) => ({ commitment: ref, step, class: c, nominalDate })),
        reason,
        replyCode,
        reply,
        possibleDuplicate,
      },
    };
    await record(tx, draft, today);
    if (state === 'failed' && outcome !== null && carried.length > 0 && commitment !== null)
      await tellOfRefusal(tx, commitment, message.person, outcome);
  }
  return true;
}

/** Somebody who answers for the commitment hears that a reader does not; of a dead owner they hear otherwise already. */
async function tellOfRefusal(tx: Tx, ref: string, refused: string, { enhancedCode, replyText }: Outcome): Promise<void> {
  const commitment = await readRow(tx.manager, 'commitment', ref);
  const owner = commitment === null || commitment.owner === null ? null : await readRow(tx.manager, 'person', commitment.owner);
  if (owner?.id === refused && enhancedCode?.startsWith('5.1.') === true) return;
  const contact = owner === null || owner.escalatesTo === null ? null : await readRow(tx.manager, 'person', owner.escalatesTo);
  const told = toldOfRefusal(refused, owner, contact);
  if (told !== null) await oweLetter(tx, told, { kind: 'bounce', commitment: ref, person: refused, reply: replyText });
}
