/** Registers many commitments at once: the same events, rows and plans as one by one, in a fraction of the statements. */
import { Injectable } from '@nestjs/common';
import { refOf, type Commitment, type NewCommitment } from '../domain/commitment.js';
import type { Draft } from '../domain/events.js';
import { Refusal } from '../domain/refusal.js';
import type { Target } from '../domain/target.js';
import type { Day } from '../domain/time.js';
import { lastNumber } from '../store/commitments.store.js';
import type { Tx } from '../store/database.js';
import { partiesByNames, personByEmail } from '../store/people.store.js';
import { recordMany } from '../store/register.store.js';
import { newId, type Caller } from './commands.js';
import { newCondition } from './register.service.js';
import { ReminderPlanning } from './reminder-planning.js';

/** What comes from a file: parties by name, and nothing that refers to another commitment. */
export type Prepared = Omit<NewCommitment, 'promisor' | 'beneficiaries' | 'parent' | 'supersedes' | 'target'> & {
  promisor: string;
  beneficiaries: string[];
  target: Target;
};

@Injectable()
export class BulkRegistering {
  constructor(private readonly planning: ReminderPlanning) {}

  /** Refuses (`invalid_input`) an address that nobody here has. */
  async ownerOf(tx: Tx, email: string | null): Promise<string | null> {
    if (email === null) return null;
    const person = await personByEmail(tx.manager, email);
    if (person !== null && person.disabledAt === null) return person.id;
    throw new Refusal('invalid_input', `Nobody here has the address ${email}; add the person first.`, { pointer: '/owner' });
  }

  /** In order, inside a transaction that is already open. Their external ids are known to be new; `owner` is a person's id. */
  async register(tx: Tx, caller: Caller, many: readonly Prepared[], today: Day): Promise<Commitment[]> {
    if (many.length === 0) return [];
    const drafts: Draft[] = [];
    const actor = caller.actor;
    const names = many.flatMap(({ promisor, beneficiaries }) => [promisor, ...beneficiaries]);
    const parties = new Map((await partiesByNames(tx.manager, names)).map(({ id, name }) => [name, id]));
    const party = (name: string): string => {
      const known = parties.get(name);
      if (known !== undefined) return known;
      const id = newId(tx);
      parties.set(name, id);
      drafts.push({ type: 'party.added', commitment: null, actor, payload: { id, name } });
      return id;
    };
    let number = await lastNumber(tx.manager);
    for (const { promisor, beneficiaries, condition, publish, topics, ...plain } of many) {
      const ref = refOf(++number);
      const payload = {
        ...plain,
        ...{ ref, number, promisor: party(promisor), beneficiaries: [...new Set(beneficiaries.map(party))] },
        ...{ topics: [...new Set(topics)], condition: newCondition(condition), parent: null, supersedes: null },
      };
      drafts.push({ type: 'commitment.registered', commitment: ref, actor, payload });
      if (publish) drafts.push({ type: 'publication.changed', commitment: ref, actor, payload: { publication: 'published' } });
    }
    const commitments = await recordMany(tx, drafts, today);
    const drafted = commitments.filter(({ publication }) => publication === 'draft');
    await this.planning.noteDrafts(tx, drafted.map(({ ref }) => ref)); // prettier-ignore
    for (const commitment of commitments)
      if (commitment.publication !== 'draft') await this.planning.reconcileIn(tx, commitment, 'registered');
    return commitments;
  }
}
