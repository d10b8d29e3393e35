/** The preferences page makes the addresses of somebody's calendar and feed, and ends the former ones. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Links } from '../../src/services/links.js';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { open, send } from '../support/pages.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let path: string;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  await register(app, cast);
  path = new URL(app.get(Links).act({ action: 'preferences', person: cast.desk.id, subject: '' }, app.clock.now())).pathname;
});
afterAll(() => app.close());

const addressesIn = (text: string): string[] =>
  [...text.matchAll(/<code>https:\/\/pledgebook\.example\.org(\/[^<]+)</g)].map(([, address = '']) => address);

test('Looking at the page makes no address; asking for them shows both, which work, and ends the former', async () => {
  expect(addressesIn((await open(api.nobody, path)).text)).toEqual([]);
  const [calendar = '', changes = ''] = addressesIn((await send(api.nobody, `${path}/feeds`, {})).text);
  expect((await api.nobody.get(calendar)).text).toContain('Publish the annual report');
  expect((await api.nobody.get(changes)).status).toBe(200);
  const [next = ''] = addressesIn((await send(api.nobody, `${path}/feeds`, {})).text);
  expect((await api.nobody.get(calendar)).status).toBe(404);
  expect((await api.nobody.get(next)).status).toBe(200);
});

test('Saving a preference after that makes no new address', async () => {
  const { text } = await send(api.nobody, `${path}/feeds`, {});
  const [calendar = ''] = addressesIn(text);
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(text) ?? [];
  expect(action).toBe(path);
  const saved = await send(api.nobody, action, {
    mode: 'daily',
    weekday: 'monday',
    locale: 'en',
    zone: 'Europe/Brussels',
    sendAt: '09:00',
    pausedUntil: '',
  });
  expect(saved.words).toContain('Your choices are saved.');
  expect((await api.nobody.get(calendar)).status).toBe(200);
});

test('A link for something else makes no address', async () => {
  const other = new URL(app.get(Links).act({ action: 'unsubscribe', person: cast.desk.id, subject: '' }, app.clock.now())).pathname;
  expect((await send(api.nobody, `${other.replace('/a/', '/preferences/')}/feeds`, {})).status).toBe(404);
});
