/** What keeps mail waiting, as the database remembers it, so that every process and `doctor` see the same. */
import type { Hold, HoldCause } from '../domain/holds.js';
import { toMs, type Day } from '../domain/time.js';
import type { Reader, Tx } from '../store/database.js';
import { remember, remembered } from '../store/outbox.store.js';
import { record } from '../store/register.store.js';

const holdsNote = 'holds';

export async function holdsOf(on: Reader): Promise<Hold[]> {
  return (await remembered<Hold[]>(on, holdsNote)) ?? [];
}

export async function holdOf(on: Reader, cause: HoldCause): Promise<Hold | null> {
  return (await holdsOf(on)).find((hold) => hold.cause === cause) ?? null;
}

/** Begins to hold, unless this holds already. Whether it began. */
export async function hold(tx: Tx, wanted: Hold, reason: string | null, today: Day): Promise<boolean> {
  const holds = await holdsOf(tx.manager);
  const others = holds.filter((held) => held.cause !== wanted.cause || held.holder !== wanted.holder);
  const began = others.length === holds.length;
  if (!began && wanted.renewedAt === null) return false;
  const since = holds.find((held) => !others.includes(held))?.since ?? wanted.since;
  await remember(tx, holdsNote, [...others, { ...wanted, since }]);
  // While the clock is in doubt nothing may enter the log: its times never decrease, and this one may be years ahead.
  if (!began || wanted.cause === 'clock') return began;
  const { cause, by: actor } = wanted;
  const detail = cause === 'paused' ? null : wanted.detail;
  await record(tx, { type: 'sender.held', commitment: null, actor, reason, payload: { cause, detail } }, today);
  return true;
}

/** Lets go of what holds for this cause; whether anything did. */
export async function release(
  tx: Tx,
  cause: HoldCause,
  { actor, reason, decision = null }: { actor: string; reason: string | null; decision?: string | null },
  today: Day,
): Promise<boolean> {
  const holds = await holdsOf(tx.manager);
  const left = holds.filter((held) => held.cause !== cause);
  if (left.length === holds.length) return false;
  await remember(tx, holdsNote, left);
  await record(tx, { type: 'sender.released', commitment: null, actor, reason, payload: { cause, decision } }, today);
  return true;
}

/** Holds for a clock are renewed with each pass; a process that has not for so long is gone. */
const clockHoldMs = 15 * 60_000;

/** The clock of this process came to rest by itself; no event, as none said that it began. Holds of processes that are gone go too. */
export async function forgetClockHolds(tx: Tx, holder: string): Promise<void> {
  const isOver = (held: Hold): boolean =>
    held.cause === 'clock' && (held.holder === holder || Math.abs(toMs(tx.now) - toMs(held.renewedAt ?? held.since)) > clockHoldMs);
  const holds = await holdsOf(tx.manager);
  const left = holds.filter((held) => !isOver(held));
  if (left.length < holds.length) await remember(tx, holdsNote, left);
}
