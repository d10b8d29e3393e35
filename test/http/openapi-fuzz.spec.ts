import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { CommitmentDetail } from '../../src/services/reading.service.js';
import type { HoldCause } from '../../src/domain/holds.js';
import { hold } from '../../src/services/holds.js';
import { remember } from '../../src/store/outbox.store.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { WebhookDeliveryService } from '../../src/services/webhook-delivery.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Api, type Client } from '../support/api.js';
import { heldTo, operationsOf, readDocument } from '../support/api-document.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { requestsTo, type Hints } from './fuzz-inputs.js';

/** How many requests to each operation that has something to vary. PostgreSQL refuses texts and numbers that SQLite takes, so both are asked. */
const runs = { sqlite: { change: 100, read: 20 }, postgres: { change: 60, read: 10 } };
/** Each PDF takes a thread and a second. */
const pdfs = 5;
const list = '/api/v1/commitments';
const evidence = { url: 'https://example.org/report', date: '2020-11-30', shows: 'It is out' };

/** Read before the tests are named, since they are named by it. */
const document = await withApp(async (app) => readDocument(await openApi(app)));

/** What each word about the sender is about. */
const causes: Record<string, HoldCause | undefined> = { clock: 'clock', restored: 'restored', resume: 'paused' };

const table = 'title,quote,promisor,deadline\nOpen schools,We will open ten schools by 2022,The Ministry,by 2022\n';

describeOnEachDatabase('Whatever is sent,', (kind) => {
  let app: TestApp;
  let api: Api;
  let admin: Client;
  let auditor: Client;
  let hints: Hints;
  let idsOf: Record<string, readonly string[]>;
  let deliveries: readonly string[];
  let settled: string;

  beforeAll(async () => {
    app = await openTestApp({ kind, waitsForTheDisk: true });
    const cast = await gather(app);
    api = await openApi(app);
    [admin, auditor] = [heldTo(document, await api.as(cast.admin)), heldTo(document, await api.as(cast.auditor))];
    const refs: string[] = [];
    const ids: string[] = [];
    for (const change of [{}, { publish: false, target: { kind: 'undated' } }, { target: { kind: 'until', edtf: '2024' } }]) {
      const { json, headers } = await admin.post<CommitmentView>(list, aCommitment(change));
      refs.push(json.ref);
      if (json.publication === 'draft') continue;
      const proposal = { verdict: 'fulfilled', rationale: 'it is out', fulfilledOn: '2020-11-30', evidence: [evidence] };
      await admin.post(`${list}/${json.ref}/verdicts`, proposal, { 'if-match': headers['etag']! });
      const { verdicts, promisor } = (await admin.get<CommitmentDetail>(`${list}/${json.ref}`)).json;
      ids.push(...verdicts.map(({ id }) => id), promisor.id);
    }
    const subscription = await admin.post<{ id: string }>('/api/v1/subscriptions', { person: cast.follower.email, scope: 'all' });
    const content = Array.from({ length: 40 }, (_, i) => `We will open ${i} schools by 2022.`).join(' ');
    const text = await admin.post<{ id: string }>('/api/v1/texts', { content, publishedOn: '2020-11-30', issuer: 'The Ministry' });
    const found = await admin.get<{ items: { id: string }[] }>(`/api/v1/texts/${text.json.id}/proposals`);
    const proposals = found.json.items.map(({ id }) => id);
    const addresses = [cast.desk, cast.lead, cast.follower].map(({ email }) => email);
    const webhooks: string[] = [];
    for (const path of ['/one', '/two'])
      webhooks.push((await admin.post<{ id: string }>('/api/v1/webhooks', { url: `http://hooks.example.org:1${path}` })).json.id);
    await admin.post(list, aCommitment({}));
    await app.get(WebhookDeliveryService).deliverDue();
    const [changed, kept] = webhooks as [string, string];
    const sent = await admin.get<{ items: { id: string }[] }>(`/api/v1/webhooks/${kept}/deliveries`);
    deliveries = sent.json.items.map(({ id }) => id);
    const form = new FormData();
    for (const [name, value] of Object.entries({ date: evidence.date, shows: evidence.shows })) form.append(name, value);
    form.append('file', new Blob(['kept'], { type: 'application/octet-stream' }), 'kept.bin');
    const upload = new Request('http://localhost/', { method: 'POST', body: form });
    const [withFile] = refs as [string];
    await admin.post(`${list}/${withFile}/evidence`, Buffer.from(await upload.arrayBuffer()), {
      'content-type': upload.headers.get('content-type')!,
      'if-match': (await admin.get(`${list}/${withFile}`)).headers['etag']!,
    });
    const files = (await admin.get<CommitmentDetail>(`${list}/${withFile}`)).json.evidence.filter(({ file }) => file !== null);
    settled = (await admin.post<CommitmentView>(list, aCommitment({}))).json.ref;
    const asSeen = async (): Promise<Record<string, string>> => ({
      'if-match': (await admin.get(`${list}/${settled}`)).headers['etag']!,
    });
    const judged = { verdict: 'fulfilled', rationale: 'it is out', fulfilledOn: '2020-11-30', evidence: [evidence] };
    await admin.post(`${list}/${settled}/verdicts`, judged, await asSeen());
    const [verdict] = (await admin.get<CommitmentDetail>(`${list}/${settled}`)).json.verdicts;
    await auditor.post(`${list}/${settled}/verdicts/${verdict!.id}/confirmation`, {}, await asSeen());
    // What others may have disabled by then: nobody who left has a calendar, and nothing is sent to a disabled webhook.
    idsOf = {
      '/evidence/{id}/file': files.map(({ id }) => id),
      '{id}/calendar': [cast.colleague.id],
      '{id}/deliveries/{delivery}/resend': [kept],
      people: [cast.desk.id, cast.follower.id],
      texts: [text.json.id],
      proposals,
      webhooks: [changed],
    };
    hints = {
      ref: refs,
      after: refs,
      subject: [...refs, ...ids, 'funding'],
      parent: refs,
      supersedes: refs,
      owner: addresses,
      person: addresses,
      escalatesTo: addresses,
      // Never those who ask: they must still be asking at the end.
      id: [...ids, subscription.json.id],
      start: [0, 10],
      end: [30, 60],
      into: [...refs, ...proposals],
      promisor: ['NATO', 'The Ministry', 'Allies', { id: ids[1] }, { id: 'nobody' }],
      externalId: ['ext-1', 'ext-2', null],
      address: ['gone@example.org', 'left@example.org'],
    };
  });
  afterAll(() => app.close());

  /** Ids of what the path is about, and a table that can be read where one is asked for. */
  const hintsFor = (path: string): Hints => {
    if (path.endsWith('/imports'))
      return { ...hints, name: ['register.csv'], content: [table], encoding: ['text'], mapping: [undefined], saidOn: ['2020-11-30'] };
    const named = Object.keys(idsOf).find((name) => path.endsWith(name) || path.startsWith(`/api/v1/${name}/`));
    return named === undefined ? hints : { ...hints, id: idsOf[named]!, delivery: deliveries };
  };

  /** Where few commitments have what is asked for. */
  const refsFor = (path: string): readonly unknown[] | null =>
    path.endsWith('/file') ? hints['ref']!.slice(0, 1) : path.endsWith('/claim-review') ? [settled] : null;

  /** What lets something go wants something that holds; to all others nothing does. */
  const waitFor = async (path: string): Promise<void> => {
    const cause = causes[/\/sender\/(\w+)$/.exec(path)?.[1] ?? ''];
    await app.database.write(async (tx) => {
      await remember(tx, 'holds', []);
      const held = { since: tx.now, by: 'system', detail: 'a test', holder: null, renewedAt: null };
      if (cause !== undefined) await hold(tx, { cause, ...held }, null, '2020-11-30');
    });
  };

  test.each(operationsOf(document).map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s answers as described, and what it refuses leaves no trace',
    async (_name, operation) => {
      const changes = operation.method !== 'GET' && !/\/(dates\/readings|policies\/effect)$/.test(operation.path);
      const onVersion = operation.parameters.some(({ name }) => name === 'If-Match');
      const client = operation.path.startsWith('/api/v1/audit') || operation.path.endsWith('/confirmation') ? auditor : admin;
      const varied = operation.parameters.some((p) => p.in !== 'header') || operation.requestBody !== undefined;
      let accepted = 0;
      // What came before may have settled or retracted the others.
      const { ref: open } = (await admin.post<CommitmentView>(list, aCommitment({}))).json;
      const refs = refsFor(operation.path) ?? [open, open, ...hints['ref']!];
      const asked = fc.asyncProperty(requestsTo(operation, { ...hintsFor(operation.path), ref: refs }), async ({ path, body, headers }) => {
        const ref = /\/commitments\/([^/?]+)/.exec(path)?.[1];
        const current = onVersion ? (await admin.get(`${list}/${ref}`)).headers['etag'] : undefined;
        await waitFor(operation.path);
        const before = (await app.database.extent()).size;
        const ifMatch: Record<string, string> = onVersion ? { 'if-match': current ?? '"1"' } : {};
        // heldTo throws on any answer that is not described, and a 500 shows as what it is.
        const { status, text } = await client.send(operation.method, path, body, { ...headers, ...ifMatch });
        const after = (await app.database.extent()).size;
        if (status >= 500) throw new Error(`${status}: ${text}`);
        if (status < 300) accepted++;
        if (status >= 400 || !changes) expect(after).toBe(before);
      });
      await fc.assert(asked, {
        numRuns: !varied ? 1 : operation.path.endsWith('.pdf') ? pdfs : runs[kind][operation.method === 'GET' ? 'read' : 'change'],
        seed: 20201130,
        endOnFailure: true,
      });
      // A fuzz that never gets in tests the door only.
      expect(accepted).toBeGreaterThan(0);
    },
    120_000,
  );

  it('the log holds and the rows are what it says', async () => {
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
    expect((await app.database.extent()).size).toBeGreaterThan(100);
  });
});

async function withApp<T>(work: (app: TestApp) => Promise<T>): Promise<T> {
  const app = await openTestApp();
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
