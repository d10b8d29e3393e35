/** What is planned to go out next, to whom, and about what: a page of it at a time. */
import { Injectable } from '@nestjs/common';
import type { Person } from '../domain/people.js';
import type { Reminder } from '../domain/reminder.js';
import type { Instant } from '../domain/time.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { peopleByIds } from '../store/people.store.js';
import { plannedBetween } from '../store/reminders.store.js';

export interface AgendaEntry {
  reminder: Pick<Reminder, 'commitment' | 'step' | 'class' | 'nominalDate' | 'dueAt'>;
  title: string;
  lang: string;
  person: Pick<Person, 'name' | 'email' | 'zone'>;
}

@Injectable()
export class AgendaService {
  constructor(private readonly database: Database) {}

  /**
   * By the rows as they are planned; several for one person and day go into one mail. Where there are more than `limit`, the
   * page ends with the last instant that is whole, and `next` is what to send as `after`.
   */
  async page(after: Instant, upTo: Instant, limit: number): Promise<{ entries: AgendaEntry[]; next: Instant | null }> {
    const on = this.database.read;
    const found = await plannedBetween(on, after, upTo, limit + 1);
    const { rows, next } = wholeInstants(found, limit);
    const commitments = new Map((await commitmentsByRefs(on, [...new Set(rows.map((r) => r.commitment))])).map((c) => [c.ref, c]));
    const people = new Map((await peopleByIds(on, [...new Set(rows.map((r) => r.person))])).map((p) => [p.id, p]));
    const entries = rows.flatMap((reminder) => {
      const [commitment, person] = [commitments.get(reminder.commitment), people.get(reminder.person)];
      if (commitment === undefined || person === undefined) return [];
      return [{ reminder, title: commitment.title, lang: commitment.statement.lang, person }];
    });
    return { entries, next };
  }
}

/** Cut between two instants; where one instant alone is more than a page, what is more of it is left out. */
function wholeInstants(found: Reminder[], limit: number): { rows: Reminder[]; next: Instant | null } {
  const over = found[limit];
  if (over === undefined) return { rows: found, next: null };
  const whole = found.filter(({ dueAt }) => dueAt < over.dueAt);
  const rows = whole.length === 0 ? found.slice(0, limit) : whole;
  return { rows, next: rows.at(-1)?.dueAt ?? null };
}
