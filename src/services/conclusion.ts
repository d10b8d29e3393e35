/** The end of a message: of the reminders it carries, and the entry in the log that proves it. */
import type { Message, Outcome } from '../domain/delivery.js';
import type { Draft } from '../domain/events.js';
import type { Day } from '../domain/time.js';
import type { Tx } from '../store/database.js';
import { moveMessage } from '../store/outbox.store.js';
import { record } from '../store/register.store.js';
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
  if (event === null) return true;
  const draft: Draft<NoticeType> = {
    type: event,
    commitment: message.commitment,
    actor: 'system',
    about: message.person,
    payload: {
      person: message.person,
      message: message.id,
      messageId: message.messageId,
      reminders: carried.map(({ commitment, step, class: c, nominalDate }) => ({ commitment, step, class: c, nominalDate })),
      reason,
      replyCode,
      reply,
      possibleDuplicate,
    },
  };
  await record(tx, draft, today);
  return true;
}
