/** The answers that are whole documents: the audit report and a register file. */
import { z } from 'zod';
import { newCommitmentSchema } from '../../domain/commitment.js';
import { outcomes } from '../../domain/outcome.js';
import type { AuditReport } from '../../domain/report.js';
import { axisValues } from '../../domain/tallies/counts.js';
import { daySchema } from '../../domain/time.js';
import { verdictValues } from '../../domain/verdict.js';
import type { RegisterFile } from '../../services/imports.service.js';
import type { PartyRecord } from '../../services/audit-report.service.js';

const count = z.int().nonnegative();
const basis = {
  asOf: daySchema,
  /** Events of the log below this index count. */
  index: count,
  root: z.string().meta({ description: 'SHA-256, base64' }),
  checkpoint: z.string(),
};

const countsOf = <T extends string>(values: readonly T[]) => z.record(z.enum(values), count);
const queriesOf = <T extends string>(values: readonly T[]) => z.record(z.enum(values), z.string());
const slips = { count, medianDays: z.number().nullable(), worstDays: count.nullable() };
const bounds = z.strictObject({ earliest: daySchema.nullable(), latest: daySchema.nullable() });
const overTime = z.array(z.strictObject({ month: z.string(), earliestDue: count, certainlyDue: count, fulfilled: count }));
const windows = z.strictObject({
  listed: z.array(
    z.strictObject({
      ref: z.string(),
      title: z.string(),
      lang: z.string(),
      promisor: z.string(),
      first: bounds,
      current: bounds,
      slipDays: z.int(),
      outcome: z.enum(outcomes),
    }),
  ),
  total: count,
});
const record = {
  total: count,
  outcome: countsOf(outcomes),
  verdict: countsOf(verdictValues),
  overdue: count,
  slips: z.strictObject(slips),
  query: z.string(),
};
const { publication, kind, standing, progress, verdict, timeliness, outcome } = axisValues;

const reportMembers = z.strictObject({
  ...basis,
  total: count,
  publication: countsOf(publication),
  kind: countsOf(kind),
  standing: countsOf(standing),
  progress: countsOf(progress),
  verdict: countsOf(verdict),
  timeliness: countsOf(timeliness),
  outcome: countsOf(outcome),
  rate: z.strictObject({
    fulfilled: count,
    partlyFulfilled: count,
    notFulfilled: count,
    rate: z.number().nullable(),
    leftOut: z.strictObject({ pending: count, notTriggered: count, notVerifiable: count, requests: count, drafts: count }),
  }),
  slips: z.strictObject({ ...slips, moves: count, movesWithoutSource: count, movesAfterDate: count }),
  promisors: z.array(z.strictObject({ id: z.string(), name: z.string(), ...record })),
  overTime,
  windows,
  notices: z.strictObject({ sent: count, failed: count, suppressed: count, unknown: count, bounced: count }),
  evidence: z.strictObject({ singleSource: count, openLinks: count, withOpenLinks: count }),
  queries: z.strictObject({
    total: z.string(),
    publication: queriesOf(publication),
    kind: queriesOf(kind),
    standing: queriesOf(standing),
    progress: queriesOf(progress),
    verdict: queriesOf(verdict),
    timeliness: queriesOf(timeliness),
    outcome: queriesOf(outcome),
    findings: z.record(z.enum(['slipped', 'moved_without_source', 'moved_after_date', 'single_source', 'open_link']), z.string()),
  }),
}) satisfies z.ZodType<AuditReport>;

/** Whether every reminder is accounted for can be told of today alone: it is null on any other day. */
export const report = reportMembers.extend({
  conservation: z
    .strictObject({ unaccounted: count, open: count, oldestOpen: z.string().nullable(), states: z.record(z.string(), count) })
    .nullable(),
});

export const partyRecord = z.strictObject({
  ...basis,
  party: z.strictObject({ id: z.string(), name: z.string() }),
  ...record,
  overTime,
  windows,
}) satisfies z.ZodType<PartyRecord>;

export const registerFile = z.strictObject({
  ...basis,
  format: z.literal('pledgebook-register'),
  version: z.literal(1),
  commitments: z.array(newCommitmentSchema),
}) satisfies z.ZodType<RegisterFile>;
