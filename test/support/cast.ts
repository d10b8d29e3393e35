/** The few people whom every story is told with, and the commitment that most of them begin with. */
import type { Person, Role } from '../../src/domain/people.js';
import { newCommitmentSchema, type NewCommitment } from '../../src/domain/commitment.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { system, type Caller } from '../../src/services/commands.js';
import { maskedToken } from '../../src/http/auth/forgery.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { SessionsService } from '../../src/services/sessions.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import type { TestApp } from './app.js';

const members = {
  admin: { role: 'admin', zone: 'Europe/Brussels' },
  lead: { role: 'staff', zone: 'Europe/Brussels' },
  desk: { role: 'staff', zone: 'Europe/Brussels', escalatesTo: 'lead@example.org' },
  colleague: { role: 'staff', zone: 'Europe/Brussels' },
  auditor: { role: 'auditor', zone: 'America/Toronto' },
  follower: { role: null, zone: 'Asia/Kabul' },
} as const satisfies Record<string, { role: Role | null; zone: string; escalatesTo?: string }>;

export type Member = keyof typeof members;
export type Cast = Record<Member, Person & { caller: Caller; email: string }>;

/** Adds everybody; the follower follows nothing yet. */
export async function gather(app: TestApp): Promise<Cast> {
  const people = app.get(PeopleService);
  const cast: Partial<Cast> = {};
  for (const [name, member] of Object.entries(members)) {
    const email = `${name}@example.org`;
    const person = await people.addPerson(system, newPersonSchema.parse({ email, name, ...member }));
    cast[name as Member] = { ...person, email, caller: { actor: person.id, role: person.role } };
  }
  return cast as Cast;
}

/** A bearer token for one of the cast. */
export async function tokenOf(app: TestApp, member: { email: string }): Promise<string> {
  return (await app.get(PeopleService).createToken(system, member.email, [], null)).token;
}

/** What a browser sends for one of the cast who has signed in, as a program would: the cookie, and the token of every form. */
export async function sessionOf(app: TestApp, member: { email: string }): Promise<{ cookie: string; csrf: string }> {
  const sessions = app.get(SessionsService);
  const person = await app.get(PeopleService).findByEmail(member.email);
  const { token } = await app.database.write((tx) => sessions.open(tx, person, 'link', null));
  const identity = await sessions.identify(token);
  return { cookie: `__Host-pledgebook=${token}`, csrf: maskedToken(identity?.csrf ?? '') };
}

/** What `POST /commitments` takes: published, owned by the desk, due by 31 March 2021, unless said otherwise. */
export function aCommitment(change: Record<string, unknown> = {}): NewCommitment {
  return newCommitmentSchema.parse({
    title: 'Publish the annual report',
    kind: 'pledge',
    publish: true,
    statement: { quote: 'We will publish the annual report by 31 March 2021', lang: 'en', saidOn: '2020-11-30' },
    promisor: 'The Ministry',
    owner: 'desk@example.org',
    target: { kind: 'by', edtf: '2021-03-31' },
    ...change,
  });
}

export function register(app: TestApp, cast: Cast, change: Record<string, unknown> = {}): Promise<CommitmentView> {
  return app.get(RegisterService).register(cast.desk.caller, aCommitment(change));
}
