/** One mail to one person out of what was gathered for it: about a single commitment, or several in one. */
import { Inject, Injectable } from '@nestjs/common';
import type { SealedMessage } from '../domain/delivery.js';
import { nextDigestAt } from '../domain/digest.js';
import type { MailGroup } from '../domain/mail-groups.js';
import type { Reminder } from '../domain/reminder.js';
import { addMs, type Instant } from '../domain/time.js';
import { calendarPart } from '../mail/calendar.js';
import { renderDigest } from '../mail/emails/digest.js';
import { renderReminder } from '../mail/emails/reminder.js';
import { Database } from '../store/database.js';
import { sealInto, type Addressed } from './envelope.js';
import { Links } from './links.js';
import type { Gathered } from './mail-content.js';
import { SETTINGS, type Settings } from './settings.js';

/** What a mail is made of: `gathered` is not empty and of one person; `carried` are the reminders whose fate goes with the mail. */
export interface Written {
  kind: MailGroup['kind'];
  gathered: readonly Gathered[];
  carried: readonly Reminder[];
  now: Instant;
}

@Injectable()
export class MailWriter {
  constructor(
    private readonly links: Links,
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Written and put into bytes. `root` is what it answers to in the reader's thread about the commitment, `digest` the key of a digest. */
  make(mail: Written, root: string | null, digest: string | null): Promise<SealedMessage> {
    const threaded = mail.kind === 'one' ? root : null;
    return sealInto(this.database, { ...this.write(mail), root: threaded, digest }, this.settings, mail.now);
  }

  write({ kind, gathered, carried, now }: Written): Addressed {
    const [first] = gathered;
    if (first === undefined) throw new RangeError('a mail about nothing');
    const { person, address, content } = first;
    const { mailFrom, publicUrl } = this.settings;
    const to = { person: person.id, to: { name: person.name, address } };
    const expiresAt = lastOf(carried.map((r) => r.expiresAt));
    const resendWhenUnknown = carried.some((r) => r.resendWhenUnknown);
    if (kind === 'one')
      return {
        class: content.kind,
        commitment: content.commitment.ref,
        expiresAt,
        resendWhenUnknown,
        unsubscribeUrl: content.links.unsubscribe ?? null,
        calendar: first.calendar === null ? null : calendarPart(first.calendar, mailFrom, { locale: content.locale, publicUrl }),
        ...renderReminder(content),
        ...to,
      };
    const about = { person: person.id, subject: '' };
    const follows = gathered.some((each) => each.content.links.unsubscribe !== undefined);
    const unsubscribeUrl = follows ? this.links.act({ action: 'unsubscribe', ...about }, now) : null;
    const inDigest = kind === 'digest';
    return {
      ...renderDigest({
        kind,
        mode: person.mode === 'weekly' ? 'weekly' : 'daily',
        today: content.today,
        zone: content.zone,
        locale: content.locale,
        to: { name: person.name },
        late: lateOf(gathered),
        reminders: gathered.map((each) => each.content),
        links: {
          preferences: this.links.act({ action: 'preferences', ...about }, now),
          ...(unsubscribeUrl === null ? {} : { unsubscribe: unsubscribeUrl }),
        },
      }),
      ...to,
      class: kind,
      commitment: null,
      // What a digest could not say in time the next one covers.
      expiresAt: inDigest ? nextDigestAt(person, addMs(now, 1)) : expiresAt,
      resendWhenUnknown: !inDigest && resendWhenUnknown,
      unsubscribeUrl,
    };
  }
}

/** All that it replaces, of whichever commitment. */
function lateOf(gathered: readonly Gathered[]): Gathered['content']['late'] {
  const late = gathered.flatMap(({ content }) => content.late ?? []);
  const [first] = late;
  return first === undefined ? null : { ...first, replaced: late.flatMap(({ replaced }) => replaced) };
}

/** Worth sending as long as any reminder in it is; null for ever. */
function lastOf(expiries: (Instant | null)[]): Instant | null {
  return expiries.reduce((last, each) => (last === null || each === null ? null : each > last ? each : last));
}
