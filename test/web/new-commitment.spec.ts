/** Registering by hand: nothing is taken as the date before a person has seen how it was read, and nothing typed is lost. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ReadingService } from '../../src/services/reading.service.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, type Cast } from '../support/cast.js';
import { follow, hiddenIn, open, send, type Page } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let desk: Client;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  desk = await (await openApi(app)).as(cast.desk);
});
afterAll(() => app.close());

const path = '/commitments/new';
const on = (name: string, [day, month, year]: [string, string, string]): Record<string, string> => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const said = {
  quote: 'Un sommet se tiendra au début de l’année prochaine\r\nà Bruxelles',
  lang: 'fr',
  ...on('saidOn', ['30', '11', '2020']),
  phrase: 'au début de l’année prochaine',
};
const rest = { title: 'Hold a summit', promisor: 'The Alliance', kind: 'event', owner: 'desk@example.org' };

async function checked(fields: Record<string, string> = said): Promise<{ page: Page; hidden: Record<string, string> }> {
  const hidden = hiddenIn(await open(desk, path));
  const page = await send(desk, path, { ...hidden, ...fields, do: 'check' });
  return { page, hidden: hiddenIn(page) };
}

test('The words are read, with the reasons, and nothing is chosen for anybody', async () => {
  const { page } = await checked();
  expect(page.status).toBe(200);
  expect(page.words).toContain('Yes: early 2021 (January–April) 1 January 2021 to 30 April 2021, overdue from 1 May 2021');
  expect(page.words).toContain('Why this window');
  expect(page.text).toMatch(/<svg[^]*id="picture-0-title"/);
  expect(page.text).not.toMatch(/name="reading"[^>]* checked/);
  expect(page.text).toMatch(/Un sommet se tiendra au début de l’année prochaine\r?\nà Bruxelles<\/textarea>/);
});

test('Published with a yes, it has the quote, the words as they were and the conventions they were read by', async () => {
  const { hidden } = await checked();
  const fields = {
    ...hidden,
    ...said,
    ...rest,
    reading: 'reading-0',
    topics: 'summits\r\n talks \r\n\r\nsummits',
    condition: 'if the halls are free',
  };
  const [first, again] = [await send(desk, path, { ...fields, do: 'publish' }), await send(desk, path, { ...fields, do: 'publish' })];
  expect((await follow(desk, first)).words).toContain('Recorded.');
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(await app.get(ReadingService).list({}, { after: 0, limit: 10 }, null)).toMatchObject({
    total: 1,
    items: [
      {
        statement: {
          quote: 'Un sommet se tiendra au début de l’année prochaine\nà Bruxelles',
          lang: 'fr',
          saidOn: '2020-11-30',
          source: null,
        },
        target: { kind: 'during', edtf: '2021-37', phrase: said.phrase, phraseLang: 'fr', conventions: ['parts-of-year'] },
        ...{ publication: 'published', kind: 'event', topics: ['summits', 'talks'] },
        ...{ owner: { email: 'desk@example.org' }, condition: { text: 'if the halls are free', state: 'pending' } },
      },
    ],
  });
});

test.each([
  ['a day that is to come', { ...said, ...on('saidOn', ['1', '12', '2020']) }, ['Enter the day it was said, which is not after today']],
  ['half a day', { ...said, ...on('saidOn', ['1', '', '2020']) }, ['Enter the day it was said, which is not after today']],
  ['a day that there is not', { ...said, ...on('saidOn', ['31', '2', '2020']) }, ['Enter the day it was said, which is not after today']],
  ['no words', { ...said, quote: ' ' }, ['Enter the exact words, at most 10,000 characters']],
  ['a script for an address', { ...said, sourceUrl: 'javascript:alert(1)' }, ['Enter a web address that begins with https:// or http://']],
])('The first step refuses %s, and keeps the others', async (_, fields, faults) => {
  const { page } = await checked(fields);
  expect([page.status, page.faults]).toEqual([422, faults]);
  expect(page.text).toContain('value="au début de l’année prochaine"');
  expect(page.text).toContain('role="alert" tabindex="-1" autofocus');
});

test('The second step says all that is wrong at once, and keeps what was typed', async () => {
  const { hidden } = await checked();
  const page = await send(desk, path, {
    ...hidden,
    ...said,
    ...rest,
    title: 'No',
    promisor: '',
    owner: '',
    measure: 'A <b>',
    do: 'publish',
  });
  expect(page.status).toBe(422);
  expect(page.faults).toEqual([
    'Choose what the date is',
    'Enter a title of 3 to 300 characters',
    'Enter who is bound by it, in at most 300 characters',
  ]);
  expect(page.text).toContain('A &lt;b></textarea>');
  expect(page.text).toContain('<a href="#reading">');
});

test('Words that were changed since they were checked are read again before anything is recorded', async () => {
  const { hidden } = await checked();
  const before = await app.database.extent();
  const page = await send(desk, path, { ...hidden, ...said, ...rest, phrase: 'd’ici fin 2022', reading: 'reading-0', do: 'publish' });
  expect([page.status, page.headers['location']]).toEqual([200, undefined]);
  expect(page.words).toContain('Yes: by the end of 2022');
  expect(await app.database.extent()).toEqual(before);
});

test('What was said can still be put right after the rest was typed: the first step comes back with nothing lost', async () => {
  const { hidden } = await checked();
  const wrong = { ...said, ...on('saidOn', ['1', '12', '2020']) };
  const back = await send(desk, path, { ...hidden, ...wrong, ...rest, do: 'check' });
  expect(back.faults).toEqual(['Enter the day it was said, which is not after today']);
  const on2 = await send(desk, path, { ...hiddenIn(back), ...said, do: 'check' });
  expect(on2.text).toContain('value="Hold a summit"');
  expect(on2.text).toContain('value="The Alliance"');
});

test('Of several dates a person chooses one', async () => {
  const fields = { ...said, lang: 'en', phrase: 'by June 2022 for the first part, and June 2023 for the second' };
  const { page, hidden } = await checked(fields);
  expect(page.words).toContain('Choose the one that this commitment is about.');
  const { text } = await follow(desk, await send(desk, path, { ...hidden, ...fields, ...rest, reading: 'reading-1', do: 'draft' }));
  expect(text).toMatch(/June 2023/);
  expect(text).toContain('Draft');
});

test.each([
  [
    { dateKind: 'by', ...on('own', ['5', '3', '2021']) },
    { kind: 'by', edtf: '2021-03-05', certainty: 'exact', latest: '2021-03-05' },
  ],
  [
    { dateKind: 'during', edtf: '2021-21', certainty: 'approximate' },
    { kind: 'during', edtf: '2021-21', certainty: 'approximate' },
  ],
  [
    { dateKind: 'event', trigger: 'the signing', duration: 'P30D' },
    { kind: 'event', edtf: null, trigger: 'the signing', duration: 'P30D' },
  ],
  [
    { dateKind: 'recurring', edtf: '2021/2023', recurrence: 'P1Y' },
    { kind: 'recurring', recurrence: 'P1Y' },
  ],
])('A date of one’s own: %j', async (own, target) => {
  const fields = { ...said, phrase: 'en temps utile' };
  const { page, hidden } = await checked(fields);
  expect(page.words).toContain('We cannot read a date in these words.');
  const { headers } = await send(desk, path, { ...hidden, ...fields, ...rest, ...own, reading: 'own', do: 'draft' });
  const [ref = ''] = /C-\d+/.exec(headers['location'] ?? '') ?? [];
  expect((await app.get(ReadingService).read(ref, null)).target).toMatchObject({ ...target, phrase: 'en temps utile' });
});

test.each([
  [{ dateKind: '' }, ['Choose what kind of date it is']],
  [{ dateKind: 'by', edtf: '2021-13' }, ['Enter a day, or a date such as 2027-03 that can be read as it is explained above']],
  [{ dateKind: 'event' }, ['Enter the event that the date is counted from, and only for such a date']],
  [{ dateKind: 'by', edtf: '2021', recurrence: 'yearly' }, ['Enter how often it comes round, such as P1Y']],
])('A date of one’s own that is none is refused beside its field: %j', async (own, faults) => {
  const { hidden } = await checked();
  const page = await send(desk, path, { ...hidden, ...said, ...rest, ...own, reading: 'own', do: 'draft' });
  expect([page.status, page.faults]).toEqual([422, faults]);
});

test('Promisors that the register has are suggested while one is typed', async () => {
  await send(desk, path, { ...(await checked()).hidden, ...said, ...rest, reading: 'reading-0', do: 'publish' });
  const { page } = await checked();
  expect(page.text).toMatch(/<input [^>]*name="promisor"[^>]* list="promisor-known"/);
  expect(/<datalist id="promisor-known">(.*?)<\/datalist>/.exec(page.text)?.[1]).toContain('<option value="The Alliance">');
});

test('Where nothing was said about time there is no date', async () => {
  const fields = { ...said, phrase: '' };
  const { page, hidden } = await checked(fields);
  expect(page.words).toContain('You have entered no words about time.');
  const { words } = await follow(desk, await send(desk, path, { ...hidden, ...fields, ...rest, reading: 'undated', do: 'publish' }));
  expect(words).toContain('Undated');
});
