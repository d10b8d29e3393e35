/**
 * The events of the log: one schema per type, and which of their members are sealed. A sealed member (a name, an
 * address, free text) stands in the log as an HMAC under a key of its own; text and key lie beside the log as a value,
 * so that a person can be erased while every proof still holds.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { publications, progressValues, standings } from './axes.js';
import { attentionSchema } from './attention.js';
import { bounceKinds } from './bounce.js';
import { commitmentSchema, conditionSchema } from './commitment.js';
import { holdCauses } from './holds.js';
import { mailKinds } from './mail-kinds.js';
import { partySchema, personSchema, subscriptionSchema } from './people.js';
import { Refusal } from './refusal.js';
import { policySchema, stepClasses } from './reminder-policy.js';
import { suppressionCauses } from './suppression.js';
import { targetSchema } from './target.js';
import { decisionSchema, sourceTextSchema } from './texts.js';
import { daySchema, instantSchema, type Day, type Instant } from './time.js';
import { unreachableSchema } from './unreachable.js';
import { evidenceSchema } from './evidence.js';
import { verdictSchema } from './verdict.js';

const registered = commitmentSchema.omit({
  version: true,
  ownerSince: true,
  publication: true,
  publishedAt: true,
  standing: true,
  progress: true,
  verdict: true,
  verdictNumber: true,
  verdictAt: true,
  fulfilledOn: true,
  targetChangedAt: true,
  earliest: true,
  latest: true,
  overdueFrom: true,
  endedFrom: true,
  cycle: true,
  registeredBy: true,
  registeredAt: true,
  lastUpdateOn: true,
});
const amended = commitmentSchema
  .pick({
    title: true,
    kind: true,
    statement: true,
    promisor: true,
    beneficiaries: true,
    topics: true,
    measure: true,
    owner: true,
    parent: true,
    supersedes: true,
    externalId: true,
  })
  .partial();

const notice = z.strictObject({
  kind: z.enum(mailKinds),
  person: z.string(),
  message: z.string(),
  messageId: z.string(),
  reminders: z.array(z.strictObject({ commitment: z.string(), step: z.string(), class: z.enum(stepClasses), nominalDate: daySchema })),
  reason: z.string().nullable(),
  replyCode: z.int().nullable(),
  reply: z.string().nullable(),
  possibleDuplicate: z.boolean(),
});

/** Every type of event: the schema of its payload and the members of it that are sealed. */
export const eventTypes = {
  'party.added': { payload: partySchema, sealed: [] },
  'person.added': {
    // Logs of before there were quiet hours have none.
    payload: personSchema.omit({ addedAt: true, disabledAt: true, paused: true }).partial({ quietHours: true }),
    sealed: ['email', 'name'],
  },
  'person.changed': { payload: personSchema.omit({ addedAt: true }).partial().extend({ id: z.string() }), sealed: ['email', 'name'] },
  'subscription.requested': {
    payload: subscriptionSchema.omit({ requestedAt: true, confirmedAt: true, unsubscribedAt: true }),
    sealed: [],
  },
  'subscription.confirmed': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'subscription.ended': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'token.created': {
    payload: z.strictObject({ prefix: z.string(), person: z.string(), scopes: z.array(z.string()), expiresAt: instantSchema.nullable() }),
    sealed: [],
  },
  'token.revoked': { payload: z.strictObject({ prefix: z.string() }), sealed: [] },
  'policy.added': { payload: z.strictObject({ policy: policySchema }), sealed: [] },
  'policy.activated': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'feed_token.rotated': { payload: z.strictObject({ person: z.string() }), sealed: [] },
  'webhook.added': { payload: z.strictObject({ id: z.string(), url: z.string(), events: z.array(z.string()) }), sealed: ['url'] },
  'webhook.changed': {
    payload: z.strictObject({ id: z.string(), url: z.string().optional(), events: z.array(z.string()).optional() }),
    sealed: ['url'],
  },
  'webhook.secret_rotated': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'webhook.disabled': { payload: z.strictObject({ id: z.string(), cause: z.enum(['asked', 'gone', 'failing']) }), sealed: [] },
  'webhook.enabled': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'commitment.registered': { payload: registered, sealed: [] },
  'commitment.amended': { payload: amended, sealed: [] },
  'publication.changed': { payload: z.strictObject({ publication: z.enum(publications) }), sealed: [] },
  'target.revised': { payload: targetSchema, sealed: ['reason'] },
  'condition.changed': { payload: z.strictObject({ condition: conditionSchema.nullable() }), sealed: [] },
  'progress.reported': { payload: z.strictObject({ progress: z.enum(progressValues), note: z.string().nullable() }), sealed: ['note'] },
  'standing.changed': { payload: z.strictObject({ standing: z.enum(standings) }), sealed: [] },
  'evidence.added': {
    // Logs of before files were kept have neither.
    payload: evidenceSchema.omit({ commitment: true, addedBy: true, addedAt: true }).partial({ file: true, archivedUrl: true }),
    sealed: [],
  },
  'note.added': { payload: z.strictObject({ id: z.string(), text: z.string().nullable() }), sealed: ['text'] },
  'verdict.proposed': {
    payload: verdictSchema.omit({
      commitment: true,
      validOn: true,
      proposedBy: true,
      proposedAt: true,
      state: true,
      decidedBy: true,
      decidedAt: true,
    }),
    sealed: ['rationale'],
  },
  'verdict.confirmed': { payload: z.strictObject({ id: z.string(), fulfilledOn: daySchema.nullable() }), sealed: [] },
  'verdict.returned': { payload: z.strictObject({ id: z.string() }), sealed: [] },
  'attention.changed': { payload: attentionSchema.omit({ commitment: true }), sealed: [] },
  'text.kept': { payload: sourceTextSchema.omit({ addedBy: true, addedAt: true }), sealed: [] },
  'proposal.decided': { payload: decisionSchema.omit({ decidedBy: true, decidedAt: true }), sealed: [] },
  'notice.sent': { payload: notice, sealed: ['reply'] },
  'notice.failed': { payload: notice, sealed: ['reply'] },
  'notice.suppressed': { payload: notice, sealed: ['reply'] },
  'notice.unknown': { payload: notice, sealed: ['reply'] },
  'notice.bounced': {
    payload: z.strictObject({
      person: z.string(),
      message: z.string(),
      messageId: z.string(),
      kind: z.enum(bounceKinds),
      status: z.string(),
      diagnostic: z.string().nullable(),
    }),
    sealed: ['diagnostic'],
  },
  'address.suppressed': {
    payload: z.strictObject({ person: z.string().nullable(), address: z.string().nullable(), cause: z.enum(suppressionCauses) }),
    sealed: ['address'],
  },
  'address.lifted': { payload: z.strictObject({ person: z.string().nullable(), address: z.string().nullable() }), sealed: ['address'] },
  'owner.unreachable': { payload: unreachableSchema, sealed: [] },
  'sender.held': { payload: z.strictObject({ cause: z.enum(holdCauses), detail: z.string().nullable() }), sealed: ['detail'] },
  'key.rotated': { payload: z.strictObject({ from: z.string(), to: z.string() }), sealed: [] },
  'key.retired': { payload: z.strictObject({ key: z.string() }), sealed: [] },
  // Of a person who was erased: the digests of the values that were deleted, which read as null from then on.
  redacted: { payload: z.strictObject({ person: z.string(), values: z.array(z.string()) }), sealed: [] },
  'sender.released': { payload: z.strictObject({ cause: z.enum(holdCauses), decision: z.string().nullable() }), sealed: [] },
} as const satisfies Record<string, { payload: z.ZodType; sealed: readonly string[] }>;

export type EventType = keyof typeof eventTypes;
export type Payload<T extends EventType> = z.infer<(typeof eventTypes)[T]['payload']>;

/** What a service says happened; index, times and bytes are the log's to give. */
export type Draft<T extends EventType = EventType> = {
  [K in T]: {
    type: K;
    commitment: string | null;
    payload: Payload<K>;
    /** The person acting, or `system`. */
    actor: string;
    /** Why; free text, sealed. */
    reason?: string | null;
    /** The civil day that the change speaks of; the day of recording unless said otherwise. */
    validOn?: Day;
    /** Whose data the sealed members are, so that erasing the person finds them. */
    about?: string | null;
  };
}[T];

/** An event as it is read back, sealed members opened (null where the person was erased). */
export type LoggedEvent<T extends EventType = EventType> = {
  [K in T]: {
    index: number;
    type: K;
    commitment: string | null;
    payload: Payload<K>;
    actor: string;
    reason: string | null;
    recordedAt: Instant;
    validOn: Day;
  };
}[T];

/** The text behind a sealed member: `digest` stands in the log, `key` and `text` lie beside it. */
export interface SealedValue {
  digest: string;
  key: string;
  text: string;
  about: string | null;
}

/** What stands in the log for a sealed member. */
const sealedMarker = z.strictObject({ hmac: z.string() });

function digestOf(key: string, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(text, 'utf8').digest('base64url');
}

/** Whether a value kept beside the log is the one the log committed to. */
export function valueMatches(value: Pick<SealedValue, 'digest' | 'key' | 'text'>): boolean {
  return digestOf(value.key, value.text) === value.digest;
}

/**
 * The event as the log stores it, before canonical serialisation, and the values that leave it. Refuses (`invalid_input`)
 * text that could not be given back as it was: half a surrogate pair has no place in UTF-8, nor NUL in PostgreSQL's text.
 */
export function seal(
  draft: Draft,
  place: { index: number; recordedAt: Instant; validOn: Day },
): { record: Record<string, unknown>; values: SealedValue[] } {
  refuseUnkeepable({ ...draft.payload, reason: draft.reason }, '');
  const values: SealedValue[] = [];
  const sealText = (text: unknown): unknown => {
    if (typeof text !== 'string') return null;
    const key = randomBytes(16).toString('base64url');
    const digest = digestOf(key, text);
    values.push({ digest, key, text, about: draft.about ?? null });
    return { hmac: digest };
  };
  const payload: Record<string, unknown> = { ...draft.payload };
  for (const member of eventTypes[draft.type].sealed) if (member in payload) payload[member] = sealText(payload[member]);
  const record = {
    index: place.index,
    recordedAt: place.recordedAt,
    validOn: draft.validOn ?? place.validOn,
    actor: draft.actor,
    type: draft.type,
    commitment: draft.commitment,
    reason: sealText(draft.reason),
    payload,
  };
  return { record, values };
}

function refuseUnkeepable(value: unknown, pointer: string): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    throw new Refusal('invalid_input', 'Text cannot hold NUL or half a surrogate pair.', { pointer });
  if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) refuseUnkeepable(member, `${pointer}/${name}`);
}

/** The digests that a stored event refers to, for fetching their values in one go. */
export function digestsIn(record: Record<string, unknown>): string[] {
  const payload = record['payload'] as Record<string, unknown>;
  return [record['reason'], ...Object.values(payload)].flatMap((member) => sealedDigest(member) ?? []);
}

/** A stored event with its sealed members opened; a value that is gone reads as null. */
export function unseal(record: Record<string, unknown>, textOf: (digest: string) => string | null): LoggedEvent {
  const open = (member: unknown): unknown => {
    const digest = sealedDigest(member);
    return digest === null ? member : textOf(digest);
  };
  const type = record['type'] as EventType;
  const payload = { ...(record['payload'] as Record<string, unknown>) };
  for (const member of eventTypes[type].sealed) if (member in payload) payload[member] = open(payload[member]);
  return { ...record, reason: open(record['reason']), payload } as LoggedEvent;
}

function sealedDigest(member: unknown): string | null {
  // Most members are none, and to have the schema say so takes longer than all the rest of reading an event.
  if (typeof member !== 'object' || member === null) return null;
  const marker = sealedMarker.safeParse(member);
  return marker.success ? marker.data.hmac : null;
}
