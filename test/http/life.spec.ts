import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { liveUntil } from '../../src/commands/virtual-life.js';
import { leafHash, verifyInclusion } from '../../src/domain/log/merkle.js';
import { openCheckpoint } from '../../src/domain/log/note.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import type { CommitmentDetail } from '../../src/services/reading.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Answer, type Api, type Client } from '../support/api.js';
import { heldTo, readDocument } from '../support/api-document.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

/** As the interface's own example registers it. */
const input = {
  title: 'Help fund the Afghan security forces',
  kind: 'pledge',
  publish: true,
  statement: {
    quote: "nous nous engageons à les aider à les financer jusqu'en 2024",
    lang: 'fr',
    speaker: 'NATO Secretary General',
    saidOn: '2020-11-24',
    publishedOn: '2020-11-30',
    source: { title: 'A press article', publisher: 'A newspaper', url: 'https://news.example.org/article' },
  },
  promisor: 'NATO',
  beneficiaries: ['Afghan security forces'],
  topics: ['funding'],
  measure: 'The funds of each year are paid',
  owner: 'desk@example.org',
  target: { phrase: "jusqu'en 2024", lang: 'fr' },
  condition: null,
  parent: null,
  externalId: null,
};
const evidence = { url: 'https://example.org/report', quote: 'The report is out', date: '2021-04-14', shows: 'It was published' };

describeOnEachDatabase('The life of a commitment by API', (kind) => {
  let app: TestApp;
  let api: Api;
  let desk: Client;
  let colleague: Client;
  let auditor: Client;
  /** What the last change answered; the next is made on its version. */
  let last: Answer<CommitmentView>;

  beforeAll(async () => {
    app = await openTestApp({ kind });
    const cast = await gather(app);
    api = await openApi(app);
    const document = await readDocument(api);
    const as = async (member: { email: string }): Promise<Client> => heldTo(document, await api.as(member));
    [desk, colleague, auditor] = [await as(cast.desk), await as(cast.colleague), await as(cast.auditor)];
    const { json } = await desk.post<{ id: string }>('/api/v1/subscriptions', {
      person: cast.follower.email,
      scope: 'topic',
      subject: 'funding',
    });
    await app.get(PeopleService).confirm(system, json.id);
  });
  afterAll(() => app.close());

  const path = (): string => `/api/v1/commitments/${last.json.ref}`;
  const change = async (client: Client, below: string, body: unknown): Promise<CommitmentView> => {
    const ifMatch = { 'if-match': last.headers['etag']! };
    const answer =
      below === ''
        ? await client.patch<CommitmentView>(path(), body, ifMatch)
        : await client.post<CommitmentView>(path() + below, body, ifMatch);
    if (answer.status >= 300) throw new Error(answer.text);
    last = answer;
    return answer.json;
  };

  it('begins with the words, and the window they are read as', async () => {
    last = await desk.post<CommitmentView>('/api/v1/commitments', input);
    expect(last.status).toBe(201);
    expect(last.headers['location']).toBe('/api/v1/commitments/C-0001');
    expect(last.json).toMatchObject({
      ref: 'C-0001',
      publication: 'published',
      statement: input.statement,
      promisor: { name: 'NATO' },
      beneficiaries: [{ name: 'Afghan security forces' }],
      owner: { email: 'desk@example.org' },
      target: { kind: 'until', edtf: '2024', phrase: "jusqu'en 2024", phraseLang: 'fr', revision: 1, change: 'original' },
      timeliness: 'open',
      passed: false,
      progress: 'not_started',
      verdict: 'pending',
      slipDays: 0,
      asOf: '2020-11-30',
    });
    expect(last.json.target).toMatchObject({ earliest: '2020-11-24', latest: '2024-12-31', overdueFrom: null, endedFrom: '2025-01-01' });
    expect(last.json).not.toHaveProperty('number');
  });

  it('may begin as a draft, that nobody is reminded of until it is published', async () => {
    const draft = { ...input, publish: false, title: 'Publish the annual report', target: { kind: 'by', edtf: '2021-03-31' } };
    last = await desk.post<CommitmentView>('/api/v1/commitments', draft);
    expect(last.json).toMatchObject({ ref: 'C-0002', publication: 'draft', publishedAt: null });
    expect((await desk.get(`${path()}/reminders`)).json).toEqual({ items: [], total: 0, next: null });

    await change(desk, '/publication', { publication: 'published' });
    expect(last.json).toMatchObject({ publication: 'published', publishedAt: '2020-11-30T07:00:00.000Z' });
    const { json } = await desk.get<{ items: Record<string, unknown>[] }>(`${path()}/reminders`);
    expect(json.items.map((r) => [r['person'], r['step'], r['nominalDate'], r['state']])).toContainEqual([
      'follower@example.org',
      'due',
      '2021-03-31',
      'planned',
    ]);
    expect(Object.keys(json.items[0]!).sort()).toEqual(['class', 'dueAt', 'nominalDate', 'person', 'reason', 'state', 'step']);
  });

  it('is amended with a reason', async () => {
    const amended = await change(desk, '', {
      measure: 'It is on the web site',
      topics: ['funding', 'reports'],
      reason: 'said more plainly',
    });
    expect(amended).toMatchObject({ measure: 'It is on the web site', topics: ['funding', 'reports'], title: 'Publish the annual report' });
    const refused = await desk.patch(path(), { measure: null }, { 'if-match': last.headers['etag']! });
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/reason' }] } });
  });

  it('is revised with a reason and a source; the first promise stays beside it', async () => {
    const moved = {
      target: { kind: 'by', edtf: '2021-04-30' },
      change: 'extended',
      reason: 'the printers',
      source: 'https://example.org/delay',
    };
    for (const missing of ['reason', 'source']) {
      const refused = await desk.post(`${path()}/targets`, { ...moved, [missing]: undefined }, { 'if-match': last.headers['etag']! });
      expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: `/${missing}` }] } });
    }
    const revised = await change(desk, '/targets', moved);
    expect(revised).toMatchObject({
      slipDays: 30,
      target: { revision: 2, latest: '2021-04-30' },
      originalTarget: { latest: '2021-03-31' },
    });
    // Brought forward again, so that the fulfilment of 14 April below is a late one.
    await change(desk, '/targets', { ...moved, target: { kind: 'by', edtf: '2021-04-10' }, change: 'brought_forward' });
    expect((await desk.get<CommitmentDetail>(path())).json.targets.map(({ target }) => [target.revision, target.latest])).toEqual([
      [1, '2021-03-31'],
      [2, '2021-04-30'],
      [3, '2021-04-10'],
    ]);
  });

  it('has a condition, progress, a standing, notes and evidence, each apart from the others', async () => {
    await change(desk, '/condition', { condition: { text: 'if the budget passes' } });
    await change(desk, '/condition', { condition: { text: 'if the budget passes', state: 'met' }, reason: 'it passed' });
    await change(desk, '/progress', { progress: 'limited', note: 'a first draft' });
    await change(desk, '/standing', { standing: 'withdrawn', reason: 'they took it back' });
    await change(desk, '/standing', { standing: 'active', reason: 'they had not' });
    await change(desk, '/notes', { text: 'asked again' });
    app.clock.advanceTo('2021-04-15T10:00:00.000Z');
    await change(desk, '/evidence', evidence);
    expect(last.json).toMatchObject({
      condition: { text: 'if the budget passes', state: 'met' },
      progress: 'limited',
      standing: 'active',
      verdict: 'pending',
      timeliness: 'overdue',
      days: 5,
    });
    const future = await desk.post(`${path()}/evidence`, { ...evidence, date: '2021-04-16' }, { 'if-match': last.headers['etag']! });
    expect(future).toMatchObject({ status: 400, json: { errors: [{ pointer: '/date' }] } });
  });

  it('is found fulfilled, late, once an auditor confirms what a colleague proposed', async () => {
    const before = await desk.get<CommitmentDetail>(path());
    const known = before.json.evidence[0]!.id;
    const second = { ...evidence, url: 'https://example.org/press' };
    const proposal = { verdict: 'fulfilled', rationale: 'the report is out', fulfilledOn: '2021-04-14', evidence: [known, second] };
    await change(colleague, '/verdicts', proposal);
    expect(last.json.verdict).toBe('pending');

    const proposed = (await auditor.get<CommitmentDetail>(path())).json;
    expect(proposed.verdicts).toMatchObject([{ number: 1, state: 'proposed', verdict: 'fulfilled', rationale: 'the report is out' }]);
    expect([...proposed.verdicts[0]!.evidence].sort()).toEqual(proposed.evidence.map(({ id }) => id).sort());
    const settled = await change(auditor, `/verdicts/${proposed.verdicts[0]!.id}/confirmation`, {});
    expect(settled).toMatchObject({ verdict: 'fulfilled', fulfilledOn: '2021-04-14', timeliness: 'met_late', days: 4 });
  });

  it('can be judged anew, by a new entry beside the old one', async () => {
    const proposal = { verdict: 'not_fulfilled', rationale: 'it was another report', reasonCode: 'no_action', evidence: [evidence] };
    await change(colleague, '/verdicts', proposal);
    expect(last.json.verdict).toBe('fulfilled');
    const { verdicts } = (await auditor.get<CommitmentDetail>(path())).json;
    await change(auditor, `/verdicts/${verdicts[1]!.id}/confirmation`, { reason: 'checked with the library' });
    expect(last.json).toMatchObject({ verdict: 'not_fulfilled', fulfilledOn: null, timeliness: 'overdue' });
    expect((await auditor.get<CommitmentDetail>(path())).json.verdicts).toMatchObject([
      { number: 1, verdict: 'fulfilled', state: 'confirmed' },
      { number: 2, verdict: 'not_fulfilled', state: 'confirmed' },
    ]);
  });

  it('tells what became of each reminder, with the reply of the mail server', async () => {
    await liveUntil(app.app, app.clock, '2021-04-16T12:00:00.000Z');
    const { json } = await desk.get<{ items: Record<string, unknown>[] }>(`${path()}/notices`);
    const members = ['at', 'bounce', 'class', 'messageId', 'person', 'possibleDuplicate', 'reason', 'reply', 'state', 'step'];
    for (const told of json.items) expect(Object.keys(told).sort()).toEqual(members);
    expect(json.items).toContainEqual(
      expect.objectContaining({ person: 'follower@example.org', step: 'settled-2', state: 'sent', reply: expect.stringMatching(/^250 /) }),
    );
    expect(json.items.every(({ state, reason }) => state === 'sent' || reason !== null)).toBe(true);
  });

  it('has a history that anybody can hold against the public checkpoint', async () => {
    const [note, key] = [await api.nobody.get('/audit/checkpoint'), await api.nobody.get('/audit/key')];
    const { size, root } = openCheckpoint(note.text, [key.text.trim()]);
    type Item = {
      event: { index: number; type: string; reason: string | null };
      bytes: string;
      proof: { treeSize: number; hashes: string[] };
    };
    const { json } = await desk.get<{ items: Item[] }>(`${path()}/history`);
    expect(json.items.map(({ event }) => event.type).filter((type) => !type.startsWith('notice.'))).toEqual([
      'commitment.registered',
      'publication.changed',
      'commitment.amended',
      'target.revised',
      'target.revised',
      'condition.changed',
      'condition.changed',
      'progress.reported',
      'standing.changed',
      'standing.changed',
      'note.added',
      'evidence.added',
      'evidence.added',
      'verdict.proposed',
      'verdict.confirmed',
      'evidence.added',
      'verdict.proposed',
      'verdict.confirmed',
    ]);
    for (const { event, bytes, proof } of json.items) {
      expect(proof.treeSize).toBe(size);
      const claim = { index: event.index, size, leaf: leafHash(Buffer.from(bytes)), proof: proof.hashes, root };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from(`${bytes} `)) })).toBe(false);
      expect((JSON.parse(bytes) as { index: number }).index).toBe(event.index);
    }
    // What was written freely is sealed in the bytes and in clear beside them.
    const amended = json.items.find(({ event }) => event.type === 'commitment.amended')!;
    expect(amended.event.reason).toBe('said more plainly');
    expect(amended.bytes).not.toContain('said more plainly');
  });

  it('reads as of any day as it was then', async () => {
    const then = (await auditor.get<CommitmentDetail>(`${path()}?asOf=2020-11-30`)).json;
    expect(then).toMatchObject({ verdict: 'pending', asOf: '2020-11-30', evidence: [], verdicts: [] });
    expect(await auditor.get(`${path()}?asOf=2020-11-29`)).toMatchObject({ status: 404 });
  });

  it('counts in the report, and leaves no reminder unaccounted for', async () => {
    const { json } = await auditor.get<{ verdict: Record<string, number>; conservation: { unaccounted: number } }>('/api/v1/audit/report');
    expect(json.verdict).toMatchObject({ pending: 1, not_fulfilled: 1, fulfilled: 0 });
    expect(json.conservation.unaccounted).toBe(0);
  });
});
