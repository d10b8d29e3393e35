/** What will be sent and by which policy; what another would change, before and after it is added. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { follow, open, plain, send } from '../support/pages.js';

let app: TestApp;
let admin: Client;
let desk: Client;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  const api = await openApi(app);
  [admin, desk] = [await api.as(cast.admin), await api.as(cast.desk)];
  await register(app, cast, { target: { kind: 'by', edtf: '2021-01-31' } });
});
afterAll(() => app.close());

/** The policy that the form starts with, changed. */
async function edited(change: (policy: { steps: { key: string }[]; name: string }) => void): Promise<string> {
  const { text } = await open(admin, '/policies');
  const [, json = ''] = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(text) ?? [];
  const policy = JSON.parse(plain(json)) as { steps: { key: string }[]; name: string };
  change(policy);
  return JSON.stringify(policy);
}
const withoutWeek = (): Promise<string> => edited((policy) => (policy.steps = policy.steps.filter(({ key }) => key !== 'lead-P7D')));

test('Reminders of the next 90 days stand under their days, in their order', async () => {
  const { words } = await open(desk, '/upcoming');
  expect(words).toContain('in the next 90 days, until 28 February 2021');
  const days = ['1 January 2021', '24 January 2021', '30 January 2021', '31 January 2021', '1 February 2021'];
  const places = days.map((day) => words.indexOf(` ${day} C-0001`));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(words).toContain('08:00 (Europe/Brussels), Due today, to desk@example.org');
  expect(words).not.toContain('April 2021');
});

test('Another policy is tried without being recorded', async () => {
  const before = await app.database.extent();
  const page = await send(desk, '/upcoming', { policy: await withoutWeek() });
  expect(page.words).toContain('0 sent besides, 1 no longer sent, 0 at another time.');
  expect(page.words).toContain('C-0001 Step lead-P7D');
  expect(await app.database.extent()).toEqual(before);
  expect((await send(desk, '/upcoming', { policy: await edited(() => undefined) })).words).toContain(
    'It changes nothing that is still to be sent.',
  );
});

test('What is no policy is shown again as typed, with where it is wrong', async () => {
  const broken = await send(desk, '/upcoming', { policy: '{ "name": ' });
  expect(broken.status).toBe(422);
  expect(broken.faults).toEqual(['This is not JSON. Check commas, quotes and brackets.']);
  expect(broken.words).toContain('{ "name":');
  const unfit = await send(desk, '/upcoming', { policy: await edited((policy) => Object.assign(policy.steps[2]!, { offset: 'soon' })) });
  expect(unfit.faults).toEqual(['This is no policy yet. Look at: /steps/2/offset']);
});

test('A version is added, says what it would change, and is put in force by an administrator', async () => {
  expect((await send(desk, '/policies', { policy: await withoutWeek() })).status).toBe(403);
  const added = await send(admin, '/policies', { policy: await withoutWeek() });
  expect(added.headers['location']).toBe('/policies/standard/2');
  const version = await follow(admin, added);
  expect(version.words).toContain('1 no longer sent');
  expect((await open(desk, '/policies/standard/2')).text).not.toContain('name="reason"');
  const active = await follow(admin, await send(admin, '/policies/standard/2', { reason: 'Too many mails' }));
  expect(active.words).toContain('✓ In force');
  expect(active.words).not.toContain('What it would change');
  expect((await open(desk, '/policies')).words).toContain('standard, version 2 State ✓ In force');
  const again = await send(admin, '/policies/standard/2', { reason: '' });
  expect(again.status).toBe(409);
});

test('A version that is not there is not found', async () => {
  expect((await open(desk, '/policies/standard/9')).status).toBe(404);
  expect((await open(desk, '/policies/standard/x')).status).toBe(400);
});
