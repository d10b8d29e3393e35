/** The audit's pages: counts that lead to what they count, a day in every address, and instructions that work as they stand. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandsFor } from '../../src/http/web/pages/audit-verify.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { exportLog } from '../../src/services/log-export.js';
import { openApi, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { follow, open } from '../support/pages.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let auditor: Client;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  auditor = await api.as(cast.auditor);
  const kept = await register(app, cast, { title: 'Publish the <annual> report' });
  await register(app, cast, { title: 'Build the bridge', promisor: 'The City', target: { kind: 'by', edtf: '2020-12-15' } });
  await register(app, cast, { title: 'Not to be seen', publish: false, promisor: 'The City' });
  const moved = await register(app, cast, { title: 'Open the archive' });
  app.clock.jumpTo('2021-02-01T08:00:00.000Z');
  await app.get(RegisterService).reviseTarget({ ...cast.desk.caller, ifMatch: moved.version }, moved.ref, {
    target: { kind: 'by', edtf: '2021-09-30' },
    change: 'extended',
    reason: 'The rooms are not dry',
    source: 'A letter',
  });
  const evidence = [{ url: 'https://example.org/report', quote: null, date: '2021-01-31', shows: 'The report' }];
  const proposed = await app.get(VerdictsService).propose({ ...cast.lead.caller, ifMatch: kept.version }, kept.ref, {
    ...{ verdict: 'fulfilled', rationale: 'It is out', reasonCode: null, fulfilledOn: '2021-01-31' },
    evidence: evidence as never,
  });
  const { verdicts } = (await auditor.get<{ verdicts: { id: string }[] }>(`/api/v1/commitments/${kept.ref}`)).json;
  await app.get(VerdictsService).decide({ ...cast.auditor.caller, ifMatch: proposed.version }, kept.ref, verdicts[0]!.id, 'confirm', null);
});
afterAll(() => app.close());

test('The report without a day leads to the report of today, and a day in boxes to that day', async () => {
  expect((await open(auditor, '/audit')).headers['location']).toBe('/audit?asOf=2021-02-01');
  expect((await open(auditor, '/audit?asOf-day=1&asOf-month=12&asOf-year=2020')).headers['location']).toBe('/audit?asOf=2020-12-01');
});

test.each(['2021-02-30', '2021-02-02', 'soon'])('%s is no day that a report can be of, and is said to be none', async (day) => {
  const page = await open(auditor, `/audit?asOf=${day}`);
  expect(page.status).toBe(422);
  expect(page.faults).toEqual(['Enter a day that has come, as in 31 12 2022']);
});

test('Every count of the report leads to exactly as many commitments as it says', async () => {
  const { text } = await open(auditor, '/audit?asOf=2021-02-01');
  const counts = [...text.matchAll(/<a href="\/\?([^"]*)">(\d+)<\/a>/g)].map(([, query = '', n]) => ({
    query: query.replaceAll('&amp;', '&'),
    n,
  }));
  expect(counts.length).toBeGreaterThan(20);
  for (const { query, n } of counts) {
    const { status, json } = await auditor.get<{ total: number }>(`/api/v1/commitments?${query}`);
    expect({ query, status, total: json.total }).toEqual({ query, status: 200, total: Number(n) });
    expect(query).toContain('asOf=2021-02-01');
  }
});

test('The same figures are there as files', async () => {
  const { text } = await open(auditor, '/audit?asOf=2021-02-01');
  const files = [...text.matchAll(/<a href="(\/api\/v1\/audit\/report[^"]*)">/g)].map(([, href = '']) => href);
  expect(files).toHaveLength(4);
  for (const href of files) expect((await auditor.get(href)).status).toBe(200);
});

test('The segments of the picture lead to the same rows as the numbers in its table', async () => {
  const { text } = await open(auditor, '/audit?asOf=2021-02-01');
  const segments = [...text.matchAll(/<a href="([^"]*)" aria-label="[^"]*: (\d+)">/g)].map(([, href, n]) => `${href} ${n}`);
  expect(segments).toHaveLength(3);
  for (const segment of segments) {
    const [href, n] = segment.split(' ');
    expect(text).toContain(`<a href="${href}">${n}</a>`);
  }
});

test('A report of an earlier day says what was so then, however much came after', async () => {
  const then = await open(auditor, '/audit?asOf=2020-11-30');
  expect(then.words).toContain('Nothing was settled yet, so there is no rate.');
  expect(then.words).toContain('3 published commitments');
  const now = await open(auditor, '/audit?asOf=2021-02-01');
  expect(now.words).toContain('1 of 1 settled ones were fulfilled: 100%.');
  expect(now.words).toContain('Median of their slips 183 days');
});

test('What somebody else wrote is shown and never run', async () => {
  const { text } = await open(auditor, '/audit?asOf=2021-02-01');
  expect(text).not.toContain('<annual>');
  expect(text).toContain('&lt;annual>');
});

test('A party’s record says what became of its promises, as of a day', async () => {
  const parties = await open(auditor, '/parties');
  const [, path = ''] = /href="(\/parties\/[^"]+)">The Ministry</.exec(parties.text) ?? [];
  const record = await follow(auditor, await open(auditor, path));
  expect(record.words).toContain('As of 1 February 2021');
  expect(record.words).toContain('Fulfilled on time 1');
  expect(record.words).toContain('183 days (1 slipped, the worst by 183 days)');
  expect((await open(auditor, '/parties/nobody?asOf=2021-02-01')).status).toBe(404);
});

test('The log is shown as the bytes that were hashed, a page at a time', async () => {
  const page = await open(auditor, '/audit/log?from=0');
  const { entries } = (await auditor.get<{ entries: { bytes: string; index: number }[] }>('/api/v1/audit/log?from=0&limit=3')).json;
  for (const { bytes, index } of entries) {
    expect(page.words).toContain(bytes);
    expect(page.text).toContain(`id="e${index}"`);
  }
  expect((await open(auditor, '/audit/log?from=x')).faults).toHaveLength(1);
});

test('The way to verify it works as it is written, with openssl and Python alone', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    const commands = commandsFor(api.url);
    const words = (await open(auditor, '/audit/verify')).words;
    expect(words).toContain('openssl pkeyutl -verify -rawin');
    const run = (command: string): string => execFileSync('bash', ['-ec', command], { cwd: dir, encoding: 'utf8' });
    for (const [file, path] of [
      ['checkpoint-kept', '/audit/checkpoint'],
      ['log.vkey', '/audit/key'],
    ] as const) {
      expect(commands.checkpoint).toContain(`curl -o ${file} ${api.url}${path}`);
      writeFileSync(join(dir, file), (await api.nobody.get(path)).text);
    }
    expect(run(commands.signature)).toContain('Signature Verified Successfully');
    await register(app, cast, { title: 'Something after the checkpoint' });
    await exportLog(app.database, app.settings, join(dir, 'log-export'));
    const [root, expected] = run(commands.root).trim().split('\n');
    expect(root).toBe(expected);
    const [former, kept] = run(commands.consistency).trim().split('\n');
    expect(former).toBe(kept);
    expect(former).not.toBe(root);
    expect(run(commands.values).trim()).toBe('True');
    writeFileSync(join(dir, 'checkpoint-kept'), readFileSync(join(dir, 'checkpoint-kept'), 'utf8').replace(/^\d+$/m, '1'));
    expect(run(`${commands.signature} || true`)).toContain('Signature Verification Failure');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
