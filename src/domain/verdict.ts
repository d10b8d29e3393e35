/** What was found about a commitment: proposed by one person with a source, effective once another confirms it. */
import { z } from 'zod';
import type { Publication } from './axes.js';
import { parseEdtf } from './edtf/index.js';
import { evidenceInputSchema } from './evidence.js';
import { Refusal } from './refusal.js';
import { daySchema, instantSchema, type Day } from './time.js';

export const verdictValues = ['pending', 'fulfilled', 'partly_fulfilled', 'not_fulfilled', 'not_verifiable'] as const;
export type VerdictValue = (typeof verdictValues)[number];
export const settledValues = ['fulfilled', 'partly_fulfilled', 'not_fulfilled', 'not_verifiable'] as const;

export const reasonCodes = ['prevented', 'priority_changed', 'opinion_changed', 'partner_withdrew', 'no_action', 'other'] as const;

export const verdictSchema = z.strictObject({
  id: z.string(),
  commitment: z.string(),
  /** Counts the proposals of a commitment, from 1. */
  number: z.int().positive(),
  /** `pending` takes back what was settled: the commitment is open again. */
  verdict: z.enum(verdictValues),
  rationale: z.string().nullable(),
  reasonCode: z.enum(reasonCodes).nullable(),
  evidence: z.array(z.string()),
  /** When it was fulfilled, as EDTF: often no better known than a month. */
  fulfilledOn: z.string().nullable(),
  /** The civil day the verdict speaks of, as distinct from the day it was recorded. */
  validOn: daySchema,
  proposedBy: z.string(),
  proposedAt: instantSchema,
  state: z.enum(['proposed', 'confirmed', 'returned']),
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const proposalFields = {
  verdict: z.enum(verdictValues),
  rationale: z.string().min(1).max(10_000),
  reasonCode: z.enum(reasonCodes).nullable().default(null),
  fulfilledOn: z.string().nullable().default(null),
  validOn: daySchema.optional(),
  /** Ids of evidence already recorded, or new evidence to record with the proposal. */
  evidence: z.array(z.union([z.string(), evidenceInputSchema])).default([]),
};

export const verdictProposalSchema = z.strictObject(proposalFields).superRefine((proposal, issues) => {
  if (proposal.verdict === 'not_fulfilled' && proposal.reasonCode === null)
    issues.addIssue({ code: 'custom', path: ['reasonCode'], message: `not_fulfilled needs one of ${reasonCodes.join(', ')}` });
  if (proposal.verdict !== 'not_fulfilled' && proposal.reasonCode !== null)
    issues.addIssue({ code: 'custom', path: ['reasonCode'], message: 'a reason code goes with not_fulfilled only' });
  if (proposal.verdict !== 'pending' && proposal.evidence.length === 0)
    issues.addIssue({ code: 'custom', path: ['evidence'], message: 'a verdict needs at least one piece of evidence' });
  const fulfilment = proposal.verdict === 'fulfilled' || proposal.verdict === 'partly_fulfilled';
  if (proposal.verdict === 'fulfilled' && proposal.fulfilledOn === null)
    issues.addIssue({ code: 'custom', path: ['fulfilledOn'], message: 'the day it was fulfilled, as EDTF, as in 2021-04-14 or 2021-04' });
  if (!fulfilment && proposal.fulfilledOn !== null)
    issues.addIssue({
      code: 'custom',
      path: ['fulfilledOn'],
      message: 'only a fulfilled or partly fulfilled commitment has a day of fulfilment',
    });
  if (proposal.fulfilledOn !== null && lastDayOf(proposal.fulfilledOn) === null)
    issues.addIssue({ code: 'custom', path: ['fulfilledOn'], message: 'an EDTF expression that ends, as in 2021-04-14 or 2021-04' });
});
export type VerdictProposal = z.infer<typeof verdictProposalSchema>;

export const verdictDecisionSchema = z.strictObject({
  decision: z.enum(['confirm', 'return']).default('confirm'),
  reason: z.string().min(1).max(10_000).nullable().default(null),
});

/** The last day that an EDTF expression allows, null where it is invalid, open or unknown. */
export function lastDayOf(edtf: string): Day | null {
  try {
    return parseEdtf(edtf).latest;
  } catch {
    return null;
  }
}

/** What the four-eyes rule asks of a commitment. */
interface Decidable {
  publication: Publication;
  registeredBy: string;
  owner: string | null;
}

/** What somebody is to a commitment that keeps them from deciding on its verdict, and what they are told. */
const barred = {
  proposer: 'Whoever proposed a verdict cannot confirm or return it.',
  registrar: 'Whoever registered the commitment cannot confirm its verdict.',
  owner: 'The owner of the commitment cannot confirm its verdict.',
} as const;
export type Barred = keyof typeof barred;

/** What keeps a person from deciding on a verdict, null where nothing does; `owners` are those since it was proposed. */
export function barredAs(
  commitment: Omit<Decidable, 'publication'>,
  verdict: Pick<Verdict, 'proposedBy'>,
  person: string,
  owners: ReadonlySet<string>,
): Barred | null {
  if (verdict.proposedBy === person) return 'proposer';
  if (commitment.registeredBy === person) return 'registrar';
  return commitment.owner === person || owners.has(person) ? 'owner' : null;
}

/** Refuses a confirmation that the four-eyes rule does not allow, naming the rule. */
export function assertMayDecide(commitment: Decidable, verdict: Verdict, person: string, owners: ReadonlySet<string>): void {
  if (verdict.state !== 'proposed') throw new Refusal('not_allowed_now', `This verdict was already ${verdict.state}.`);
  if (commitment.publication !== 'published')
    throw new Refusal('not_allowed_now', 'A verdict is confirmed on a published commitment only.');
  const rule = barredAs(commitment, verdict, person, owners);
  if (rule !== null) throw new Refusal('same_person', barred[rule]);
}
