/** What becomes of mails when somebody is erased: theirs, and those to others that name them. */
import type { Message } from '../domain/delivery.js';
import type { Day } from '../domain/time.js';
import { isNamedIn } from '../mail/mail-naming.js';
import type { Reader, Tx } from '../store/database.js';
import { blankMessages, messagesAbout, messagesTo } from '../store/erasure.store.js';
import { settleLetters } from '../store/letters.store.js';
import { bytesOf, messagesByIds, moveMessage } from '../store/outbox.store.js';
import { settleBundled } from '../store/reminders.store.js';
import { endMessage } from './conclusion.js';

type Names = (text: string) => boolean;

const readAtOnce = 100;

/** Mails to others that name the person, by id; `refs` are the commitments that such mails are about. Outside any transaction, as it takes its time. */
export async function mailsNaming(on: Reader, person: string, refs: readonly string[], names: Names): Promise<string[]> {
  const candidates = await messagesAbout(on, person, refs);
  const found: string[] = [];
  for (let i = 0; i < candidates.length; i += readAtOnce)
    for (const [id, raw] of await bytesOf(on, candidates.slice(i, i + readAtOnce)))
      if (raw.length > 0 && (await isNamedIn(raw, names))) found.push(id);
  return found;
}

/** Nothing more goes to them, and no bytes stay that name them. Says how many mails that were. */
export async function eraseMails(tx: Tx, person: string, naming: readonly string[], names: Names, today: Day): Promise<number> {
  const theirs = await messagesTo(tx.manager, person);
  for (const message of theirs) if (isOpen(message)) await endErased(tx, message, today);
  const others = await messagesByIds(tx.manager, naming);
  for (const message of others) {
    if (message.state === 'queued' && !message.possibleDuplicate) await recall(tx, message);
    else if (isOpen(message)) await endErased(tx, message, today);
  }
  await blankMessages(tx, [...theirs, ...others], person, names);
  return theirs.length + others.length;
}

function isOpen({ state }: Message): boolean {
  return state === 'queued' || state === 'sending' || state === 'unknown';
}

/** What may have gone out is taken as arrived: its bytes are not kept to find out. */
async function endErased(tx: Tx, message: Message, today: Day): Promise<void> {
  const unsent = message.state === 'queued' && !message.possibleDuplicate;
  const end = unsent ? ({ state: 'cancelled', reason: 'erased' } as const) : ({ state: 'assumed', reason: 'erased' } as const);
  await endMessage(tx, { ...message, possibleDuplicate: message.possibleDuplicate || !unsent }, { ...end, outcome: null }, today);
}

/** Its reader is still owed what it says, and gets it written anew by the next pass, without the name. */
async function recall(tx: Tx, message: Message): Promise<void> {
  await moveMessage(tx, message, { state: 'cancelled', reason: 'erased', finishedAt: tx.now, digest: null });
  await settleBundled(tx, [message.id], { state: 'planned', message: null });
  await settleLetters(tx, [message.id], { state: 'planned', message: null });
}
