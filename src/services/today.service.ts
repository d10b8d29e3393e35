/** What somebody who opens the register in the morning has to know: what waits for them, what is late, due, stuck, and new. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { Commitment } from '../domain/commitment.js';
import type { EventType, LoggedEvent } from '../domain/events.js';
import type { Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { addDays, addMs, dayIn, type Day, type Instant } from '../domain/time.js';
import { assertMayDecide, type Verdict } from '../domain/verdict.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { openEntries, readHead } from '../store/log.store.js';
import { peopleByIds } from '../store/people.store.js';
import { countEnded, lookedBy, newestEntries, overdueBetween, putLooked, waitingVerdicts } from '../store/reading.store.js';
import { mailFates } from './mails.service.js';
import { ReadingService, type CommitmentList } from './reading.service.js';
import { SenderService } from './sender.service.js';
import { SETTINGS, type Settings } from './settings.js';
import { Views, type CommitmentView } from './views.js';

/** As many rows as somebody reads; the rest is behind a link. */
const shown = 20;
const newsShown = 50;
const week = 7;
const dayMs = 24 * 3_600_000;

/** The types of event that are news of a commitment to those who work here. */
const newsTypes = [
  'commitment.registered',
  'commitment.amended',
  'publication.changed',
  'target.revised',
  'condition.changed',
  'progress.reported',
  'standing.changed',
  'evidence.added',
  'note.added',
  'verdict.proposed',
  'verdict.confirmed',
  'verdict.returned',
  'owner.unreachable',
] as const satisfies EventType[];

export interface Today {
  day: Day;
  /** Verdicts that this person may confirm or return. */
  toDecide: { verdict: Verdict; commitment: CommitmentView }[];
  overdue: CommitmentView[];
  due: CommitmentList;
  dueTo: Day;
  mail: { held: boolean; failed: number; unknown: number };
  news: {
    events: { event: LoggedEvent; title: string }[];
    /** There are more than are shown. */
    more: boolean;
    /** When the reader last said that they had looked; null where they never did. */
    since: Instant | null;
    /** Up to where this reaches: what "I have looked" stands for. */
    upTo: number;
  };
  /** What people are called, by id. */
  names: ReadonlyMap<string, string>;
}

@Injectable()
export class TodayService {
  constructor(
    private readonly database: Database,
    private readonly reading: ReadingService,
    private readonly views: Views,
    private readonly sender: SenderService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async of(person: Pick<Person, 'id' | 'role'>): Promise<Today> {
    const on = this.database.read;
    const now = this.clock.now();
    const day = dayIn(this.settings.zone, now);
    const dueTo = addDays(day, 30);
    const toDecide = person.role === 'auditor' ? await this.toDecide(person.id, day) : [];
    const news = await this.news(person.id);
    const spokenOf = [...toDecide.map(({ verdict }) => verdict.proposedBy), ...news.events.map(({ event }) => event.actor)];
    const since = addMs(now, -week * dayMs);
    return {
      ...{ day, dueTo, toDecide, news },
      overdue: await this.views.list(on, await overdueBetween(on, addDays(day, 1 - week), day, shown), day),
      due: await this.reading.list(
        { dueFrom: day, dueTo, verdict: 'pending', standing: 'active', publication: 'published' },
        { after: 0, limit: shown },
        null,
      ),
      mail: {
        held: !(await this.sender.state()).sending,
        failed: await countEnded(on, mailFates.failed, since),
        unknown: await countEnded(on, mailFates.unknown, since),
      },
      names: new Map((await peopleByIds(on, spokenOf)).map(({ id, name, email }) => [id, name ?? email ?? id])),
    };
  }

  /** Remembers up to where somebody has looked; never back to before. */
  async looked(person: string, upTo: number): Promise<void> {
    await this.database.write(async (tx) => {
      const before = await lookedBy(tx.manager, person);
      const index = Math.min(Math.max(upTo, before?.index ?? 0), tx.head.size);
      await putLooked(tx, { person, index, at: tx.now });
    });
  }

  private async toDecide(person: string, day: Day): Promise<Today['toDecide']> {
    const on = this.database.read;
    const waiting = await waitingVerdicts(on, 200);
    const commitments = new Map((await commitmentsByRefs(on, waiting.map((v) => v.commitment))).map((c) => [c.ref, c])); // prettier-ignore
    const own = waiting.filter((v) => mayDecide(commitments.get(v.commitment), v, person)).slice(0, shown);
    const views = await this.views.list(on, own.map((v) => commitments.get(v.commitment)).filter((c) => c !== undefined), day); // prettier-ignore
    const byRef = new Map(views.map((view) => [view.ref, view]));
    return own.flatMap((verdict) => {
      const commitment = byRef.get(verdict.commitment);
      return commitment === undefined ? [] : [{ verdict, commitment }];
    });
  }

  private async news(person: string): Promise<Today['news']> {
    const on = this.database.read;
    const looked = await lookedBy(on, person);
    const entries = await newestEntries(on, looked?.index ?? 0, newsTypes, newsShown + 1);
    const events = await openEntries(on, entries.slice(0, newsShown));
    const titles = new Map((await commitmentsByRefs(on, events.map((e) => e.commitment ?? ''))).map((c) => [c.ref, c.title])); // prettier-ignore
    return {
      events: events.map((event) => ({ event, title: titles.get(event.commitment ?? '') ?? '' })),
      more: entries.length > newsShown,
      since: looked?.at ?? null,
      upTo: (await readHead(on)).size,
    };
  }
}

function mayDecide(commitment: Commitment | undefined, verdict: Verdict, person: string): boolean {
  if (commitment === undefined) return false;
  try {
    assertMayDecide(commitment, verdict, person);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
