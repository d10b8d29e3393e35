/** Gathers what a reminder mail says from the register, and the links and list headers that go with it. */
import { Inject, Injectable } from '@nestjs/common';
import type { Commitment } from '../domain/commitment.js';
import { conventionText } from '../domain/convention-text.js';
import type { ConventionId } from '../domain/conventions.js';
import type { Locale, Person, Subscription } from '../domain/people.js';
import type { Circle } from '../domain/plan.js';
import type { Audience, Policy, PolicyStep } from '../domain/reminder-policy.js';
import { anchorDayOf, type Reminder } from '../domain/reminder.js';
import { occurrencesOf, slipDays, type Target } from '../domain/target.js';
import { timelinessOf } from '../domain/timeliness.js';
import { dayIn, type Day, type Instant } from '../domain/time.js';
import type { ReminderContent } from '../mail/content.js';
import { Database } from '../store/database.js';
import { targetRevisions, verdictsOf } from '../store/commitments.store.js';
import { circleOf, partiesByIds } from '../store/people.store.js';
import { readRow } from '../store/register.store.js';
import { capabilityToken } from './capability.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';

/** When the service was not running. */
export interface Outage {
  from: Instant | null;
  to: Instant | null;
}

export interface Gathered {
  content: ReminderContent;
  person: string;
  address: string;
  /** Of the commitment that it was made of. */
  version: number;
  /** Followers' mail alone carries one: what goes to somebody by role is not theirs to stop. */
  unsubscribeUrl: string | null;
}

@Injectable()
export class ContentGatherer {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null where nobody is left to tell. */
  async gather(carried: readonly Reminder[], replaced: readonly Reminder[], outage: Outage | null, now: Instant): Promise<Gathered | null> {
    const on = this.database.read;
    const lead = carried[0];
    const commitment = lead === undefined ? null : await readRow(on, 'commitment', lead.commitment);
    if (lead === undefined || commitment === null) return null;
    const circle = await circleOf(on, commitment);
    const person = circle.people.get(lead.person) ?? (await readRow(on, 'person', lead.person));
    if (person === null || person.email === null || person.disabledAt !== null) return null;
    const { policy } = await this.policies.inForce(on);
    const because = this.audienceOf(commitment, person, lead, circle, policy);
    const unsubscribeUrl = because === 'followers' ? this.unsubscribeUrl(circle, person.id) : null;
    const owner = commitment.owner === null ? null : (circle.people.get(commitment.owner) ?? null);
    const [promisor] = await partiesByIds(on, [commitment.promisor]);
    const { statement } = commitment;
    const revisions = (await targetRevisions(on, commitment.ref)).map((r) => r.target).sort((a, b) => a.revision - b.revision);
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
        url: this.url(`/commitments/${commitment.ref}`),
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
      target: targetOf(commitment.target, lead, policy),
      conventions: this.conventionsOf(commitment.target, person.locale),
      change: lead.class === 'date_changed' ? lastMove(revisions) : null,
      verdict: lead.class === 'settled' ? await this.verdict(commitment, now) : null,
      late:
        outage === null
          ? null
          : {
              downFrom: outage.from,
              downTo: outage.to,
              replaced: replaced.map(({ class: c, nominalDate }) => ({ class: c, nominalDate })),
            },
      links: { open: this.url(`/commitments/${commitment.ref}`), ...(unsubscribeUrl === null ? {} : { unsubscribe: unsubscribeUrl }) },
    };
    return { content, person: person.id, address: person.email, unsubscribeUrl, version: commitment.version };
  }

  /** As whom somebody gets it. Who audits or is escalated to may follow as well, and then hears some steps as the one, some as the other. */
  private audienceOf(commitment: Commitment, person: Person, lead: Reminder, circle: Circle, policy: Policy): Audience {
    if (person.id === commitment.owner) return 'owner';
    const told = new Set(policy.steps.filter((step) => step.class === lead.class).flatMap((step) => step.audience));
    if (told.has('followers') && subscriptionOf(circle, person.id) !== undefined) return 'followers';
    return told.has('auditors') && person.role === 'auditor' ? 'auditors' : 'escalation';
  }

  /** What the conventions say by which the target was read. */
  private conventionsOf(target: Target, locale: Locale): string[] {
    const { conventions } = this.settings;
    return target.conventions.flatMap((id) => (id in conventions.rules ? [conventionText(conventions, id as ConventionId, locale)] : []));
  }

  private async verdict(commitment: Commitment, now: Instant): Promise<ReminderContent['verdict']> {
    const effective = (await verdictsOf(this.database.read, commitment.ref)).find((v) => v.number === commitment.verdictNumber);
    if (effective === undefined) return null;
    const { value, days } = timelinessOf({ ...commitment, leadDays: 0 }, dayIn(commitment.target.zone, now));
    return {
      verdict: effective.verdict,
      timeliness: value === 'met_on_time' || value === 'met_late' ? value : null,
      days,
      reasonCode: effective.reasonCode,
      on: effective.validOn,
    };
  }

  private unsubscribeUrl(circle: Circle, person: string): string | null {
    const subscription = subscriptionOf(circle, person);
    return subscription === undefined
      ? null
      : this.url(`/a/${capabilityToken(this.settings.linkSecret, { action: 'unsubscribe', subject: subscription.id, person })}`);
  }

  private url(path: string): string {
    return new URL(path, this.settings.publicUrl).href;
  }
}

function lastMove(revisions: Target[]): ReminderContent['change'] {
  const [original] = revisions;
  const [from, to] = revisions.slice(-2);
  if (original === undefined || from === undefined || to === undefined) return null;
  return { from, to, reason: to.reason, slipDays: slipDays(original, to) };
}

/** The subscription by which a person follows; one that was never confirmed counts for nothing. */
function subscriptionOf(circle: Circle, person: string): Subscription | undefined {
  return circle.subscriptions.find((s) => s.person === person && s.confirmedAt !== null);
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

/** RFC 2919 wants an id below a domain of ours that stays the same. */
export function listOf(settings: Settings): { name: string; id: string } {
  return { name: 'Pledgebook', id: `reminders.${new URL(settings.publicUrl).hostname}` };
}
