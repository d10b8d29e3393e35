/** What goes out compressed and what does not; and that the length of a page tells nobody the secret of its forms. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { get, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, sessionOf, tokenOf, type Cast } from '../support/cast.js';
import { hiddenIn, open, type Page } from '../support/pages.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let authorization: string;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  authorization = `Bearer ${await tokenOf(app, cast.auditor)}`;
  for (let n = 1; n <= 50; n += 1) {
    const target = { kind: 'by', edtf: `20${21 + (n % 9)}-0${1 + (n % 9)}-15` };
    const said = { quote: `We will open site ${n} in district ${n * 37} by then`, lang: 'en', saidOn: `2020-11-${10 + (n % 20)}` };
    await register(app, cast, { title: `Open site ${n} of ${n * 13}`, promisor: `Ministry ${n % 12}`, target, statement: said });
  }
});
afterAll(() => app.close());

interface Raw {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function fetched(path: string, headers: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    get(`${api.url}${path}`, { headers: { authorization, ...headers } }, (response) => {
      buffer(response).then((body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }), reject);
    }).on('error', reject);
  });
}

const unpacked = { gzip: gunzipSync, br: brotliDecompressSync };

describe.each(['gzip', 'br'] as const)('Where %s can be read', (encoding) => {
  test.each([
    ['a page', '/', 'text/html'],
    ['the stylesheet', '/assets/style.css', ''],
    ['JSON', '/api/v1/commitments', ''],
    ['the description of the API', '/api/openapi.json', ''],
    ['a table', '/api/v1/exports/commitments.csv', ''],
    ['a calendar', '/api/v1/exports/commitments.ics', ''],
  ])('%s has fewer bytes and says the same', async (_what, path, accept) => {
    const plain = await fetched(path, { accept });
    const packed = await fetched(path, { accept, 'accept-encoding': encoding });
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
    expect([packed.headers['content-encoding'], packed.headers['vary']?.toLowerCase()]).toEqual([encoding, 'accept-encoding']);
    expect(packed.body.length).toBeLessThan(plain.body.length / 2);
    expect(unpacked[encoding](packed.body).toString()).toBe(plain.body.toString());
  });
});

test.each(['/api/v1/exports/commitments.xlsx', '/api/v1/audit/report.pdf'])('%s is compressed already and stays as it is', async (path) => {
  const { status, headers } = await fetched(path, { 'accept-encoding': 'br, gzip' });
  expect([status, headers['content-encoding']]).toEqual([200, undefined]);
});

test('What the asker has is not sent again, whichever way it came', async () => {
  const path = '/api/v1/exports/commitments.ics';
  const first = await fetched(path, { 'accept-encoding': 'br' });
  for (const encoding of ['br', 'gzip', 'identity']) {
    const again = await fetched(path, { 'accept-encoding': encoding, 'if-none-match': first.headers['etag'] ?? '' });
    expect([again.status, again.body.length, again.headers['content-encoding']]).toEqual([304, 0, undefined]);
  }
});

test('A list of 50 rows takes no more than 12 KB with its stylesheet', async () => {
  const accepting = { accept: 'text/html', 'accept-encoding': 'br' };
  const [page, style] = [await fetched('/', accepting), await fetched('/assets/style.css', accepting)];
  expect(
    brotliDecompressSync(page.body)
      .toString()
      .match(/href="\/commitments\/C-\d+"/g),
  ).toHaveLength(50);
  expect(page.body.length + style.body.length).toBeLessThanOrEqual(12 * 1024);
});

describe('The secret of the forms', () => {
  const tokenIn = (page: Page): string => hiddenIn(page)['csrf'] ?? '';

  it('is written anew in each answer, and each of its faces counts', async () => {
    const { cookie } = await sessionOf(app, cast.desk);
    const client = api.sending({ cookie });
    const [one, other] = [await open(client, '/commitments/new'), await open(client, '/commitments/new')].map(tokenIn);
    const half = (one ?? '').length / 2;
    expect([half > 40, one?.slice(0, half) === other?.slice(0, half), one?.slice(half) === other?.slice(half)]).toEqual([
      true,
      false,
      false,
    ]);
    for (const csrf of [one, other])
      expect((await client.post('/api/v1/commitments', { csrf }, { 'sec-fetch-site': 'same-origin' })).status).toBe(400);
  });

  it('is nothing but what was given out', async () => {
    const { cookie } = await sessionOf(app, cast.desk);
    const client = api.sending({ cookie });
    const token = tokenIn(await open(client, '/commitments/new'));
    const wrong = ['', token.slice(1), `${token}AAAA`, token.slice(0, 43), Buffer.alloc(64).toString('base64url'), `B${token.slice(1)}`];
    for (const csrf of wrong.filter((each) => each !== token))
      expect((await client.post('/api/v1/commitments', { csrf }, { 'sec-fetch-site': 'same-origin' })).status).toBe(403);
  });
});
