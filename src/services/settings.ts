/** What the services are told once, at the start: from the environment by way of config.ts, and from data/. */
import type { Conventions } from '../domain/conventions.js';
import type { Policy } from '../domain/reminder-policy.js';
import type { HolidayCalendar } from '../domain/working-days.js';
import type { Locale } from '../domain/people.js';
import type { ProposalLexicon } from '../domain/proposals/index.js';
import type { LogKey } from '../domain/log/note.js';
import type { DkimKey } from '../mail/dkim.js';

export const SETTINGS = Symbol('settings');

export interface Settings {
  /** The register's own zone: the days of reports, and of every commitment's target. */
  zone: string;
  locale: Locale;
  /** Where readers reach the pages; links in mails begin with it. */
  publicUrl: string;
  mailFrom: { name: string; address: string };
  /** Whether mail is kept in files instead of being sent. */
  mailIsCaptured: boolean;
  /** Signs outgoing mail; null where it goes unsigned. */
  dkim: DkimKey | null;
  /** The maildir that bounces are delivered to; null where none is read. */
  bounceMaildir: string | null;
  /** Where what an instance keeps beside the database lies. */
  dataDir: string;
  conventions: Conventions;
  /** The reminder policy in force until another is activated. */
  policy: Policy;
  /** All that come with the program. */
  shippedPolicies: readonly Policy[];
  /** Calendars of days off beside those of countries. */
  holidayCalendars: readonly HolidayCalendar[];
  /** By which commitments are found in texts. */
  lexicons: Record<'en' | 'fr', ProposalLexicon>;
  /** Signs checkpoints. */
  logKey: LogKey;
  /** Signs links that act for one person without an account. */
  linkSecret: Uint8Array;
  /** Where people may sign in by an account elsewhere; null for nowhere. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null;
  /** Which proxies are believed when they say who asks, separated by commas; null for none. */
  trustProxy: string | null;
  /** What `/metrics` is read with; null where this machine alone may read it. */
  metricsToken: string | null;
  /** Every setting with its source, secrets masked, for whoever runs the service. */
  shown: readonly { name: string; value: string | null; source: string }[];
  /** Which tz database the process runs with; plans made with another are made again. */
  tzdataVersion: string;
}
