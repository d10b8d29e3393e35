/** The register's commands: each one event (or a few) with the rows and reminders that follow, in one transaction. */
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { publicationMoves, type Progress, type Publication, type Standing } from '../domain/axes.js';
import { refOf, type Amendment, type Commitment, type Condition, type NewCommitment, type PartyInput } from '../domain/commitment.js';
import type { Draft, EventType } from '../domain/events.js';
import type { ReconcileCause } from '../domain/reconcile.js';
import { Refusal } from '../domain/refusal.js';
import type { Target } from '../domain/target.js';
import { readTarget, type RevisionInput } from '../domain/target-reading.js';
import { dayIn, type Day } from '../domain/time.js';
import type { Tx } from '../store/database.js';
import { partyByName, personByEmail } from '../store/people.store.js';
import { commitmentByExternalId, lastNumber } from '../store/commitments.store.js';
import { readRow, record } from '../store/register.store.js';
import { assertCurrent, Commands, newId, type Caller } from './commands.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';
import { Views, type CommitmentView } from './views.js';

@Injectable()
export class RegisterService {
  constructor(
    private readonly commands: Commands,
    private readonly planning: ReminderPlanning,
    private readonly views: Views,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  register(caller: Caller, input: NewCommitment): Promise<CommitmentView> {
    return this.commands.run(caller, async (tx) => this.views.of(tx.manager, await this.registerIn(tx, caller, input), this.today(tx)));
  }

  /** Registers inside a transaction that is already open; imports register many in one. */
  async registerIn(tx: Tx, caller: Caller, input: NewCommitment): Promise<Commitment> {
    const today = this.today(tx);
    const { statement, externalId } = input;
    const target = newTarget(input, today, this.settings);
    const twin = externalId === null ? null : await commitmentByExternalId(tx.manager, externalId);
    if (twin !== null)
      throw new Refusal('duplicate', `${twin.ref} already has this external id.`, { pointer: '/externalId', extra: { ref: twin.ref } });
    const number = (await lastNumber(tx.manager)) + 1;
    const ref = refOf(number);
    const say = <T extends EventType>(draft: Pick<Draft<T>, 'type' | 'payload'>): Promise<unknown> =>
      record(tx, { commitment: ref, actor: caller.actor, ...draft } as Draft, today);
    await say<'commitment.registered'>({
      type: 'commitment.registered',
      payload: {
        ref,
        number,
        externalId,
        title: input.title,
        kind: input.kind,
        statement,
        promisor: await this.party(tx, caller, input.promisor, '/promisor'),
        beneficiaries: await this.parties(tx, caller, input.beneficiaries),
        topics: [...new Set(input.topics)],
        measure: input.measure,
        parent: await this.existing(tx, input.parent, '/parent'),
        supersedes: await this.existing(tx, input.supersedes, '/supersedes'),
        owner: await this.ownerId(tx, input.owner),
        condition: newCondition(input.condition),
        target,
      },
    });
    if (input.publish) await say<'publication.changed'>({ type: 'publication.changed', payload: { publication: 'published' } });
    return this.planned(tx, ref, 'registered');
  }

  /**
   * Brings a commitment to what an input says, inside a transaction that is already open: what is the same stays, and a
   * deadline said otherwise is a revision of its target. Null where nothing differs.
   */
  async updateIn(
    tx: Tx,
    caller: Caller,
    was: Commitment,
    input: NewCommitment,
    { reason, source }: { reason: string; source: string },
  ): Promise<Commitment | null> {
    const happenings: Happening[] = [];
    const payload = differing(was, {
      ...{
        title: input.title,
        kind: input.kind,
        statement: sameSource(was, input),
        measure: input.measure,
        topics: [...new Set(input.topics)],
      },
      promisor: await this.party(tx, caller, input.promisor, '/promisor'),
      beneficiaries: await this.parties(tx, caller, input.beneficiaries),
    });
    if (Object.keys(payload).length > 0) happenings.push({ type: 'commitment.amended', payload, reason });
    const condition = newCondition(input.condition);
    if ((condition?.text ?? null) !== (was.condition?.text ?? null))
      happenings.push({ type: 'condition.changed', payload: { condition }, reason });
    const target = readTarget(input.target, { statement: input.statement, zone: was.target.zone, conventions: this.settings.conventions });
    const said = ({ kind, edtf, certainty, phrase, duration, trigger, recurrence }: Commitment['target']): unknown => ({
      kind,
      edtf,
      certainty,
      phrase,
      duration,
      trigger,
      recurrence,
    });
    if (!isDeepStrictEqual(said(target), said(was.target)))
      happenings.push({
        type: 'target.revised',
        payload: { ...target, revision: was.target.revision + 1, change: changeOf(was.target, target), reason, source },
        reason,
      });
    if (happenings.length === 0) return null;
    for (const happening of happenings)
      await record(tx, { commitment: was.ref, actor: caller.actor, ...happening } as Draft, this.today(tx));
    return this.planned(tx, was.ref, happenings.some(({ type }) => type === 'target.revised') ? 'target_moved' : 'updated');
  }

  amend(caller: Caller, ref: string, { reason, ...change }: Amendment): Promise<CommitmentView> {
    return this.change(caller, ref, change.owner === undefined ? 'updated' : 'owner_changed', async (tx, was) => {
      const { promisor, beneficiaries, owner, parent, supersedes, externalId, statement, ...plain } = change;
      if (statement !== undefined) assertNotAfter(statement.saidOn, this.today(tx), '/statement/saidOn');
      if (
        externalId !== undefined &&
        externalId !== null &&
        externalId !== was.externalId &&
        (await commitmentByExternalId(tx.manager, externalId)) !== null
      )
        throw new Refusal('duplicate', 'Another commitment already has this external id.', { pointer: '/externalId' });
      if (parent === ref || supersedes === ref)
        throw new Refusal('invalid_input', 'A commitment cannot be its own parent or predecessor.', {
          pointer: parent === ref ? '/parent' : '/supersedes',
        });
      const payload = {
        ...plain,
        ...(statement === undefined ? {} : { statement }),
        ...(externalId === undefined ? {} : { externalId }),
        ...(promisor === undefined ? {} : { promisor: await this.party(tx, caller, promisor, '/promisor') }),
        ...(beneficiaries === undefined ? {} : { beneficiaries: await this.parties(tx, caller, beneficiaries) }),
        ...(owner === undefined ? {} : { owner: await this.ownerId(tx, owner) }),
        ...(parent === undefined ? {} : { parent: await this.existing(tx, parent, '/parent') }),
        ...(supersedes === undefined ? {} : { supersedes: await this.existing(tx, supersedes, '/supersedes') }),
      };
      return [{ type: 'commitment.amended', payload, reason }];
    });
  }

  publish(caller: Caller, ref: string, publication: Publication, reason: string | null): Promise<CommitmentView> {
    return this.change(caller, ref, 'publication_changed', (_tx, was) => {
      if (!publicationMoves[was.publication].includes(publication))
        throw new Refusal(
          'not_allowed_now',
          `${ref} is ${was.publication}; from there it can become ${publicationMoves[was.publication].join(' or ')}.`,
          { pointer: '/publication' },
        );
      if (publication === 'retracted' && reason === null)
        throw new Refusal('invalid_input', 'Retracting needs a reason.', { pointer: '/reason' });
      return [{ type: 'publication.changed', payload: { publication }, reason }];
    });
  }

  reviseTarget(caller: Caller, ref: string, input: RevisionInput): Promise<CommitmentView> {
    return this.change(caller, ref, 'target_moved', (tx, was) => {
      const { target, change, saidOn = was.target.saidOn, reason, source } = input;
      assertNotAfter(saidOn, this.today(tx), '/saidOn');
      const { statement, target: old } = was;
      const read = readTarget(target, { statement, zone: old.zone, conventions: this.settings.conventions }, saidOn);
      return [{ type: 'target.revised', payload: { ...read, revision: was.target.revision + 1, change, reason, source }, reason }];
    });
  }

  setCondition(caller: Caller, ref: string, condition: Condition | null, reason: string | null): Promise<CommitmentView> {
    return this.change(caller, ref, 'updated', () => [{ type: 'condition.changed', payload: { condition }, reason }]);
  }

  reportProgress(caller: Caller, ref: string, progress: Progress, note: string | null): Promise<CommitmentView> {
    return this.change(caller, ref, 'updated', () => [{ type: 'progress.reported', payload: { progress, note } }]);
  }

  setStanding(caller: Caller, ref: string, standing: Standing, reason: string): Promise<CommitmentView> {
    return this.change(caller, ref, 'standing_changed', (_tx, was) => {
      if (was.standing === standing) throw new Refusal('not_allowed_now', `${ref} is ${standing} already.`, { pointer: '/standing' });
      return [{ type: 'standing.changed', payload: { standing }, reason }];
    });
  }

  addNote(caller: Caller, ref: string, text: string): Promise<CommitmentView> {
    return this.change(caller, ref, 'updated', (tx) => [{ type: 'note.added', payload: { id: newId(tx), text } }]);
  }

  /**
   * The walk of every change to one commitment: read it, hold it against what the caller saw, let `decide` say what
   * happened, record that, and plan its reminders anew. Other services change commitments through it too.
   */
  change(
    caller: Caller,
    ref: string,
    cause: ReconcileCause,
    decide: (tx: Tx, was: Commitment) => Happening[] | Promise<Happening[]>,
  ): Promise<CommitmentView> {
    return this.commands.run(caller, async (tx) => {
      const was = await this.read(tx, ref);
      assertCurrent(was, caller);
      for (const happening of await decide(tx, was))
        await record(tx, { commitment: ref, actor: caller.actor, ...happening } as Draft, this.today(tx));
      return this.views.of(tx.manager, await this.planned(tx, ref, cause), this.today(tx));
    });
  }

  private async read(tx: Tx, ref: string): Promise<Commitment> {
    const commitment = await readRow(tx.manager, 'commitment', ref);
    if (commitment === null) throw new Refusal('not_found', `There is no ${ref}.`);
    return commitment;
  }

  private async planned(tx: Tx, ref: string, cause: ReconcileCause): Promise<Commitment> {
    const commitment = await this.read(tx, ref);
    await this.planning.reconcileIn(tx, commitment, cause);
    return commitment;
  }

  private today(tx: Tx): Day {
    return dayIn(this.settings.zone, tx.now);
  }

  private async parties(tx: Tx, caller: Caller, inputs: readonly PartyInput[]): Promise<string[]> {
    const ids: string[] = [];
    for (const [i, input] of inputs.entries()) ids.push(await this.party(tx, caller, input, `/beneficiaries/${i}`));
    return [...new Set(ids)];
  }

  /** A party by id, or by name: found, or made. */
  private async party(tx: Tx, caller: Caller, input: PartyInput, pointer: string): Promise<string> {
    if (typeof input !== 'string') {
      if ((await readRow(tx.manager, 'party', input.id)) === null)
        throw new Refusal('invalid_input', 'There is no party with this id.', { pointer: `${pointer}/id` });
      return input.id;
    }
    const known = await partyByName(tx.manager, input);
    if (known !== null) return known.id;
    const id = newId(tx);
    await record(tx, { type: 'party.added', commitment: null, actor: caller.actor, payload: { id, name: input } }, this.today(tx));
    return id;
  }

  private async ownerId(tx: Tx, email: string | null): Promise<string | null> {
    if (email === null) return null;
    const person = await personByEmail(tx.manager, email);
    if (person === null || person.disabledAt !== null)
      throw new Refusal('invalid_input', `Nobody here has the address ${email}; add the person first.`, { pointer: '/owner' });
    return person.id;
  }

  private async existing(tx: Tx, ref: string | null, pointer: string): Promise<string | null> {
    if (ref !== null && (await readRow(tx.manager, 'commitment', ref)) === null)
      throw new Refusal('invalid_input', `There is no ${ref}.`, { pointer });
    return ref;
  }
}

/** What a decision says happened, without what every event of the commitment shares. */
export type Happening = { [T in EventType]: Omit<Draft<T>, 'commitment' | 'actor'> }[EventType];

function differing(was: Commitment, now: Partial<Commitment>): Partial<Commitment> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => !isDeepStrictEqual(value, was[name as keyof Commitment])));
}

/** A file by another name is no other source. */
function sameSource({ statement }: Commitment, { statement: now }: NewCommitment): NewCommitment['statement'] {
  if (now.source === null || statement.source === null) return now;
  return { ...now, source: { ...now.source, title: statement.source.title ?? now.source.title } };
}

function changeOf(was: Commitment['target'], now: Commitment['target']): Commitment['target']['change'] {
  if (was.latest === null || now.latest === null || was.latest === now.latest) return 'clarified';
  return now.latest > was.latest ? 'extended' : 'brought_forward';
}

/** The target of a new commitment, its days held against each other and against today. */
export function newTarget({ statement, target }: NewCommitment, today: Day, { zone, conventions }: Settings): Target {
  assertNotAfter(statement.saidOn, today, '/statement/saidOn');
  if (statement.publishedOn !== null && statement.publishedOn < statement.saidOn)
    throw new Refusal('invalid_input', 'It cannot have been published before it was said.', { pointer: '/statement/publishedOn' });
  return readTarget(target, { statement, zone, conventions });
}

export function newCondition(input: NewCommitment['condition']): Condition | null {
  if (input === null) return null;
  return { text: typeof input === 'string' ? input : input.text, state: 'pending', evidence: [] };
}

/** Refuses a day that has not come yet in the register's zone. */
export function assertNotAfter(day: Day, today: Day, pointer: string): void {
  if (day > today) throw new Refusal('invalid_input', `${day} is after today, ${today}.`, { pointer });
}
