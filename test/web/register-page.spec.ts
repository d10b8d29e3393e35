/** The list of commitments: what stands in its address narrows it, and what was saved of it is the reader's own. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApi, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { follow, open, send, type Page } from '../support/pages.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let desk: Client;
let auditor: Client;
let empty: Record<'staff' | 'auditor', Page>;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  desk = await api.as(cast.desk);
  auditor = await api.as(cast.auditor);
  empty = { staff: await open(desk, '/'), auditor: await open(auditor, '/') };
  await register(app, cast, { title: 'Publish the <annual> report', target: { phrase: 'by 31 March 2021', lang: 'en' } });
  await register(app, cast, {
    title: 'Ouvrir les archives au public',
    promisor: 'La Ville',
    topics: ['archives'],
    target: { phrase: 'd’ici fin 2022', lang: 'fr' },
    condition: 'si les locaux sont prêts',
  });
  await register(app, cast, { title: 'Not told yet', publish: false, promisor: 'La Ville' });
  for (let i = 4; i <= 55; i++)
    await register(app, cast, { title: `Commitment number ${i}`, promisor: 'The Office', target: { kind: 'undated' } });
});
afterAll(() => app.close());

const refsIn = (page: Page): string[] => [...page.text.matchAll(/href="\/commitments\/(C-\d+)/g)].map(([, ref = '']) => ref);

test('An empty register says how to begin to whoever may, and only to them', () => {
  expect(empty.staff.text).toContain('href="/commitments/new"');
  expect(empty.staff.text).toContain('href="/imports/new"');
  expect(empty.auditor.words).toContain('There are no commitments yet');
  expect(empty.auditor.text).not.toContain('/commitments/new');
});

test('A row shows what was said in its language beside what it was read as, and where it stands', async () => {
  const page = await open(desk, '/');
  expect(page.words).toContain('Showing 50 of 55, as of 30 November 2020.');
  expect(page.text).toContain('Publish the &lt;annual> report');
  expect(page.text).toMatch(/<a href="\/commitments\/C-0002" lang="fr">Ouvrir les archives/);
  expect(page.text).toContain('<span lang="fr">“d’ici fin 2022”</span>');
  expect(page.words).toContain('by the end of 2022');
  expect(page.words).toContain('Open, 121 days left');
  expect(page.words).toMatch(/C-0003 Not told yet La Ville .{0,60}Draft/);
});

test('The next page begins after the last row of this one, under the same filters', async () => {
  const page = await open(desk, '/?standing=active&q=');
  const [, next = ''] = /href="([^"]*)" rel="next"/.exec(page.text) ?? [];
  expect(next).toBe('/?standing=active&amp;after=C-0050');
  expect(refsIn(await open(desk, next.replaceAll('&amp;', '&')))).toEqual(['C-0051', 'C-0052', 'C-0053', 'C-0054', 'C-0055']);
});

test.each([
  ['q=archives', ['C-0002']],
  ['promisor=la+ville', ['C-0002', 'C-0003']],
  ['topic=archives', ['C-0002']],
  ['dueFrom=2021-03-31&dueTo=2021-12-31', ['C-0001', 'C-0003']],
  ['publication=draft', ['C-0003']],
  ['timeliness=upcoming', []],
])('%s narrows the list, and says so', async (query, refs) => {
  const page = await open(desk, `/?${query}`);
  expect([page.status, refsIn(page)]).toEqual([200, refs]);
  expect(page.text).toContain('aria-label="Remove the filter');
});

test.each([
  ['verdict=perhaps', 'Choose one of these'],
  ['dueTo=31.12.2021', 'Enter a day as in 2021-03-31'],
  ['promisor=Nobody', 'Nobody of this name has promised anything here'],
])('%s is no filter: nothing is shown rather than something else', async (query, fault) => {
  const page = await open(desk, `/?${query}`);
  expect(refsIn(page)).toEqual([]);
  expect(page.faults).toEqual([fault]);
  expect(page.text).toContain('<title>Error: ');
});

test('As of a day before anything was registered nothing is there; and the day stays in the links of one when there was', async () => {
  expect((await open(desk, '/?asOf=2020-11-01')).words).toContain('No commitments match');
  expect((await open(desk, '/?asOf=2020-11-30&q=archives')).text).toContain('href="/commitments/C-0002?asOf=2020-11-30"');
});

test('A saved view is the reader’s own, takes the place of one of the same name, and goes when it is removed', async () => {
  const hidden = { query: 'promisor=La+Ville&after=C-0002&strange=1' };
  const saved = await send(desk, '/views', { name: ' The city ', ...hidden });
  expect(saved.headers['location']).toBe('/?promisor=La+Ville');
  await send(desk, '/views', { name: 'The city', query: 'topic=archives' });
  const [[, kept = '']] = [...(await open(desk, '/')).text.matchAll(/<a href="(\/\?[^"]*)">The city<\/a>/g)] as [RegExpMatchArray];
  expect(kept).toBe('/?topic=archives');
  expect((await open(auditor, '/')).words).not.toContain('The city');

  const removal = /action="(\/views\/[^/]+\/removal)"/.exec((await open(desk, '/')).text)?.[1] ?? '';
  await send(auditor, removal, {});
  expect((await open(desk, '/')).words).toContain('The city');
  await follow(desk, await send(desk, removal, {}));
  expect((await open(desk, '/')).words).not.toContain('The city');
});

test('A view without a name is not saved, and the list is still there', async () => {
  const page = await send(desk, '/views', { name: ' ', query: 'q=archives' });
  expect([page.status, page.faults, refsIn(page)]).toEqual([422, ['Enter a name of at most 60 characters'], ['C-0002']]);
});

test('The language is the reader’s until they choose another, and leads back to where they were and nowhere else', async () => {
  expect((await open(desk, '/', { 'accept-language': 'fr' })).text).toContain('<html lang="en">');
  const chosen = await send(desk, '/language', { language: 'fr', back: '/?q=archives' });
  expect([chosen.status, chosen.headers['location']]).toEqual([303, '/?q=archives']);
  const cookie = (chosen.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  const page = await open(desk, '/?q=archives', { cookie });
  expect(page.text).toContain('<html lang="fr">');
  expect(page.words).toContain('1 sur 1, état au 30 novembre 2020.');
  expect((await send(desk, '/language', { language: 'fr', back: '//elsewhere.example/' })).headers['location']).toBe('/');
});

test('Errors are pages for browsers and problems for programs', async () => {
  const page = await open(desk, '/nothing-here');
  expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(page.words).toContain('Page not found');
  expect((await open(auditor, '/commitments/new')).words).toContain('You may not do this');
  expect((await desk.get('/nothing-here')).headers['content-type']).toMatch(/^application\/problem\+json/);
});
