/** What holds on every answer and in every line of the log, whatever was asked. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { pino } from 'pino';
import { PinoLogger } from '../../src/log.js';
import { createApp } from '../../src/main.js';
import { openApi, type Api } from '../support/api.js';
import { SignInService } from '../../src/services/sign-in.service.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { openBrowser } from '../support/browser.js';
import { gather, sessionOf, type Cast } from '../support/cast.js';
import { servedRoutes } from '../support/routes.js';

let app: TestApp;
let api: Api;
let cast: Cast;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => app.close());

/** What a browser must not do with any answer of ours, by header. */
const needed: Record<string, RegExp> = {
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'strict-transport-security': /^max-age=\d{8}$/,
  'content-security-policy':
    /^default-src 'none'(?=.*; frame-ancestors 'none')(?=.*; base-uri 'none')(?=.*; form-action '(self|none)')(?!.*unsafe)(?!.*\*)(?!.*https?:)/,
};

function lacking(headers: Record<string, string | undefined>): string[] {
  return Object.entries(needed).flatMap(([name, pattern]) => (pattern.test(headers[name] ?? '') ? [] : [`${name}: ${headers[name]}`]));
}

describe('Every answer', () => {
  it.each(['application/json', 'text/html'])('has the headers, asked for %s, by an administrator and by nobody', async (accept) => {
    const { cookie, csrf } = await sessionOf(app, cast.admin);
    const routes = [...servedRoutes(app), 'GET /nowhere', 'PUT /api/v1/commitments', 'GET /%zz', `GET /${'x'.repeat(9000)}`];
    const wrong: string[] = [];
    for (const client of [api.nobody, api.sending({ cookie, 'x-csrf-token': csrf })])
      for (const route of routes.filter((each) => each !== 'POST /sign-out')) {
        const [method = '', path = ''] = route.split(' ');
        const { status, headers } = await client.send(method, path.replace(/:\w+/g, 'AAAA'), method === 'GET' ? undefined : {}, { accept });
        wrong.push(...lacking(headers).map((header) => `${route.slice(0, 60)} ${status}: ${header}`));
      }
    expect(wrong).toEqual([]);
  });

  it('has them where the request is no request', async () => {
    const { port } = new URL(api.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('that is a page lets nothing run but our own files, and is kept by nobody', async () => {
    const { headers } = await api.nobody.get('/sign-in');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'",
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  it('whose address is a secret is told to no other site, nor to us', async () => {
    for (const path of ['/sign-in/link/AAAA', '/a/AAAA', '/preferences/AAAA', '/calendar/AAAA.ics', '/changes/AAAA.atom'])
      for (const accept of ['text/html', 'application/json'])
        expect([path, (await api.nobody.get(path, { accept })).headers['referrer-policy']]).toEqual([path, 'no-referrer']);
  });

  it('does not demand https where people come by http', async () => {
    const plain = await openTestApp({ settings: { publicUrl: 'http://localhost:3000' } });
    closing.push(() => plain.close());
    const { headers } = await (await openApi(plain)).nobody.get('/sign-in');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

test('A register that is reached by plain http on this machine has a session that every browser keeps there', async () => {
  const plain = await openTestApp({ settings: { publicUrl: 'http://localhost:3000' } });
  closing.push(() => plain.close());
  const { desk } = await gather(plain);
  const browser = openBrowser(await openApi(plain));
  const link = (await plain.get(SignInService).printed(desk))!;
  await browser.get(link);
  expect((await browser.post(link)).headers['set-cookie']).toMatch(/^pledgebook=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
});

test('No log has an address, a password, a link or a session, whatever goes right or wrong in signing in', async () => {
  const { app: first, ...parts } = await openTestApp();
  const people = await gather({ ...parts, app: first });
  const lines: string[] = [];
  const logged = await createApp(parts, pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }), { ticking: false });
  const watched = { ...parts, app: logged, get: ((service) => logged.get(service)) as TestApp['get'] };
  closing.push(
    () => logged.close(),
    () => first.close(),
    () => parts.close(),
  );
  const over = await openApi(watched);
  const signIn = logged.get(SignInService);
  const browser = openBrowser(over);
  await browser.get('/sign-in');
  await browser.post('/sign-in', { email: people.desk.email, password: 'violet harbour nineteen' });
  await browser.post('/sign-in', { email: people.desk.email });
  await signIn.settled();
  const link = (await signIn.printed(people.desk))!;
  await browser.get(link);
  await browser.post(link);
  await browser.get('/password');
  await browser.post('/password', { password: 'nineteen violet spoons' });
  const stumble = (): Promise<never> => Promise.reject(new Error(`stumbled over ${people.desk.email}\nat ${link}`));
  Object.assign(signIn, { holder: stumble });
  expect((await browser.get(link)).status).toBe(500);
  const log = lines.join('');
  expect(log).toContain(
    'GET /sign-in/link/:token: Error: stumbled over (address)\\nat https://pledgebook.example.org/sign-in/link/(secret)',
  );
  expect(lines.filter((line) => line.indexOf('\n') !== line.length - 1)).toEqual([]);
  for (const secret of [people.desk.email, 'violet', /\/link\/([\w-]+)/.exec(link)![1]!, browser.cookies.get('__Host-pledgebook')!])
    expect(log).not.toContain(secret);
});

test.each([
  ['wrote to desk@example.org.', 'wrote to (address).'],
  ['token plg_0123456789_abcDEF-', 'token (token)-'],
  [`session ${'aB3-'.repeat(10)}aB3 is over`, 'session (secret) is over'],
  ['GET /a/abc.def: broke', 'GET /a/(secret): broke'],
  ['GET /preferences/abc.def: broke', 'GET /preferences/(secret): broke'],
  ['GET /sign-in/link/abc: broke', 'GET /sign-in/link/(secret): broke'],
  ['GET /calendar/abc.ics: broke', 'GET /calendar/(secret): broke'],
  ['GET /changes/abc.atom: broke', 'GET /changes/(secret): broke'],
  ['GET /a/:token: broke', 'GET /a/:token: broke'],
  ['two\nlines', 'two\\nlines'],
])('A line of the log that was to say %j says %j', (said, written) => {
  const lines: string[] = [];
  new PinoLogger(pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) })).error(said);
  expect(lines).toEqual([`{"level":50,"msg":"${written}"}\n`]);
});

test.each(['log', 'error', 'warn', 'debug', 'verbose'] as const)('No secret gets past %s, whatever level it is written at', (level) => {
  const lines: string[] = [];
  new PinoLogger(pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }))[level]('to desk@example.org\nby /a/abc.def');
  expect(lines).toEqual([expect.stringContaining('"msg":"to (address)\\nby /a/(secret)"')]);
});
