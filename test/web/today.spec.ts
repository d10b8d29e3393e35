/** The page of the day: what waits for the reader, what is late, due and stuck, and what is new since they said that they looked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { evidenceInputSchema } from '../../src/domain/evidence.js';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import { RegisterService } from '../../src/services/register.service.js';
import { SenderService } from '../../src/services/sender.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { follow, hiddenIn, open, send } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let desk: Client;
let auditor: Client;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  const api = await openApi(app);
  [desk, auditor] = [await api.as(cast.desk), await api.as(cast.auditor)];
  await register(app, cast, { title: 'Late since yesterday', target: { kind: 'by', edtf: '2021-02-27' } });
  await register(app, cast, { title: 'Late for a month', target: { kind: 'by', edtf: '2021-01-31' } });
  await register(app, cast, { title: 'Due in March', target: { kind: 'by', edtf: '2021-03-15' } });
  await register(app, cast, { title: 'Due in summer', target: { kind: 'by', edtf: '2021-07-15' } });
  await register(app, cast, { title: 'A draft', publish: false, target: { kind: 'by', edtf: '2021-02-27' } });
  app.clock.jumpTo('2021-03-01T08:00:00.000Z');
});
afterAll(() => app.close());

const between = (words: string, from: string, to: string): string => words.slice(words.indexOf(from), words.indexOf(to));

test('It shows what became overdue in the last seven days, and what falls due in the next thirty', async () => {
  const { words } = await open(desk, '/today');
  const overdue = between(words, 'Newly overdue', 'Due in the next 30 days');
  expect(overdue).toContain('Late since yesterday');
  expect(overdue).not.toMatch(/Late for a month|Due in|A draft/);
  const due = between(words, 'Due in the next 30 days', 'Mail trouble');
  expect(due).toContain('Due in March');
  expect(due).not.toMatch(/Late|summer|A draft/);
});

test('Verdicts wait for those who may confirm them', async () => {
  const evidence = [evidenceInputSchema.parse({ url: 'https://example.org/a', date: '2021-02-01', shows: 'Nothing' })];
  const proposal = verdictProposalSchema.parse({ verdict: 'not_verifiable', rationale: 'Who knows', evidence });
  await app.get(VerdictsService).propose(cast.lead.caller, 'C-0004', proposal);
  const page = await open(auditor, '/today');
  expect(between(page.words, 'Waiting for your confirmation', 'Newly overdue')).toContain(
    'C-0004 Due in summer Not verifiable, proposed by lead',
  );
  expect(page.text).toContain('href="/commitments/C-0004/verdict"');
  expect((await open(desk, '/today')).words).not.toContain('Waiting for your confirmation');
});

test('A sender that is held is trouble', async () => {
  expect((await open(desk, '/today')).words).toContain('None in the last seven days.');
  await app.get(SenderService).pause(cast.admin.caller, 'The server moves');
  expect((await open(desk, '/today')).words).toContain('No mail goes out at the moment.');
});

test('What changed is new until the reader says that they looked; looking alone changes nothing', async () => {
  const before = await open(desk, '/today');
  expect((await open(desk, '/today')).words).toBe(before.words);
  await app.get(RegisterService).reportProgress(cast.lead.caller, 'C-0003', 'limited', null);
  const seen = await follow(desk, await send(desk, '/today/looked', hiddenIn(before)));
  const news = between(seen.words, 'What changed since you last looked', 'How dates are read');
  expect(news).toContain('Since 1 March 2021, 09:00 (Europe/Brussels).');
  // What happened after the page was made was not on it.
  expect(news).toMatch(/C-0003 Due in March lead reported progress/);
  expect(news).not.toContain('registered it');
  await send(desk, '/today/looked', { upTo: '0' });
  expect((await open(desk, '/today')).words).not.toContain('registered it');
  const done = await follow(desk, await send(desk, '/today/looked', hiddenIn(seen)));
  expect(done.words).toContain('Nothing has changed.');
  expect((await open(auditor, '/today')).words).toContain('registered it');
});
