/** What a delivery report (RFC 3464) says of an address, and when so many say it that nothing more is sent there. */
import { z } from 'zod';
import { addDays, daySchema, instantSchema, type Day } from './time.js';

/**
 * `dead`: nobody is at that address. `hard`: refused for good, for another reason. `soft`: given up on, but nothing that
 * speaks against the address (the network, a queue's patience, a policy against us).
 */
export const bounceKinds = ['dead', 'hard', 'soft'] as const;
export type BounceKind = (typeof bounceKinds)[number];

export const bounceSchema = z.strictObject({
  /** SHA-256 of the report, so that it counts once however often it is read. */
  id: z.string(),
  message: z.string(),
  /** That the message went to. */
  address: z.string(),
  kind: z.enum(bounceKinds),
  /** RFC 3463, as in 5.1.1. */
  status: z.string(),
  diagnostic: z.string().nullable(),
  day: daySchema,
  /** Whether it counts against the address: the first hard one of a day, until somebody lifts a suppression. */
  scored: z.boolean(),
  at: instantSchema,
});
export type Bounce = z.infer<typeof bounceSchema>;

/** What a report says of one recipient (RFC 3464, 2.3). */
export interface ReportedRecipient {
  action: string;
  status: string;
  diagnostic: string | null;
}

/** Three days on which an address refused us, none older than a season: it is taken for one that does not work. */
export const hardBounces = { suppressFrom: 3, withinDays: 90 };

/**
 * The failure that a report tells of. Null where nothing changes: delayed, delivered, relayed or expanded, or delivered to
 * one of several that an address stands for.
 */
export function failureIn(recipients: readonly ReportedRecipient[]): (ReportedRecipient & { kind: BounceKind }) | null {
  const reached = recipients.some(({ action }) => ['delivered', 'relayed', 'expanded'].includes(action));
  const failed = recipients.find(({ action }) => action === 'failed');
  return reached || failed === undefined ? null : { ...failed, kind: kindOf(failed.status) };
}

const kindsByStatus: [status: RegExp, kind: BounceKind][] = [
  // The sender's address, not the reader's.
  [/^5\.1\.[78]$/, 'soft'],
  [/^5\.1\./, 'dead'],
  // "Unable to route": a name server's bad day as often as not.
  [/^5\.4\.4$/, 'soft'],
  [/^5\.7\./, 'soft'],
  [/^5\./, 'hard'],
];

function kindOf(status: string): BounceKind {
  return kindsByStatus.find(([pattern]) => pattern.test(status))?.[1] ?? 'soft';
}

/** From the days on which an address refused a mail for good: whether to send there no more. One score a day. */
export function isWornOut(days: readonly Day[], today: Day): boolean {
  const since = addDays(today, -hardBounces.withinDays);
  return new Set(days.filter((day) => day >= since)).size >= hardBounces.suppressFrom;
}
