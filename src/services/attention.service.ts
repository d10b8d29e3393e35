/** What people ask of their reminders by a link in a mail: that they have been heard, or to be left alone for a while. */
import { Inject, Injectable } from '@nestjs/common';
import { acknowledgeable, attentionId, type Attention } from '../domain/attention.js';
import type { Progress } from '../domain/axes.js';
import type { Commitment } from '../domain/commitment.js';
import type { ReconcileCause } from '../domain/reconcile.js';
import { Refusal } from '../domain/refusal.js';
import { stepClasses, type StepClass } from '../domain/reminder-policy.js';
import { addDays, dayIn, type Day } from '../domain/time.js';
import type { Tx } from '../store/database.js';
import { readRow, record } from '../store/register.store.js';
import { Commands, type Caller } from './commands.js';
import { LettersService } from './letters.service.js';
import { RegisterService } from './register.service.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';

/** What was acknowledged, as the mail named it. */
export interface Acknowledged {
  class: StepClass;
  revision: number;
  cycle: number;
}

@Injectable()
export class AttentionService {
  constructor(
    private readonly commands: Commands,
    private readonly planning: ReminderPlanning,
    private readonly register: RegisterService,
    private readonly letters: LettersService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Stops the mails of one class about a commitment until its date moves or something more severe comes. Twice is once. */
  async acknowledge(person: string, ref: string, what: Acknowledged): Promise<void> {
    await this.change(person, ref, 'acknowledged', (tx, commitment, was) => {
      if (what.revision !== commitment.target.revision || what.cycle !== commitment.cycle || commitment.verdict !== 'pending')
        throw new Refusal('gone', `${ref} has changed since that mail: there is nothing to acknowledge any more.`);
      const said = was.acknowledged;
      if (said !== null && said.class === what.class && said.revision === what.revision && said.cycle === what.cycle) return was;
      return { ...was, acknowledged: { ...what, at: tx.now } };
    });
  }

  /** Hides a commitment from a person for so many days from today; never an escalation. Twice on one day is once. */
  async snooze(person: string, ref: string, days: number): Promise<void> {
    await this.change(person, ref, 'snoozed', (_tx, _commitment, was, today) => ({
      ...was,
      snoozed: { from: today, until: addDays(today, days) },
    }));
  }

  /** Only who answers for a commitment can say how it stands; a receipt tells them what was recorded. */
  async reportProgress(caller: Caller, ref: string, progress: Progress, note: string | null): Promise<void> {
    await this.register.change(caller, ref, 'updated', async (tx, was) => {
      await this.assertAnswersFor(tx, caller.actor, was);
      await this.letters.owe(tx, caller.actor, { kind: 'receipt', commitment: ref, progress });
      return [{ type: 'progress.reported', payload: { progress, note } }];
    });
  }

  private change(
    person: string,
    ref: string,
    cause: ReconcileCause,
    decide: (tx: Tx, commitment: Commitment, was: Attention, today: Day) => Attention,
  ): Promise<Attention> {
    return this.commands.run({ actor: person, role: null }, async (tx) => {
      const commitment = await readRow(tx.manager, 'commitment', ref);
      const reader = await readRow(tx.manager, 'person', person);
      if (commitment === null || reader === null || reader.disabledAt !== null)
        throw new Refusal('gone', 'This link is for nobody here any more.');
      const id = attentionId(ref, person);
      const was = (await readRow(tx.manager, 'attention', id)) ?? { id, commitment: ref, person, snoozed: null, acknowledged: null };
      const attention = decide(tx, commitment, was, dayIn(reader.zone, tx.now));
      if (JSON.stringify(attention) === JSON.stringify(was)) return was;
      const { commitment: _, ...payload } = attention;
      await record(tx, { type: 'attention.changed', commitment: ref, actor: person, payload }, dayIn(this.settings.zone, tx.now));
      await this.planning.reconcileIn(tx, commitment, cause);
      return attention;
    });
  }

  private async assertAnswersFor(tx: Tx, person: string, { ref, owner }: Commitment): Promise<void> {
    const contact = owner === null ? null : ((await readRow(tx.manager, 'person', owner))?.escalatesTo ?? null);
    if (person !== owner && person !== contact) throw new Refusal('gone', `You no longer answer for ${ref}.`);
  }
}

/** What a link's subject says was acknowledged; null where it is not what we wrote. */
export function acknowledgedIn(subject: string): (Acknowledged & { ref: string }) | null {
  const [ref = '', named = '', revision, cycle] = subject.split(' ');
  const stepClass = stepClasses.find((c) => c === named);
  if (stepClass === undefined || !acknowledgeable.has(stepClass)) return null;
  return { ref, class: stepClass, revision: Number(revision), cycle: Number(cycle) };
}
