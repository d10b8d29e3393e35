/** What is offered to a person who reads a text: never a commitment yet, and never more than what the text says. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { commitmentKinds } from '../axes.js';
import { certainties, targetKinds } from '../target-kinds.js';
import type { Conventions } from '../conventions.js';
import { daySchema, type Day } from '../time.js';
import type { ProposalLexicon } from './lexicon.js';

export const tiers = ['likely', 'possible'] as const;

/** A deadline as `phrases` reads it, its place counted in the whole text. */
export const proposedTargetSchema = z.strictObject({
  text: z.string(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  kind: z.enum(targetKinds),
  edtf: z.string().nullable(),
  certainty: z.enum(certainties),
  earliest: daySchema.nullable(),
  latest: daySchema.nullable(),
  firstOverdueDay: daySchema.nullable(),
  conventions: z.array(z.string()),
  duration: z.string().optional(),
  trigger: z.string().optional(),
  recurrence: z.string().optional(),
});
export type ProposedTarget = z.infer<typeof proposedTargetSchema>;

export const proposalSchema = z.strictObject({
  /** Follows from the text and the place, so that the same text gives the same ids. */
  id: z.string(),
  sourceSha256: z.string(),
  /** UTF-16 code units: `text.slice(start, end) === quote`, always. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: z.string(),
  kind: z.enum(commitmentKinds),
  tier: z.enum(tiers),
  /** A sum of points, no probability. */
  score: z.int(),
  /** What the points were given for, the cue first. */
  reasons: z.array(z.tuple([z.string(), z.int()])),
  speaker: z.string().nullable(),
  /** Deduced, and how; null where the text does not tell. A person fills it in before accepting. */
  promisor: z
    .strictObject({ text: z.string(), how: z.enum(['named', 'first_person', 'pronoun', 'speaker', 'issuer', 'model']) })
    .nullable(),
  statedOn: daySchema,
  /** The first deadline; what else was read stands in `furtherTargets`, for a person to split. */
  target: proposedTargetSchema.nullable(),
  furtherTargets: z.array(proposedTargetSchema),
  condition: z.string().nullable(),
  /** Whether something is promised to be done, or not to be done. */
  polarity: z.enum(['will', 'will_not']),
  /** Two promises in one clause: one of them to be split off. */
  compound: z.boolean(),
  /** An earlier proposal that seems to say the same. */
  mergeWith: z.string().nullable(),
  /** By our rules, by a language model that was asked besides, or by both. */
  foundBy: z.enum(['rules', 'model', 'both']),
  /** What a model took for the date. It is shown where it disagrees; the target is always what our rules read. */
  modelDate: z.strictObject({ text: z.string(), agrees: z.boolean() }).nullable(),
  extractor: z.strictObject({ name: z.string(), version: z.string(), lexiconSha256: z.string() }),
});
export type Proposal = z.infer<typeof proposalSchema>;

export interface ReadText {
  text: string;
  /** Of the bytes that the text was read from. */
  sourceSha256: string;
  publishedOn: Day;
  issuer: string;
  lexicon: ProposalLexicon;
  conventions: Conventions;
}

export interface Proposals {
  proposals: Proposal[];
  sentences: number;
  /** Sentences without any proposal: nobody claims that all was found. */
  withoutProposal: number;
}

/** The same text and place, the same id. */
export function proposalId(sourceSha256: string, start: number, end: number): string {
  return createHash('sha256').update(`${sourceSha256} ${start} ${end}`).digest('base64url').slice(0, 16);
}
