/** A spreadsheet on its way in: looked at first, its columns changed, confirmed once, all of it or nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { maxUploadBytes } from '../../src/http/uploads.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';
import { follow, open, send, upload, type Page } from '../support/pages.js';

const good = {
  name: 'plan.csv',
  text: 'Id,Commitment,Deadline,Department\n1,Publish <the> plan,by the end of 2021,Works\n2,Paint the bridge,when it is dry,Works\n',
};
const said = { 'saidOn-day': '1', 'saidOn-month': '6', 'saidOn-year': '2020' };

let app: TestApp;
let desk: Client;
let lead: Client;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  const api = await openApi(app);
  [desk, lead] = [await api.as(cast.desk), await api.as(cast.lead)];
});
afterAll(() => app.close());

async function registered(): Promise<number> {
  return (await desk.get<{ total: number }>('/api/v1/commitments')).json.total;
}
const pathOf = ({ headers }: Page): string => headers['location'] ?? '';

test('No file, and one that is no table, are said to be so', async () => {
  expect((await upload(desk, '/imports/new', { name: '', text: '' }, said)).faults).toEqual(['Choose a CSV, XLSX or JSON file']);
  const garbage = await upload(desk, '/imports/new', { name: 'x.csv', text: 'nothing' }, said);
  expect(garbage.status).toBe(422);
  expect(garbage.faults).toEqual(['x.csv has no row of headers: at least two columns are needed.']);
  expect((await upload(desk, '/imports/new', good, { ...said, 'saidOn-month': '13' })).faults[0]).toMatch(/^Enter a real day/);
});

test('A file is read, shown and not recorded before it is confirmed; then it goes in once', async () => {
  const sent = await upload(desk, '/imports/new', good, said);
  const page = await follow(desk, sent);
  expect(page.words).toContain('2 rows: 2 new, 0 updated, 0 unchanged, 0 without a promise.');
  expect(page.words).toContain('Deadlines: 1 read, 1 not readable');
  expect(page.words).toContain('2 Words by the end of 2021 Read as by the end of 2021 Window 1 June 2020 – 31 December 2021');
  expect(await registered()).toBe(0);
  const done = await follow(desk, await send(desk, pathOf(sent), { act: 'confirm', once: 'confirm' }));
  expect(done.words).toContain('2 registered, 0 updated.');
  await send(desk, pathOf(sent), { act: 'confirm', once: 'confirm-again' });
  expect(await registered()).toBe(2);
  expect((await desk.get<{ title: string }>('/api/v1/commitments/C-0001')).json.title).toBe('Publish <the> plan');
});

test('The same file again changes nothing', async () => {
  const page = await follow(desk, await upload(desk, '/imports/new', good, said));
  expect(page.words).toContain('0 new, 0 updated, 2 unchanged');
  expect(page.text).not.toContain('value="confirm"');
});

test('Where the columns do not fit, a person says which they are', async () => {
  const odd = { name: 'odd.csv', text: 'What,Whom\nRepair the quay by 2024,Port\n' };
  const sent = await upload(desk, '/imports/new', odd, said);
  const asked = await follow(desk, sent);
  expect(asked.faults).toEqual(['The columns do not fit: a title or quote and a promisor are needed']);
  expect(asked.text).toMatch(/<option value="Whom">/);
  const fitting = await follow(
    desk,
    await send(desk, pathOf(sent), {
      act: 'again',
      'column-title': 'What',
      'column-promisor': 'Whom',
      lang: 'en',
      kind: 'pledge',
      ...said,
    }),
  );
  expect(fitting.words).toContain('1 row: 1 new');
  expect(fitting.words).toContain('As you chose.');
});

test('A row that does not fit keeps the whole file out, and is named', async () => {
  const bad = {
    name: 'bad.csv',
    text: 'Id,Commitment,Deadline,Department,Said on\n7,Fine,by 2024,Works,2020-01-01\n8,Not fine,by 2024,Works,yesterday\n',
  };
  const sent = await upload(desk, '/imports/new', bad);
  const page = await follow(desk, sent);
  expect(page.words).toContain('1 fault. Nothing can be imported');
  expect(page.words).toContain('3 Column Said on What is wrong "yesterday" is no day written YYYY-MM-DD');
  expect(page.text).not.toContain('value="confirm"');
  expect((await send(desk, pathOf(sent), { act: 'confirm' })).status).toBe(422);
  expect(await registered()).toBe(2);
});

test('Of a reader in French the faults of rows are told in French', async () => {
  const bad = {
    name: 'bad.csv',
    text: 'Id,Engagement,Échéance,Ministère,Dit le,Said on,Owner\n7,Bien,,Eau,,hier,\n8,Mal,,,,2020-01-01,\n9,Mal,,Eau,,2020-01-01,qui@example.org\n9,Mal,,Eau,,2020-01-01,\n',
  };
  const sent = await upload(desk, '/imports/new', bad);
  const page = await open(desk, pathOf(sent), { cookie: 'language=fr' });
  expect(page.words).toContain('« hier » n’est pas un jour écrit AAAA-MM-JJ');
  expect(page.words).toContain('Il manque qui s’engage');
  expect(page.words).toContain('Personne ici n’a l’adresse qui@example.org');
  expect(page.words).toContain('La ligne 4 a le même identifiant');
});

test('Why a whole file is refused, and where, is told in the language of the reader', async () => {
  const inFrench = async (name: string, text: string): Promise<string[]> =>
    (await upload(desk, '/imports/new', { name, text }, {}, { cookie: 'language=fr' })).faults;
  expect(await inFrench('x.csv', 'nothing')).toEqual(['Il manque une ligne d’en-têtes : il faut au moins deux colonnes']);
  expect(await inFrench('x.csv', 'a,b,a\n1,2,3')).toEqual(['Deux colonnes s’appellent « a » : on ne saurait les distinguer']);
  expect(await inFrench('x.csv', `Title,Quote,Promisor\n1,2,${'x'.repeat(100_001)}`)).toEqual([
    'Ligne 2, colonne 3 : Cellule de plus de 100000 caractères',
  ]);
  expect((await inFrench('x.json', '{'))[0]).toMatch(/^Ce fichier ne se lit pas comme un tableau \(JSON: /);
});

test('JSON is read as a table: a list of records, alone or under a name, and what lies deeper by its path', async () => {
  const records = {
    commitments: [
      {
        externalId: 'J-1',
        title: 'Dredge the port',
        promisor: 'Port',
        statement: { quote: 'We will dredge', saidOn: '2020-06-01' },
        target: { phrase: 'by 2024' },
      },
    ],
  };
  const page = await follow(desk, await upload(desk, '/imports/new', { name: 'port.json', text: JSON.stringify(records) }));
  expect(page.words).toContain('1 row: 1 new');
  expect(page.words).toContain('1 Words by 2024 Read as by the end of 2024');
  for (const text of ['{', '3', '[1]', '[]', '{"a":[],"b":[]}'])
    expect((await upload(desk, '/imports/new', { name: 'port.json', text })).faults[0]).toMatch(/^(No JSON|No list|port.json has no row)/);
});

test('A file waits for whoever sent it, and not for ever', async () => {
  const sent = await upload(desk, '/imports/new', good, said);
  expect((await open(lead, pathOf(sent))).status).toBe(410);
  expect((await open(desk, pathOf(sent))).status).toBe(200);
  app.clock.advanceBy(31 * 60_000);
  const gone = await open(desk, pathOf(sent));
  expect(gone.status).toBe(410);
  expect(gone.faults).toEqual(['The file is no longer here: it waits half an hour. Choose it again.']);
});

test('A form with files is read where files are asked for and nowhere else, and not without end', async () => {
  const elsewhere = await upload(desk, '/texts/new', good, { issuer: 'Port' });
  expect(elsewhere.status).toBe(422);
  expect(elsewhere.text).not.toContain('value="Port"');
  const big = { name: 'big.csv', text: 'x'.repeat(maxUploadBytes + 1) };
  expect((await upload(desk, '/imports/new', big)).faults).toEqual(['Choose a file of at most 10 MB']);
  expect((await upload(desk, '/imports/new', { ...big, text: big.text.repeat(11) })).status).toBe(413);
});
