/** People, parties, subscriptions and the tokens people act with. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { Rows } from '../domain/evolve.js';
import type { NewPerson, NewSubscription, Party, Person, PersonChange, Role, Subscription } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { addPeriod, dayIn, instantAt, type Day } from '../domain/time.js';
import { insertToken, revokeToken, tokenByHash } from '../store/access.store.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { liveSubscription, liveSubscriptionsOf, partyByName, peopleByName, personByEmail } from '../store/people.store.js';
import { pageOfRows, type ListedTable } from '../store/pages.store.js';
import { readRow, readRows, record } from '../store/register.store.js';
import { shutOut } from '../store/sign-in.store.js';
import { assertOtherAdmin } from './admins.js';
import { Commands, newId, type Caller } from './commands.js';
import { LettersService } from './letters.service.js';
import { ownerLost } from './reachability.js';
import { ReminderPlanning } from './reminder-planning.js';
import { hashOf, newSecret } from './secrets.js';
import { SETTINGS, type Settings } from './settings.js';

export const scopes = ['read', 'write', 'audit'] as const;
export type Scope = (typeof scopes)[number];

/** What each role's tokens may be made for. */
export const scopesOfRole: Record<Role, readonly Scope[]> = {
  admin: ['read', 'write', 'audit'],
  staff: ['read', 'write'],
  auditor: ['read', 'audit'],
};

export interface Page<T> {
  items: T[];
  /** How many there are in all. */
  total: number;
  /** What to send as `after` for the next page; null on the last. */
  next: string | null;
}

/** Who a request comes from. */
export interface Identity {
  person: Person;
  role: Role;
  scopes: readonly Scope[];
  /** What every form of this session carries in its field `csrf`, masked; null for a token, which no browser sends by itself. */
  csrf: string | null;
}

@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly planning: ReminderPlanning,
    private readonly letters: LettersService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  addPerson(caller: Caller, { email, escalatesTo, ...input }: NewPerson): Promise<Person> {
    return this.commands.run(caller, async (tx) => {
      const address = email.toLowerCase();
      if ((await personByEmail(tx.manager, address)) !== null)
        throw new Refusal('duplicate', `${address} is here already.`, { pointer: '/email' });
      const { locale = this.settings.locale, zone = this.settings.zone, ...rest } = input;
      const id = newId(tx);
      const payload = { id, email: address, locale, zone, ...rest, escalatesTo: await this.idOf(tx, escalatesTo, '/escalatesTo') };
      await record(tx, { type: 'person.added', commitment: null, actor: caller.actor, about: id, payload }, this.today(tx));
      await this.planning.reconcileFor(tx, id, 'person_changed');
      return this.person(tx, id);
    });
  }

  changePerson(caller: Caller, id: string, { disabled, escalatesTo, pausedUntil, ...change }: PersonChange): Promise<Person> {
    return this.commands.run(caller, async (tx) => {
      const was = await this.person(tx, id);
      if (was.email === null) throw new Refusal('gone', 'This person was erased.');
      if (escalatesTo !== undefined && escalatesTo !== null && escalatesTo.toLowerCase() === was.email)
        throw new Refusal('invalid_input', 'Nobody escalates to themselves.', { pointer: '/escalatesTo' });
      if (change.role !== undefined && change.role !== 'admin' && was.role === 'admin') await assertOtherAdmin(tx.manager, id);
      if (disabled === true && was.role === 'admin') await assertOtherAdmin(tx.manager, id);
      const payload = {
        id,
        ...change,
        ...(disabled === undefined ? {} : { disabledAt: disabled ? tx.now : null }),
        ...(pausedUntil === undefined ? {} : { paused: respiteFrom(dayIn(change.zone ?? was.zone, tx.now), pausedUntil) }),
        ...(escalatesTo === undefined ? {} : { escalatesTo: await this.idOf(tx, escalatesTo, '/escalatesTo') }),
      };
      await record(tx, { type: 'person.changed', commitment: null, actor: caller.actor, about: id, payload }, this.today(tx));
      if (disabled === true || change.role === null) await shutOut(tx, id);
      if (disabled === true && was.disabledAt === null) await ownerLost(tx, was, 'left', this.today(tx));
      await this.planning.reconcileFor(tx, id, 'person_changed');
      return this.person(tx, id);
    });
  }

  async findByEmail(email: string): Promise<Person> {
    const person = await personByEmail(this.database.read, email);
    if (person === null) throw new Refusal('not_found', `Nobody here has the address ${email}.`);
    return person;
  }

  async find(id: string, on: Reader = this.database.read): Promise<Person> {
    const person = await readRow(on, 'person', id);
    if (person === null) throw new Refusal('not_found', 'There is no such person.');
    return person;
  }

  list(): Promise<Person[]> {
    return readRows(this.database.read, 'person');
  }

  /** Parties, people or subscriptions a page at a time; `next` is what to send as `after`, null on the last page. */
  async page<T extends ListedTable>(
    table: T,
    { after = '', limit }: { after?: string | undefined; limit: number },
  ): Promise<Page<Rows[T]>> {
    const { rows, total } = await pageOfRows(this.database.read, table, { after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, total, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** People in the order of their names; `next` is the id to send as `after`. */
  async byName(after: string, limit: number): Promise<{ items: Person[]; next: string | null }> {
    const rows = await peopleByName(this.database.read, after, limit + 1);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  addParty(caller: Caller, name: string): Promise<Party> {
    return this.commands.run(caller, async (tx) => {
      if ((await partyByName(tx.manager, name)) !== null)
        throw new Refusal('duplicate', `There is a party of this name already.`, { pointer: '/name' });
      const payload = { id: newId(tx), name };
      await record(tx, { type: 'party.added', commitment: null, actor: caller.actor, payload }, this.today(tx));
      return payload;
    });
  }

  /** Counts once the person has confirmed it by the mail they get; who works here need not, since they know of it. */
  subscribe(caller: Caller, input: NewSubscription): Promise<Subscription> {
    return this.commands.run(caller, async (tx) => {
      const person = await this.idOf(tx, input.person, '/person');
      if (person === null) throw new Refusal('invalid_input', 'An address of somebody here.', { pointer: '/person' });
      const { scope, subject } = input;
      if ((scope === 'commitment' || scope === 'party') && (await readRow(tx.manager, scope, subject ?? '')) === null)
        throw new Refusal('invalid_input', `There is no ${scope} ${subject}.`, { pointer: '/subject' });
      // Whoever follows twice would go on getting mail after stopping once.
      const twin = await liveSubscription(tx.manager, { person, scope, subject });
      if (twin !== null)
        throw new Refusal('duplicate', `${input.person} follows this already.`, { pointer: '/subject', extra: { id: twin.id } });
      const id = newId(tx);
      const say = { commitment: null, actor: caller.actor };
      await record(tx, { type: 'subscription.requested', ...say, payload: { id, person, scope, subject, via: 'staff' } }, this.today(tx));
      if ((await this.person(tx, person)).role === null) await this.letters.owe(tx, person, { kind: 'confirm', subscription: id });
      else await this.confirmIn(tx, caller, await this.subscription(tx, id));
      return this.subscription(tx, id);
    });
  }

  /** Confirms a subscription, or takes up one that was ended. What counts already is left as it is. */
  confirm(caller: Caller, id: string): Promise<Subscription> {
    return this.commands.run(caller, async (tx) => {
      await this.confirmIn(tx, caller, await this.subscription(tx, id));
      return this.subscription(tx, id);
    });
  }

  private async confirmIn(tx: Tx, caller: Caller, was: Subscription): Promise<void> {
    if (was.confirmedAt !== null && was.unsubscribedAt === null) return;
    await record(tx, { type: 'subscription.confirmed', commitment: null, actor: caller.actor, payload: { id: was.id } }, this.today(tx));
    await this.planning.reconcileFor(tx, was.person, 'person_changed');
  }

  /** Ending what has ended already changes nothing: a reader may click twice. */
  unsubscribe(caller: Caller, id: string): Promise<Subscription> {
    return this.commands.run(caller, async (tx) => {
      const was = await this.subscription(tx, id);
      if (was.unsubscribedAt !== null) return was;
      await this.endIn(tx, caller, [was]);
      return this.subscription(tx, id);
    });
  }

  /** Ends whatever a person follows. */
  unsubscribeAll(caller: Caller, person: string): Promise<void> {
    return this.commands.run(caller, async (tx) => {
      const live = await liveSubscriptionsOf(tx.manager, person);
      if (live.length > 0) await this.endIn(tx, caller, live);
    });
  }

  /** The person gets a letter by which it can be undone: links are followed by mistake, and by other people. */
  private async endIn(tx: Tx, caller: Caller, ended: readonly Subscription[]): Promise<void> {
    const person = ended[0]?.person ?? '';
    for (const { id } of ended)
      await record(tx, { type: 'subscription.ended', commitment: null, actor: caller.actor, payload: { id } }, this.today(tx));
    await this.letters.owe(tx, person, { kind: 'unsubscribed', endedAt: tx.now });
    await this.planning.reconcileFor(tx, person, 'unsubscribed');
  }

  /** Makes a token, shown this once; only its hash is kept. `expires` is a calendar period from today. */
  createToken(caller: Caller, email: string, wanted: readonly Scope[], expires: string | null): Promise<{ token: string; prefix: string }> {
    return this.commands.run(caller, async (tx) => {
      const person = await personByEmail(tx.manager, email);
      if (person === null || person.disabledAt !== null)
        throw new Refusal('not_found', `Nobody here has the address ${email}.`, { pointer: '/user' });
      if (person.role === null)
        throw new Refusal(
          'invalid_input',
          `${email} follows commitments but does not work here; only admin, staff and auditors have tokens.`,
          { pointer: '/user' },
        );
      const allowed = scopesOfRole[person.role];
      const scopesGiven = wanted.length === 0 ? allowed : wanted;
      const excess = scopesGiven.filter((s) => !allowed.includes(s));
      if (excess.length > 0)
        throw new Refusal('invalid_input', `A token of the role ${person.role} can have ${allowed.join(', ')}, not ${excess.join(', ')}.`, {
          pointer: '/scope',
        });
      const prefix = `plg_${randomBytes(5).toString('hex')}`;
      const token = `${prefix}_${newSecret()}`;
      const expiresAt = expires === null ? null : instantAt(addPeriod(this.today(tx), expires), '00:00', this.settings.zone);
      await insertToken(tx, {
        prefix,
        hash: hashOf(token),
        person: person.id,
        scopes: [...scopesGiven],
        createdAt: tx.now,
        expiresAt,
        revokedAt: null,
      });
      const payload = { prefix, person: person.id, scopes: [...scopesGiven], expiresAt };
      await record(tx, { type: 'token.created', commitment: null, actor: caller.actor, payload }, this.today(tx));
      return { token, prefix };
    });
  }

  revokeToken(caller: Caller, prefix: string): Promise<void> {
    return this.commands.run(caller, async (tx) => {
      if (!(await revokeToken(tx, prefix))) throw new Refusal('not_found', `There is no token in force with the prefix ${prefix}.`);
      await record(tx, { type: 'token.revoked', commitment: null, actor: caller.actor, payload: { prefix } }, this.today(tx));
    });
  }

  /** Whose token this is; null when it is nobody's, revoked or past its day. */
  async identify(token: string): Promise<Identity | null> {
    const found = await tokenByHash(this.database.read, hashOf(token));
    if (found === null || found.revokedAt !== null || (found.expiresAt !== null && found.expiresAt <= this.clock.now())) return null;
    const person = await readRow(this.database.read, 'person', found.person);
    if (person === null || person.role === null || person.disabledAt !== null) return null;
    // A demoted person's old token keeps only what the new role allows.
    const allowed = scopesOfRole[person.role];
    const kept = found.scopes.filter((s): s is Scope => (allowed as readonly string[]).includes(s));
    return { person, role: person.role, scopes: kept, csrf: null };
  }

  private person(tx: Tx, id: string): Promise<Person> {
    return this.find(id, tx.manager);
  }

  private async subscription(tx: Tx, id: string): Promise<Subscription> {
    const subscription = await readRow(tx.manager, 'subscription', id);
    if (subscription === null) throw new Refusal('not_found', 'There is no such subscription.');
    return subscription;
  }

  private async idOf(tx: Tx, email: string | null, pointer: string): Promise<string | null> {
    if (email === null) return null;
    const person = await personByEmail(tx.manager, email);
    if (person === null || person.disabledAt !== null)
      throw new Refusal('invalid_input', `Nobody here has the address ${email}.`, { pointer });
    return person.id;
  }

  private today(tx: Tx): string {
    return dayIn(this.settings.zone, tx.now);
  }
}

function respiteFrom(from: Day, until: Day | null): Person['paused'] {
  return until === null || until <= from ? null : { from, until };
}
