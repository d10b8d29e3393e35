/** Calendars and feeds of changes: somebody's own by a secret address, or all that is published for whoever has a token. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { calendarEntryOf } from '../domain/calendar-entry.js';
import type { Commitment } from '../domain/commitment.js';
import { feedTokenHash, feedTokenOf, feedTokenPattern } from '../domain/feed-token.js';
import { asOfCut } from '../domain/fold.js';
import type { Locale, Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Day, type Instant } from '../domain/time.js';
import { calendarFile } from '../mail/calendar.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import { Database, type Reader } from '../store/database.js';
import { feedTokenByHash, lastChanges, ownedOrFollowed, putFeedToken, visibleCommitments } from '../store/feeds.store.js';
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
    const on = this.database.read;
    const commitments = await ownedOrFollowed(on, person.id);
    return this.calendar(on, commitments, { todos, locale, refresh, cut: null, today: dayIn(person.zone, this.clock.now()) });
  }

  /** Everything that is published, now or as it was by the end of a day. */
  async exportedCalendar(
    asOf: Day | null,
    { todos, locale = this.settings.locale }: { todos: boolean; locale?: Locale | undefined },
  ): Promise<string> {
    const on = this.database.read;
    const cut = asOf === null ? null : asOfCut(asOf, this.settings.zone);
    const commitments = asOf === null ? await visibleCommitments(on) : [];
    if (asOf !== null)
      for await (const page of this.asOf.visible(await this.asOf.at(asOf), commitmentsByRefs)) commitments.push(...page.commitments);
    return this.calendar(on, commitments, { todos, locale, refresh: null, cut, today: asOf ?? this.audit.today() });
  }

  /** The changes of what a person owns and follows; of everything for null. From an index, that page of the archive. */
  async changesFor(person: Person | null, from: number | null): Promise<ChangesPage> {
    const on = this.database.read;
    if (from !== null && !beginsPage(from)) throw new Refusal('not_found', 'No page of the feed begins there.');
    const refs = person === null ? null : (await ownedOrFollowed(on, person.id)).map(({ ref }) => ref);
    const wanted = { refs, publicUrl: this.settings.publicUrl };
    return from === null ? newestChanges(on, (await this.database.extent()).size, wanted) : archivedChanges(on, from, wanted);
  }

  private async calendar(
    on: Reader,
    commitments: readonly Commitment[],
    { cut, today, ...how }: { todos: boolean; locale: Locale; refresh: string | null; cut: Instant | null; today: Day },
  ): Promise<string> {
    const { logName, publicUrl } = this.settings;
    const names = new Map(
      (
        await partiesByIds(
          on,
          commitments.map((c) => c.promisor),
        )
      ).map(({ id, name }) => [id, name]),
    );
    const changed = await lastChanges(
      on,
      commitments.map((c) => c.ref),
      cut,
    );
    const entries = commitments.flatMap((commitment) => {
      const stampedAt = changed.get(commitment.ref) ?? commitment.registeredAt;
      const entry = calendarEntryOf(commitment, { logName, promisor: names.get(commitment.promisor) ?? '', stampedAt, today });
      return entry === null ? [] : [entry];
    });
    return calendarFile({ entries, publicUrl, ...how });
  }

  private url(path: string): string {
    return new URL(path, this.settings.publicUrl).href;
  }
}
