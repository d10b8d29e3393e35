/** The page of one commitment: the words with the date marked in them, what follows from it, and how it came to be so. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EngineService } from '../../src/services/engine.service.js';
import { EvidenceService } from '../../src/services/evidence.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { evidenceInputSchema, evidenceUploadSchema } from '../../src/domain/evidence.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { open } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let desk: Client;
let auditor: Client;
const quote = 'Un sommet se tiendra <au début de l’année prochaine>, à une date qui reste à fixer';

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  const api = await openApi(app);
  [desk, auditor] = [await api.as(cast.desk), await api.as(cast.auditor)];
  const source = { title: 'A <press> article', publisher: null, url: 'https://example.org/a?b=1&c="2"', archivedSha256: null };
  const { version } = await register(app, cast, {
    title: 'Hold a summit',
    statement: { quote, lang: 'fr', speaker: 'The Secretary', speakerRole: 'spokesman', saidOn: '2020-11-30', source },
    target: { kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed', phrase: 'à une date qui reste à fixer', lang: 'fr' },
    topics: ['summits & talks'],
  });
  app.clock.jumpTo('2021-02-01T08:00:00.000Z');
  await app.get(EngineService).tick();
  await app.get(RegisterService).reviseTarget({ ...cast.desk.caller, ifMatch: version }, 'C-0001', {
    ...{ target: { kind: 'on', edtf: '2021-06-14' }, change: 'clarified', reason: 'The day was announced', source: 'Press release' },
  });
  const evidence = evidenceInputSchema.parse({ url: 'https://example.org/proof', date: '2021-01-31', shows: 'It was announced' });
  await app.get(VerdictsService).addEvidence(cast.lead.caller, 'C-0001', evidence);
});
afterAll(() => app.close());

test('It shows the exact words with the date marked, whoever said them, and where', async () => {
  const { text, words } = await open(desk, '/commitments/C-0001');
  expect(text).toContain('&lt;au début de l’année prochaine>, <mark>à une date qui reste à fixer</mark></blockquote>');
  expect(text).toContain('<blockquote lang="fr"');
  expect(words).toContain('The Secretary, spokesman, said on 30 November 2020');
  expect(text).toContain('<a href="https://example.org/a?b=1&amp;c=&quot;2&quot;" rel="noopener noreferrer nofollow"');
});

test('It shows the present date beside the first one, the slip, the picture and the next alert in the reader’s zone', async () => {
  const { text, words } = await open(desk, '/commitments/C-0001');
  expect(words).toContain('Read as 14 June 2021 Overdue from 15 June 2021');
  expect(words).toContain('First promised early 2021 (January–April), date to be fixed Moved 45 days later');
  expect(words).toMatch(/Next alert \d+ \w+ 2021, \d\d:\d\d \(Europe\/Brussels\)/);
  expect((await open(auditor, '/commitments/C-0001')).words).toMatch(/Next alert [^(]+\(America\/Toronto\)/);
  expect(text).toMatch(/<div class="picture"><svg[^]*<title[^]*<\/svg>/);
});

test('Its history says who changed what, from what to what, why, and where that stands in the log', async () => {
  const { words } = await open(desk, '/commitments/C-0001');
  const history = words.slice(words.indexOf('History'));
  expect(history).toMatch(
    /desk revised the date 1 February 2021, 09:00 · No\. \d+ Date Before early 2021 \(January–April\), date to be fixed → After 14 June 2021 Reason: The day was announced Source: Press release/,
  );
  expect(history).toMatch(/desk changed the publication [^]*Publication Before Draft → After Published/);
  expect(history.indexOf('lead recorded evidence')).toBeLessThan(history.indexOf('desk registered it'));
});

test('As of a day it is what it was then, history included, and can only be looked at', async () => {
  const { words, text } = await open(desk, '/commitments/C-0001?asOf=2020-12-31');
  expect(words).toContain('This is how it stood on 31 December 2020.');
  expect(words).toContain('Read as early 2021 (January–April), date to be fixed');
  expect(words).not.toContain('revised the date');
  expect(words).toContain('No evidence has been recorded.');
  expect(text).not.toContain('/commitments/C-0001/revise');
  expect((await open(desk, '/commitments/C-0001?asOf=2020-11-01')).status).toBe(404);
  expect((await open(desk, '/commitments/C-0001?asOf=yesterday')).status).toBe(400);
});

test('What can be done with it depends on who looks', async () => {
  const [forStaff, forAuditor] = [await open(desk, '/commitments/C-0001'), await open(auditor, '/commitments/C-0001')];
  expect(forStaff.text).toContain('href="/commitments/C-0001/revise"');
  expect(forAuditor.text).not.toContain('href="/commitments/C-0001/revise"');
  expect(forAuditor.words).toContain('It was announced');
});

test('It says who was told what', async () => {
  const { words } = await open(desk, '/commitments/C-0001');
  expect(words).toMatch(/Notices Who was told what, and when\. Times are those of Europe\/Brussels\.[^]*desk@example\.org/);
});

test('Evidence that is kept here as a file can be had from the page, to be saved and not shown', async () => {
  const upload = evidenceUploadSchema.parse({ date: '2021-01-31', shows: 'The letter itself' });
  const sent = { bytes: Buffer.from('%PDF-1.7'), type: 'application/pdf' };
  await app.get(EvidenceService).addFile(cast.lead.caller, 'C-0001', upload, sent);
  const [, link = ''] = /href="([^"]+\/file)">the file kept here</.exec((await open(desk, '/commitments/C-0001')).text) ?? [];
  const file = await desk.get(link);
  expect([file.status, file.text]).toEqual([200, '%PDF-1.7']);
  expect(file.headers['content-disposition']).toMatch(/^attachment; filename="?C-0001-/);
});
