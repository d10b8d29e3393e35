/** Calendars and feeds of changes: somebody's own by a secret address, or all that is published for whoever has a token. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { calendarEntryOf, type CalendarEntry } from '../domain/calendar-entry.js';
import type { Commitment } from '../domain/commitment.js';
import { feedTokenHash, feedTokenOf, feedTokenPattern } from '../domain/feed-token.js';
import { asOfCut } from '../domain/fold.js';
import type { Locale, Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Day, type Instant } from '../domain/time.js';
import { calendarFile } from '../mail/calendar.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { feedTokenByHash, lastChanges, ownedOrFollowed, putFeedToken } from '../store/feeds.store.js';
import { partiesByIds } from '../store/people.store.js';
import { readRow, record } from '../store/register.store.js';
import { AsOfService } from './as-of.service.js';
import { AuditService } from './audit.service.js';
import { archivedChanges, beginsPage, newestChanges, type ChangesPage } from './changes.js';
import { Commands, type Caller } from './commands.js';
import { SETTINGS, type Settings } from './settings.js';

/** How often a calendar program should ask again. */
const refresh = 'PT6H';

/** Shown once: from then on only their hash is known. */
export interface FeedAddresses {
  calendar: string;
  changes: string;
}

@Injectable()
export class FeedsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly audit: AuditService,
    private readonly asOf: AsOfService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Makes the addresses of a person's calendar and feed anew; the former ones are dead at once. */
  async rotateCalendar(caller: Caller, personId: string): Promise<FeedAddresses> {
    const { person, salt } = await this.commands.run(caller, async (tx) => {
      const found = await readRow(tx.manager, 'person', personId);
      if (found === null) throw new Refusal('not_found', 'There is no such person.');
      if (found.disabledAt !== null) throw new Refusal('not_allowed_now', 'Somebody who left has no calendar.');
      const made = { person: found.id, salt: randomBytes(32).toString('base64url') };
      const hash = feedTokenHash(feedTokenOf(this.settings.linkSecret, made.person, made.salt));
      await putFeedToken(tx, { person: found.id, hash, madeAt: tx.now });
      const today = dayIn(this.settings.zone, tx.now);
      await record(tx, { type: 'feed_token.rotated', commitment: null, actor: caller.actor, payload: { person: found.id } }, today);
      return made;
    });
    const token = feedTokenOf(this.settings.linkSecret, person, salt);
    return { calendar: this.url(`/calendar/${token}.ics`), changes: this.url(`/changes/${token}.atom`) };
  }

  /** Whose address this is; refused as if it had never been one when it is nobody's any more. */
  async readerOf(token: string): Promise<Person> {
    const known = feedTokenPattern.test(token) ? await feedTokenByHash(this.database.read, feedTokenHash(token)) : null;
    const person = known === null ? null : await readRow(this.database.read, 'person', known.person);
    if (person === null || person.disabledAt !== null) throw new Refusal('not_found', 'There is no such calendar or feed, or no longer.');
    return person;
  }

  /** What a person owns and follows, in their language. */
  async calendarOf(person: Person, { todos, locale = person.locale }: { todos: boolean; locale?: Locale | undefined }): Promise<string> {
    const theirs = await ownedOrFollowed(this.database.read, person.id);
    const commitments = theirs === null ? this.published(this.audit.today()) : [theirs];
    const pages = this.entriesOf(commitments, null, dayIn(person.zone, this.clock.now()));
    return calendarFile({ pages, publicUrl: this.settings.publicUrl, todos, locale, refresh });
  }

  /** Everything that is published, now or as it was by the end of a day. */
  async exportedCalendar(
    asOf: Day | null,
    { todos, locale = this.settings.locale }: { todos: boolean; locale?: Locale | undefined },
  ): Promise<string> {
    const { zone, publicUrl } = this.settings;
    const day = asOf ?? this.audit.today();
    const pages = this.entriesOf(this.published(day), asOf === null ? null : asOfCut(asOf, zone), day);
    return calendarFile({ pages, publicUrl, todos, locale, refresh: null });
  }

  /** The changes of what a person owns and follows; of everything for null. From an index, that page of the archive. */
  async changesFor(person: Person | null, from: number | null): Promise<ChangesPage> {
    const on = this.database.read;
    if (from !== null && !beginsPage(from)) throw new Refusal('not_found', 'No page of the feed begins there.');
    const theirs = person === null ? null : await ownedOrFollowed(on, person.id);
    const refs = theirs === null ? null : theirs.map(({ ref }) => ref);
    const wanted = { refs, publicUrl: this.settings.publicUrl };
    return from === null ? newestChanges(on, (await this.database.extent()).size, wanted) : archivedChanges(on, from, wanted);
  }

  private async *published(day: Day): AsyncGenerator<readonly Commitment[]> {
    for await (const { commitments } of this.asOf.visible(await this.asOf.at(day), commitmentsByRefs)) yield commitments;
  }

  /** What stands in a calendar of each; with a cut, as it was stamped before that instant. */
  private async *entriesOf(
    pages: AsyncIterable<readonly Commitment[]> | Iterable<readonly Commitment[]>,
    cut: Instant | null,
    today: Day,
  ): AsyncGenerator<CalendarEntry[]> {
    const on = this.database.read;
    for await (const commitments of pages) {
      const parties = await partiesByIds(on, commitments.map((c) => c.promisor)); // prettier-ignore
      const names = new Map(parties.map(({ id, name }) => [id, name]));
      const changed = await lastChanges(on, commitments.map((c) => c.ref), cut); // prettier-ignore
      yield commitments.flatMap((commitment) => {
        const promisor = names.get(commitment.promisor) ?? '';
        const stampedAt = changed.get(commitment.ref) ?? commitment.registeredAt;
        return calendarEntryOf(commitment, { logName: this.settings.logName, promisor, stampedAt, today }) ?? [];
      });
    }
  }

  private url(path: string): string {
    return new URL(path, this.settings.publicUrl).href;
  }
}
