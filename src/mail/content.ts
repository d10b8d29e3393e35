/** What a reminder mail is made of: plain data, gathered by the services, in no language yet. */
import type { Progress } from '../domain/axes.js';
import type { Locale } from '../domain/people.js';
import type { Audience, StepClass } from '../domain/reminder-policy.js';
import type { Target } from '../domain/target.js';
import type { Day, Instant } from '../domain/time.js';
import type { Followed } from '../i18n/followed.js';

export type { Followed };

export interface ReminderContent {
  /** The most severe step leads; `also` names the others of that day which this mail stands for. */
  kind: StepClass;
  also: StepClass[];
  /** The reader's civil day and zone. */
  today: Day;
  zone: string;
  locale: Locale;
  to: { name: string | null; because: Audience };
  commitment: {
    ref: string;
    title: string;
    url: string;
    quote: string;
    quoteLang: string;
    speaker: string;
    promisor: string;
    saidOn: Day;
    sourceTitle: string | null;
    sourceUrl: string | null;
    condition: { text: string; state: 'pending' | 'met' | 'not_met' | 'disputed' } | null;
    /** Name for display. */
    owner: string | null;
  };
  /** Of a recurring target, with the bounds of the occurrence that the mail is about. */
  target: Target;
  /** What the conventions that the target names say, in the reader's language (`conventionText`). */
  conventions?: string[];
  /** For `date_changed`. `slipDays` counts from the first target's last day to the present one's. */
  change: { from: Target; to: Target; reason: string | null; slipDays: number | null } | null;
  /** For `settled`. `days` is how late it was met. */
  verdict: {
    verdict: 'fulfilled' | 'partly_fulfilled' | 'not_fulfilled' | 'not_verifiable';
    timeliness: 'met_on_time' | 'met_late' | null;
    days: number | null;
    reasonCode: string | null;
    on: Day;
  } | null;
  /** For mail that comes late after an outage, and what it replaces. */
  late: { downFrom: Instant | null; downTo?: Instant | null; replaced: { class: StepClass; nominalDate: Day }[] } | null;
  /** Absent links are not shown, nor is any that is not http or https. */
  links: {
    open: string;
    acknowledge?: string;
    progress?: string;
    snooze7?: string;
    snooze30?: string;
    preferences?: string;
    unsubscribe?: string;
  };
}

/** What a mail about several commitments is made of. */
export interface DigestContent extends Pick<ReminderContent, 'today' | 'zone' | 'locale' | 'late'> {
  kind: 'digest' | 'catch_up';
  mode: 'daily' | 'weekly';
  to: { name: string | null };
  reminders: ReminderContent[];
  links: { preferences: string; unsubscribe?: string };
}

interface AboutCommitment {
  ref: string;
  title: string;
  url: string;
}

export type LetterContent = { locale: Locale; to: { name: string | null } } & (
  | { kind: 'sign_in'; link: string }
  | { kind: 'confirm'; followed: Followed; link: string }
  | { kind: 'unsubscribed'; followed: Followed[]; link: string }
  | { kind: 'receipt'; commitment: AboutCommitment; progress: Progress }
  | { kind: 'bounce'; commitment: AboutCommitment; address: string | null; reply: string | null }
  | { kind: 'checkpoint'; day: Day; size: number; note: string; keyUrl: string }
  | { kind: 'unreachable'; owner: string | null; cause: 'address_dead' | 'left'; count: number; commitments: AboutCommitment[] }
);
