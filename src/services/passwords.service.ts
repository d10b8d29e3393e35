/** Passwords: hashed with argon2id, set by their owner alone, tried as often as the allowances let. */
import { hash, verify, type Options } from '@node-rs/argon2';
import { Injectable, Logger } from '@nestjs/common';
import { normalPassword, passwordFault, type PasswordFault } from '../domain/password.js';
import { Database } from '../store/database.js';
import { personByEmail } from '../store/people.store.js';
import { endLinksOf, endSessionsOf, passwordOf, putPassword } from '../store/sign-in.store.js';
import { Allowances } from './allowances.js';
import type { Identity } from './people.service.js';
import { hashOf, newSecret } from './secrets.js';
import { mayEnter, SessionsService, type Opened } from './sessions.service.js';

/** OWASP's choice for argon2id, which is this package's default algorithm: 19 MiB, two passes, one lane. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class PasswordsService {
  private readonly logger = new Logger('sign-in');
  private decoy: Promise<string> | null = null;

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly allowances: Allowances,
  ) {}

  /** Null where address and password do not belong together, which takes as long whether anybody has the address or not. */
  async enter(email: string, typed: string, network: string, former: string | null): Promise<Opened | null> {
    await this.allowances.take('password', { network, address: email });
    const decoy = await (this.decoy ??= hash(newSecret(), cost));
    const person = await personByEmail(this.database.read, email);
    const kept = await passwordOf(this.database.read, person?.id ?? '');
    const fits = await verify(kept?.hash ?? decoy, normalPassword(typed));
    if (!fits || kept === null || !mayEnter(person)) return null;
    this.logger.log(`${person.id} signed in by password`);
    return this.database.write((tx) => this.sessions.open(tx, person, 'password', former));
  }

  async has(person: string): Promise<boolean> {
    return (await passwordOf(this.database.read, person)) !== null;
  }

  /** Whether whoever sets a password must know the one before: all but those who just came in by another way. */
  async needsCurrent({ person }: Identity, session: string): Promise<boolean> {
    return (await this.has(person.id)) && !(await this.sessions.isFresh(session));
  }

  /** Sets the password of whoever is signed in, and ends their other sessions; says what is wrong, or null. */
  async set(
    identity: Identity,
    session: string,
    { current, password }: { current: string; password: string },
    network: string,
  ): Promise<PasswordFault | 'current' | null> {
    const { person } = identity;
    if (await this.needsCurrent(identity, session)) {
      await this.allowances.take('password', { network, address: person.email ?? '' });
      const kept = await passwordOf(this.database.read, person.id);
      if (kept !== null && !(await verify(kept.hash, normalPassword(current)))) return 'current';
    }
    const fault = passwordFault(password, person);
    if (fault !== null) return fault;
    const hashed = await hash(normalPassword(password), cost);
    await this.database.write(async (tx) => {
      await putPassword(tx, { person: person.id, hash: hashed, setAt: tx.now });
      await endSessionsOf(tx, person.id, hashOf(session));
      await endLinksOf(tx, person.id);
    });
    this.logger.log(`${person.id} set a password`);
    return null;
  }
}
