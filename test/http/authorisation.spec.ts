import { Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { actions, type Action } from '../../src/http/auth/actions.js';
import { Cookies } from '../../src/http/auth/cookies.js';
import { AccessGuard } from '../../src/http/auth/guard.js';
import { scopesOfRole, type Scope } from '../../src/services/people.service.js';
import { newPersonSchema, type Role } from '../../src/domain/people.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { hashOf } from '../../src/services/secrets.js';
import { SessionsService } from '../../src/services/sessions.service.js';
import { allEvents } from '../../src/store/log.store.js';
import { findRows } from '../../src/store/rows.js';
import { tokenTable } from '../../src/store/tables.js';
import { openApi, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, sessionOf, tokenOf } from '../support/cast.js';
import { servedRoutes } from '../support/routes.js';

/** Every route there is, and who may take it. A route that is missing here fails the first test below. */
const decisions: Record<string, Action | 'open' | 'session'> = {
  'GET /api/v1/commitments': 'register.read',
  'POST /api/v1/commitments': 'register.write',
  'GET /api/v1/commitments/:ref': 'register.read',
  'PATCH /api/v1/commitments/:ref': 'register.write',
  'POST /api/v1/commitments/:ref/publication': 'register.write',
  'POST /api/v1/commitments/:ref/targets': 'register.write',
  'POST /api/v1/commitments/:ref/progress': 'register.write',
  'POST /api/v1/commitments/:ref/condition': 'register.write',
  'POST /api/v1/commitments/:ref/standing': 'register.write',
  'POST /api/v1/commitments/:ref/evidence': 'register.write',
  'POST /api/v1/commitments/:ref/notes': 'register.write',
  'POST /api/v1/commitments/:ref/verdicts': 'verdict.propose',
  'POST /api/v1/commitments/:ref/verdicts/:id/confirmation': 'verdict.decide',
  'GET /api/v1/commitments/:ref/history': 'register.read',
  'GET /api/v1/commitments/:ref/reminders': 'register.read',
  'GET /api/v1/commitments/:ref/notices': 'register.read',
  'GET /api/v1/parties': 'register.read',
  'POST /api/v1/parties': 'register.write',
  'GET /api/v1/people': 'people.read',
  'POST /api/v1/people': 'people.write',
  'PATCH /api/v1/people/:id': 'people.write',
  'GET /api/v1/sender': 'sending.read',
  'POST /api/v1/sender/pause': 'sending.write',
  'POST /api/v1/sender/resume': 'sending.write',
  'POST /api/v1/sender/clock': 'sending.write',
  'POST /api/v1/sender/restored': 'sending.write',
  'GET /api/v1/suppressions': 'sending.read',
  'POST /api/v1/suppressions': 'sending.write',
  'POST /api/v1/suppressions/lift': 'sending.write',
  'POST /api/v1/bounces': 'sending.write',
  'GET /api/v1/audit/lost-owners': 'audit.read',
  'POST /api/v1/people/:id/calendar': 'people.write',
  'POST /api/v1/people/:id/erasure': 'people.write',
  'GET /api/v1/subscriptions': 'people.read',
  'POST /api/v1/subscriptions': 'subscriptions.write',
  'POST /api/v1/subscriptions/:id/end': 'subscriptions.write',
  'POST /api/v1/dates/readings': 'register.read',
  'POST /api/v1/texts': 'register.write',
  'GET /api/v1/texts/:id/proposals': 'register.read',
  'POST /api/v1/texts/:id/misses': 'register.write',
  'POST /api/v1/proposals/:id/decision': 'register.write',
  'GET /api/v1/proposals/quality': 'register.read',
  'POST /api/v1/imports': 'register.write',
  'GET /api/v1/conventions': 'register.read',
  'GET /api/v1/policies': 'register.read',
  'POST /api/v1/policies': 'policies.write',
  'POST /api/v1/policies/effect': 'register.read',
  'GET /api/v1/policies/:name/:version': 'register.read',
  'POST /api/v1/policies/:name/:version/activation': 'policies.write',
  'GET /api/v1/exports/commitments.ics': 'register.read',
  'GET /api/v1/changes.atom': 'register.read',
  'GET /api/v1/webhooks': 'webhooks.read',
  'POST /api/v1/webhooks': 'webhooks.write',
  'GET /api/v1/webhooks/:id': 'webhooks.read',
  'PATCH /api/v1/webhooks/:id': 'webhooks.write',
  'POST /api/v1/webhooks/:id/secret': 'webhooks.write',
  'GET /api/v1/webhooks/:id/deliveries': 'webhooks.read',
  'POST /api/v1/webhooks/:id/deliveries/:delivery/resend': 'webhooks.write',
  'GET /api/v1/audit/report': 'audit.read',
  'GET /api/v1/audit/log': 'audit.read',
  'GET /api/v1/audit/checkpoint': 'audit.read',
  'GET /api/v1/audit/proofs/:index': 'audit.read',
  'GET /api/v1/audit/consistency': 'audit.read',
  'GET /audit/checkpoint': 'open',
  'GET /audit/key': 'open',
  'GET /audit': 'audit.read',
  'GET /audit/log': 'audit.read',
  'GET /audit/verify': 'audit.read',
  'GET /parties': 'register.read',
  'GET /parties/:id': 'register.read',
  'GET /outbox': 'sending.read',
  'POST /outbox/sender': 'sending.write',
  'GET /outbox/:id': 'sending.read',
  'GET /outbox/:id/html': 'sending.read',
  'GET /upcoming': 'sending.read',
  'POST /upcoming': 'sending.read',
  'GET /policies': 'register.read',
  'POST /policies': 'policies.write',
  'GET /policies/:name/:version': 'register.read',
  'POST /policies/:name/:version': 'policies.write',
  'GET /how-dates-are-read': 'register.read',
  'GET /accessibility': 'open',
  'GET /texts': 'register.read',
  'GET /texts/new': 'register.write',
  'POST /texts/new': 'register.write',
  'GET /texts/:id': 'register.read',
  'GET /texts/:id/add': 'register.write',
  'POST /texts/:id/add': 'register.write',
  'GET /texts/:id/proposals/:proposal': 'register.write',
  'POST /texts/:id/proposals/:proposal': 'register.write',
  'GET /imports/new': 'register.write',
  'POST /imports/new': 'register.write',
  'GET /imports/:id': 'register.write',
  'POST /imports/:id': 'register.write',
  'POST /preferences/:token/feeds': 'open',
  'GET /health/live': 'open',
  'GET /health/ready': 'open',
  // By a token of its own; see metrics.spec.ts.
  'GET /metrics': 'open',
  'GET /api': 'open',
  'GET /api/openapi.json': 'open',
  'GET /api/page.js': 'open',
  'GET /api/swagger-ui-bundle.js': 'open',
  'GET /api/swagger-ui.css': 'open',
  'GET /a/:token': 'open',
  'GET /preferences/:token': 'open',
  'POST /preferences/:token': 'open',
  'POST /language': 'open',
  'GET /': 'register.read',
  'GET /commitments/:ref': 'register.read',
  'GET /today': 'register.read',
  'POST /today/looked': 'register.read',
  'POST /views': 'register.read',
  'GET /commitments/new': 'register.write',
  'POST /commitments/new': 'register.write',
  'GET /commitments/:ref/revise': 'register.write',
  'POST /commitments/:ref/revise': 'register.write',
  'GET /commitments/:ref/evidence/new': 'register.write',
  'POST /commitments/:ref/evidence/new': 'register.write',
  'GET /commitments/:ref/:change': 'register.write',
  'POST /commitments/:ref/:change': 'register.write',
  'GET /commitments/:ref/verdict': 'register.read',
  'POST /commitments/:ref/verdict': 'verdict.propose',
  'POST /commitments/:ref/verdict/decision': 'verdict.decide',
  'POST /views/:id/removal': 'register.read',
  'GET /api/v1/audit/report.csv': 'audit.read',
  'GET /api/v1/audit/report.pdf': 'audit.read',
  'GET /api/v1/audit/report.xlsx': 'audit.read',
  'GET /api/v1/exports/commitments.csv': 'register.read',
  'GET /api/v1/exports/commitments.json': 'register.read',
  'GET /api/v1/exports/commitments.xlsx': 'register.read',
  'GET /api/v1/commitments/:ref/claim-review': 'register.read',
  'GET /api/v1/commitments/:ref/evidence/:id/file': 'register.read',
  'GET /api/v1/parties/:id/record': 'register.read',
  'GET /assets/style.css': 'open',
  'POST /a/:token': 'open',
  'GET /calendar/:file': 'open',
  'GET /changes/:file': 'open',
  'GET /sign-in': 'open',
  'POST /sign-in': 'open',
  'GET /sign-in/sent': 'open',
  'GET /sign-in/link/:token': 'open',
  'POST /sign-in/link/:token': 'open',
  'GET /sign-in/provider': 'open',
  'GET /sign-in/provider/return': 'open',
  'GET /signed-out': 'open',
  'GET /people': 'people.read',
  'GET /people/new': 'people.write',
  'POST /people/new': 'people.write',
  'GET /people/:id': 'people.write',
  'POST /people/:id': 'people.write',
  'GET /settings': 'settings.read',
  'GET /password': 'session',
  'POST /password': 'session',
  // The last: a session that takes it is over.
  'POST /sign-out': 'open',
};

/** What each role is for, in the words of the table that the guard reads. */
const mayDo: Record<Role, Action[]> = {
  admin: [
    'register.read',
    'register.write',
    'verdict.propose',
    'people.read',
    'people.write',
    'subscriptions.write',
    'policies.write',
    'sending.read',
    'sending.write',
    'webhooks.read',
    'webhooks.write',
    'settings.read',
    'audit.read',
  ],
  staff: ['register.read', 'register.write', 'verdict.propose', 'people.read', 'subscriptions.write', 'sending.read'],
  auditor: ['register.read', 'verdict.decide', 'people.read', 'sending.read', 'audit.read'],
};

let app: TestApp;
let api: Api;
interface Caller {
  client: Client;
  role: Role | null;
  scopes: readonly Scope[];
  bySession: boolean;
}
const callers: Record<string, Caller> = {};

beforeAll(async () => {
  app = await openTestApp({ waitsForTheDisk: true });
  const cast = await gather(app);
  api = await openApi(app);
  await register(app, cast);
  const people = app.get(PeopleService);
  const token = async (email: string, scopes: Scope[] = [], expires: string | null = null): Promise<string> =>
    (await people.createToken(system, email, scopes, expires)).token;
  const add = (name: string, bearer: string | null, role: Role | null = null, scopes: readonly Scope[] = []): void => {
    callers[name] = { client: bearer === null ? api.nobody : api.bearing(bearer), role, scopes, bySession: false };
  };
  const signIn = async (name: string, member: { email: string }, role: Role | null): Promise<void> => {
    callers[name] = { client: await api.inSession(member), role, scopes: role === null ? [] : scopesOfRole[role], bySession: true };
  };
  const joining = async (name: string): Promise<{ id: string; email: string; bearer: string }> => {
    const email = `${name}@example.org`;
    const { id } = await people.addPerson(system, newPersonSchema.parse({ email, role: 'admin' }));
    return { id, email, bearer: await token(email) };
  };

  for (const role of ['admin', 'auditor'] as const) add(role, await token(cast[role].email), role, scopesOfRole[role]);
  add('staff', await token(cast.desk.email), 'staff', scopesOfRole.staff);
  add('an admin whose token can only read', await token(cast.admin.email, ['read']), 'admin', ['read']);
  add('staff whose token can only write', await token(cast.desk.email, ['write']), 'staff', ['write']);
  add('an auditor whose token can only read', await token(cast.auditor.email, ['read']), 'auditor', ['read']);
  add('an auditor whose token can only audit', await token(cast.auditor.email, ['audit']), 'auditor', ['audit']);

  const demoted = await joining('demoted');
  await people.changePerson(system, demoted.id, { role: 'staff' });
  add('an administrator made staff, with the token of before', demoted.bearer, 'staff', scopesOfRole.staff);

  add('nobody', null);
  add('somebody with a made-up token', `plg_0123456789_${'A'.repeat(43)}`);
  add('somebody with words for a token', 'x y z');
  const { token: revoked, prefix } = await people.createToken(system, cast.admin.email, [], null);
  await people.revokeToken(system, prefix);
  add('somebody whose token was revoked', revoked);
  add('somebody with the prefix of a token', prefix);
  const left = await joining('left');
  await people.changePerson(system, left.id, { disabled: true });
  add('somebody who left', left.bearer);
  const following = await joining('following');
  await people.changePerson(system, following.id, { role: null });
  add('somebody who follows only, with the token of before', following.bearer);
  add('somebody whose token ran out at midnight', await token(cast.admin.email, [], 'P1D'));
  app.clock.advanceTo('2020-11-30T23:00:00.000Z');

  await signIn('an administrator who signed in', cast.admin, 'admin');
  await signIn('staff who signed in', cast.desk, 'staff');
  await signIn('an auditor who signed in', cast.auditor, 'auditor');
  const promoted = await joining('demoted-since');
  await signIn('an administrator made staff after signing in', promoted, 'staff');
  await people.changePerson(system, promoted.id, { role: 'staff' });
  const gone = await joining('gone');
  await signIn('somebody who left after signing in', gone, null);
  await people.changePerson(system, gone.id, { disabled: true });
  await signIn('somebody who left before a session was opened in their name', gone, null);
  const follows = await joining('follows');
  await signIn('somebody who follows only since they signed in', follows, null);
  await people.changePerson(system, follows.id, { role: null });
  const { cookie } = await sessionOf(app, cast.admin);
  const bearing = (headers: Record<string, string>): Caller => ({ client: api.sending(headers), role: null, scopes: [], bySession: false });
  callers['somebody with half a session'] = bearing({ cookie: cookie.slice(0, -1) });
  callers['somebody with a session under a name that other hosts can set'] = bearing({ cookie: cookie.replace('__Host-', '') });
  callers['somebody with a session and a token that is none'] = bearing({ cookie, authorization: 'Bearer plg_none' });
});
afterAll(() => app.close());

test('Every route that is served is decided on', () => {
  expect(servedRoutes(app).sort()).toEqual(Object.keys(decisions).sort());
});

test.each(Object.entries(mayDo))('A person with the role %s may do what the role is for and nothing else', (role, may) => {
  const allowed = Object.entries(actions).filter(([, { roles }]) => (roles as readonly string[]).includes(role));
  expect(allowed.map(([action]) => action).sort()).toEqual([...may].sort());
});

test('A route that does not say whom it is open to is open to nobody', async () => {
  const guard = new AccessGuard(new Reflector(), app.get(PeopleService), app.get(SessionsService), app.get(Cookies));
  const request = { method: 'GET', headers: { authorization: `Bearer ${await tokenOf(app, { email: 'admin@example.org' })}` } };
  const undecided = { getHandler: () => (): void => undefined, switchToHttp: () => ({ getRequest: () => request }) };
  await expect(guard.canActivate(undecided as unknown as ExecutionContext)).rejects.toMatchObject({ code: 'forbidden' });
});

test('A token is 256 bits that whoever steals the database does not have: there is its hash, and its prefix', async () => {
  const { token, prefix } = await app.get(PeopleService).createToken(system, 'admin@example.org', [], null);
  expect(prefix).toMatch(/^plg_[0-9a-f]{10}$/);
  const secret = token.slice(prefix.length + 1);
  expect(secret).toMatch(/^[\w-]{43}$/);
  const kept: unknown[] = await findRows(app.database.read, tokenTable);
  for await (const event of allEvents(app.database.read)) kept.push(event);
  expect(JSON.stringify(kept)).toContain(hashOf(token));
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test('A follower gets no token', async () => {
  const made = app.get(PeopleService).createToken(system, 'follower@example.org', [], null);
  await expect(made).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/user' }] });
});

test('A token of before keeps no scope that the role of now has not', async () => {
  const people = app.get(PeopleService);
  const { id, email } = await people.addPerson(system, newPersonSchema.parse({ email: 'judge@example.org', role: 'admin' }));
  const { token } = await people.createToken(system, email ?? '', [], null);
  await people.changePerson(system, id, { role: 'auditor' });
  expect((await people.identify(token))?.scopes).toEqual(['read', 'audit']);
});

test('A token cannot be made for more than its role', async () => {
  const made = app.get(PeopleService).createToken(system, 'desk@example.org', ['read', 'audit'], null);
  await expect(made).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/scope' }] });
});

describe('Every route', () => {
  test.each([
    'admin',
    'staff',
    'auditor',
    'an admin whose token can only read',
    'staff whose token can only write',
    'an auditor whose token can only read',
    'an auditor whose token can only audit',
    'an administrator made staff, with the token of before',
    'an administrator who signed in',
    'staff who signed in',
    'an auditor who signed in',
    'an administrator made staff after signing in',
    'somebody who left after signing in',
    'somebody who left before a session was opened in their name',
    'somebody who follows only since they signed in',
    'somebody with half a session',
    'somebody with a session under a name that other hosts can set',
    'somebody with a session and a token that is none',
    'nobody',
    'somebody with a made-up token',
    'somebody with words for a token',
    'somebody whose token was revoked',
    'somebody with the prefix of a token',
    'somebody who left',
    'somebody who follows only, with the token of before',
    'somebody whose token ran out at midnight',
  ])('lets %s pass, or not, as the table says', async (name) => {
    const caller = callers[name]!;
    const before = await app.database.extent();
    const wrong: string[] = [];
    for (const [route, decision] of Object.entries(decisions)) {
      const [method = '', path = ''] = route.split(' ');
      const expected = answerTo(decision, caller);
      for (const verb of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
        const body = verb === 'POST' || verb === 'PATCH' ? {} : undefined;
        const { status, headers } = await caller.client.send(verb, filledIn(path), body);
        const found = status === 401 ? 'unauthenticated' : status === 403 ? 'forbidden' : 'passed';
        if (found !== expected || status >= 500) wrong.push(`${verb} ${path}: ${status}, expected ${expected}`);
        if (status === 401 && headers['www-authenticate'] !== 'Bearer') wrong.push(`${verb} ${path}: 401 without WWW-Authenticate`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await app.database.extent()).toEqual(before);
  });

  it('tells nobody whether a commitment exists', async () => {
    const [there, notThere] = [await api.nobody.get('/api/v1/commitments/C-0001'), await api.nobody.get('/api/v1/commitments/C-9999')];
    expect(there.text).toBe(notThere.text);
  });
});

test.each([
  'GET /nowhere',
  'GET /api/v1',
  'GET /api/v2/commitments',
  'DELETE /api/v1/commitments/C-0001',
  'PUT /api/v1/commitments/C-0001',
  'OPTIONS /api/v1/commitments',
  'POST /health/live',
])('%s is not found, even by an administrator', async (request) => {
  const [method = '', path = ''] = request.split(' ');
  const { status, headers, json } = await callers['admin']!.client.send(method, path);
  expect([status, json.status, json.code]).toEqual([404, 404, 'not_found']);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
});

describe('What a session does', () => {
  const commitment = { title: 'x' };
  const form = { 'content-type': 'application/json' };

  it.each<[string, (csrf: string, other: string) => Record<string, string>, number]>([
    ['comes from a form of ours', (csrf) => ({ 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin' }), 400],
    ['comes from a form of ours in an older browser', (csrf) => ({ 'x-csrf-token': csrf, origin: api.url }), 400],
    ['lacks the token', () => ({ 'sec-fetch-site': 'same-origin' }), 403],
    ['has a token that is none', () => ({ 'x-csrf-token': 'A'.repeat(86), 'sec-fetch-site': 'same-origin' }), 403],
    ['has the token of another session', (_, other) => ({ 'x-csrf-token': other, 'sec-fetch-site': 'same-origin' }), 403],
    ['comes from another site', (csrf) => ({ 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }), 403],
    ['comes from another host of the same site', (csrf) => ({ 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' }), 403],
    ['comes from another site in an older browser', (csrf) => ({ 'x-csrf-token': csrf, origin: 'https://elsewhere.example' }), 403],
    ['comes from nowhere that has a name', (csrf) => ({ 'x-csrf-token': csrf, origin: 'null' }), 403],
  ])('counts or not where it %s', async (_, headersWith, status) => {
    const { cookie, csrf } = await sessionOf(app, { email: 'admin@example.org' });
    const other = (await sessionOf(app, { email: 'admin@example.org' })).csrf;
    const sent = await api.sending({ cookie, ...form }).post('/api/v1/commitments', commitment, headersWith(csrf, other));
    expect(sent.status).toBe(status);
  });

  it('signs nobody out, nor in, from another site', async () => {
    const { cookie, csrf } = await sessionOf(app, { email: 'admin@example.org' });
    const client = api.sending({ cookie });
    expect((await client.post('/sign-out', {}, { 'sec-fetch-site': 'same-origin' })).status).toBe(403);
    for (const path of ['/sign-out', '/sign-in', '/sign-in/link/AAAA'])
      expect((await client.post(path, { csrf }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await client.get('/password')).status).toBe(200);
    expect((await client.post('/sign-out', { csrf }, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    expect((await client.get('/password')).status).toBe(401);
  });
});

test('Whoever has to sign in first is led to the door, and from there back; programs are told', async () => {
  const asPage = { accept: 'text/html,application/xhtml+xml' };
  const { status, headers } = await api.nobody.get('/password?done=yes', asPage);
  expect([status, headers['location']]).toEqual([303, '/sign-in?next=%2Fpassword%3Fdone%3Dyes']);
  expect((await api.nobody.get('/password')).json.code).toBe('unauthenticated');
  expect((await api.nobody.get('/api/v1/commitments', asPage)).json.code).toBe('unauthenticated');
});

function answerTo(decision: Action | 'open' | 'session', { role, scopes, bySession }: Caller): 'passed' | 'unauthenticated' | 'forbidden' {
  if (decision === 'open') return 'passed';
  if (role === null) return 'unauthenticated';
  if (decision === 'session') return bySession ? 'passed' : 'forbidden';
  const { roles, scope } = actions[decision];
  return (roles as readonly Role[]).includes(role) && scopes.includes(scope) ? 'passed' : 'forbidden';
}

function filledIn(path: string): string {
  return path
    .replace(':ref', 'C-0001')
    .replace(':index', '0')
    .replace(':name/:version', 'standard/1')
    .replace(/:(id|token|file|delivery)/g, 'AAAA');
}
