/** From what a caller sends about time to a target: words are read, anything else is taken as given and checked. */
import { z } from 'zod';
import type { Statement } from './commitment.js';
import type { Conventions } from './conventions.js';
import { detectLang, read, type Reading } from './phrases/index.js';
import { Refusal } from './refusal.js';
import { composeTarget, targetChanges, targetInputSchema, TargetError, type Target, type TargetInput } from './target.js';
import { daySchema, type Day } from './time.js';

/** `POST /commitments/:ref/targets`: the new target, what kind of move it is, and why. */
export const revisionInputSchema = z.strictObject({
  target: targetInputSchema,
  change: z.enum(targetChanges).exclude(['original']),
  /** When the new date was announced, if later than the statement: what relative words are counted from. */
  saidOn: daySchema.optional(),
  reason: z.string().trim().min(1).max(2000),
  source: z.string().trim().min(1).max(2000),
});
export type RevisionInput = z.infer<typeof revisionInputSchema>;

interface ReadingContext {
  statement: Pick<Statement, 'saidOn' | 'lang'>;
  zone: string;
  conventions: Conventions;
}

/**
 * The target that an input stands for, as a first revision. Refuses a phrase without a date (`target_unreadable`) and
 * one with several (`target_ambiguous`, with the readings): choosing is for a person.
 */
export function readTarget(input: TargetInput, { statement, zone, conventions }: ReadingContext, saidOn: Day = statement.saidOn): Target {
  try {
    if ('kind' in input) {
      const { lang = null, ...given } = input;
      return composeTarget({ ...given, phraseLang: lang, saidOn, zone }, conventions);
    }
    const { phrase, lang = detectLang(phrase) } = input;
    const reading = theReading(phrase, read(phrase, { saidOn, lang, conventions }));
    const { kind, edtf, certainty, duration, trigger, recurrence } = reading;
    return composeTarget(
      { kind, edtf, certainty, phrase, phraseLang: lang, saidOn, zone, duration, trigger, recurrence, conventions: reading.conventions },
      conventions,
    );
  } catch (error) {
    if (error instanceof TargetError) throw new Refusal('invalid_input', error.message, { pointer: `/target${error.pointer}` });
    throw error;
  }
}

function theReading(phrase: string, readings: Reading[]): Reading {
  const [only, ...others] = readings;
  if (only === undefined)
    throw new Refusal('target_unreadable', `No date can be read in "${phrase}". Give kind and edtf, or kind undated.`, {
      pointer: '/target/phrase',
      extra: { readings },
    });
  if (others.length > 0)
    throw new Refusal(
      'target_ambiguous',
      `"${phrase}" can be read in ${readings.length} ways, or has several dates. Choose one and give its kind and edtf.`,
      {
        pointer: '/target/phrase',
        extra: { readings },
      },
    );
  return only;
}
