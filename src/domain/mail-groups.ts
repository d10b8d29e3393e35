/** Which due reminders go into which mail: one about a commitment, a digest, or one that catches up with many. */
import { bundle, isLate } from './bundle.js';
import { inDigest } from './digest.js';
import { grouped } from './grouped.js';
import type { Person } from './people.js';
import type { Reminder } from './reminder.js';
import type { Instant } from './time.js';

/** With more commitments than this to catch up with, a person gets one mail about all of them. */
export const mostCatchUps = 3;

export interface MailGroup {
  kind: 'one' | 'digest' | 'catch_up';
  person: string;
  /** The reminders by commitment; a `one` has a single list. */
  commitments: Reminder[][];
  /** When the last of them was due. */
  dueAt: Instant;
}

/** `due` holds all that is due for whoever has something late or a digest. The order of the groups is that of their reminders. */
export function mailGroups(due: readonly Reminder[], people: ReadonlyMap<string, Person>, now: Instant): MailGroup[] {
  return [...grouped(due, (r) => r.person)].flatMap(([id, ofPerson]) => {
    const person = people.get(id);
    const inTheirs = (r: Reminder): boolean => person !== undefined && inDigest(r.class, person);
    const overtaken = new Set(ofPerson.filter((r) => !inTheirs(r) && isLate(r, now)).map((r) => r.commitment));
    // What a digest could not say in time is said by the late mail about the same commitment, where there is one.
    const waits = (r: Reminder): boolean => inTheirs(r) && !(isLate(r, now) && overtaken.has(r.commitment));
    const atOnce = byCommitment(ofPerson.filter((r) => !waits(r)));
    const late = atOnce.filter((of) => {
      const bundled = bundle(of, now);
      return bundled.late && bundled.carried.length > 0;
    });
    const together = late.length > mostCatchUps ? late : [];
    const alone = atOnce.filter((of) => !together.includes(of)).map((of) => group('one', id, [of]));
    const digest = byCommitment(ofPerson.filter(waits));
    return [
      ...alone,
      ...(together.length > 0 ? [group('catch_up', id, together)] : []),
      ...(digest.length > 0 ? [group('digest', id, digest)] : []),
    ];
  });
}

/** Whether somebody's due reminders must be looked at all together before any mail is made of one. */
export function goesTogether(reminder: Reminder, person: Person | undefined, now: Instant): boolean {
  return isLate(reminder, now) || (person !== undefined && inDigest(reminder.class, person));
}

function group(kind: MailGroup['kind'], person: string, commitments: Reminder[][]): MailGroup {
  const dueAt = commitments.flat().reduce((last, r) => (r.dueAt > last ? r.dueAt : last), '');
  return { kind, person, commitments, dueAt };
}

function byCommitment(reminders: readonly Reminder[]): Reminder[][] {
  return [...grouped(reminders, (r) => r.commitment).values()];
}
