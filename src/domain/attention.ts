/** What one person asked of the reminders of one commitment: to be left alone for a while, or that they have been heard. */
import { z } from 'zod';
import type { Commitment } from './commitment.js';
import { inDigest, nextDigestAt } from './digest.js';
import { respiteSchema, type Person, type Respite } from './people.js';
import type { Planned } from './reminder.js';
import { severity, stepClasses, type StepClass } from './reminder-policy.js';
import { dayIn, instantAt } from './remembered-time.js';
import { atOnce } from './send-time.js';
import { instantSchema, type Day } from './time.js';

export const attentionSchema = z.strictObject({
  /** `ref/person`. */
  id: z.string(),
  commitment: z.string(),
  person: z.string(),
  snoozed: respiteSchema.nullable(),
  /** Which class of mail was acknowledged, of which target and cycle, and when. */
  acknowledged: z
    .strictObject({ class: z.enum(stepClasses), revision: z.int().positive(), cycle: z.int().positive(), at: instantSchema })
    .nullable(),
});
export type Attention = z.infer<typeof attentionSchema>;

/** The classes that come again until something happens; acknowledging any other would stop nothing. */
export const acknowledgeable: ReadonlySet<StepClass> = new Set(['overdue', 'ended', 'escalation']);

export function attentionId(commitment: string, person: string): string {
  return `${commitment}/${person}`;
}

/** What a person asked for, of one commitment and of all. */
export interface Wishes {
  person: Person;
  attention: Attention | undefined;
}

/**
 * The rows as people asked for them. What falls into a respite comes when it ends, if it is still worth sending then, and
 * is `skipped(snoozed)` if not; an escalation waits for nobody. What was acknowledged does not come again at its level
 * (`skipped(acknowledged)`) until the date moves or something more severe has come.
 */
export function heeding(rows: readonly Planned[], commitment: Commitment, wishesOf: (person: string) => Wishes | undefined): Planned[] {
  return rows.map((row) => {
    const wishes = row.state === 'planned' ? wishesOf(row.person) : undefined;
    if (wishes === undefined) return row;
    if (isAcknowledged(row, rows, commitment, wishes.attention)) return { ...row, state: 'skipped', reason: 'acknowledged' };
    return row.class === 'escalation' ? row : afterRespite(row, wishes);
  });
}

function afterRespite(row: Planned, { person, attention }: Wishes): Planned {
  const day = dayIn(person.zone, row.dueAt);
  const until = [attention?.snoozed, person.paused]
    .filter((respite): respite is Respite => respite != null && respite.from <= day && day < respite.until)
    .reduce<Day | null>((last, respite) => (last === null || respite.until > last ? respite.until : last), null);
  if (until === null) return row;
  const morning = atOnce(instantAt(until, person.sendAt, person.zone), person);
  const dueAt = inDigest(row.class, person) ? nextDigestAt(person, morning) : morning;
  if (row.expiresAt !== null && row.expiresAt <= dueAt) return { ...row, state: 'skipped', reason: 'snoozed' };
  return { ...row, dueAt };
}

function isAcknowledged(row: Planned, rows: readonly Planned[], commitment: Commitment, attention: Attention | undefined): boolean {
  const said = attention?.acknowledged;
  if (said == null || row.class !== said.class || row.dueAt <= said.at) return false;
  if (said.revision !== commitment.target.revision || said.cycle !== commitment.cycle) return false;
  return !rows.some(
    (other) =>
      other.person === row.person &&
      other.state === 'planned' &&
      severity[other.class] > severity[said.class] &&
      other.dueAt > said.at &&
      other.dueAt <= row.dueAt,
  );
}
