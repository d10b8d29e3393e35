/** Signing in by a link: one that was mailed, or handed over by whoever runs the register. GET shows it, POST uses it, once. */
import { Injectable, Logger } from '@nestjs/common';
import type { NewPerson, Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { addMs, type Instant } from '../domain/time.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { personByEmail } from '../store/people.store.js';
import { readRow, readRows } from '../store/register.store.js';
import { endLinksOf, insertLink, linkByHash, takeLink } from '../store/sign-in.store.js';
import { Allowances } from './allowances.js';
import { system } from './commands.js';
import { Links } from './links.js';
import { PeopleService } from './people.service.js';
import { hashOf, newSecret } from './secrets.js';
import { mayEnter, SessionsService, type Opened } from './sessions.service.js';
import { SignInMail } from './sign-in-mail.js';

export const mailedLinkLastsMs = 10 * 60_000;
/** What is printed for an operator may have to be handed on. */
const printedLinkLastsMs = 24 * 3_600_000;

/** Whom a link is for; `first` is whoever uses it on a register that has nobody yet. */
export type LinkHolder = Person | 'first';

@Injectable()
export class SignInService {
  private readonly logger = new Logger('sign-in');
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly people: PeopleService,
    private readonly allowances: Allowances,
    private readonly mail: SignInMail,
    private readonly links: Links,
  ) {}

  /**
   * Mails a link to whoever works here under this address. Nobody learns whether anybody does: the answer does not wait
   * for the looking up, let alone the mail. `next` is the path that they wanted to see.
   */
  async ask(email: string, next: string, network: string): Promise<void> {
    await this.allowances.take('link', { network, address: email });
    const sending = this.mailLink(email, next)
      .catch((error: unknown) => this.logger.error(`no link could be mailed: ${error instanceof Error ? error.message : 'unknown'}`))
      .finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
  }

  /** When all that was asked for has been mailed. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Called by Nest at the end. */
  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  /** A link for an operator to hand on. */
  async printed(person: Person): Promise<string | null> {
    return mayEnter(person) ? this.make(person.id, printedLinkLastsMs) : null;
  }

  /** For the first administrator of a register that has nobody; any made before is dead. */
  async printedForFirst(): Promise<string> {
    await this.database.write((tx) => endLinksOf(tx, null));
    return this.make(null, printedLinkLastsMs);
  }

  /** Whom a link would let in. Changes nothing, however often it is looked at. */
  async holder(token: string): Promise<LinkHolder> {
    return holderOf(this.database.read, token, await this.database.now());
  }

  /** Uses a link. Of any number who do at once, one gets in. */
  async follow(token: string, former: string | null): Promise<Opened> {
    return this.database.write(async (tx) => {
      const holder = await this.take(tx, token);
      if (holder === 'first') throw new Refusal('invalid_input', 'Say who you are.', { pointer: '/email' });
      await endLinksOf(tx, holder.id);
      this.logger.log(`${holder.id} signed in by a link`);
      return this.sessions.open(tx, holder, 'link', former);
    });
  }

  /** Uses the link of an empty register: whoever holds it becomes its administrator. */
  async followAsFirst(token: string, who: NewPerson, former: string | null): Promise<Opened> {
    await this.database.write((tx) => this.take(tx, token));
    const person = await this.people.addPerson(system, { ...who, role: 'admin' });
    return this.database.write((tx) => this.sessions.open(tx, person, 'link', former));
  }

  private async mailLink(email: string, next: string): Promise<void> {
    const person = await personByEmail(this.database.read, email);
    if (!mayEnter(person)) return;
    await this.mail.send(person, await this.make(person.id, mailedLinkLastsMs, next));
  }

  private async make(person: string | null, lastsMs: number, next = '/'): Promise<string> {
    const token = newSecret();
    await this.database.write((tx) => insertLink(tx, { hash: hashOf(token), person, madeAt: tx.now, endsAt: addMs(tx.now, lastsMs) }));
    return this.links.to(`/sign-in/link/${token}${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`);
  }

  private async take(tx: Tx, token: string): Promise<LinkHolder> {
    const holder = await holderOf(tx.manager, token, tx.now);
    if (!(await takeLink(tx, hashOf(token)))) throw gone();
    return holder;
  }
}

async function holderOf(on: Reader, token: string, now: Instant): Promise<LinkHolder> {
  const link = await linkByHash(on, hashOf(token));
  if (link === null || link.endsAt <= now) throw gone();
  if (link.person === null) {
    if ((await readRows(on, 'person')).length > 0) throw gone();
    return 'first';
  }
  const person = await readRow(on, 'person', link.person);
  if (!mayEnter(person)) throw gone();
  return person;
}

function gone(): Refusal {
  return new Refusal('gone', 'This link has expired or was used already. Ask for a new one.');
}
