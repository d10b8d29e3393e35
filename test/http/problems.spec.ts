import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { openApi, type Answer, type Client, type Problem } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather } from '../support/cast.js';

const list = '/api/v1/commitments';

let app: TestApp;
let desk: Client;
let admin: Client;
let size: number;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  const api = await openApi(app);
  desk = await api.as(cast.desk);
  admin = await api.as(cast.admin);
  await desk.post(list, aCommitment({ externalId: 'ext-1' }));
});
afterAll(() => app.close());

beforeEach(async () => void ({ size } = await app.database.extent()));
// Refused is refused whole: not one event of what was asked for is left in the log.
afterEach(async () => expect((await app.database.extent()).size).toBe(size));

/** What the caller sends: a valid commitment with one thing changed. */
const registering = (change: Record<string, unknown>): Promise<Answer<Problem>> => {
  const { statement, ...input } = aCommitment();
  const changed = { ...input, ...change, statement: { ...statement, ...(change['statement'] as object | undefined) } };
  return desk.post(list, changed);
};

function expectProblem({ status, headers, json }: Answer<Problem>, expected: number, code: string): void {
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect([status, json.status, json.code]).toEqual([expected, expected, code]);
  expect(json.type).toBe('about:blank');
  expect(json.title).not.toBe('');
  expect(json.detail).not.toBe('');
}

describe('A member that does not fit is pointed to:', () => {
  test.each<[what: string, change: Record<string, unknown>, pointer: string, detail: RegExp]>([
    ['an unknown field', { deadline: '2021' }, '/deadline', /no such field/],
    ['an unknown field further in', { statement: { mood: 'calm' } }, '/statement/mood', /no such field/],
    ['a field with an awkward name', { 'a/b~c': 1 }, '/a~1b~0c', /no such field/],
    ['a number for words', { title: 7 }, '/title', /expected string/],
    ['a list for an object', { statement: { source: [] } }, '/statement/source', /expected object/],
    ['a missing field', { kind: undefined }, '/kind', /pledge.*decision/],
    ['a missing field further in', { statement: { quote: undefined } }, '/statement/quote', /^missing: string expected/],
    ['a word that is none of the choices', { kind: 'wish' }, '/kind', /"pledge"\|"decision"/],
    ['a title of blanks', { title: '    ' }, '/title', />=3/],
    ['a member of a list', { topics: ['aid', ''] }, '/topics/1', />=1/],
    ['a party that is neither name nor id', { promisor: { name: 'NATO' } }, '/promisor', /./],
    ['a party id that nobody has', { promisor: { id: 'nobody' } }, '/promisor/id', /no party/],
    ['a day that no calendar has', { statement: { saidOn: '2020-02-30' } }, '/statement/saidOn', /YYYY-MM-DD/],
    ['a day written otherwise', { statement: { saidOn: '30/11/2020' } }, '/statement/saidOn', /YYYY-MM-DD/],
    ['an instant for a day', { statement: { saidOn: '2020-11-30T00:00:00Z' } }, '/statement/saidOn', /YYYY-MM-DD/],
    ['a day that has not come yet', { statement: { saidOn: '2020-12-01' } }, '/statement/saidOn', /2020-12-01 is after today, 2020-11-30/],
    ['published before it was said', { statement: { publishedOn: '2020-11-29' } }, '/statement/publishedOn', /before it was said/],
    ['a language that is none', { statement: { lang: 'French' } }, '/statement/lang', /BCP 47/],
    ['a source that is no web address', { statement: { source: { url: 'javascript:alert(1)' } } }, '/statement/source/url', /URL/],
    ['an owner nobody knows', { owner: 'stranger@example.org' }, '/owner', /stranger@example.org/],
    ['a parent there is not', { parent: 'C-0099' }, '/parent', /no C-0099/],
    ['half of a character', { title: 'half \ud83d' }, '/title', /surrogate/],
    ['a NUL', { statement: { quote: 'a\0b' } }, '/statement/quote', /NUL/],
    ['an EDTF that is none', { target: { kind: 'by', edtf: '2021-13' } }, '/target/edtf', /at position 5, expected a month/],
    ['a kind of target there is not', { target: { kind: 'soon', edtf: '2021' } }, '/target/kind', /"by"/],
    ['a date where the kind has none', { target: { kind: 'undated', edtf: '2021' } }, '/target/edtf', /undated target has no date/],
    ['no date where the kind needs one', { target: { kind: 'by' } }, '/target/edtf', /needs a date/],
    [
      'a certainty the expression denies',
      { target: { kind: 'by', edtf: '2021~', certainty: 'exact' } },
      '/target/certainty',
      /approximate/,
    ],
  ])('%s', async (_what, change, pointer, detail) => {
    const answer = await registering(change);
    expectProblem(answer, 400, 'invalid_input');
    const found = answer.json.errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
    expect(found?.detail).toMatch(detail);
  });

  it('all of them at once', async () => {
    const { json } = await registering({ title: '', kind: 'wish', extra: true });
    expect(json.errors.map(({ pointer }) => pointer).sort()).toEqual(['/extra', '/kind', '/title']);
  });

  test.each([
    ['?limit=0', '/limit'],
    ['?limit=many', '/limit'],
    ['?colour=red', '/colour'],
    ['?dueFrom=2021-02-29', '/dueFrom'],
    ['?verdict=fulfilled&verdict=pending', '/verdict'],
    ['?after=C-1', '/after'],
    ['?q=%00', '/q'],
  ])('in the query %s', async (query, pointer) => {
    const answer = await desk.get(list + query);
    expectProblem(answer, 400, 'invalid_input');
    expect(answer.json.errors[0]?.pointer).toBe(pointer);
  });
});

describe('A phrase', () => {
  it('without a date is refused with what to do instead', async () => {
    const answer = await registering({ target: { phrase: 'to the best of our abilities', lang: 'en' } });
    expectProblem(answer, 422, 'target_unreadable');
    expect(answer.json.errors).toEqual([{ pointer: '/target/phrase', detail: answer.json.detail }]);
    expect(answer.json['readings']).toEqual([]);
  });

  it('with several dates is refused with the readings to choose from', async () => {
    const answer = await registering({ target: { phrase: 'by 03/04/2021', lang: 'en' } });
    expectProblem(answer, 422, 'target_ambiguous');
    expect(answer.json['readings']).toEqual([
      expect.objectContaining({ kind: 'by', edtf: expect.stringMatching(/^2021-0[34]-0[34]$/) }),
      expect.objectContaining({ kind: 'by', edtf: expect.stringMatching(/^2021-0[34]-0[34]$/) }),
    ]);
  });
});

describe('What is here already is refused as a duplicate:', () => {
  test('an external id, saying whose it is', async () => {
    const answer = await registering({ externalId: 'ext-1' });
    expectProblem(answer, 409, 'duplicate');
    expect(answer.json).toMatchObject({ errors: [{ pointer: '/externalId' }], ref: 'C-0001' });
  });

  test.each<[what: string, path: string, body: Record<string, unknown>, pointer: string]>([
    ['a party of the same name', '/api/v1/parties', { name: 'The Ministry' }, '/name'],
    ['an address, in whatever case', '/api/v1/people', { email: 'DESK@example.org' }, '/email'],
  ])('%s', async (_what, path, body, pointer) => {
    const answer = await admin.post(path, body);
    expectProblem(answer, 409, 'duplicate');
    expect(answer.json.errors[0]?.pointer).toBe(pointer);
  });
});

describe('A body that is not read is refused:', () => {
  test.each<[what: string, body: unknown, headers: Record<string, string>, status: number, code: string]>([
    ['half of a JSON text', '{"title": "Publish', {}, 400, 'invalid_input'],
    ['nothing where JSON was announced', '', {}, 400, 'invalid_input'],
    ['JSON that would poison a prototype', '{"__proto__": {"role": "admin"}}', {}, 400, 'invalid_input'],
    ['a list half a million deep', '['.repeat(500_000) + ']'.repeat(500_000), { 'idempotency-key': 'deep' }, 400, 'invalid_input'],
    ['JSON of more than a megabyte', { title: 'x'.repeat(1024 * 1024) }, {}, 413, 'too_large'],
    ['a form', 'title=Publish', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['a multipart form', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'unsupported_media_type'],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415, 'unsupported_media_type'],
    ['JSON by another name', '{}', { 'content-type': 'application/jsonp' }, 415, 'unsupported_media_type'],
  ])('%s', async (_what, body, headers, status, code) => {
    expectProblem(await desk.post(list, body, headers), status, code);
  });

  test('one that fits every rule but makes an entry too long for the log', async () => {
    const quote = '漢'.repeat(10_000);
    const topics = Array.from({ length: 50 }, (_, i) => `${i} ${'漢'.repeat(290)}`);
    const answer = await registering({ statement: { quote }, topics });
    expectProblem(answer, 400, 'invalid_input');
    expect(answer.json.detail).toMatch(/65535/);
  });
});

test.each([
  ['an escape that is none', `${list}/%zz`, 400, 'invalid_input'],
  ['a NUL', `${list}/%00`, 400, 'invalid_input'],
  ['a reference that cannot be one', `${list}/1`, 400, 'invalid_input'],
  ['a reference that nobody registered', `${list}/C-9999`, 404, 'not_found'],
  ['a segment of a thousand letters', `${list}/${'C'.repeat(1000)}`, 414, 'too_large'],
  ['an event that the log does not have yet', '/api/v1/audit/proofs/99999', 404, 'not_found'],
  ['an event that no log can have', '/api/v1/audit/proofs/99999999999', 400, 'invalid_input'],
  ['a log longer than it is', '/api/v1/audit/consistency?from=0&to=99999', 400, 'invalid_input'],
])('An address with %s is answered as a problem', async (_what, path, status, code) => {
  expectProblem(await admin.get(path), status, code);
});
