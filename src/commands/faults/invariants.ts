/** What must hold once the storm is over, whatever happened in it: the promises of the service, held against the mail server's own record. */
import { onTimeMs } from '../../domain/bundle.js';
import { grouped } from '../../domain/grouped.js';
import { verifyConsistency } from '../../domain/log/merkle.js';
import { plan } from '../../domain/plan.js';
import type { Reminder } from '../../domain/reminder.js';
import { addMs, dayIn, toMs, type Instant } from '../../domain/time.js';
import { type AuditService } from '../../services/audit.service.js';
import type { Policies } from '../../services/policies.js';
import { type VerificationService } from '../../services/verification.service.js';
import type { Database } from '../../store/database.js';
import { pagesOfEntries, readEvents } from '../../store/log.store.js';
import { bytesOf, messagesByIds } from '../../store/outbox.store.js';
import { circleOf } from '../../store/people.store.js';
import { readRows } from '../../store/register.store.js';
import { allReminders } from '../../store/reminders.store.js';
import type { Accepted } from './simulated-server.js';
import type { Witness } from './witness.js';

/** The earliest zone there is: before this no day has begun anywhere. */
const earliestZoneMs = 14 * 3_600_000;
/** By when whatever fell due must have come to its end: every back-off, lease and wait there is. */
const patienceMs = 12 * 3_600_000;

export interface Aftermath {
  database: Database;
  policies: Policies;
  witness: Witness;
  accepted: readonly Accepted[];
  /** Root and size of the log as they were handed out on the way. */
  checkpoints: readonly { size: number; root: string }[];
  /** How many events there were before it began, which are not its business. */
  sizeBefore: number;
  now: Instant;
  audit: AuditService;
  verification: VerificationService;
}

/** Says in words what does not hold; nothing where all is well. */
export async function brokenIn(after: Aftermath): Promise<string[]> {
  const found = await Promise.all([theLog(after), theMails(after), theReminders(after), noticesTwice(after)]);
  return [...new Set([...after.witness.broken, ...found.flat()])];
}

/** Nothing committed is gone, nothing is there that was not, rows are the fold of it, and it only ever grew. */
async function theLog({ database, witness, verification, audit, checkpoints }: Aftermath): Promise<string[]> {
  const { faults, size, root } = await verification.verify();
  const broken = [...faults];
  let at = 0;
  for await (const page of pagesOfEntries(database.read))
    for (const { hash } of page)
      if (hash !== witness.committed[at++]?.hash) broken.push(`event ${at - 1} is not the one that was committed`);
  if (at !== witness.committed.length) broken.push(`${witness.committed.length} events were committed and ${at} are there`);
  for (const { size: from, root: fromRoot } of checkpoints) {
    const { hashes: proof } = await audit.consistency(from, size);
    if (!verifyConsistency({ from, to: size, fromRoot, toRoot: root, proof })) broken.push(`the log of ${from} events was another one`);
  }
  return broken;
}

/** What we say of mails is what the server says of them. */
async function theMails({ database, witness, accepted }: Aftermath): Promise<string[]> {
  const broken: string[] = [];
  const copies = grouped(accepted, ({ messageId }) => messageId);
  const ended = await messagesByIds(database.read, [...witness.ended.keys()]);
  const open = await messagesByIds(
    database.read,
    [...witness.dueAt.keys()].filter((id) => !witness.ended.has(id)),
  );
  const known = new Map([...ended, ...open].map((message) => [message.messageId, message]));
  const bytes = await bytesOf(
    database.read,
    [...known.values()].map(({ id }) => id),
  );
  for (const { id, state, finishedAt, messageId } of ended) {
    const end = witness.ended.get(id);
    if (state !== end?.state || finishedAt !== end.finishedAt)
      broken.push(`message ${id} ended as ${end?.state} at ${end?.finishedAt} and again as ${state} at ${finishedAt}`);
    if (state === 'sent' && !copies.has(messageId)) broken.push(`message ${id} is sent, and the server never took it`);
  }
  for (const [messageId, taken] of copies) {
    const message = known.get(messageId);
    if (message === undefined) {
      broken.push(`the server took ${messageId}, which nobody claimed`);
      continue;
    }
    if (taken.some(({ raw }) => Buffer.compare(raw, bytes.get(message.id) ?? new Uint8Array()) !== 0))
      broken.push(`copies of message ${message.id} differ`);
    if (taken.length > 2) broken.push(`message ${message.id} went out ${taken.length} times`);
    if (taken.length > 1 && !message.possibleDuplicate) broken.push(`message ${message.id} went out twice and is not marked`);
    const due = witness.dueAt.get(message.id);
    if (due !== undefined && taken.some(({ at }) => at < due)) broken.push(`message ${message.id} went out before ${due}`);
  }
  return broken;
}

const handled = new Set<string>(['delivered', 'suppressed', 'cancelled', 'missed', 'skipped', 'failed', 'unknown']);

/** Every reminder owed came to an end with a reason, none was skipped, none was early. */
async function theReminders(after: Aftermath): Promise<string[]> {
  const { database, policies, now, audit, accepted } = after;
  const rows = await allReminders(database.read);
  const broken = rows.flatMap((row) => wrongWith(row, rows, now));
  const stored = new Map(rows.map((row) => [row.key, row]));
  const rules = await policies.inForce(database.read);
  for (const commitment of await readRows(database.read, 'commitment')) {
    const owed = plan(commitment, rules, await circleOf(database.read, commitment), dayIn(commitment.target.zone, now));
    for (const { key, dueAt } of owed) {
      const row = stored.get(key);
      if (row === undefined && dueAt < addMs(now, -onTimeMs)) broken.push(`reminder ${key} was owed at ${dueAt} and nobody knows of it`);
      if (row?.state === 'planned' && dueAt < addMs(now, -patienceMs))
        broken.push(`reminder ${key} was owed at ${dueAt} and is still only planned`);
    }
  }
  const { unaccounted } = await audit.conservation();
  if (unaccounted !== 0) broken.push(`${unaccounted} reminders are unaccounted for`);
  const sentAt = new Map(accepted.map(({ messageId, at }) => [messageId, at]));
  const messages = await messagesByIds(database.read, [...after.witness.dueAt.keys()]);
  const messageIds = new Map(messages.map(({ id, messageId }) => [id, messageId]));
  for (const { key, nominalDate, message } of rows) {
    const at = sentAt.get(messageIds.get(message ?? '') ?? '');
    if (at !== undefined && dayIn('UTC', addMs(at, earliestZoneMs)) < nominalDate)
      broken.push(`reminder ${key} of ${nominalDate} went out at ${at}`);
  }
  return broken;
}

function wrongWith(row: Reminder, rows: readonly Reminder[], now: Instant): string[] {
  const { key, state, reason, dueAt, expiresAt, at } = row;
  if (toMs(now) - toMs(dueAt) > patienceMs && !handled.has(state)) return [`reminder ${key} fell due at ${dueAt} and is ${state}`];
  if (state !== 'missed') return [];
  if (reason === 'expired' && (expiresAt === null || at < expiresAt)) return [`reminder ${key} was given up before it expired`];
  if (reason === 'collapsed' && !rows.some((other) => standsFor(other, row)))
    return [`reminder ${key} is missed and nothing stands for it`];
  return [];
}

/** Another of the same commitment and person, not missed itself, which was due by then. */
function standsFor(other: Reminder, { key, commitment, person, at }: Reminder): boolean {
  return other.key !== key && other.commitment === commitment && other.person === person && other.dueAt <= at && other.state !== 'missed';
}

/** The log itself says of no reminder twice that it went out. */
async function noticesTwice({ database, sizeBefore }: Aftermath): Promise<string[]> {
  const cycles = new Map((await readRows(database.read, 'commitment')).map(({ ref, cycle }) => [ref, cycle]));
  const told = new Map<string, number>();
  for (const { type, payload } of await readEvents(database.read, { from: sizeBefore })) {
    if (type !== 'notice.sent' && type !== 'notice.unknown') continue;
    for (const { commitment, step, nominalDate } of payload.reminders) {
      const key = `${step} of ${nominalDate} about ${commitment} to ${payload.person}`;
      told.set(key, (told.get(key) ?? 0) + 1);
    }
  }
  const mostOf = (key: string): number => cycles.get(/about (\S+) to/.exec(key)?.[1] ?? '') ?? 1;
  return [...told].filter(([key, times]) => times > mostOf(key)).map(([key, times]) => `${key} went out in ${times} mails`);
}
