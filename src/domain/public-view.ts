/**
 * A commitment as outsiders may have it: what was promised and what became of it. Nobody's address, no notes, and no
 * reference to another commitment, which may be a draft.
 */
import { z } from 'zod';
import { commitmentSchema, conditionSchema, type Commitment } from './commitment.js';
import { partySchema, type Party } from './people.js';
import { slipDays, targetSchema, type Target } from './target.js';
import { targetText } from './target-text.js';
import { isVisible } from './visibility.js';

export const publicTargetSchema = targetSchema.omit({ reason: true, source: true }).extend({
  /** In words. */
  text: z.strictObject({ en: z.string(), fr: z.string() }),
});
export type PublicTarget = z.infer<typeof publicTargetSchema>;

export const publicConditionSchema = conditionSchema.pick({ text: true, state: true });

export const publicCommitmentSchema = commitmentSchema
  .pick({
    ref: true,
    version: true,
    externalId: true,
    title: true,
    kind: true,
    statement: true,
    topics: true,
    measure: true,
    publishedAt: true,
    standing: true,
    progress: true,
    verdict: true,
    verdictAt: true,
    fulfilledOn: true,
  })
  .extend({
    url: z.url(),
    promisor: partySchema,
    beneficiaries: z.array(partySchema),
    condition: publicConditionSchema.nullable(),
    target: publicTargetSchema,
    /** Days between the first target's last day and the present one's. */
    slipDays: z.int().nullable(),
  });
export type PublicCommitment = z.infer<typeof publicCommitmentSchema>;

/** What a commitment is shown with. */
export interface PublicSurroundings {
  parties: ReadonlyMap<string, Party>;
  original: Target;
  /** Of the page about it. */
  url: string;
}

/** Null for what outsiders may not see. */
export function publicViewOf(commitment: Commitment, { parties, original, url }: PublicSurroundings): PublicCommitment | null {
  if (!isVisible(commitment, 'outside')) return null;
  const { promisor, beneficiaries, condition, target, ...rest } = commitment;
  const party = (id: string): Party => parties.get(id) ?? { id, name: '' };
  return {
    ref: rest.ref,
    url,
    version: rest.version,
    externalId: rest.externalId,
    title: rest.title,
    kind: rest.kind,
    statement: rest.statement,
    promisor: party(promisor),
    beneficiaries: beneficiaries.map(party),
    topics: rest.topics,
    measure: rest.measure,
    condition: publicConditionOf(condition),
    target: publicTargetOf(target),
    slipDays: slipDays(original, target),
    publishedAt: rest.publishedAt,
    standing: rest.standing,
    progress: rest.progress,
    verdict: rest.verdict,
    verdictAt: rest.verdictAt,
    fulfilledOn: rest.fulfilledOn,
  };
}

export function publicTargetOf({ reason: _reason, source: _source, ...target }: Target): PublicTarget {
  return { ...target, text: { en: targetText(target, 'en'), fr: targetText(target, 'fr') } };
}

export function publicConditionOf(condition: Commitment['condition']): PublicCommitment['condition'] {
  return condition === null ? null : { text: condition.text, state: condition.state };
}
