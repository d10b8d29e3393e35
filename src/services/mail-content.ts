/** What a reminder mail says, out of the sheet of its batch, with the links that let its reader act. */
import { Inject, Injectable } from '@nestjs/common';
import { acknowledgeable } from '../domain/attention.js';
import { calendarEntryOf, type CalendarEntry } from '../domain/calendar-entry.js';
import type { Commitment } from '../domain/commitment.js';
import { conventionText } from '../domain/convention-text.js';
import type { ConventionId } from '../domain/conventions.js';
import type { Locale, Person } from '../domain/people.js';
import type { Audience, Policy, PolicyStep } from '../domain/reminder-policy.js';
import { anchorDayOf, type Reminder } from '../domain/reminder.js';
import { occurrencesOf, slipDays, type Target } from '../domain/target.js';
import { timelinessOf } from '../domain/timeliness.js';
import { dayIn, type Day, type Instant } from '../domain/time.js';
import type { ReminderContent } from '../mail/content.js';
import { Database } from '../store/database.js';
import { Links } from './links.js';
import { sheetFor, subscriptionTo, type Sheet } from './mail-sheet.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';

/** When the service was not running. */
export interface Outage {
  from: Instant | null;
  to: Instant | null;
}

export interface Gathered {
  content: ReminderContent;
  person: Person;
  address: string;
  /** Of the commitment that it was made of. */
  version: number;
  /** For the reader's calendar; null where there is no last day to put into it or take out of it. */
  calendar: CalendarEntry | null;
}

@Injectable()
export class ContentGatherer {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly policies: Policies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** All that mails of these reminders can speak of, as it is now. */
  async read(reminders: readonly Reminder[]): Promise<Sheet> {
    const { policy } = await this.policies.inForce(this.database.read);
    return sheetFor(this.database.read, reminders, policy);
  }

  /** Null where nobody is left to tell. The first of `carried` leads. */
  gather(sheet: Sheet, carried: readonly Reminder[], replaced: readonly Reminder[], outage: Outage | null, now: Instant): Gathered | null {
    const lead = carried[0];
    const commitment = lead && sheet.commitments.get(lead.commitment);
    const person = lead && sheet.people.get(lead.person);
    if (!lead || !commitment || !person || person.email === null || person.disabledAt !== null) return null;
    const subscription = subscriptionTo(commitment, sheet.subscriptions.get(person.id));
    const because = this.audienceOf(commitment, person, lead, subscription !== undefined, sheet.policy);
    const owner = commitment.owner === null ? undefined : sheet.people.get(commitment.owner);
    const promisor = sheet.parties.get(commitment.promisor);
    const { statement } = commitment;
    const open = this.links.to(`/commitments/${commitment.ref}`);
    const content: ReminderContent = {
      kind: lead.class,
      also: carried.slice(1).map((r) => r.class),
      today: dayIn(person.zone, now),
      zone: person.zone,
      locale: person.locale,
      to: { name: person.name, because },
      commitment: {
        ref: commitment.ref,
        title: commitment.title,
        url: open,
        quote: statement.quote,
        quoteLang: statement.lang,
        speaker: statement.speaker ?? promisor?.name ?? '',
        promisor: promisor?.name ?? '',
        saidOn: statement.saidOn,
        sourceTitle: statement.source?.title ?? null,
        sourceUrl: statement.source?.url ?? null,
        condition: commitment.condition,
        owner: owner?.name ?? null,
      },
      target: targetOf(commitment.target, lead, sheet.policy),
      conventions: this.conventionsOf(commitment.target, person.locale),
      change: lead.class === 'date_changed' ? lastMove(sheet.revisions.get(commitment.ref) ?? []) : null,
      verdict: lead.class === 'settled' ? verdictOn(sheet, commitment, now) : null,
      late:
        outage === null
          ? null
          : {
              downFrom: outage.from,
              downTo: outage.to,
              replaced: replaced.map(({ class: c, nominalDate }) => ({ class: c, nominalDate })),
            },
      links: {
        open,
        ...this.actionsOf(commitment, person, lead, because, now),
        preferences: this.links.act({ action: 'preferences', person: person.id, subject: '' }, now),
        ...(because === 'followers' && subscription !== undefined
          ? { unsubscribe: this.links.act({ action: 'unsubscribe', person: person.id, subject: subscription.id }, now) }
          : {}),
      },
    };
    return {
      content,
      person,
      address: person.email,
      calendar: this.calendarEntry(sheet, commitment, content),
      version: commitment.version,
    };
  }

  private calendarEntry(sheet: Sheet, commitment: Commitment, { today, change, ...content }: ReminderContent): CalendarEntry | null {
    const { promisor } = content.commitment;
    const stampedAt = sheet.changedAt.get(commitment.ref) ?? commitment.registeredAt;
    return calendarEntryOf(commitment, { logName: this.settings.logName, promisor, stampedAt, today, former: change?.from ?? null });
  }

  /** What its reader can do about it by one link each: who answers for it reports and acknowledges, everybody can snooze. */
  private actionsOf(
    commitment: Commitment,
    person: Person,
    lead: Reminder,
    because: Audience,
    now: Instant,
  ): Partial<ReminderContent['links']> {
    const { ref, target, cycle } = commitment;
    const links: Partial<ReminderContent['links']> = {};
    const act = (action: 'acknowledge' | 'progress' | 'snooze7' | 'snooze30', subject: string): string =>
      this.links.act({ action, person: person.id, subject }, now);
    const answers = because === 'owner' || because === 'escalation';
    if (lead.class === 'settled') return links;
    if (answers && acknowledgeable.has(lead.class))
      links.acknowledge = act('acknowledge', [ref, lead.class, target.revision, cycle].join(' '));
    if (answers) links.progress = act('progress', ref);
    if (lead.class !== 'escalation') {
      links.snooze7 = act('snooze7', ref);
      links.snooze30 = act('snooze30', ref);
    }
    return links;
  }

  /** As whom somebody gets it. Who audits or is escalated to may follow as well, and then hears some steps as the one, some as the other. */
  private audienceOf(commitment: Commitment, person: Person, lead: Reminder, follows: boolean, policy: Policy): Audience {
    if (person.id === commitment.owner) return 'owner';
    const told = new Set(policy.steps.filter((step) => step.class === lead.class).flatMap((step) => step.audience));
    if (told.has('followers') && follows) return 'followers';
    return told.has('auditors') && person.role === 'auditor' ? 'auditors' : 'escalation';
  }

  /** What the conventions say by which the target was read. */
  private conventionsOf(target: Target, locale: Locale): string[] {
    const { conventions } = this.settings;
    return target.conventions.flatMap((id) => (id in conventions.rules ? [conventionText(conventions, id as ConventionId, locale)] : []));
  }
}

function verdictOn(sheet: Sheet, commitment: Commitment, now: Instant): ReminderContent['verdict'] {
  const effective = sheet.verdicts.get(commitment.ref)?.find((v) => v.number === commitment.verdictNumber);
  if (effective === undefined || effective.verdict === 'pending') return null;
  const { target, verdict, fulfilledOn } = commitment;
  const { value, days } = timelinessOf({ target, verdict, fulfilledOn, leadDays: 0 }, dayIn(target.zone, now));
  return {
    verdict: effective.verdict,
    timeliness: value === 'met_on_time' || value === 'met_late' ? value : null,
    days,
    reasonCode: effective.reasonCode,
    on: effective.validOn,
  };
}

function lastMove(revisions: Target[]): ReminderContent['change'] {
  const [original] = revisions;
  const [from, to] = revisions.slice(-2);
  if (original === undefined || from === undefined || to === undefined) return null;
  return { from, to, reason: to.reason, slipDays: slipDays(original, to) };
}

/** Of a recurring target, with the bounds of the occurrence that the reminder is about. */
function targetOf(target: Target, reminder: Reminder, policy: Policy): Target {
  if (target.kind !== 'recurring') return target;
  const day = anchorDayOf(reminder.key);
  const isOf = (step: PolicyStep): boolean => step.class === reminder.class && (step.kinds === 'all' || step.kinds.includes('recurring'));
  const anchor = policy.steps.find(isOf)?.anchor;
  const occurrence = occurrencesOf(target, day).find(({ earliest, latest, overdueFrom }) => {
    const days: Partial<Record<PolicyStep['anchor'], Day>> = { earliest, latest, overdue_from: overdueFrom };
    return anchor !== undefined && days[anchor] === day;
  });
  if (occurrence === undefined) return target;
  const { earliest, latest, overdueFrom } = occurrence;
  return { ...target, earliest, latest, overdueFrom };
}
