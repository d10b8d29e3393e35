/** From a text to commitments on pages: nothing is registered before a person decides on it, by name. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';
import { follow, open, send } from '../support/pages.js';

const content = [
  'The Ministry of Works met the press on Monday.',
  'We will publish a plan for the <old> harbour by the end of 2021. The weather was fine.',
  'The minister said that the bridge will be painted blue some day.',
  'The minister called on the City to lower its fees by June 2021.',
].join('\n');

let app: TestApp;
let desk: Client;
let auditor: Client;
let path: string;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  const api = await openApi(app);
  [desk, auditor] = [await api.as(cast.desk), await api.as(cast.auditor)];
  const kept = await send(desk, '/texts/new', newText());
  path = kept.headers['location'] ?? kept.text;
});
afterAll(() => app.close());

function newText(change: Record<string, string> = {}): Record<string, string> {
  const published = { 'publishedOn-day': '30', 'publishedOn-month': '11', 'publishedOn-year': '2020' };
  return { content, ...published, issuer: 'Ministry of Works', title: 'Harbour', lang: 'auto', format: 'txt', ...change };
}

async function registered(): Promise<number> {
  return (await desk.get<{ total: number }>('/api/v1/commitments')).json.total;
}

async function harbour(): Promise<string> {
  const { text } = await open(desk, path);
  const [, proposal = ''] = /id="([\w-]+)"><blockquote[^>]*>We will publish/.exec(text) ?? [];
  return `${path}/proposals/${proposal}`;
}

test('A text that lacks its day, its issuer or itself is asked for again, with what was typed', async () => {
  const page = await send(desk, '/texts/new', {
    ...newText({ content: ' ', issuer: '', title: 'Kept title', url: 'javascript:alert(1)' }),
    'publishedOn-year': '2031',
  });
  expect(page.status).toBe(422);
  expect(page.faults).toEqual([
    'Paste the text',
    'Enter who published it, in at most 300 characters',
    'Enter an address that begins with https:// or http://',
  ]);
  expect(page.text).toContain('value="Kept title"');
  const early = await send(desk, '/texts/new', newText({ content: 'We will.', 'publishedOn-year': '2031' }));
  expect(early.faults).toEqual(['Enter the day of publication, as in 30 11 2020; it must have come']);
  expect((await send(desk, '/texts/new', newText())).faults).toEqual(['This very text is here already.']);
});

test('The text stands beside its proposals, each marked in it; nothing is registered', async () => {
  const page = await open(desk, path);
  expect(page.text).toMatch(/<mark id="in-[\w-]+"><a href="#[\w-]+">We will publish a plan for the &lt;old> harbour by the end of 2021/);
  expect(page.words).toContain('Ministry of Works (deduced: the speaker says “we” or “I”)');
  expect(page.words).toContain('When by the end of 2021 – by the end of 2021 (deduced)');
  expect(page.words).toMatch(/Requests and events \(1\)/);
  expect(page.words).toMatch(/\d sentences? had no proposal\. Nobody claims that all was found/);
  expect(page.text).not.toMatch(/accept all/i);
  expect(await registered()).toBe(0);
});

test('A proposal is accepted only with a promisor and a title, and keeps what was typed until then', async () => {
  const proposal = await harbour();
  const refused = await send(desk, proposal, { act: 'accept', title: 'My title', kind: 'pledge', promisor: '', when: 'some day soon-ish' });
  expect(refused.status).toBe(422);
  expect(refused.faults).toEqual(['Enter who is bound, in at most 300 characters']);
  expect(refused.text).toContain('value="My title"');
  const vague = await send(desk, proposal, {
    act: 'accept',
    title: 'My title',
    kind: 'pledge',
    promisor: 'Works',
    when: 'Resolution 2087',
  });
  expect(vague.faults).toEqual(['No date can be read in these words. Leave it empty, or try fewer words.']);
  const two = await send(desk, proposal, {
    act: 'accept',
    title: 'My title',
    kind: 'pledge',
    promisor: 'Works',
    when: 'by June 2022 and by June 2023',
  });
  expect(two.faults[0]).toMatch(/several dates/);
  expect(await registered()).toBe(0);
});

test('An accepted proposal is a commitment with the exact words, once, and the decision stays', async () => {
  const proposal = await harbour();
  const form = {
    act: 'accept',
    title: 'Publish the harbour plan',
    kind: 'pledge',
    promisor: 'Ministry of Works',
    when: 'by the end of 2021',
    topics: 'harbour, plans',
    once: 'one',
  };
  expect((await send(desk, proposal, form)).status).toBe(303);
  expect((await send(desk, proposal, form)).status).toBe(303);
  expect(await registered()).toBe(1);
  const { json } = await desk.get<{ statement: { quote: string }; topics: string[]; target: { edtf: string }; publication: string }>(
    '/api/v1/commitments/C-0001',
  );
  expect(json.statement.quote).toMatch(/^We will publish a plan for the <old> harbour by the end of 2021/);
  expect(json).toMatchObject({ topics: ['harbour', 'plans'], target: { edtf: '2021' }, publication: 'draft' });
  expect((await open(desk, path)).words).toContain('✓ Registered C-0001');
  const again = await send(desk, proposal, { act: 'reject', reason: 'No' });
  expect(again.status).toBe(409);
  expect(again.words).toContain('This was decided on already.');
});

test('A proposal is rejected with a reason, or merged into a commitment that is there', async () => {
  const { text } = await open(desk, path);
  const [proposal = ''] = [...text.matchAll(/href="(\/texts\/[\w-]+\/proposals\/[\w-]+)"/g)].map(([, each]) => each);
  expect((await send(desk, proposal, { act: 'reject', reason: ' ' })).faults).toContain('Enter why, in at most 2,000 characters');
  expect((await send(desk, proposal, { act: 'merge', into: 'C-0099' })).faults).toEqual([
    'Enter the reference of a commitment that is here',
  ]);
  expect((await follow(desk, await send(desk, proposal, { act: 'merge', into: 'c-0001' }))).words).toContain('Merged C-0001');
});

test('What the rules did not find is added by pasting words that stand in the text', async () => {
  const form = { title: 'Paint the bridge', kind: 'pledge', promisor: 'The minister', when: '' };
  const strange = await send(desk, `${path}/add`, { ...form, quote: 'the bridge will be painted green' });
  expect(strange.status).toBe(422);
  expect(strange.faults).toEqual(['Paste words that stand in the text exactly so']);
  const added = await send(desk, `${path}/add`, { ...form, quote: 'the bridge  will be\n painted blue' });
  expect(added.headers['location']).toBe('/commitments/C-0002');
  const { json } = await desk.get<{ statement: { quote: string } }>('/api/v1/commitments/C-0002');
  expect(json.statement.quote).toBe('the bridge will be painted blue');
  expect((await open(desk, path)).words).toContain('Added by people C-0002 the bridge will be painted blue');
});

test('Whoever decides is offered the promisors and the people that the register has', async () => {
  for (const page of [await open(desk, await harbour()), await open(desk, `${path}/add`)]) {
    expect(/<datalist id="promisor-known">(.*?)<\/datalist>/.exec(page.text)?.[1]).toContain('<option value="Ministry of Works">');
    expect(/<datalist id="owner-known">(.*?)<\/datalist>/.exec(page.text)?.[1]).toContain('<option value="desk@example.org">');
  }
});

test('Auditors read texts and decide on nothing', async () => {
  expect((await open(auditor, path)).status).toBe(200);
  expect((await open(auditor, await harbour())).status).toBe(403);
  expect((await open(auditor, '/texts')).words).toContain('Harbour');
  expect((await open(desk, '/texts/nothing')).status).toBe(404);
});
