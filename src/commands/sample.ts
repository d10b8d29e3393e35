/** The sample register of data/sample/, and living through it: registered, revised, settled, with the service down in between. */
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { z } from 'zod';
import type { VirtualClock } from '../clock.js';
import { commitmentKinds } from '../domain/axes.js';
import { newCommitmentSchema } from '../domain/commitment.js';
import { newPersonSchema } from '../domain/people.js';
import { targetChanges, targetInputSchema } from '../domain/target.js';
import { daySchema, instantAt, zoneSchema, type Day, type Instant } from '../domain/time.js';
import { evidenceInputSchema } from '../domain/evidence.js';
import { reasonCodes, settledValues, verdictProposalSchema } from '../domain/verdict.js';
import { factsDir, readJson } from '../facts.js';
import type { Caller } from '../services/commands.js';
import { EngineService } from '../services/engine.service.js';
import { PeopleService } from '../services/people.service.js';
import { RegisterService } from '../services/register.service.js';
import { ReadingService } from '../services/reading.service.js';
import { system } from '../services/commands.js';
import { VerdictsService } from '../services/verdicts.service.js';
import { liveUntil } from './virtual-life.js';

const wallClock = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
const entry = z.strictObject({ at: wallClock, ref: z.string() });
const verdictEntry = entry.extend({
  verdict: z.enum(settledValues),
  fulfilledOn: z.string().nullable().default(null),
  validOn: daySchema.optional(),
  reasonCode: z.enum(reasonCodes).nullable().default(null),
  rationale: z.string(),
  evidence: z.array(evidenceInputSchema).nonempty(),
  condition: z.enum(['met', 'not_met', 'disputed']).optional(),
});
const revisionEntry = entry.extend({
  target: targetInputSchema,
  change: z.enum(targetChanges).exclude(['original']),
  reason: z.string(),
  source: z.string(),
});

const sampleSchema = z.strictObject({
  about: z.string(),
  zone: zoneSchema,
  sendAt: z.string(),
  starts: wallClock,
  ends: wallClock,
  outage: z.strictObject({ from: wallClock, to: wallClock }),
  reports: z.array(daySchema),
  people: z.array(newPersonSchema.extend({ key: z.string(), follows: z.literal('all').optional() })),
  source: z.strictObject({ title: z.string(), publishedOn: daySchema }),
  commitments: z.array(
    z.strictObject({
      title: z.string(),
      kind: z.enum(commitmentKinds),
      quote: z.string(),
      speaker: z.string().nullable(),
      saidOn: daySchema,
      promisor: z.string(),
      beneficiaries: z.array(z.string()).default([]),
      topics: z.array(z.string()),
      measure: z.string(),
      target: targetInputSchema,
      condition: z.string().nullable().default(null),
      parent: z.string().nullable().default(null),
    }),
  ),
  timeline: z.array(z.union([verdictEntry, revisionEntry])),
});
export type Sample = z.infer<typeof sampleSchema>;

export function readSample(): Sample {
  return sampleSchema.parse(readJson(join(factsDir, 'sample', 'register.json')));
}

/** The instant of a wall-clock time in the sample's zone. */
export function sampleInstant(sample: Sample, at: string): Instant {
  return instantAt(at.slice(0, 10), at.slice(11), sample.zone);
}

/** Lives through the sample up to the end of `until`; the clock must stand before the sample starts. */
export async function liveThroughSample(app: INestApplicationContext, clock: VirtualClock, sample: Sample, until: Day): Promise<void> {
  const end = min(instantAt(until, '23:59', sample.zone), sampleInstant(sample, sample.ends));
  const callers = await addPeople(app, sample);
  clock.advanceTo(sampleInstant(sample, sample.starts));
  await registerAll(app, sample, callers);
  await app.get(EngineService).tick();
  const down = { from: sampleInstant(sample, sample.outage.from), to: sampleInstant(sample, sample.outage.to) };
  const events = sample.timeline
    .map((what) => ({ at: sampleInstant(sample, what.at), what }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  for (const { at, what } of events) {
    if (at > end) break;
    await liveThrough(app, clock, at, down);
    await record(app, what, callers);
    await app.get(EngineService).tick();
  }
  await liveThrough(app, clock, end, down);
}

/** On to an instant, with nothing running while the service is down. */
async function liveThrough(
  app: INestApplicationContext,
  clock: VirtualClock,
  until: Instant,
  down: { from: Instant; to: Instant },
): Promise<void> {
  if (clock.now() < down.from && until > down.from) {
    await liveUntil(app, clock, down.from);
    if (until < down.to) return clock.advanceTo(until);
    clock.advanceTo(down.to);
    await app.get(EngineService).tick();
  }
  await liveUntil(app, clock, until);
}

type Callers = Record<string, Caller>;

async function addPeople(app: INestApplicationContext, sample: Sample): Promise<Callers> {
  const people = app.get(PeopleService);
  const callers: Callers = {};
  for (const { key, follows, ...person } of sample.people) {
    const { id, role } = await people.addPerson(system, { ...person, sendAt: sample.sendAt });
    callers[key] = { actor: id, role };
    if (follows === undefined) continue;
    const { id: subscription } = await people.subscribe(system, { person: person.email, scope: follows, subject: null });
    await people.confirm({ actor: id, role }, subscription);
  }
  return callers;
}

async function registerAll(app: INestApplicationContext, sample: Sample, callers: Callers): Promise<void> {
  const desk = sample.people.find((p) => p.key === 'desk');
  for (const { quote, speaker, saidOn, ...commitment } of sample.commitments) {
    const { title, publishedOn } = sample.source;
    const statement = { quote, lang: 'fr', speaker, saidOn, publishedOn, source: { title } };
    await app
      .get(RegisterService)
      .register(as(callers, 'desk'), newCommitmentSchema.parse({ ...commitment, statement, owner: desk?.email, publish: true }));
  }
}

async function record(app: INestApplicationContext, what: Sample['timeline'][number], callers: Callers): Promise<void> {
  const desk = as(callers, 'desk');
  if ('target' in what) {
    const { ref, target, change, reason, source } = what;
    await app.get(RegisterService).reviseTarget(desk, ref, { target, change, reason, source });
    return;
  }
  const { ref, at: _at, condition, ...proposal } = what;
  const verdicts = app.get(VerdictsService);
  const { condition: was } = await app.get(ReadingService).read(ref, null);
  if (condition !== undefined && was !== null) await app.get(RegisterService).setCondition(desk, ref, { ...was, state: condition }, null);
  await verdicts.propose(desk, ref, verdictProposalSchema.parse(proposal));
  const proposed = (await app.get(ReadingService).read(ref, null)).verdicts.at(-1);
  if (proposed !== undefined) await verdicts.decide(as(callers, 'auditor'), ref, proposed.id, 'confirm', null);
}

function as(callers: Callers, key: string): Caller {
  const caller = callers[key];
  if (caller === undefined) throw new Error(`the sample has no person "${key}"`);
  return caller;
}

function min(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
