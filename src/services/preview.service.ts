/** What will be sent: the engine's own plan and mails, looked at before their time. */
import { Inject, Injectable } from '@nestjs/common';
import { bundle } from '../domain/bundle.js';
import type { Commitment } from '../domain/commitment.js';
import { grouped } from '../domain/grouped.js';
import { mailGroups } from '../domain/mail-groups.js';
import type { Person } from '../domain/people.js';
import { plan, type Rules } from '../domain/plan.js';
import { afterReconciling, reconcile } from '../domain/reconcile.js';
import type { Policy } from '../domain/reminder-policy.js';
import type { Reminder } from '../domain/reminder.js';
import { addDays, dayIn, type Day, type Instant } from '../domain/time.js';
import { Database } from '../store/database.js';
import { circleOf } from '../store/people.store.js';
import { readRows } from '../store/register.store.js';
import { remindersOf } from '../store/reminders.store.js';
import { CLOCK, type Clock } from '../clock.js';
import { ContentGatherer } from './mail-content.js';
import { MailWriter } from './mail-writing.js';
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

/** A reminder that would be planned, and when it would go out: what is late already goes with whatever is due now. */
interface Foreseen {
  at: Instant;
  reminder: Reminder;
}

@Injectable()
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly gatherer: ContentGatherer,
    private readonly writer: MailWriter,
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
    const people = new Map<string, Person>();
    const foreseen: Foreseen[] = [];
    for (const commitment of await readRows(this.database.read, 'commitment'))
      foreseen.push(...(await this.foreseenOf(commitment, rules, last, people)));
    const mails = [...grouped(foreseen, ({ at, reminder }) => `${at} ${people.get(reminder.person)?.email ?? reminder.person}`)].sort(
      ([a], [b]) => (a < b ? -1 : 1),
    );
    for (const [, due] of mails) yield* this.mailsOf(due, people, first, last);
  }

  private async *mailsOf(due: Foreseen[], people: ReadonlyMap<string, Person>, first: Day, last: Day): AsyncGenerator<Upcoming> {
    const [{ at }] = due as [Foreseen];
    const reminders = due.map(({ reminder }) => reminder);
    const person = people.get(reminders[0]?.person ?? '');
    const day = person === undefined ? '' : dayIn(person.zone, at);
    if (person === undefined || person.email === null || day < first || day > last) return;
    const sheet = await this.gatherer.read(reminders);
    for (const { kind, commitments } of mailGroups(reminders, people, at)) {
      const bundles = commitments.map((of) => bundle(of, at).carried).filter((carried) => carried.length > 0);
      const gathered = bundles.flatMap((carried) => this.gatherer.gather(sheet, carried, [], null, at) ?? []);
      if (gathered.length === 0) continue;
      const { subject } = this.writer.write({ kind, gathered, carried: bundles.flat(), now: at });
      for (const { commitment, step, nominalDate, dueAt } of bundles.flat())
        yield { commitment, person: person.email, step, nominalDate, dueAt, subject };
    }
  }

  /** What the next reconciliation would leave planned of one commitment. */
  private async foreseenOf(commitment: Commitment, rules: Rules, last: Day, people: Map<string, Person>): Promise<Foreseen[]> {
    const on = this.database.read;
    const now = this.clock.now();
    const circle = await circleOf(on, commitment);
    for (const [id, person] of circle.people) people.set(id, person);
    const stored = await remindersOf(on, commitment.ref);
    const change = reconcile(plan(commitment, rules, circle, last), stored, {
      commitment,
      cause: 'policy_changed',
      now,
      tzdataVersion: this.settings.tzdataVersion,
      personOf: (person) => circle.people.get(person) ?? { zone: this.settings.zone, quietHours: null },
    });
    return [...afterReconciling(stored, change).values()]
      .filter(({ state }) => state === 'planned')
      .map((reminder) => ({ at: reminder.dueAt < now ? now : reminder.dueAt, reminder }));
  }
}
