/** What will be sent: the engine's own plan and mails, looked at before their time. */
import { Inject, Injectable } from '@nestjs/common';
import { bundle } from '../domain/bundle.js';
import type { Commitment } from '../domain/commitment.js';
import { plan, type Rules } from '../domain/plan.js';
import { afterReconciling, reconcile } from '../domain/reconcile.js';
import type { Policy } from '../domain/reminder-policy.js';
import type { Reminder } from '../domain/reminder.js';
import { addDays, dayIn, type Day, type Instant } from '../domain/time.js';
import { renderReminder } from '../mail/emails/reminder.js';
import { Database } from '../store/database.js';
import { circleOf } from '../store/people.store.js';
import { readRows } from '../store/register.store.js';
import { remindersOf } from '../store/reminders.store.js';
import { CLOCK, type Clock } from '../clock.js';
import { ContentGatherer } from './mail-content.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';

export interface Upcoming {
  commitment: string;
  person: string;
  step: string;
  nominalDate: Day;
  dueAt: Instant;
  subject: string;
}

/** One mail to one person, not made yet. */
interface Mail {
  at: Instant;
  /** Where the reader is. */
  day: Day;
  email: string;
  /** What tells mails of the same instant apart. */
  key: string;
  carried: Reminder[];
}

@Injectable()
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly gatherer: ContentGatherer,
    private readonly policies: Policies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Reminders that will go out on the days from `from` to `to`, by the policy in force or by another that is only tried. */
  async *upcoming(from: Day | null, to: Day | null, policy: Policy | null = null): AsyncGenerator<Upcoming> {
    const rules = policy === null ? await this.policies.inForce(this.database.read) : this.policies.rulesOf(policy);
    const now = this.clock.now();
    const first = from ?? dayIn(this.settings.zone, now);
    const last = to ?? addDays(first, 90);
    const mails: Mail[] = [];
    for (const commitment of await readRows(this.database.read, 'commitment')) mails.push(...(await this.mailsOf(commitment, rules, last)));
    for (const { at, day, email, carried } of mails.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1))) {
      const gathered = day < first || day > last ? null : await this.gatherer.gather(carried, [], null, at);
      if (gathered === null) continue;
      const { subject } = renderReminder(gathered.content);
      for (const { commitment, step, nominalDate, dueAt } of carried)
        yield { commitment, person: email, step, nominalDate, dueAt, subject };
    }
  }

  /** What the next reconciliation would leave planned, put into mails as the engine would. */
  private async mailsOf(commitment: Commitment, rules: Rules, last: Day): Promise<Mail[]> {
    const on = this.database.read;
    const now = this.clock.now();
    const circle = await circleOf(on, commitment);
    const stored = await remindersOf(on, commitment.ref);
    const change = reconcile(plan(commitment, rules, circle, last), stored, {
      commitment,
      cause: 'policy_changed',
      now,
      tzdataVersion: this.settings.tzdataVersion,
      personOf: (person) => circle.people.get(person) ?? { zone: this.settings.zone, quietHours: null },
    });
    const mails = new Map<string, Reminder[]>();
    for (const row of afterReconciling(stored, change).values()) {
      if (row.state !== 'planned') continue;
      // What is late already goes out with whatever is due now.
      const key = `${row.person} ${row.dueAt < now ? now : row.dueAt}`;
      mails.set(key, [...(mails.get(key) ?? []), row]);
    }
    return [...mails].flatMap(([key, due]) => {
      const [id = '', at = now] = key.split(' ');
      const { carried } = bundle(due, at);
      const person = circle.people.get(id);
      if (carried.length === 0 || person === undefined || person.email === null) return [];
      return [{ at, day: dayIn(person.zone, at), email: person.email, key: `${commitment.ref} ${person.email}`, carried }];
    });
  }
}
