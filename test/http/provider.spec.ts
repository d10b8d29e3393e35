/** Signing in by an account elsewhere: the provider says who somebody is, the register whether they work here. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { openApi, type Answer, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { openBrowser, type Browser } from '../support/browser.js';
import { gather, type Cast } from '../support/cast.js';
import { openProvider, type Provider } from '../support/provider.js';

const json = { 'content-type': 'application/json' };

let provider: Provider;
let app: TestApp;
let api: Api;
let cast: Cast;

beforeAll(async () => {
  provider = await openProvider();
  app = await openTestApp({ settings: { oidc: provider.client } });
  cast = await gather(app);
  api = await openApi(app);
});
beforeEach(() => {
  app.clock.advanceBy(3_600_000);
  Object.assign(provider, { spoil: null, forge: false, tellsByAsking: false });
  provider.account = { sub: 'u1', email: 'Desk@example.org', email_verified: true };
});
afterAll(async () => {
  await app.close();
  await provider.close();
});

async function depart(browser: Browser, next = '/'): Promise<string> {
  const { status, headers } = await browser.get(`/sign-in/provider?next=${encodeURIComponent(next)}`);
  expect(status).toBe(303);
  return headers['location'] ?? '';
}

/** The whole way, as the browser goes it; `query` may change what is brought back. */
async function travel(browser: Browser, query = (search: string): string => search): Promise<Answer<unknown>> {
  const back = new URL(provider.visit(await depart(browser, '/today?x=1')));
  expect(back.origin + back.pathname).toBe('https://pledgebook.example.org/sign-in/provider/return');
  return browser.get(back.pathname + query(back.search), { 'sec-fetch-site': 'cross-site' });
}

const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/password')).status === 200;

test('The door leads there, by its name', async () => {
  expect((await api.nobody.get('/sign-in')).text).toContain(`Sign in with ${new URL(provider.issuer).host}`);
});

test.each([false, true])(
  'Who works here gets in, and on to where they wanted to; asked apart for the address: %s',
  async (tellsByAsking) => {
    provider.tellsByAsking = tellsByAsking;
    const browser = openBrowser(api);
    const { status, headers } = await travel(browser);
    expect([status, headers['location']]).toEqual([303, '/today?x=1']);
    expect([...browser.cookies.keys()]).toEqual(['__Host-pledgebook']);
    expect(await isIn(browser)).toBe(true);
  },
);

test('The session that the browser had before is over', async () => {
  const browser = openBrowser(api);
  await travel(browser);
  const before = openBrowser(api);
  for (const [name, value] of browser.cookies) before.cookies.set(name, value);
  await travel(browser);
  expect([await isIn(browser), await isIn(before)]).toEqual([true, false]);
});

describe('Nobody gets in', () => {
  it.each<[string, Partial<Provider['account']>]>([
    ['whose address is not here', { email: 'nobody@example.org' }],
    ['who follows only', { email: 'follower@example.org' }],
    ['who was disabled', { email: 'colleague@example.org' }],
    ['whose address was not verified', { email: 'desk@example.org', email_verified: false }],
    ['whose address nobody says was verified', { email: 'desk@example.org', email_verified: undefined as never }],
  ])('%s', async (_, account) => {
    await app.get(PeopleService).changePerson(system, cast.colleague.id, { disabled: true });
    provider.account = { sub: 'u2', email_verified: true, ...account };
    const browser = openBrowser(api);
    const { status, text } = await travel(browser);
    expect([status, text.includes('no confirmed address of somebody who works here')]).toEqual([403, true]);
    expect(browser.cookies.size).toBe(0);
  });

  it.each<[string, Partial<Provider>]>([
    ['with a token for another program', { spoil: (claims) => ({ ...claims, aud: 'another' }) }],
    ['with a token of another provider', { spoil: (claims) => ({ ...claims, iss: 'https://elsewhere.example' }) }],
    ['with a token of another sign-in', { spoil: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['with a token that has no nonce', { spoil: ({ nonce: _, ...claims }) => claims }],
    ['with a token that ran out', { spoil: (claims) => ({ ...claims, exp: 1 }) }],
    ['with a token that another key signed', { forge: true }],
  ])('%s', async (_, wrong) => {
    Object.assign(provider, wrong);
    const browser = openBrowser(api);
    const { status, text } = await travel(browser);
    expect([status, text.includes('Signing in elsewhere did not work')]).toEqual([403, true]);
    expect(browser.cookies.size).toBe(0);
  });

  it('with another state than they left with, or none', async () => {
    for (const spoilt of [
      (search: string) => search.replace(/state=[^&]*/, 'state=another'),
      (search: string) => search.replace(/&?state=[^&]*/, ''),
    ])
      expect((await travel(openBrowser(api), spoilt)).status).toBe(403);
  });

  it('with a code that was stolen on the way back, in another browser', async () => {
    const back = new URL(provider.visit(await depart(openBrowser(api))));
    const thief = openBrowser(api);
    expect((await thief.get(back.pathname + back.search)).status).toBe(403);
    await depart(thief);
    expect((await thief.get(back.pathname + back.search)).status).toBe(403);
  });

  it('twice by the same code', async () => {
    const browser = openBrowser(api);
    const back = new URL(provider.visit(await depart(browser)));
    const journey = new Map(browser.cookies);
    expect((await browser.get(back.pathname + back.search)).status).toBe(303);
    const again = openBrowser(api);
    for (const [name, value] of journey) again.cookies.set(name, value);
    expect((await again.get(back.pathname + back.search)).status).toBe(403);
  });

  it('more often than the network may try', async () => {
    const statuses = [];
    for (let i = 0; i < 62; i++) statuses.push((await openBrowser(api).get('/sign-in/provider/return?code=x&state=y')).status);
    expect(statuses.slice(-3)).toEqual([403, 429, 429]);
  });
});

test('Where there is no provider, there is no such door', async () => {
  const without = await openTestApp();
  const { nobody } = await openApi(without);
  expect((await nobody.get('/sign-in')).text).not.toContain('Sign in with');
  expect((await nobody.get('/sign-in/provider')).status).toBe(404);
  await without.close();
});

test('A provider that cannot be reached is said to be so, and asked again later', async () => {
  const gone = await openProvider();
  const away = await openTestApp({ settings: { oidc: gone.client } });
  const { nobody } = await openApi(away);
  await gone.close();
  for (let i = 0; i < 2; i++) {
    const { status, text } = await nobody.get('/sign-in/provider');
    expect([status, text.includes('sign in another way')]).toEqual([409, true]);
  }
  await away.close();
});

test.each<[what: string, introduces: NonNullable<Provider['introduces']>]>([
  ['sends whoever asks to another address', (response, itself, path) => void (path.startsWith('/.well-known') ? response.writeHead(302, { location: '/elsewhere' }).end() : response.writeHead(200, json).end(JSON.stringify(itself)))],
  ['says more than anybody reads', (response, itself) => void response.writeHead(200, json).end(JSON.stringify({ ...itself, more: 'x'.repeat(600 * 1024) }))],
  ['never comes to an end', (response) => void response.writeHead(200, json).write('{')],
])('A provider that %s is not listened to', async (_, introduces) => {
  const wayward = await openProvider();
  wayward.introduces = introduces;
  const away = await openTestApp({ settings: { oidc: wayward.client } });
  const { nobody } = await openApi(away);
  // What would wait for ever must come to an end for the test to fail.
  let isTooLate = false;
  const patience = setTimeout(() => ((isTooLate = true), void wayward.close()), 20_000);
  const { status } = await nobody.get('/sign-in/provider');
  clearTimeout(patience);
  await away.close();
  await wayward.close();
  expect([status, isTooLate]).toEqual([409, false]);
}); // prettier-ignore
