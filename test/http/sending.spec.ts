/** The sender, the list of suppressed addresses and bounces, over the API. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readEntries } from '../../src/store/log.store.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';

let app: TestApp;
let admin: Client;
let nobody: Client;
beforeAll(async () => {
  app = await openTestApp({ waitsForTheDisk: true });
  const cast = await gather(app);
  const api = await openApi(app);
  [admin, nobody] = [await api.as(cast.admin), api.nobody];
});
afterAll(() => app.close());

it('An address is put on the list, found there, and lifted, each with a reason; the log keeps none of it in clear', async () => {
  const gone = { address: 'Desk@Example.org', reason: 'left the house' };
  const added = await admin.post('/api/v1/suppressions', gone);
  expect([added.status, added.json]).toMatchObject([201, { address: 'desk@example.org', cause: 'by_hand', reason: 'left the house' }]);
  expect((await admin.post('/api/v1/suppressions', gone)).json).toMatchObject({ status: 409, code: 'duplicate' });
  expect((await admin.get('/api/v1/suppressions')).json).toMatchObject({ total: 1, items: [{ address: 'desk@example.org' }], next: null });
  const withoutReason = await admin.post('/api/v1/suppressions/lift', { address: 'desk@example.org', reason: ' ' });
  expect(withoutReason.json).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] });
  expect((await admin.post('/api/v1/suppressions/lift', { ...gone, reason: 'is back' })).status).toBe(200);
  expect((await admin.post('/api/v1/suppressions/lift', { ...gone, reason: 'is back' })).status).toBe(404);
  const entries = (await readEntries(app.database.read)).filter(({ type }) => type.startsWith('address.'));
  expect(entries.map(({ type }) => type)).toEqual(['address.suppressed', 'address.lifted']);
  for (const { bytes } of entries) expect(bytes).not.toMatch(/desk@|house|back/i);
});

it('A paused sender is not ready, and says why to whoever has a token', async () => {
  expect((await admin.post('/api/v1/sender/pause', { reason: 'a wrong letterhead' })).json).toMatchObject({ sending: false });
  const [open, detailed] = [await nobody.get('/health/ready'), await admin.get('/health/ready')];
  expect([open.status, open.json]).toEqual([503, { ready: false }]);
  expect(detailed.json).toMatchObject({ holds: [{ cause: 'paused', detail: 'a wrong letterhead' }] });
  expect((await admin.post('/api/v1/sender/resume', { reason: 'mended' })).json).toEqual({ sending: true, holds: [] });
  expect((await nobody.get('/health/ready')).status).toBe(200);
});

it('A mail is handed over as it came, whatever is in it, and JSON is no mail', async () => {
  const post = (body: Buffer | string, type: string, key: Record<string, string> = {}) =>
    admin.post('/api/v1/bounces', body, { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...key });
  const bytes = Buffer.from('To: a@example.org\r\n\r\n\0\xff\r\n', 'latin1');
  const first = await post(bytes, 'message/rfc822', { 'idempotency-key': 'one' });
  expect([first.status, first.json]).toEqual([200, { outcome: 'no_report' }]);
  expect((await post(bytes, 'message/rfc822', { 'idempotency-key': 'one' })).status).toBe(200);
  expect((await post('To: b@example.org\r\n\r\n', 'message/rfc822', { 'idempotency-key': 'one' })).status).toBe(422);
  expect((await post('{}', 'application/json')).status).toBe(415);
  expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await admin.post('/api/v1/parties', bytes, { 'content-type': 'message/rfc822' })).status).toBe(415);
});
