/**
 * Erasing a person: name, address and the free text that they stand in are deleted with their keys, so that the log holds
 * nothing but digests nobody can tell anything from, and every proof still holds. An event says that it was done.
 */
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { mentionOf, type KnownAs } from '../domain/mention.js';
import type { Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn } from '../domain/time.js';
import { deleteMailNaming } from '../mail/mail-naming.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { noteErased, readErased } from '../store/erased.js';
import { clearNotes, deleteValues, endAccess, forgetAddresses, messagesTo, withdrawLetters } from '../store/erasure.store.js';
import { remember, remembered } from '../store/outbox.store.js';
import { liveSubscriptionsOf } from '../store/people.store.js';
import { readRow, record, refold } from '../store/register.store.js';
import { assertOtherAdmin } from './admins.js';
import { Commands, system, type Caller } from './commands.js';
import { eraseMails, mailsNaming } from './erased-mail.js';
import { concerning, knownAs, type Concerned } from './erasure-search.js';
import { ownerLost } from './reachability.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';

/** What an erasure took away, and what it could not. */
export interface Erasure {
  person: string;
  /** Values beside the log: names, addresses, free text. */
  values: number;
  /** Mails to them, and to others that named them. */
  mails: number;
  /** Where they are named in what the log keeps in clear: quotes, titles, sources. */
  inClear: string[];
}

/** An entry of the log has room for some hundreds of digests. */
const digestsInEvent = 500;
/** Whether the files may still hold what was deleted. */
const heldNote = 'deletedButHeld';

@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly planning: ReminderPlanning,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What erasing would take away, with the free text among it; nothing is changed. */
  async preview(id: string): Promise<Erasure & { texts: string[] }> {
    await this.erasable(this.database.read, id);
    const { found, naming } = await this.lookFor(id);
    const own = (await messagesTo(this.database.read, id)).length;
    const { values, inClear, texts } = found;
    return { person: id, values: values.length, mails: own + naming.length, inClear, texts };
  }

  /**
   * Erases, and then has the database let go of what it deleted. `emptied` is false where that is for somebody else to do
   * (PostgreSQL: VACUUM FULL) or had to wait for a reader.
   */
  async erase(caller: Caller, id: string): Promise<Erasure & { emptied: boolean }> {
    const found = (await this.isThere(id)) ? await this.lookFor(id) : null;
    if (found !== null) {
      await this.erasable(this.database.read, id);
      // Before it is done: what a crash cuts short is made up for by the next start.
      await noteErased(this.settings.dataDir, id, await this.database.now());
    }
    const erasure = await this.commands.run(caller, async (tx) => {
      const person = await this.erasable(tx.manager, id);
      return this.eraseIn(tx, caller, person, found ?? nothing);
    });
    if (found !== null) await this.eraseRest(caller, id, found);
    return { ...erasure, emptied: await this.letGo() };
  }

  /** Does again what a backup from before had undone. Says who was erased. */
  async replay(): Promise<string[]> {
    const again: string[] = [];
    for (const id of await readErased(this.settings.dataDir)) {
      if (!(await this.isThere(id))) continue;
      await this.erase(system, id);
      again.push(id);
    }
    if ((await remembered(this.database.read, heldNote)) === true) await this.letGo();
    return again;
  }

  /** Where something is in the way the next day's first pass tries again. */
  private async letGo(): Promise<boolean> {
    const emptied = await this.database.letGo();
    const held = !emptied && this.database.kind === 'sqlite';
    if (held || (await remembered(this.database.read, heldNote)) !== null) await this.database.write((tx) => remember(tx, heldNote, held));
    return emptied;
  }

  private async isThere(id: string): Promise<boolean> {
    return ((await readRow(this.database.read, 'person', id))?.email ?? null) !== null;
  }

  private async erasable(on: Reader, id: string): Promise<Person> {
    const person = await readRow(on, 'person', id);
    if (person === null) throw new Refusal('not_found', 'There is no such person.');
    if (person.email === null) throw new Refusal('gone', 'This person was erased already.');
    if (person.role === 'admin') await assertOtherAdmin(on, id);
    return person;
  }

  private async lookFor(id: string): Promise<Found> {
    const on = this.database.read;
    const known = await knownAs(on, id);
    const names = mentionOf(known);
    const found = await concerning(on, id, names);
    return { known, names, found, naming: await mailsNaming(on, id, [...found.owned, ...found.commitments], names) };
  }

  private async eraseIn(tx: Tx, caller: Caller, person: Person, { known, names, found, naming }: Found): Promise<Erasure> {
    const { id } = person;
    const today = dayIn(this.settings.zone, tx.now);
    const say = { commitment: null, actor: caller.actor };
    for (const live of await liveSubscriptionsOf(tx.manager, id))
      await record(tx, { type: 'subscription.ended', ...say, payload: { id: live.id } }, today);
    if (person.disabledAt === null) await ownerLost(tx, person, 'left', today);
    const mails = await eraseMails(tx, id, naming, names, today);
    await this.redact(tx, caller, id, found);
    await endAccess(tx, id);
    await withdrawLetters(tx, id, names);
    await forgetAddresses(tx, known.addresses);
    await clearNotes(tx, names);
    await this.planning.reconcileFor(tx, id, 'person_changed');
    return { person: id, values: found.values.length, mails, inClear: found.inClear };
  }

  private async redact(tx: Tx, caller: Caller, person: string, { values, commitments }: Concerned): Promise<void> {
    await deleteValues(tx, values);
    for (let i = 0; i < values.length; i += digestsInEvent) {
      const payload = { person, values: values.slice(i, i + digestsInEvent) };
      const draft = { type: 'redacted', commitment: null, actor: caller.actor, payload } as const;
      await record(tx, draft, dayIn(this.settings.zone, tx.now));
    }
    await refold(tx, commitments);
  }

  /** What was recorded or queued while the log was being searched, and the files beside the database. */
  private async eraseRest(caller: Caller, id: string, { names, ...before }: Found): Promise<void> {
    const on = this.database.read;
    for (let { next } = before.found; ;) {
      const found = await concerning(on, id, names, next);
      const naming = await mailsNaming(on, id, [...before.found.owned, ...before.found.commitments, ...found.commitments], names);
      if (found.values.length === 0 && naming.length === 0) break;
      await this.database.write(async (tx) => {
        await eraseMails(tx, id, naming, names, dayIn(this.settings.zone, tx.now));
        await this.redact(tx, caller, id, found);
      });
      ({ next } = found);
    }
    const { dataDir, bounceMaildir } = this.settings;
    await deleteMailNaming(join(dataDir, 'mail'), names);
    if (bounceMaildir !== null) for (const read of ['cur', 'broken']) await deleteMailNaming(join(bounceMaildir, read), names);
  }
}

interface Found {
  known: KnownAs;
  names: (text: string) => boolean;
  found: Concerned;
  /** Mails to others that name them. */
  naming: string[];
}

/** For a command that is refused or answered as the first time, before this is looked at. */
const nothing: Found = {
  known: { addresses: [], names: [] },
  names: () => false,
  found: { values: [], commitments: [], owned: [], inClear: [], texts: [], next: 0 },
  naming: [],
};
