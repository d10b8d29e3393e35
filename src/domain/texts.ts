/** Texts that commitments are found in, and what people decided on each proposal. */
import { z } from 'zod';
import { commitmentKinds } from './axes.js';
import { newCommitmentSchema, refSchema } from './commitment.js';
import { tiers } from './proposals/index.js';
import { daySchema, instantSchema } from './time.js';

export const textFormats = ['txt', 'md', 'html', 'eml'] as const;
export type TextFormat = (typeof textFormats)[number];

const shortText = z.string().trim().min(1).max(300);
const reason = z.string().trim().min(1).max(2000);

/** What is known of a text besides its bytes, which lie beside the register; the log holds their SHA-256. */
export const sourceTextSchema = z.strictObject({
  id: z.string(),
  /** Of the bytes as they came. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  format: z.enum(textFormats),
  lang: z.enum(['en', 'fr']),
  publishedOn: daySchema,
  issuer: shortText,
  title: shortText.nullable(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  sentences: z.int().nonnegative(),
  withoutProposal: z.int().nonnegative(),
  likely: z.int().nonnegative(),
  possible: z.int().nonnegative(),
  extractor: z.strictObject({ name: z.string(), version: z.string(), lexiconSha256: z.string() }),
  addedBy: z.string(),
  addedAt: instantSchema,
});
export type SourceText = z.infer<typeof sourceTextSchema>;

/** `POST /texts`. Bytes that are no UTF-8 text come as base64. */
export const newTextSchema = z.strictObject({
  content: z.string().min(1),
  encoding: z.enum(['text', 'base64']).default('text'),
  format: z.enum(textFormats).default('txt'),
  publishedOn: daySchema,
  issuer: shortText,
  lang: z.enum(['en', 'fr']).optional(),
  title: shortText.nullable().default(null),
  url: sourceTextSchema.shape.url.default(null),
  /** Whether a language model may be asked too, where one is configured: it is sent the text. */
  askModel: z.boolean().default(true),
});
export type NewText = z.infer<typeof newTextSchema>;

export const outcomes = ['accepted', 'rejected', 'merged', 'missed'] as const;

/** A decision, never changed. `missed` is a commitment that a person found and the rules did not. */
export const decisionSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  /** Null for a miss. */
  proposal: z.string().nullable(),
  outcome: z.enum(outcomes),
  tier: z.enum(tiers).nullable(),
  /** The cue that it was proposed by; null for a miss. */
  cue: z.string().nullable(),
  /** UTF-16 code units in the readable text. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** The members that the person changed, as they were proposed. */
  edits: z.record(z.string(), z.unknown()),
  commitment: refSchema.nullable(),
  decidedBy: z.string(),
  decidedAt: instantSchema,
});
export type Decision = z.infer<typeof decisionSchema>;

const accepted = newCommitmentSchema.omit({ statement: true, kind: true, target: true, condition: true }).extend({
  kind: z.enum(commitmentKinds).optional(),
  /** Left out, it is the proposed one; undated where none was read. */
  target: newCommitmentSchema.shape.target.optional(),
  condition: z.string().trim().min(1).max(2000).nullable().optional(),
  speaker: shortText.nullable().optional(),
  speakerRole: shortText.nullable().optional(),
  saidOn: daySchema.optional(),
  /** Another stretch of the same text. */
  start: z.int().nonnegative().optional(),
  end: z.int().positive().optional(),
});
export type Accepted = z.infer<typeof accepted>;

/** `POST /proposals/:id/decision`. The promisor is always given: what was deduced is for a person to confirm. */
export const decisionInputSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept'), commitment: accepted }),
  z.strictObject({ decision: z.literal('reject'), reason }),
  z.strictObject({ decision: z.literal('merge'), into: z.union([refSchema, z.string().regex(/^[\w-]{16}$/)]), reason: reason.optional() }),
]);
export type DecisionInput = z.infer<typeof decisionInputSchema>;

/** `POST /texts/:id/misses`: added from a selection. */
export const missInputSchema = accepted.extend({ start: z.int().nonnegative(), end: z.int().positive(), kind: z.enum(commitmentKinds) });
export type MissInput = z.infer<typeof missInputSchema>;

export interface ProposalQuality {
  decided: number;
  accepted: number;
  rejected: number;
  merged: number;
  missed: number;
  /** Accepted and merged among all decided; null before the first decision. No probability of the next one. */
  precision: number | null;
  byTier: { tier: (typeof tiers)[number]; right: number; decided: number }[];
  byCue: { cue: string; right: number; decided: number }[];
}

/** How good the proposals have been here, by what people decided. */
export function qualityOf(decisions: readonly Pick<Decision, 'outcome' | 'tier' | 'cue'>[]): ProposalQuality {
  const count = (outcome: Decision['outcome']): number => decisions.filter((d) => d.outcome === outcome).length;
  const decided = decisions.filter((d) => d.outcome !== 'missed');
  const isRight = (d: { outcome: Decision['outcome'] }): boolean => d.outcome !== 'rejected';
  const tally = (some: typeof decided): { right: number; decided: number } => ({
    right: some.filter(isRight).length,
    decided: some.length,
  });
  const cues = [...new Set(decided.map((d) => d.cue ?? ''))].sort();
  return {
    decided: decided.length,
    accepted: count('accepted'),
    rejected: count('rejected'),
    merged: count('merged'),
    missed: count('missed'),
    precision: decided.length === 0 ? null : decided.filter(isRight).length / decided.length,
    byTier: tiers.map((tier) => ({ tier, ...tally(decided.filter((d) => d.tier === tier)) })),
    byCue: cues.map((cue) => ({ cue, ...tally(decided.filter((d) => d.cue === cue)) })),
  };
}
