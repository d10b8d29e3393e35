/** What `/metrics` tells, and whom. */
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, tokenOf, type Cast } from '../support/cast.js';

const metricsToken = 'sixteen letters.';
let app: TestApp;
let api: Api;
let cast: Cast;

beforeAll(async () => {
  app = await openTestApp({ waitsForTheDisk: true });
  cast = await gather(app);
  api = await openApi(app);
});
afterAll(() => app.close());

it('says how the register fares, and nothing of what is in it', async () => {
  const { ref } = await register(app, cast);
  await (await api.as(cast.desk)).get(`/api/v1/commitments/${ref}?asOf=2020-11-30`);
  const { status, text, headers } = await api.nobody.get('/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toContain('pledgebook_ready 1\n');
  expect(text).toContain('pledgebook_reminders_unaccounted 0\n');
  expect(text).toContain('pledgebook_sender_held{cause="refused"} 0\n');
  expect(text).toContain('pledgebook_http_request_seconds_count{method="GET",route="/api/v1/commitments/:ref",status="200"} 1\n');
  expect(text).not.toMatch(/C-0001|example|plg_/);
});

test.each([
  ['for this machine', {}, 200],
  ['not for what a proxy of this machine passes on', { 'x-forwarded-for': '192.0.2.1' }, 403],
  ['not for what says in other words that it was passed on', { forwarded: 'for=192.0.2.1' }, 403],
])('Without a token of its own it is %s', async (_, headers, status) => {
  expect((await api.nobody.get('/metrics', headers as Record<string, string>)).status).toBe(status);
});

test('With one it is for whoever has it, and for no other token', async () => {
  const guarded = await openTestApp({ settings: { metricsToken } });
  const { admin } = await gather(guarded);
  const { nobody } = await openApi(guarded);
  const asked = async (authorization?: string): Promise<number> =>
    (await nobody.get('/metrics', authorization === undefined ? {} : { authorization })).status;
  expect(await asked(`Bearer ${metricsToken}`)).toBe(200);
  expect([await asked(), await asked(`Bearer ${metricsToken}!`), await asked(`Bearer ${await tokenOf(guarded, admin)}`)]).toEqual([
    401, 401, 401,
  ]);
  await guarded.close();
});
