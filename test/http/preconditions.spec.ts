import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather } from '../support/cast.js';

const list = '/api/v1/commitments';
const path = `${list}/C-0001`;
const evidence = { url: 'https://example.org/report', date: '2020-11-30', shows: 'It is out' };

/** Every change of one commitment, with a body that fits. */
const changes: [method: 'PATCH' | 'POST', below: string, body: Record<string, unknown>][] = [
  ['PATCH', '', { title: 'Publish the yearly report', reason: 'the title they use' }],
  ['POST', '/progress', { progress: 'limited' }],
  ['POST', '/condition', { condition: { text: 'if the budget passes' } }],
  ['POST', '/standing', { standing: 'withdrawn', reason: 'taken back' }],
  ['POST', '/standing', { standing: 'active', reason: 'taken back by mistake' }],
  ['POST', '/evidence', evidence],
  ['POST', '/notes', { text: 'asked them again' }],
  ['POST', '/targets', { target: { kind: 'by', edtf: '2021-06' }, change: 'extended', reason: 'more time', source: 'https://example.org' }],
  ['POST', '/verdicts', { verdict: 'fulfilled', rationale: 'it is out', fulfilledOn: '2020-11-30', evidence: [evidence] }],
  ['POST', '/publication', { publication: 'retracted', reason: 'not a promise after all' }],
];

let app: TestApp;
let desk: Client;
let auditor: Client;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  const api = await openApi(app);
  desk = await api.as(cast.desk);
  auditor = await api.as(cast.auditor);
  await desk.post(list, aCommitment());
});
afterAll(() => app.close());

const etag = async (): Promise<string> => (await desk.get(path)).headers['etag'] ?? '';
const logSize = async (): Promise<number> => (await app.database.extent()).size;

test('The ETag of a commitment is the same wherever it is answered, and says its version', async () => {
  const { headers, json } = await desk.post<CommitmentView>(list, aCommitment());
  const read = await desk.get<CommitmentView>(`${list}/${json.ref}`);
  expect(headers['location']).toBe(`${list}/${json.ref}`);
  expect(headers['etag']).toBe(`"${json.version}"`);
  expect([read.headers['etag'], read.json.version]).toEqual([headers['etag'], json.version]);
});

describe('A change of a commitment', () => {
  test.each(changes)('%s %s names the version it was made on', async (method, below, body) => {
    const current = await etag();
    const before = await logSize();
    const send = (headers: Record<string, string>) => desk.send<CommitmentView & { code: string }>(method, path + below, body, headers);

    expect(await send({})).toMatchObject({ status: 428, json: { code: 'precondition_required' } });
    expect(await send({ 'if-match': '"999"' })).toMatchObject({ status: 412, json: { code: 'precondition_failed' } });
    expect(await logSize()).toBe(before);

    const done = await send({ 'if-match': current });
    expect(done.status).toBeLessThan(300);
    expect(done.headers['etag']).toBe(`"${done.json.version}"`);
    expect(done.headers['etag']).not.toBe(current);
    expect(await send({ 'if-match': current })).toMatchObject({
      status: 412,
      json: { code: 'precondition_failed', version: done.json.version },
    });
  });

  it('as the confirmation of a verdict too', async () => {
    const { json } = await desk.get<{ verdicts: { id: string }[] }>(path);
    const confirmation = `${path}/verdicts/${json.verdicts[0]!.id}/confirmation`;
    expect(await auditor.post(confirmation, {})).toMatchObject({ status: 428 });
    expect(await auditor.post(confirmation, {}, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  test.each(['3', '"three"', '*', '"1", "2"', '""', '"-1"', '"1e3"'])('with If-Match: %s is malformed', async (header) => {
    const before = await logSize();
    const answer = await desk.post(`${path}/notes`, { text: 'x' }, { 'if-match': header });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_input' } });
    expect(answer.json.detail).toMatch(/If-Match/);
    expect(await logSize()).toBe(before);
  });

  it('accepts an ETag that a proxy has made weak', async () => {
    expect(await desk.post(`${path}/notes`, { text: 'x' }, { 'if-match': `W/${await etag()}` })).toMatchObject({ status: 201 });
  });

  it('of one that is not there is not found, whatever the ETag', async () => {
    expect(await desk.post(`${list}/C-9999/notes`, { text: 'x' }, { 'if-match': '"1"' })).toMatchObject({ status: 404 });
  });

  it('made by fifty at once on the same version is made by one of them', async () => {
    const current = await etag();
    const before = await logSize();
    const notes = Array.from({ length: 50 }, (_, i) => desk.post(`${path}/notes`, { text: `note ${i}` }, { 'if-match': current }));
    const statuses = (await Promise.all(notes)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, ...Array<number>(49).fill(412)]);
    expect(await logSize()).toBe(before + 1);
  });
});
