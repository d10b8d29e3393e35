import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Proposal } from '../../src/domain/proposals/index.js';
import type { ProposalQuality, SourceText } from '../../src/domain/texts.js';
import type { Decided, TextProposals } from '../../src/services/texts.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { bodyOf } from '../../src/store/texts.store.js';
import { openApi, type Client } from '../support/api.js';
import { heldTo, readDocument } from '../support/api-document.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

const content = [
  'La séance est ouverte à 14 h.\r\n\r\nLa Ville s’engage à publier les comptes d’ici fin 2022.',
  'Le conseil a décidé de taxer les boissons sucrées. La Banque maintiendra ses taux.',
  'Le préfet nous a donné son accord pour mai 2021.',
].join('\r\n\r\n');
const input = { content, publishedOn: '2020-11-28', issuer: 'La Ville', title: 'Procès-verbal', url: 'https://example.org/pv' };

describeOnEachDatabase('From a text to commitments', (kind) => {
  let app: TestApp;
  let desk: Client;
  let text: SourceText;
  let items: TextProposals['items'];

  const textPath = (): string => `/api/v1/texts/${text.id}`;
  const decide = <T = Decided>(proposal: Proposal | undefined, body: unknown) =>
    desk.post<T>(`/api/v1/proposals/${proposal?.id}/decision`, body);

  beforeAll(async () => {
    app = await openTestApp({ kind });
    const cast = await gather(app);
    const api = await openApi(app);
    desk = heldTo(await readDocument(api), await api.as(cast.desk));
    text = (await desk.post<SourceText>('/api/v1/texts', input)).json;
    items = (await desk.get<TextProposals>(`${textPath()}/proposals`)).json.items;
  });
  afterAll(async () => {
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true });
    await app.close();
  });

  it('the bytes are kept as they came', async () => {
    expect(text.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    const body = await bodyOf(app.database.read, text.id);
    expect(Buffer.from(body?.raw ?? []).toString('utf8')).toBe(content);
    expect(text).toMatchObject({ lang: 'fr', format: 'txt', issuer: 'La Ville' });
  });

  it('proposals quote the text, registering nothing', async () => {
    expect(items.map(({ quote }) => quote)).toEqual([
      'La Ville s’engage à publier les comptes d’ici fin 2022.',
      'Le conseil a décidé de taxer les boissons sucrées.',
      'La Banque maintiendra ses taux.',
    ]);
    for (const { start, end, quote } of items) expect(content.slice(start, end)).toBe(quote);
    expect((await desk.get<{ total: number }>('/api/v1/commitments')).json.total).toBe(0);
  });

  it('the same bytes are not taken twice', async () => {
    const again = await desk.post('/api/v1/texts', { ...input, issuer: 'Another' });
    expect([again.status, again.json.code, again.json['id']]).toEqual([409, 'duplicate', text.id]);
  });

  it('nothing is accepted without a promisor', async () => {
    const { status, json } = await decide<{ errors: { pointer: string }[] }>(items[0], {
      decision: 'accept',
      commitment: { title: 'Publish' },
    });
    expect([status, json.errors.map(({ pointer }) => pointer)]).toEqual([400, ['/commitment/promisor']]);
  });

  it('accepting registers the commitment with its quote, dates and source', async () => {
    const { status, json } = await decide(items[0], {
      decision: 'accept',
      commitment: { title: 'Publier les comptes', promisor: 'La Ville', publish: true, speaker: 'Le maire' },
    });
    expect(status).toBe(201);
    expect(json.commitment).toMatchObject({
      ref: 'C-0001',
      promisor: { name: 'La Ville' },
      statement: {
        quote: items[0]?.quote,
        saidOn: '2020-11-28',
        speaker: 'Le maire',
        source: { publisher: 'La Ville', archivedSha256: text.sha256 },
      },
      target: {
        kind: 'by',
        edtf: '2022',
        latest: '2022-12-31',
        phrase: 'd’ici fin 2022',
        conventions: expect.arrayContaining(['end-of-unit']),
      },
    });
    expect(json.decision).toMatchObject({ outcome: 'accepted', commitment: 'C-0001', edits: { speaker: null } });
  });

  it('a decision stays', async () => {
    const { status, json } = await decide<{ code: string }>(items[0], { decision: 'reject', reason: 'Changed my mind' });
    expect([status, json.code]).toEqual([409, 'not_allowed_now']);
  });

  it('one that is refused by the register is not decided', async () => {
    const refused = await decide<{ code: string }>(items[1], {
      decision: 'accept',
      commitment: { title: 'Taxer', promisor: 'Le conseil', owner: 'nobody@example.org' },
    });
    expect(refused.status).toBe(400);
    const { json } = await desk.get<TextProposals>(`${textPath()}/proposals`);
    expect(json.items.map(({ decision }) => decision?.outcome ?? null)).toEqual(['accepted', null, null]);
  });

  it('others are rejected with a reason, or merged into what is there', async () => {
    expect((await decide(items[1], { decision: 'reject', reason: 'Not ours' })).json.decision.outcome).toBe('rejected');
    expect((await decide(items[2], { decision: 'merge', into: 'C-0404' })).status).toBe(400);
    expect((await decide(items[2], { decision: 'merge', into: items[0]?.id })).json.decision).toMatchObject({
      outcome: 'merged',
      commitment: 'C-0001',
    });
  });

  it('what a person adds from a selection counts as missed', async () => {
    const start = content.indexOf('Le préfet');
    const { json } = await desk.post<Decided>(`${textPath()}/misses`, {
      ...{ title: 'Accord du préfet', promisor: 'Le préfet', kind: 'assurance', start, end: content.length },
      target: { phrase: 'mai 2021', lang: 'fr' },
    });
    expect(json.commitment?.statement.quote).toBe('Le préfet nous a donné son accord pour mai 2021.');
    expect(
      (await desk.post(`${textPath()}/misses`, { title: 'Rien', promisor: 'X', kind: 'pledge', start: 9e6, end: 9e6 + 5 })).status,
    ).toBe(400);
  });

  it('the instance knows how good its proposals were', async () => {
    const { json } = await desk.get<ProposalQuality>('/api/v1/proposals/quality');
    expect(json).toMatchObject({ decided: 3, accepted: 1, rejected: 1, merged: 1, missed: 1, precision: 2 / 3 });
    expect(json.byCue.map(({ cue, right }) => [cue, right])).toContainEqual(['decider', 0]);
  });

  it('every decision is in the log, its reason sealed', async () => {
    const stored = await app.database.read.sql<
      { bytes: string }[]
    >`SELECT bytes FROM log_event WHERE type = 'proposal.decided' ORDER BY "index"`;
    expect(stored).toHaveLength(4);
    expect(stored.map(({ bytes }) => bytes).join('')).not.toContain('Not ours');
  });

  it('HTML and mails are read, and what is no text refused', async () => {
    const html =
      '<html><head><title>x</title><script>var a = "We will lie.";</script></head><body><p>We will open <b>two</b> schools by 2023.</p></body></html>';
    const mail = `From: a@example.org\r\nSubject: Plan\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nNous publierons le plan d'ici d=E9cembre 2021.\r\n`;
    for (const [format, body, quote] of [
      ['html', html, 'We will open two schools by 2023.'],
      ['eml', mail, "Nous publierons le plan d'ici décembre 2021."],
    ]) {
      const made = await desk.post<SourceText>('/api/v1/texts', { ...input, content: body, format });
      const found = await desk.get<TextProposals>(`/api/v1/texts/${made.json.id}/proposals`);
      expect(found.json.items.map((item) => item.quote)).toEqual([quote]);
    }
    const nothing = await desk.post('/api/v1/texts', { ...input, content: Buffer.from('a\0b').toString('base64'), encoding: 'base64' });
    expect([nothing.status, nothing.json.errors[0]?.pointer]).toEqual([400, '/content']);
    expect((await desk.post('/api/v1/texts', { ...input, content: 'x', publishedOn: '2031-01-01' })).status).toBe(400);
  });
});
