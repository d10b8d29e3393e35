/** Administrators' own pages: who is here, and how the service is set. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PeopleService } from '../../src/services/people.service.js';
import { readConfig, shownSettings } from '../../src/config.js';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { openBrowser, type Browser } from '../support/browser.js';
import { gather, sessionOf, type Cast } from '../support/cast.js';

let app: TestApp;
let api: Api;
let cast: Cast;

beforeAll(async () => {
  const secrets = { SMTP_URL: 'smtp://user:hush-hush@mail.example.org', OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'us' };
  const config = readConfig({ ...secrets, OIDC_CLIENT_SECRET: 'hush-hush', METRICS_TOKEN: 'hush-hush-hush-hush' });
  app = await openTestApp({ settings: { shown: shownSettings(config) } });
  cast = await gather(app);
  api = await openApi(app);
});
afterAll(() => app.close());

async function browserOf(member: { email: string }): Promise<Browser> {
  const browser = openBrowser(api);
  const { cookie } = await sessionOf(app, member);
  const [name = '', value = ''] = cookie.split('=');
  browser.cookies.set(name, value);
  return browser;
}

it('adds somebody, says what is wrong, gives another role, disables and lets in again', async () => {
  const people = app.get(PeopleService);
  const browser = await browserOf(cast.admin);
  await browser.get('/people/new');
  const filled = { email: 'new', name: '', role: 'emperor', locale: 'fr', zone: 'Mars' };
  const { status, text } = await browser.post('/people/new', filled);
  expect(status).toBe(422);
  for (const said of ['Enter a mail address', 'Enter a time zone', 'Choose a role', 'value="Mars"']) expect(text).toContain(said);
  const added = await browser.post('/people/new', {
    ...filled,
    email: 'New@example.org',
    name: 'Néo',
    role: 'staff',
    zone: 'Europe/Paris',
  });
  expect(added.status).toBe(303);
  expect((await browser.get(added.headers['location']!)).text).toContain('Néo is here now.');
  const { id, ...person } = await people.findByEmail('new@example.org');
  expect(person).toMatchObject({ name: 'Néo', role: 'staff', locale: 'fr', zone: 'Europe/Paris' });

  await browser.get('/people/new');
  expect((await browser.post('/people/new', { ...filled, email: 'new@example.org', role: 'staff', zone: 'UTC' })).text).toContain(
    'Somebody with this address is here already',
  );

  const size = (await app.database.extent()).size;
  await browser.get(`/people/${id}`);
  await browser.post(`/people/${id}`, { name: 'Néo', role: 'staff', locale: 'fr', zone: 'Europe/Paris' });
  expect((await app.database.extent()).size).toBe(size);
  await browser.get(`/people/${id}`);
  await browser.post(`/people/${id}`, { name: 'Néo', role: 'auditor', locale: 'fr', zone: 'Europe/Paris' });
  await browser.get(`/people/${id}`);
  expect((await browser.post(`/people/${id}`, { act: 'disable' })).status).toBe(303);
  expect(await people.findByEmail('new@example.org')).toMatchObject({ role: 'auditor', disabledAt: app.clock.now() });
  await browser.get(`/people/${id}`);
  await browser.post(`/people/${id}`, { act: 'enable' });
  expect(await people.findByEmail('new@example.org')).toMatchObject({ disabledAt: null });
});

it('keeps the last administrator', async () => {
  const browser = await browserOf(cast.admin);
  await browser.get(`/people/${cast.admin.id}`);
  const { status, text } = await browser.post(`/people/${cast.admin.id}`, { name: 'admin', role: 'staff', locale: 'en', zone: 'UTC' });
  expect([status, text.includes('The last administrator stays one')]).toEqual([409, true]);
});

it('lets others see who is here, without a way to change it', async () => {
  const { text } = await (await browserOf(cast.auditor)).get('/people');
  expect(text).toContain('desk@example.org');
  expect(text).not.toMatch(/href="\/people\//);
});

it('shows every setting with its source and no secret', async () => {
  const { status, text } = await (await browserOf(cast.admin)).get('/settings');
  expect(status).toBe(200);
  for (const said of ['OIDC_CLIENT_SECRET', 'smtp://user:••••@mail.example.org', 'environment', 'default']) expect(text).toContain(said);
  expect(text).not.toContain('hush');
  expect((await (await browserOf(cast.desk)).get('/settings')).status).toBe(403);
});
