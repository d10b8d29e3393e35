/** What the holder of a signed link may do: seen first, done by a second request, with one effect however often it comes. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { Progress } from '../domain/axes.js';
import type { Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { addDays, dayIn, type Day } from '../domain/time.js';
import type { Followed } from '../mail/content.js';
import { Database } from '../store/database.js';
import { endedSubscriptions, liveSubscriptionsOf } from '../store/people.store.js';
import { readRow } from '../store/register.store.js';
import { AttentionService, acknowledgedIn } from './attention.service.js';
import { openCapability, type Capability } from './capability.js';
import { LettersService } from './letters.service.js';
import { Links } from './links.js';
import { PeopleService } from './people.service.js';
import { SETTINGS, type Settings } from './settings.js';

/** For how many days a link can be used; one by which mail is stopped or chosen never runs out. */
const usableForDays: Record<Capability['action'], number> = {
  unsubscribe: Infinity,
  preferences: Infinity,
  resubscribe: 30,
  confirm: 30,
  acknowledge: 90,
  snooze7: 90,
  snooze30: 90,
  progress: 90,
};

/** What a link is for, with all that its page says. */
export interface Opened {
  capability: Capability;
  person: Person;
  commitment: { ref: string; title: string; lang: string } | null;
  followed: Followed[];
  /** The first day after a snooze. */
  until: Day | null;
}

export interface ProgressReport {
  progress: Progress;
  note: string | null;
}

@Injectable()
export class CapabilitiesService {
  constructor(
    private readonly database: Database,
    private readonly attention: AttentionService,
    private readonly people: PeopleService,
    private readonly letters: LettersService,
    private readonly links: Links,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async open(token: string): Promise<Opened> {
    const capability = openCapability(this.settings.linkSecret, token);
    if (capability === null) throw new Refusal('not_found', 'This link is not one of ours, or was cut short.');
    const { action, madeOn } = capability;
    const today = dayIn('UTC', this.clock.now());
    if (usableForDays[action] < Infinity && addDays(madeOn, usableForDays[action]) < today)
      throw new Refusal('gone', 'This link is too old to be used.');
    const person = await readRow(this.database.read, 'person', capability.person);
    if (person === null || person.email === null || person.disabledAt !== null)
      throw new Refusal('gone', 'This link is for nobody here any more.');
    const ref = aboutCommitment.has(action) ? (capability.subject.split(' ')[0] ?? '') : null;
    const commitment = ref === null ? null : await readRow(this.database.read, 'commitment', ref);
    return {
      capability,
      person,
      commitment: commitment && { ref: commitment.ref, title: commitment.title, lang: commitment.statement.lang },
      followed: await this.followed(capability),
      until: action in snoozeDays ? addDays(dayIn(person.zone, this.clock.now()), snoozeDays[action as keyof typeof snoozeDays]) : null,
    };
  }

  /** What a person follows, and the link by which they stop it all. */
  async following(person: string): Promise<{ following: Followed[]; stopUrl: string }> {
    const live = await liveSubscriptionsOf(this.database.read, person);
    return {
      following: await Promise.all(live.map((each) => this.letters.followed(each))),
      stopUrl: this.links.act({ action: 'unsubscribe', person, subject: '' }, this.clock.now()),
    };
  }

  async act({ capability, person }: Opened, report: ProgressReport | null, fingerprint: string): Promise<void> {
    const { action, subject } = capability;
    const caller = { actor: person.id, role: null };
    switch (action) {
      case 'unsubscribe':
        if (subject === '') await this.people.unsubscribeAll(caller, person.id);
        else await this.people.unsubscribe(caller, subject);
        return;
      case 'resubscribe':
        for (const { id } of await endedSubscriptions(this.database.read, person.id, subject)) await this.people.confirm(caller, id);
        return;
      case 'confirm':
        await this.people.confirm(caller, subject);
        return;
      case 'acknowledge': {
        const what = acknowledgedIn(subject);
        if (what === null) throw new Refusal('not_found', 'This link is not one of ours, or was cut short.');
        await this.attention.acknowledge(person.id, what.ref, { class: what.class, revision: what.revision, cycle: what.cycle });
        return;
      }
      case 'snooze7':
      case 'snooze30':
        await this.attention.snooze(person.id, subject, snoozeDays[action]);
        return;
      case 'progress':
        if (report !== null)
          await this.attention.reportProgress(
            { ...caller, idempotency: { key: fingerprint, fingerprint } },
            subject,
            report.progress,
            report.note,
          );
        return;
      case 'preferences':
    }
  }

  private async followed({ action, subject, person }: Capability): Promise<Followed[]> {
    if (action === 'unsubscribe' && subject === '') return (await this.following(person)).following;
    if (action !== 'unsubscribe' && action !== 'confirm') return [];
    const subscription = await readRow(this.database.read, 'subscription', subject);
    return subscription === null ? [] : [await this.letters.followed(subscription)];
  }
}

const snoozeDays = { snooze7: 7, snooze30: 30 } as const;
const aboutCommitment: ReadonlySet<Capability['action']> = new Set(['acknowledge', 'snooze7', 'snooze30', 'progress']);
