import { afterAll, beforeAll, beforeEach, expect, it, test } from '@jest/globals';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

const list = '/api/v1/commitments';
const again = (key: string) => ({ 'idempotency-key': key });

describeOnEachDatabase('A command with an Idempotency-Key', (kind) => {
  let app: TestApp;
  let cast: Cast;
  let desk: Client;
  let colleague: Client;
  let admin: Client;
  let size: number;

  beforeAll(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    const api = await openApi(app);
    desk = await api.as(cast.desk);
    colleague = await api.as(cast.colleague);
    admin = await api.as(cast.admin);
  });
  afterAll(() => app.close());
  const logSize = async (): Promise<number> => (await app.database.extent()).size;
  beforeEach(async () => void (size = await logSize()));

  it('gets its first answer again, to the letter', async () => {
    const first = await desk.post<CommitmentView>(list, aCommitment(), again('first'));
    const second = await desk.post(list, aCommitment(), again('first'));
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect([second.headers['etag'], second.headers['location']]).toEqual([first.headers['etag'], first.headers['location']]);
    const total = (await desk.get<{ total: number }>(list)).json.total;
    expect(total).toBe(1);
  });

  it('gets it also after the commitment has changed, whatever version it names now', async () => {
    const { json, headers } = await desk.post<CommitmentView>(list, aCommitment());
    const notes = `${list}/${json.ref}/notes`;
    const first = await desk.post(notes, { text: 'one' }, { ...again('note'), 'if-match': headers['etag']! });
    await desk.post(notes, { text: 'two' }, { 'if-match': first.headers['etag']! });
    const second = await desk.post(notes, { text: 'one' }, { ...again('note'), 'if-match': headers['etag']! });
    const third = await desk.post(notes, { text: 'one' }, { ...again('note'), 'if-match': '"77"' });
    expect([second.text, third.text]).toEqual([first.text, first.text]);
  });

  it('sent by fifty at once has one effect and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => desk.post(list, aCommitment({ title: 'Fifty' }), again('fifty'))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const { json } = await desk.get<{ total: number }>(`${list}?q=fifty`);
    expect(json.total).toBe(1);
  });

  it('is refused when the key was used for something else', async () => {
    await desk.post('/api/v1/parties', { name: 'One' }, again('taken'));
    size = await logSize();
    for (const [path, body] of [
      ['/api/v1/parties', { name: 'Another' }],
      [list, aCommitment()],
    ] as const) {
      expect(await desk.post(path, body, again('taken'))).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
    }
    expect(await logSize()).toBe(size);
  });

  it('has no second effect long after, when its answer is no longer kept', async () => {
    const send = () => desk.post('/api/v1/parties', { name: 'Long ago' }, again('long-ago'));
    expect((await send()).status).toBe(201);
    app.clock.advanceBy(8 * 24 * 3_600_000);
    await desk.post('/api/v1/parties', { name: 'Lately' }, again('lately'));
    size = await logSize();
    expect(await send()).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
    expect(await logSize()).toBe(size);
  });

  it('does not meet the same key of somebody else', async () => {
    const mine = await desk.post<{ id: string }>('/api/v1/parties', { name: 'Mine' }, again('shared'));
    const theirs = await colleague.post<{ id: string }>('/api/v1/parties', { name: 'Theirs' }, again('shared'));
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.json.id).not.toBe(mine.json.id);
  });

  it('that was refused is not remembered', async () => {
    const input = aCommitment({ owner: 'newcomer@example.org' });
    expect(await desk.post(list, input, again('early'))).toMatchObject({ status: 400 });
    await admin.post('/api/v1/people', { email: 'newcomer@example.org' });
    expect(await desk.post(list, input, again('early'))).toMatchObject({ status: 201 });
  });

  it('may be an amendment, a person or the end of a subscription', async () => {
    const { json, headers } = await desk.post<CommitmentView>(list, aCommitment());
    const subscription = await desk.post<{ id: string }>('/api/v1/subscriptions', { person: cast.follower.email, scope: 'all' });
    const commands = [
      () => desk.patch(`${list}/${json.ref}`, { title: 'Anew', reason: 'x' }, { ...again('amend'), 'if-match': headers['etag']! }),
      () => admin.post('/api/v1/people', { email: 'another@example.org' }, again('person')),
      () => desk.post(`/api/v1/subscriptions/${subscription.json.id}/end`, undefined, again('end')),
    ];
    for (const command of commands) {
      const first = await command();
      size = await logSize();
      const second = await command();
      expect([first.status, second.text]).toEqual([second.status, first.text]);
      expect(first.status).toBeLessThan(300);
      expect(await logSize()).toBe(size);
    }
  });

  test.each(['', 'with a blank', 'x'.repeat(201), 'é'])('cannot have the key "%s"', async (key) => {
    const answer = await desk.post(list, aCommitment(), { 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_input' } });
    expect(answer.json.detail).toMatch(/Idempotency-Key/);
    expect(await logSize()).toBe(size);
  });
});
