/** Sessions of people who signed in with a browser: opaque, kept as hashes, over after a while without use and in any case after a week. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { Person, Role } from '../domain/people.js';
import { addMs, toMs, type Instant } from '../domain/time.js';
import { Database, type Tx } from '../store/database.js';
import { readRow } from '../store/register.store.js';
import { endSession, insertSession, markSeen, sessionByHash } from '../store/sign-in.store.js';
import type { Session } from '../store/tables.js';
import { scopesOfRole, type Identity } from './people.service.js';
import { hashOf, newSecret } from './secrets.js';

const hourMs = 3_600_000;
/** Longer than a working day has breaks, shorter than a night. */
const idleMs = 10 * hourMs;
export const sessionLastsMs = 7 * 24 * hourMs;
/** What reading a page may cost in writes: one in this long. */
const seenEveryMs = 5 * 60_000;
/** For this long who just signed in by other means than the password may set a new one without the old. */
const freshMs = 15 * 60_000;

/** A session as its holder has it. */
export interface Opened {
  token: string;
  person: Person;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Opens a session in the transaction of what let somebody in; the one their browser had before is over. */
  async open(tx: Tx, person: Person, way: Session['way'], former: string | null): Promise<Opened> {
    if (former !== null) await endSession(tx, hashOf(former));
    const token = newSecret();
    const endsAt = addMs(tx.now, sessionLastsMs);
    await insertSession(tx, { hash: hashOf(token), person: person.id, way, openedAt: tx.now, seenAt: tx.now, endsAt });
    return { token, person };
  }

  /** Whose session this is; null when it is over, or its person may not work here any more. */
  async identify(token: string): Promise<Identity | null> {
    const session = await this.live(token);
    if (session === null) return null;
    const person = await readRow(this.database.read, 'person', session.person);
    if (!mayEnter(person)) return null;
    await this.see(session);
    return { person, role: person.role, scopes: scopesOfRole[person.role], csrf: csrfOf(token) };
  }

  /** Whether somebody signed in a moment ago, and not by the password. */
  async isFresh(token: string): Promise<boolean> {
    const session = await this.live(token);
    return session !== null && session.way !== 'password' && session.openedAt > addMs(this.clock.now(), -freshMs);
  }

  close(token: string): Promise<void> {
    return this.database.write((tx) => endSession(tx, hashOf(token)));
  }

  private async live(token: string): Promise<Session | null> {
    const session = await sessionByHash(this.database.read, hashOf(token));
    return session !== null && isLive(session, this.clock.now()) ? session : null;
  }

  /** Reading goes on where nothing can be written: the session only ends a little sooner. */
  private async see({ hash, seenAt }: Session): Promise<void> {
    if (toMs(this.clock.now()) - toMs(seenAt) < seenEveryMs) return;
    await this.database.write((tx) => markSeen(tx, hash)).catch(() => undefined);
  }
}

/** Who works here, and is here still. */
export function mayEnter(person: Person | null): person is Person & { role: Role; email: string } {
  return person !== null && person.email !== null && person.role !== null && person.disabledAt === null;
}

function isLive({ seenAt, endsAt }: Session, now: Instant): boolean {
  return now < endsAt && now < addMs(seenAt, idleMs);
}

/** Follows from the session's secret, so that it lives and dies with it and need not be kept. */
function csrfOf(token: string): string {
  return createHash('sha256').update(`form of session\n${token}`).digest('base64url');
}
