/**
 * The log's checkpoint leaves the machine: once a calendar month each auditor gets it by mail. A job of those who run for
 * real, like webhooks: on the virtual clock of a demo or a simulation there is nobody outside.
 */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { dayIn } from '../domain/time.js';
import { Database, type Reader } from '../store/database.js';
import { remember, remembered } from '../store/outbox.store.js';
import { peopleToMail } from '../store/people.store.js';
import { AuditService } from './audit.service.js';
import { holdOf } from './holds.js';
import { LettersService } from './letters.service.js';
import { SETTINGS, type Settings } from './settings.js';

const mailedNote = 'checkpointsMailed';

interface Mailed {
  month: string;
  to: string[];
}

@Injectable()
export class CheckpointMails {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly letters: LettersService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Writes down what is owed this month and is not yet; says to how many. Nothing while the clock is in doubt. */
  async oweDue(): Promise<number> {
    const day = dayIn(this.settings.zone, this.clock.now());
    const month = day.slice(0, 7);
    if ((await holdOf(this.database.read, 'clock')) !== null) return 0;
    if ((await this.owedIn(this.database.read, month)).owed.length === 0) return 0;
    const { note } = await this.audit.checkpoint();
    return this.database.write(async (tx) => {
      const { known, owed } = await this.owedIn(tx.manager, month);
      await remember(tx, mailedNote, { month, to: [...known, ...owed] });
      for (const id of owed) await this.letters.owe(tx, id, { kind: 'checkpoint', day, note });
      return owed.length;
    });
  }

  /** Who is owed this month's already, and who is still to be. */
  private async owedIn(on: Reader, month: string): Promise<{ known: string[]; owed: string[] }> {
    const last = await remembered<Mailed>(on, mailedNote);
    const known = last?.month === month ? last.to : [];
    const auditors = await peopleToMail(on, 'auditor');
    return { known, owed: auditors.map(({ id }) => id).filter((id) => !known.includes(id)) };
  }
}
