/** All that the page of one commitment shows beside what it is: how it came to be so, who did it, and when it is next heard of. */
import { Injectable } from '@nestjs/common';
import type { Commitment } from '../domain/commitment.js';
import type { LoggedEvent } from '../domain/events.js';
import { applyEvent, emptyRegister } from '../domain/fold.js';
import { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { Database } from '../store/database.js';
import { readEvents } from '../store/log.store.js';
import { partiesByIds, peopleByIds } from '../store/people.store.js';
import { nextReminders } from '../store/reading.store.js';

/** One event of a commitment, with the commitment as it was before it and as it was after. */
export interface Step {
  event: LoggedEvent;
  before: Commitment | null;
  after: Commitment;
}

export interface Dossier {
  /** The oldest first. */
  steps: Step[];
  /** What people and parties that are spoken of are called, by id. */
  names: ReadonlyMap<string, string>;
  nextAlert: Instant | null;
}

@Injectable()
export class DossierService {
  constructor(private readonly database: Database) {}

  /** Of the events below an index of the log, or of all. */
  async of(ref: string, below?: number): Promise<Dossier> {
    const on = this.database.read;
    const steps = stepsOf(ref, await readEvents(on, { commitment: ref, ...(below === undefined ? {} : { to: below }) }));
    const spokenOf = steps.flatMap(({ event, after }) => [event.actor, after.registeredBy, ...(after.owner === null ? [] : [after.owner])]);
    const people = await peopleByIds(on, spokenOf);
    const parties = await partiesByIds(
      on,
      steps.flatMap(({ after }) => [after.promisor, ...after.beneficiaries]),
    );
    const names = new Map([
      ...people.map((p) => [p.id, p.name ?? p.email ?? p.id] as const),
      ...parties.map((p) => [p.id, p.name] as const),
    ]);
    return { steps, names, nextAlert: (await nextReminders(on, [ref])).get(ref) ?? null };
  }

  /** What happened since a version of the commitment that somebody saw. */
  async since(ref: string, version: number): Promise<Dossier> {
    const dossier = await this.of(ref);
    return { ...dossier, steps: dossier.steps.filter(({ after }) => after.version > version) };
  }
}

/** Mails that went out leave a commitment as it is, and are told of elsewhere. */
function stepsOf(ref: string, events: readonly LoggedEvent[]): Step[] {
  const register = emptyRegister();
  const steps: Step[] = [];
  for (const event of events) {
    const before = register.commitment.get(ref) ?? null;
    applyEvent(register, event);
    const after = register.commitment.get(ref);
    if (after !== undefined && after !== before) steps.push({ event, before, after });
  }
  if (steps.length === 0) throw new Refusal('not_found', `There is no ${ref}.`);
  return steps;
}
