/** The end of a message: of the reminders it carries, and the entry in the log that proves it. */
import type { Message, Outcome } from '../domain/delivery.js';
import type { Draft } from '../domain/events.js';
import { grouped } from '../domain/grouped.js';
import type { Day } from '../domain/time.js';
import { toldOfRefusal } from '../domain/unreachable.js';
import type { Tx } from '../store/database.js';
import type { Reminder } from '../domain/reminder.js';
import { appendEvents } from '../store/log.store.js';
import { moveMessage } from '../store/outbox.store.js';
import { oweLetter, settleLetters } from '../store/letters.store.js';
import { readRow } from '../store/register.store.js';
import { bundledIn, settleBundled } from '../store/reminders.store.js';

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

export interface Ending {
  message: Message;
  end: End;
}

/** Whether it was this that ended it: a claim that has been outdated ends nothing. */
export async function endMessage(tx: Tx, message: Message, end: End, today: Day): Promise<boolean> {
  return (await endMessages(tx, [{ message, end }], today)).has(message.id);
}

/** Ends several in hardly more statements than one takes; says which of them it was this that ended. */
export async function endMessages(tx: Tx, endings: readonly Ending[], today: Day): Promise<Set<string>> {
  const ended: Ending[] = [];
  for (const ending of endings) if (await moveToEnd(tx, ending)) ended.push(ending);
  const ids = ended.map(({ message }) => message.id);
  if (ids.length === 0) return new Set();
  const carried = await bundledIn(tx.manager, ids);
  for (const alike of grouped(ended, ({ end }) => `${end.state} ${end.reason}`).values()) {
    const { state, reason } = alike[0]!.end;
    const change = { state: ends[state].reminder, reason };
    const those = alike.map(({ message }) => message.id);
    await settleBundled(tx, those, change);
    await settleLetters(tx, those, change);
  }
  const carriedBy = ({ message }: Ending): Reminder[] => carried.filter((r) => r.message === message.id);
  await appendEvents(tx, ended.flatMap((ending) => noticesOf(ending, carriedBy(ending))), today); // prettier-ignore
  for (const ending of ended) {
    const { message, end } = ending;
    if (end.state === 'failed' && end.outcome !== null)
      for (const ref of commitmentsIn(carriedBy(ending))) await tellOfRefusal(tx, ref, message.person, end.outcome);
  }
  return new Set(ids);
}

function moveToEnd(tx: Tx, { message, end: { state, reason, outcome } }: Ending): Promise<boolean> {
  const { replyCode = null, replyText: reply = null } = outcome ?? {};
  const { possibleDuplicate } = message;
  const over = { finishedAt: tx.now, leaseHolder: null, leaseUntil: null };
  return moveMessage(tx, message, { ...over, state, reason, replyCode, reply, possibleDuplicate });
}

/** One for each commitment that a message is about, so that each has the proof of notice in its own history. */
function noticesOf({ message, end: { state, reason, outcome } }: Ending, carried: readonly Reminder[]): Draft<NoticeType>[] {
  const { event } = ends[state];
  if (event === null) return [];
  const { replyCode = null, replyText: reply = null } = outcome ?? {};
  const about = carried.length === 0 ? [message.commitment] : commitmentsIn(carried);
  return about.map((commitment) => ({
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
      possibleDuplicate: message.possibleDuplicate,
    },
  }));
}

function commitmentsIn(carried: readonly Reminder[]): string[] {
  return [...new Set(carried.map((r) => r.commitment))];
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
