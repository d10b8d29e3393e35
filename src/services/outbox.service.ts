/** From due reminders to queued mail: what is due is bundled, rendered once, and queued with its bytes fixed. */
import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { bundle, isLate } from '../domain/bundle.js';
import { digestKey, nextDigestAt } from '../domain/digest.js';
import type { SealedMessage } from '../domain/delivery.js';
import { goesTogether, mailGroups, type MailGroup } from '../domain/mail-groups.js';
import type { Person } from '../domain/people.js';
import type { Reminder } from '../domain/reminder.js';
import { atOnce } from '../domain/send-time.js';
import { addMs, type Instant } from '../domain/time.js';
import { headlineOf } from '../mail/emails/reminder.js';
import { Database } from '../store/database.js';
import { commitmentVersions } from '../store/commitments.store.js';
import { digestsMade, firstMessageIds, insertMessages } from '../store/outbox.store.js';
import { peopleByIds } from '../store/people.store.js';
import { dueOfPerson, dueReminders, plannedDueTimes, putReminders } from '../store/reminders.store.js';
import { ContentGatherer, type Gathered, type Outage } from './mail-content.js';
import { MailWriter } from './mail-writing.js';
import type { Sheet } from './mail-sheet.js';

const batchSize = 50;
/** Of one person's, read at once for a digest or a catch-up; whatever more there is comes in another. */
const mostOfOne = 2000;

/** A mail ready to be queued, if any, and what becomes of the reminders it was made for. */
interface Ready {
  /** As they were read. */
  due: readonly Reminder[];
  message: SealedMessage | null;
  /** Which version of each commitment the mail was made of. */
  versions: Map<string, number>;
  /** The rows as they will stand. */
  rows: Reminder[];
}

@Injectable()
export class OutboxService {
  private readonly logger = new Logger('outbox');

  constructor(
    private readonly database: Database,
    private readonly gatherer: ContentGatherer,
    private readonly writer: MailWriter,
  ) {}

  /** Queues a mail for everything that is due at `now`, but for what fell due up to `after`; says how many. */
  async queueDue(now: Instant, outage: Outage | null, after: Instant | null = null): Promise<number> {
    let queued = 0;
    for (;;) {
      const due = await dueReminders(this.database.read, now, batchSize, after);
      if (due.length === 0) return queued;
      const people = new Map((await peopleByIds(this.database.read, [...new Set(due.map((r) => r.person))])).map((p) => [p.id, p]));
      // A batch may cut through what belongs into one mail.
      const apart = new Set(due.filter((r) => goesTogether(r, people.get(r.person), now)).map((r) => r.person));
      const groups = mailGroups(
        due.filter((r) => !apart.has(r.person)),
        people,
        now,
      );
      queued += await this.queueGroups(groups, people, now, outage);
      for (const person of apart) {
        const theirs = await dueOfPerson(this.database.read, now, person, mostOfOne, after);
        queued += await this.queueGroups(mailGroups(theirs, people, now), people, now, outage);
      }
    }
  }

  private async queueGroups(groups: readonly MailGroup[], people: People, now: Instant, outage: Outage | null): Promise<number> {
    if (groups.length === 0) return 0;
    const reminders = groups.flatMap(({ commitments }) => commitments.flat());
    const sheet = await this.gatherer.read(reminders);
    const keys = groups.flatMap((group) => keyOf(group, people) ?? []);
    const made = keys.length === 0 ? new Set<string>() : await digestsMade(this.database.read, keys);
    const roots = await firstMessageIds(this.database.read, reminders);
    const ready: Ready[] = [];
    for (const group of groups) {
      ready.push(await this.prepare(group, { sheet, people, made, roots, outage, now }));
      // Making mails is work without a pause; what else the process serves must not wait for all of them.
      await turn();
    }
    return this.queue(ready);
  }

  private async prepare(group: MailGroup, batch: Batch): Promise<Ready> {
    const { kind, commitments } = group;
    const due = commitments.flat();
    const digest = keyOf(group, batch.people);
    const reader = batch.people.get(group.person);
    if (digest !== null && reader !== undefined && (isLate(group, batch.now) || batch.made.has(digest)))
      return { due, rows: forLater(reader, due, batch.now), message: null, versions: new Map() };
    // What comes late waits for the end of quiet hours, and must still be worth sending then.
    const at = reader !== undefined && due.some((r) => isLate(r, batch.now)) ? atOnce(batch.now, reader) : batch.now;
    const bundles = commitments.map((of) => bundle(of, at));
    const ends = bundles.flatMap(({ missed }) => missed.map(({ reminder, reason }) => ended(reminder, 'missed', reason, batch.now)));
    const gathered: Gathered[] = [];
    const carried: Reminder[] = [];
    for (const { carried: of, missed, late } of bundles) {
      if (of.length === 0) continue;
      const found = this.gathered(kind, of, missed.map(({ reminder }) => reminder), late, batch); // prettier-ignore
      if (typeof found === 'string')
        ends.push(...of.map((r) => ended(r, found === 'poisoned' ? 'failed' : 'suppressed', found, batch.now)));
      else {
        gathered.push(found);
        carried.push(...of);
      }
    }
    const [first] = gathered;
    if (first === undefined) return { due, rows: ends, message: null, versions: new Map() };
    try {
      const root = batch.roots.get(`${first.content.commitment.ref} ${group.person}`) ?? null;
      const message = { ...(await this.writer.make({ kind, gathered, carried, now: batch.now }, root, digest)), notBefore: at };
      const bundled = carried.map((r) => ({ ...r, state: 'bundled' as const, message: message.id, at: batch.now }));
      const versions = new Map(gathered.map(({ content, version }) => [content.commitment.ref, version]));
      return { due, rows: [...bundled, ...ends], message, versions };
    } catch (error) {
      this.logger.error(`no mail could be made of ${carried.map((r) => r.key).join(', ')}: ${String(error)}`);
      const poisoned = carried.map((r) => ended(r, 'failed', 'poisoned', batch.now));
      return { due, rows: [...poisoned, ...ends], message: null, versions: new Map() };
    }
  }

  /** One commitment's part of a mail, or why there is none: a row that no mail can be made of must not hold up the others. */
  private gathered(
    kind: MailGroup['kind'],
    carried: Reminder[],
    replaced: Reminder[],
    late: boolean,
    batch: Batch,
  ): Gathered | 'poisoned' | 'nobody_to_tell' {
    try {
      const during = late ? outageAt(carried[0]?.dueAt, batch.outage) : null;
      const found = this.gatherer.gather(batch.sheet, carried, replaced, during, batch.now);
      // Where several share a mail, each must be fit to be in it.
      if (found !== null && kind !== 'one') headlineOf(found.content);
      return found ?? 'nobody_to_tell';
    } catch (error) {
      this.logger.error(`no mail could be made of ${carried.map((r) => r.key).join(', ')}: ${String(error)}`);
      return 'poisoned';
    }
  }

  /** Rows that changed since they were read are left for the next look; the mail made of them is dropped unsent. */
  private queue(ready: Ready[]): Promise<number> {
    return this.database.write(async (tx) => {
      const dueAt = await plannedDueTimes(tx, ready.flatMap(({ due }) => due.map((r) => r.key))); // prettier-ignore
      const versions = await commitmentVersions(tx.manager, [...new Set(ready.flatMap((r) => [...r.versions.keys()]))]);
      const stands = ready.filter(
        (each) =>
          each.due.every((r) => dueAt.get(r.key) === r.dueAt) &&
          [...each.versions].every(([ref, version]) => versions.get(ref) === version),
      );
      // Of the version as it stands now: whatever changes from here on changed after it was written.
      const messages = stands.flatMap(({ message }) => (message === null ? [] : [{ ...message, queuedAt: tx.now }]));
      await insertMessages(tx, messages);
      await putReminders(tx, stands.flatMap(({ rows }) => rows)); // prettier-ignore
      return messages.length;
    });
  }
}

type People = ReadonlyMap<string, Person>;

interface Batch {
  sheet: Sheet;
  people: People;
  /** Digests that there are already. */
  made: ReadonlySet<string>;
  /** The first Message-ID to each reader about each commitment. */
  roots: ReadonlyMap<string, string>;
  outage: Outage | null;
  now: Instant;
}

/** A digest that was missed is not made up for: what it would have said is said by the next, if it is still worth saying then. */
function forLater(person: Person, reminders: readonly Reminder[], now: Instant): Reminder[] {
  const dueAt = nextDigestAt(person, addMs(now, 1));
  return reminders.map((r) =>
    r.expiresAt !== null && r.expiresAt <= dueAt ? ended(r, 'missed', 'expired', now) : { ...r, dueAt, at: now },
  );
}

function keyOf({ kind, person, dueAt }: MailGroup, people: People): string | null {
  const reader = people.get(person);
  return kind === 'digest' && reader !== undefined ? digestKey(reader, dueAt) : null;
}

/** The outage that a late reminder fell into; one without times where it is late for another reason. */
function outageAt(dueAt: Instant | undefined, outage: Outage | null): Outage {
  const during = outage !== null && dueAt !== undefined && (outage.from ?? dueAt) <= dueAt && dueAt <= (outage.to ?? dueAt);
  return during ? outage : { from: null, to: null };
}

function ended(reminder: Reminder, state: Reminder['state'], reason: string, now: Instant): Reminder {
  return { ...reminder, state, reason, at: now };
}
