/**
 * What was promised about time: the stored shape, one schema for API, store and log. Targets are append-only revisions;
 * the first is never overwritten.
 */
import { z } from 'zod';
import type { Conventions } from './conventions.js';
import { parseEdtf, type Precision } from './edtf/index.js';
import { scheduleOf } from './occurrences.js';
import { certainties, isSoft, TargetError, targetKinds, type Certainty, type TargetKind } from './target-kinds.js';
import { windowOf } from './target-window.js';
import { type Day, daysBetween, daySchema, type Period, zoneSchema } from './time.js';

export { certainties, isSoft, TargetError, targetKinds, type Certainty, type TargetKind } from './target-kinds.js';
export { notStartedFrom, windowOf, type Promised, type Window } from './target-window.js';
export { occurrencesOf, type Occurrence } from './occurrences.js';

export const targetChanges = ['original', 'clarified', 'extended', 'brought_forward', 'withdrawn'] as const;
export type TargetChange = (typeof targetChanges)[number];

const durationSchema = z
  .string()
  .regex(/^-?P(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?$/, { error: 'a period of whole days or more, as in P30D' })
  .meta({ example: 'P30D' });
const recurrenceSchema = z
  .string()
  .regex(/^P(?=.*[1-9])(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?$/, { error: 'how often, as in P1Y for every year' })
  .meta({ example: 'P1Y' });
const edtfSchema = z.string().min(1).max(100).meta({ example: '2021' });
const phraseSchema = z.string().trim().min(1).max(1000);
const wordsSchema = z.string().trim().min(1).max(300);

export const targetSchema = z.strictObject({
  /** Counts from 1, the original. */
  revision: z.int().positive(),
  change: z.enum(targetChanges),
  kind: z.enum(targetKinds),
  /** The time expression alone; what is said about it is the kind. */
  edtf: edtfSchema.nullable(),
  certainty: z.enum(certainties),
  /** As it was said, never corrected. */
  phrase: phraseSchema.nullable(),
  phraseLang: z.string().max(35).nullable(),
  saidOn: daySchema,
  /** Whose midnight ends a day. */
  zone: zoneSchema,
  earliest: daySchema.nullable(),
  latest: daySchema.nullable(),
  overdueFrom: daySchema.nullable(),
  endedFrom: daySchema.nullable(),
  /** Of an event: how long after its trigger, or before it with a minus. */
  duration: durationSchema.nullable(),
  /** The words for what an event waits for. */
  trigger: wordsSchema.nullable(),
  triggeredOn: daySchema.nullable(),
  recurrence: recurrenceSchema.nullable(),
  /** The conventions by which the phrase was read. */
  conventions: z.array(z.string()),
  reason: z.string().nullable(),
  /** A URL, or the words for where it was found. */
  source: z.string().nullable(),
});
export type Target = z.infer<typeof targetSchema>;

/** What the API takes: the words, to be read, or what they were read as. */
export const targetInputSchema = z.union([
  z.strictObject({ phrase: phraseSchema, lang: z.enum(['en', 'fr']) }),
  z.strictObject({
    kind: z.enum(targetKinds),
    edtf: edtfSchema.nullable().optional(),
    certainty: z.enum(certainties).optional(),
    phrase: phraseSchema.nullable().optional(),
    lang: z.string().max(35).nullable().optional(),
    duration: durationSchema.nullable().optional(),
    trigger: wordsSchema.nullable().optional(),
    recurrence: recurrenceSchema.nullable().optional(),
  }),
]);
export type TargetInput = z.infer<typeof targetInputSchema>;

/** The parts of a target that are given; the others follow from them. */
export interface TargetDraft {
  kind: TargetKind;
  edtf?: string | null;
  /** Left out, it follows from the qualifiers (`~`, `?`) of the expression. */
  certainty?: Certainty;
  phrase?: string | null;
  phraseLang?: string | null;
  saidOn: Day;
  zone: string;
  duration?: Period | null;
  trigger?: string | null;
  triggeredOn?: Day | null;
  recurrence?: Period | null;
  conventions?: readonly string[];
  revision?: number;
  change?: TargetChange;
  reason?: string | null;
  source?: string | null;
}

/** The target with its window, the first revision unless said otherwise. Throws `TargetError` for what makes no target. */
export function composeTarget(draft: TargetDraft, conventions: Conventions): Target {
  const edtf = draft.edtf ?? null;
  const trigger = draft.trigger ?? null;
  if (draft.kind === 'event' && trigger === null)
    throw new TargetError('/trigger', 'An event target needs the words for what it waits for.');
  if (draft.kind !== 'event' && trigger !== null) throw new TargetError('/trigger', 'Only an event target waits for something.');
  const promised = {
    kind: draft.kind,
    edtf,
    certainty: draft.certainty ?? 'exact',
    saidOn: draft.saidOn,
    duration: draft.duration ?? null,
    triggeredOn: draft.triggeredOn ?? null,
    recurrence: draft.recurrence ?? null,
  };
  // Worked out first, for its refusals: the qualifiers are then read from an expression that is known to be one.
  const window = windowOf(promised, conventions);
  const certainty = certaintyOf(draft.certainty, edtf);
  const { earliest, latest, overdueFrom, endedFrom } =
    certainty === promised.certainty ? window : windowOf({ ...promised, certainty }, conventions);
  const named = new Set(draft.conventions);
  if (isSoft({ certainty }) && overdueFrom !== null) named.add('grace');
  if (draft.kind === 'undated') named.add('undated-review');
  // Every member by name: a spread that so many others follow takes V8 ten times as long, measured.
  return {
    revision: draft.revision ?? 1,
    change: draft.change ?? 'original',
    kind: draft.kind,
    edtf,
    certainty,
    phrase: draft.phrase ?? null,
    phraseLang: draft.phraseLang ?? null,
    saidOn: draft.saidOn,
    zone: draft.zone,
    earliest,
    latest,
    overdueFrom,
    endedFrom,
    duration: promised.duration,
    trigger,
    triggeredOn: promised.triggeredOn,
    recurrence: promised.recurrence,
    conventions: [...named],
    reason: draft.reason ?? null,
    source: draft.source ?? null,
  };
}

/** How finely a target's date is known; null where it has none (yet). */
export function targetPrecision(target: Pick<Target, 'kind' | 'edtf' | 'saidOn' | 'recurrence' | 'triggeredOn'>): Precision | null {
  if (target.kind === 'event') return target.triggeredOn === null ? null : 'day';
  const parsed = target.edtf === null ? null : parseEdtf(target.edtf);
  if (target.kind !== 'recurring') return parsed?.precision ?? null;
  return scheduleOf({ parsed, saidOn: target.saidOn, recurrence: target.recurrence ?? '' }).precision;
}

/** The first day on which it counts as overdue, grace included; of a recurring target, its first occurrence. Null where it never is. */
export function firstOverdueDay(target: Pick<Target, 'overdueFrom'>): Day | null {
  return target.overdueFrom;
}

/** Days from the original's last day to the current one's; negative when brought forward, null where either has none. */
export function slipDays(original: Pick<Target, 'latest'>, current: Pick<Target, 'latest'>): number | null {
  return original.latest === null || current.latest === null ? null : daysBetween(original.latest, current.latest);
}

/** An expression with a qualifier is never exact, whatever is claimed. */
function certaintyOf(claimed: Certainty | undefined, edtf: string | null): Certainty {
  const { uncertain, approximate } = edtf === null ? { uncertain: false, approximate: false } : parseEdtf(edtf);
  const qualified: Certainty = uncertain ? 'uncertain' : approximate ? 'approximate' : 'exact';
  if (claimed === undefined) return qualified;
  if (claimed === 'exact' && qualified !== 'exact')
    throw new TargetError('/certainty', `The expression ${edtf} is marked as ${qualified}, so the date is not exact.`);
  return claimed;
}
