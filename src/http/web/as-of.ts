/** The day that a page is as of: always in its address, so that whoever is sent it sees the same. */
import { daySchema, type Day } from '../../domain/time.js';
import { dayBoxes, dayIn, newForm, sentForm, type FormState } from './forms.js';

export type AsOfAnswer =
  { kind: 'shown'; day: Day; form: FormState } | { kind: 'elsewhere'; day: Day } | { kind: 'wrong'; form: FormState };

/**
 * Reads `asOf`, or the three boxes that somebody filled in. Without either, and from boxes, the page is elsewhere: under the
 * address that says the day. A day that has not come is refused: what is said of it would change.
 */
export function asOfIn(query: unknown, today: Day, wrongDay: string): AsOfAnswer {
  const sent = sentForm(query);
  const typed = dayIn(sent, 'asOf');
  const asked = typed ?? sent.typed['asOf']?.[0];
  if (asked === undefined) return { kind: 'elsewhere', day: today };
  const day = daySchema.safeParse(asked);
  if (!day.success || day.data > today) return { kind: 'wrong', form: { ...sent, errors: { asOf: wrongDay } } };
  if (typed !== null) return { kind: 'elsewhere', day: day.data };
  return { kind: 'shown', day: day.data, form: newForm(dayBoxes('asOf', day.data)) };
}
