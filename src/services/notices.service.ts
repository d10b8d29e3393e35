/** Who is to be told what and when, and what became of it: the proof of notice. */
import { Injectable } from '@nestjs/common';
import type { Bounce, BounceKind } from '../domain/bounce.js';
import type { Message } from '../domain/delivery.js';
import { Refusal } from '../domain/refusal.js';
import type { Reminder, ReminderState } from '../domain/reminder.js';
import { bouncesOf } from '../store/bounces.store.js';
import { Database } from '../store/database.js';
import { messagesByIds } from '../store/outbox.store.js';
import { peopleByIds } from '../store/people.store.js';
import { readRow } from '../store/register.store.js';
import { allReminders, remindersOf } from '../store/reminders.store.js';

export interface PlannedReminder {
  step: string;
  class: string;
  /** An address, or the id of a person who was erased. */
  person: string;
  nominalDate: string;
  dueAt: string;
  state: ReminderState;
  reason: string | null;
}

export type NoticeState = 'queued' | 'sent' | 'failed' | 'suppressed' | 'cancelled' | 'missed' | 'skipped' | 'unknown';

export interface Notice {
  commitment: string;
  at: string;
  person: string;
  step: string;
  class: string;
  nominalDate: string;
  dueAt: string;
  state: NoticeState;
  reason: string | null;
  reply: string | null;
  messageId: string | null;
  subject: string | null;
  possibleDuplicate: boolean;
  /** What came back after it was sent; the state stays, since the mail server did take it. */
  bounce: { at: string; kind: BounceKind; status: string; diagnostic: string | null } | null;
}

/** A reminder's state in the words of a notice; what is only planned is none yet. */
const noticeState: Record<Exclude<ReminderState, 'planned'>, NoticeState> = {
  bundled: 'queued',
  delivered: 'sent',
  failed: 'failed',
  suppressed: 'suppressed',
  cancelled: 'cancelled',
  missed: 'missed',
  skipped: 'skipped',
  unknown: 'unknown',
};

@Injectable()
export class NoticesService {
  constructor(private readonly database: Database) {}

  async reminders(ref: string): Promise<PlannedReminder[]> {
    const rows = await this.rowsOf(ref);
    const addresses = await this.addresses(rows);
    return rows
      .map(({ step, class: c, person, nominalDate, dueAt, state, reason }) => ({
        step,
        class: c,
        person: addresses.get(person) ?? person,
        nominalDate,
        dueAt,
        state,
        reason,
      }))
      .sort(inOrder);
  }

  async notices(ref: string): Promise<Notice[]> {
    return this.asNotices(await this.rowsOf(ref));
  }

  /** Every notice of the register, in the order of their times. */
  async all(): Promise<Notice[]> {
    return this.asNotices(await allReminders(this.database.read));
  }

  private async asNotices(rows: Reminder[]): Promise<Notice[]> {
    const addresses = await this.addresses(rows);
    const messages = new Map(
      (
        await messagesByIds(
          this.database.read,
          rows.flatMap((r) => (r.message === null ? [] : [r.message])),
        )
      ).map((m) => [m.id, m]),
    );
    // The first tells most: what follows is the same mail given up on once more.
    const bounces = new Map((await bouncesOf(this.database.read, [...messages.keys()])).reverse().map((b) => [b.message, b]));
    return rows.flatMap((row) => (row.state === 'planned' ? [] : [noticeOf(row, row.state, addresses, messages, bounces)])).sort(inOrder);
  }

  private async rowsOf(ref: string): Promise<Reminder[]> {
    if ((await readRow(this.database.read, 'commitment', ref)) === null) throw new Refusal('not_found', `There is no ${ref}.`);
    return remindersOf(this.database.read, ref);
  }

  private async addresses(rows: readonly Reminder[]): Promise<Map<string, string>> {
    const people = await peopleByIds(this.database.read, [...new Set(rows.map((r) => r.person))]);
    return new Map(people.map((p) => [p.id, p.email ?? p.id]));
  }
}

function noticeOf(
  row: Reminder,
  state: Exclude<ReminderState, 'planned'>,
  addresses: Map<string, string>,
  messages: Map<string, Message>,
  bounces: Map<string, Bounce>,
): Notice {
  const message = row.message === null ? undefined : messages.get(row.message);
  const bounce = message === undefined ? undefined : bounces.get(message.id);
  return {
    commitment: row.commitment,
    at: row.at,
    person: addresses.get(row.person) ?? row.person,
    step: row.step,
    class: row.class,
    nominalDate: row.nominalDate,
    dueAt: row.dueAt,
    state: noticeState[state],
    reason: row.reason,
    reply: message?.reply ?? null,
    messageId: message?.messageId ?? null,
    subject: message?.subject ?? null,
    possibleDuplicate: message?.possibleDuplicate ?? false,
    bounce: bounce === undefined ? null : { at: bounce.at, kind: bounce.kind, status: bounce.status, diagnostic: bounce.diagnostic },
  };
}

function inOrder(a: { dueAt: string; person: string; step: string; nominalDate: string }, b: typeof a): number {
  return (
    compare(a.dueAt, b.dueAt) ||
    compare((a as { commitment?: string }).commitment ?? '', (b as { commitment?: string }).commitment ?? '') ||
    compare(a.nominalDate, b.nominalDate) ||
    compare(a.step, b.step) ||
    compare(a.person, b.person)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
