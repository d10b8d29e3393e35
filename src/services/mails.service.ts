/** The mails that were made: what became of each and why, and what stood in it. */
import { Injectable } from '@nestjs/common';
import type { Attempt, Message } from '../domain/delivery.js';
import { Refusal } from '../domain/refusal.js';
import type { Reminder } from '../domain/reminder.js';
import { readMail, type WrittenMail } from '../mail/written-mail.js';
import { Database } from '../store/database.js';
import { attemptsAt, bytesOf, countMessages, messageById, messagesIn } from '../store/outbox.store.js';
import { remindersOfMessage } from '../store/reminders.store.js';

/** What people ask of mails, and which states answer it. */
export const mailFates = {
  waiting: ['queued', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  unknown: ['unknown', 'assumed'],
  unsent: ['suppressed', 'cancelled', 'expired'],
} as const satisfies Record<string, readonly Message['state'][]>;
export type MailFate = keyof typeof mailFates;

export interface MailDetail {
  mail: Message;
  attempts: Attempt[];
  reminders: Reminder[];
  written: WrittenMail;
}

@Injectable()
export class MailsService {
  constructor(private readonly database: Database) {}

  /** The newest first; `next` is what to send as `before` for the page after. */
  async page(fate: MailFate, before: string | null, limit: number): Promise<{ items: Message[]; next: string | null }> {
    const rows = await messagesIn(this.database.read, mailFates[fate], { before, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async counts(): Promise<Record<MailFate, number>> {
    const of = await countMessages(this.database.read, Object.values(mailFates).flat());
    const sums = Object.entries(mailFates).map(([fate, states]) => [fate, states.reduce((sum, state) => sum + of[state], 0)]);
    return Object.fromEntries(sums) as Record<MailFate, number>;
  }

  async read(id: string): Promise<MailDetail> {
    const mail = await messageById(this.database.read, id);
    if (mail === null) throw new Refusal('not_found', 'There is no such mail.');
    const raw = (await bytesOf(this.database.read, [id])).get(id) ?? new Uint8Array();
    return {
      mail,
      attempts: await attemptsAt(this.database.read, id),
      reminders: await remindersOfMessage(this.database.read, id),
      written: await readMail(raw),
    };
  }
}
