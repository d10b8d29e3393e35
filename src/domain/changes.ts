/** What outsiders are told of the log: which events are news of a published commitment, and what of them is public. */
import { z } from 'zod';
import { progressValues, standings, type Publication } from './axes.js';
import type { Commitment } from './commitment.js';
import type { EventType, LoggedEvent } from './events.js';
import {
  publicCommitmentSchema,
  publicConditionOf,
  publicConditionSchema,
  publicTargetOf,
  publicTargetSchema,
  publicViewOf,
  type PublicCommitment,
  type PublicSurroundings,
} from './public-view.js';
import { targetChanges, type Target } from './target.js';
import type { Day, Instant } from './time.js';
import { evidenceSchema } from './evidence.js';
import { reasonCodes, verdictValues, type Verdict } from './verdict.js';
import { isVisible } from './visibility.js';

/** What each type of change says beside the commitment itself. */
const details = {
  'commitment.published': z.strictObject({}),
  /** Carries nothing but the reference, so that whoever was sent the commitment can take it down. */
  'commitment.retracted': z.strictObject({}),
  'commitment.amended': z.strictObject({ members: z.array(z.string()).nonempty() }),
  'target.revised': z.strictObject({
    change: z.enum(targetChanges),
    before: publicTargetSchema.nullable(),
    after: publicTargetSchema,
    reason: z.string().nullable(),
    source: z.string().nullable(),
  }),
  'condition.changed': z.strictObject({ condition: publicConditionSchema.nullable() }),
  'progress.reported': z.strictObject({ progress: z.enum(progressValues) }),
  'standing.changed': z.strictObject({ standing: z.enum(standings) }),
  'evidence.added': evidenceSchema.pick({ url: true, date: true, shows: true }),
  'verdict.confirmed': z.strictObject({
    /** `pending` where a verdict was taken back. */
    verdict: z.enum(verdictValues),
    reasonCode: z.enum(reasonCodes).nullable(),
    fulfilledOn: z.string().nullable(),
  }),
} as const satisfies Record<string, z.ZodType>;

export type ChangeType = keyof typeof details;
export const changeTypes = Object.keys(details) as [ChangeType, ...ChangeType[]];
type Detail<T extends ChangeType> = z.infer<(typeof details)[T]>;

/** A change as it leaves: what happened, and the commitment it happened to. */
export type Change<T extends ChangeType = ChangeType> = {
  [K in T]: {
    type: K;
    /** In the log. */
    index: number;
    recordedAt: Instant;
    /** The civil day that the change speaks of. */
    validOn: Day;
    ref: string;
    /** As it stands when this is told; null once it is retracted. */
    commitment: PublicCommitment | null;
    detail: Detail<K>;
  };
}[T];

/** What the events of a commitment are told with. */
export interface ChangeSurroundings extends PublicSurroundings {
  commitment: Commitment;
  /** Every change of its publication, in order. */
  publications: readonly { index: number; publication: Publication }[];
  targets: ReadonlyMap<number, Target>;
  verdicts: ReadonlyMap<string, Verdict>;
}

/** The types of event that are news to outsiders, and what is told of each. */
const told: { [T in EventType]?: (event: LoggedEvent<T>, around: ChangeSurroundings) => { type: ChangeType; detail: unknown } | null } = {
  'publication.changed': ({ payload: { publication } }) =>
    publication === 'draft' ? null : { type: `commitment.${publication}`, detail: {} },
  'commitment.amended': ({ payload }) => {
    const members = Object.keys(payload).filter((member) => publicMembers.has(member));
    return members.length === 0 ? null : { type: 'commitment.amended', detail: { members } };
  },
  'target.revised': ({ payload: { change, reason, source, revision }, payload }, { targets }) => {
    const before = targets.get(revision - 1);
    return {
      type: 'target.revised',
      detail: { change, before: before === undefined ? null : publicTargetOf(before), after: publicTargetOf(payload), reason, source },
    };
  },
  'condition.changed': ({ payload: { condition } }) => ({
    type: 'condition.changed',
    detail: { condition: publicConditionOf(condition) },
  }),
  'progress.reported': ({ payload: { progress } }) => ({ type: 'progress.reported', detail: { progress } }),
  'standing.changed': ({ payload: { standing } }) => ({ type: 'standing.changed', detail: { standing } }),
  'evidence.added': ({ payload: { url, date, shows } }) => ({ type: 'evidence.added', detail: { url, date, shows } }),
  'verdict.confirmed': ({ payload: { id } }, { verdicts }) => {
    const found = verdicts.get(id);
    if (found === undefined) return null;
    const { verdict, reasonCode, fulfilledOn } = found;
    return { type: 'verdict.confirmed', detail: { verdict, reasonCode, fulfilledOn } };
  },
};

/** Who owns it is nobody's business outside, and what it hangs on may be a draft. */
const publicMembers = new Set(Object.keys(publicCommitmentSchema.shape));

/** The types of event that a change can come from. */
export const toldEventTypes = Object.keys(told) as EventType[];

/**
 * The change that an event is to outsiders; null where it is none: a commitment that they do not see now, or did not
 * when it happened. A retraction is told of what they had seen.
 */
export function changeOf(event: LoggedEvent, around: ChangeSurroundings): Change | null {
  const { commitment, publications } = around;
  const tell = told[event.type] as
    ((event: LoggedEvent, around: ChangeSurroundings) => { type: ChangeType; detail: unknown } | null) | undefined;
  const change = tell?.(event, around) ?? null;
  if (change === null) return null;
  const { index, recordedAt, validOn } = event;
  const at = { index, recordedAt, validOn, ref: commitment.ref };
  const wasSeen = isVisible({ publication: publicationBefore(publications, index) }, 'outside');
  if (change.type === 'commitment.retracted') return wasSeen ? ({ ...at, ...change, commitment: null } as Change) : null;
  const view = publicViewOf(commitment, around);
  if (view === null || (!wasSeen && change.type !== 'commitment.published')) return null;
  return { ...at, ...change, commitment: view } as Change;
}

function publicationBefore(publications: ChangeSurroundings['publications'], index: number): Publication {
  return publications.filter((p) => p.index < index).at(-1)?.publication ?? 'draft';
}
