/** The commitment: its stored record, and what a caller may send to make or amend one. One schema for API, store and log. */
import { z } from 'zod';
import { progressValues, publications, standings, commitmentKinds } from './axes.js';
import { targetInputSchema, targetSchema } from './target.js';
import { daySchema, instantSchema } from './time.js';
import { verdictValues } from './verdict.js';

/** BCP 47, as far as a register needs it: a language, perhaps a script and a region. */
export const langSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, { error: 'a BCP 47 language tag, as in fr or pt-BR' })
  .meta({ example: 'fr' });

const title = z.string().trim().min(3).max(300);
const shortText = z.string().trim().min(1).max(300);

export const statementSchema = z.strictObject({
  /** The exact words, never corrected. */
  quote: z.string().min(1).max(10_000),
  lang: langSchema,
  speaker: shortText.nullable().default(null),
  speakerRole: shortText.nullable().default(null),
  saidOn: daySchema,
  publishedOn: daySchema.nullable().default(null),
  source: z
    .strictObject({
      title: shortText.nullable().default(null),
      publisher: shortText.nullable().default(null),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .nullable()
        .default(null),
      archivedSha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, { error: '64 lower-case hexadecimal digits' })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
});
export type Statement = z.infer<typeof statementSchema>;

export const conditionStates = ['pending', 'met', 'not_met', 'disputed'] as const;
export const conditionSchema = z.strictObject({
  text: z.string().trim().min(1).max(2000),
  state: z.enum(conditionStates).default('pending'),
  evidence: z.array(z.string()).default([]),
});
export type Condition = z.infer<typeof conditionSchema>;

export const refSchema = z.string().regex(/^C-\d{4,}$/, { error: 'a reference, as in C-0001' });

export const commitmentSchema = z.strictObject({
  ref: refSchema,
  number: z.int().positive(),
  /** Rises with every change; the ETag of the API. */
  version: z.int().positive(),
  externalId: z.string().nullable(),
  title,
  kind: z.enum(commitmentKinds),
  statement: statementSchema,
  promisor: z.string(),
  beneficiaries: z.array(z.string()),
  topics: z.array(z.string()),
  measure: z.string().nullable(),
  parent: refSchema.nullable(),
  supersedes: refSchema.nullable(),
  owner: z.string().nullable(),
  /** When a later owner took over; null while the first one is in place. */
  ownerSince: instantSchema.nullable(),
  condition: conditionSchema.nullable(),
  publication: z.enum(publications),
  publishedAt: instantSchema.nullable(),
  standing: z.enum(standings),
  progress: z.enum(progressValues),
  verdict: z.enum(verdictValues),
  /** Which of its verdicts is effective; 0 while none is. */
  verdictNumber: z.int().nonnegative(),
  verdictAt: instantSchema.nullable(),
  /** The last day that the effective verdict's `fulfilledOn` allows. */
  fulfilledOn: daySchema.nullable(),
  /** The current revision, whole; the earlier ones are rows of their own. */
  target: targetSchema,
  /** When the current revision replaced an earlier one. */
  targetChangedAt: instantSchema.nullable(),
  /** The bounds of the current target once more, where lists filter and sort on them. */
  earliest: daySchema.nullable(),
  latest: daySchema.nullable(),
  overdueFrom: daySchema.nullable(),
  endedFrom: daySchema.nullable(),
  /** Rises when a settled commitment is reopened, so that its reminders start anew. */
  cycle: z.int().positive(),
  registeredBy: z.string(),
  registeredAt: instantSchema,
  /** The day of the latest registration, progress, evidence, condition or revision. */
  lastUpdateOn: daySchema,
});
export type Commitment = z.infer<typeof commitmentSchema>;

const partyInput = z.union([shortText, z.strictObject({ id: z.string() })]);
export type PartyInput = z.infer<typeof partyInput>;

/** `POST /commitments`. A party is named (found, or made) or given by id; the owner by address. */
export const newCommitmentSchema = z.strictObject({
  title,
  kind: z.enum(commitmentKinds),
  publish: z.boolean().default(false),
  statement: statementSchema,
  promisor: partyInput,
  beneficiaries: z.array(partyInput).max(50).default([]),
  topics: z.array(shortText).max(50).default([]),
  measure: z.string().trim().min(1).max(2000).nullable().default(null),
  owner: z.string().nullable().default(null),
  target: targetInputSchema,
  condition: z
    .union([z.string().trim().min(1).max(2000), conditionSchema.pick({ text: true })])
    .nullable()
    .default(null),
  parent: refSchema.nullable().default(null),
  supersedes: refSchema.nullable().default(null),
  externalId: z.string().trim().min(1).max(200).nullable().default(null),
});
export type NewCommitment = z.infer<typeof newCommitmentSchema>;

/** `PATCH /commitments/:ref`: what may be put right without being a promise of its own. Target, verdict and standing have routes of theirs. */
export const amendmentSchema = z
  .strictObject({
    title: title.optional(),
    kind: z.enum(commitmentKinds).optional(),
    statement: statementSchema.optional(),
    promisor: partyInput.optional(),
    beneficiaries: z.array(partyInput).max(50).optional(),
    topics: z.array(shortText).max(50).optional(),
    measure: z.string().trim().min(1).max(2000).nullable().optional(),
    owner: z.string().nullable().optional(),
    parent: refSchema.nullable().optional(),
    supersedes: refSchema.nullable().optional(),
    externalId: z.string().trim().min(1).max(200).nullable().optional(),
    reason: z.string().trim().min(1).max(2000),
  })
  .refine((change) => Object.keys(change).length > 1, { error: 'at least one field to amend beside the reason' });
export type Amendment = z.infer<typeof amendmentSchema>;

/** `C-0001` from 1: four digits at least, never reused. */
export function refOf(number: number): string {
  return `C-${String(number).padStart(4, '0')}`;
}
