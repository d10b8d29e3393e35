/** The outbox: what became of every mail and why, and nothing by which somebody could be acted for. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readMail } from '../../src/mail/written-mail.js';
import { EngineService } from '../../src/services/engine.service.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { follow, open, send } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let admin: Client;
let desk: Client;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  const api = await openApi(app);
  [admin, desk] = [await api.as(cast.admin), await api.as(cast.desk)];
  await register(app, cast, { title: 'Publish the <annual> report' });
  app.clock.jumpTo('2021-03-24T08:00:00.000Z');
  await app.get(EngineService).tick();
});
afterAll(() => app.close());

async function firstMail(): Promise<string> {
  const [, path = ''] = /href="(\/outbox\/[^"]+)"/.exec((await open(desk, '/outbox?fate=sent')).text) ?? [];
  return path;
}

test('A mail stands among the sent ones, with when and to whom', async () => {
  const page = await open(desk, '/outbox?fate=sent');
  expect(page.words).toContain('Sent (1)');
  expect(page.words).toContain('desk@example.org');
  expect(page.text).toContain('&lt;annual>');
  expect((await open(desk, '/outbox?fate=failed')).words).toContain('Nothing has failed.');
  expect((await open(desk, '/outbox?fate=nonsense')).words).toContain('Taken by the mail server.');
});

test('What stood in a mail is shown without the tokens that let its holder act as the reader', async () => {
  const path = await firstMail();
  const sent = Buffer.from(app.mailer.sent[0]!.raw)
    .toString('latin1')
    .replace(/=\r?\n/g, '');
  const tokens = [...sent.matchAll(/pledgebook\.example\.org\/(?:a|preferences)\/([\w.~-]{20,})/g)].map(([, token = '']) => token);
  expect(tokens.length).toBeGreaterThan(2);
  for (const page of [await open(desk, path), await open(desk, `${path}/html`)]) {
    expect(page.status).toBe(200);
    expect(page.text).toContain('https://pledgebook.example.org/a/…');
    for (const token of tokens) expect(page.text).not.toContain(token);
  }
});

test('They are cut out of mails that were sent under another address of the register, too', async () => {
  const raw = Buffer.from(
    'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nStop: https://old.example.net:8443/a/WyJ1.abc-DEF~_0 or\r\nhttps://example.org/a-long-address-of-somebody-else\r\n',
  );
  const { text } = await readMail(raw);
  expect(text).toContain('Stop: https://old.example.net:8443/a/… or');
  expect(text).toContain('https://example.org/a-long-address-of-somebody-else');
});

test('A mail as it was sent can run nothing, load nothing and send nothing', async () => {
  const { headers, text } = await open(desk, `${await firstMail()}/html`);
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/^sandbox;/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  expect(text).toContain('<table');
});

test('A reminder that became no mail is looked up by its commitment, with the reason', async () => {
  const page = await open(desk, '/outbox?ref=c-0001');
  expect(page.words).toContain('another mail stood for it');
  expect(page.words).toContain('desk@example.org');
  const none = await open(desk, '/outbox?ref=C-0099');
  expect(none.status).toBe(200);
  expect(none.faults).toEqual(['Enter a reference such as C-0001 of a commitment that is here']);
});

test('The sender is paused with a reason and let go on again', async () => {
  const refused = await send(admin, '/outbox/sender', { act: 'pause', reason: ' ' });
  expect(refused.status).toBe(422);
  expect(refused.faults).toEqual(['Enter why, in at most 1,000 characters']);
  const paused = await follow(admin, await send(admin, '/outbox/sender', { act: 'pause', reason: 'The server <moves>' }));
  expect(paused.words).toContain('Mail waits.');
  expect(paused.text).toContain('The server &lt;moves>');
  const twice = await send(admin, '/outbox/sender', { act: 'pause', reason: 'Again' });
  expect(twice.status).toBe(409);
  expect(twice.text).toContain('value="Again"');
  const resumed = await follow(admin, await send(admin, '/outbox/sender', { act: 'resume', reason: 'Done' }));
  expect(resumed.words).toContain('Mail goes out.');
});

test('The same form sent twice has one effect', async () => {
  const form = { act: 'pause', reason: 'Once', once: 'the-same-form' };
  expect((await send(admin, '/outbox/sender', form)).status).toBe(303);
  expect((await send(admin, '/outbox/sender', form)).status).toBe(303);
  expect((await send(admin, '/outbox/sender', { act: 'resume', reason: 'Done' })).status).toBe(303);
});

test('Staff see the sender and have no form for it', async () => {
  expect((await open(desk, '/outbox')).text).not.toContain('name="act"');
  expect((await send(desk, '/outbox/sender', { act: 'pause', reason: 'No' })).status).toBe(403);
});
