import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { newPersonSchema } from '../../src/domain/people.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import type { CommitmentList } from '../../src/services/reading.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

const list = '/api/v1/commitments';
const says = (quote: string) => ({ ...aCommitment().statement, quote });

/** What is in the register, by reference, and all that the filters below go by. */
const entries: Record<string, Record<string, unknown>> = {
  'C-0001': { title: 'Publish the annual report', topics: ['budget', 'Aid'], target: { kind: 'by', edtf: '2021-03-31' } },
  'C-0002': {
    title: 'École pour tous',
    promisor: 'NATO',
    topics: ['aid'],
    owner: 'colleague@example.org',
    target: { kind: 'by', edtf: '2021' },
  },
  'C-0003': { title: '100 % of_schools', statement: says('We said "open" \\ soon'), topics: ['a"b'], target: { kind: 'undated' } },
  'C-0004': { title: 'Help fund the forces', promisor: 'NATO', topics: ['budget'], target: { kind: 'until', edtf: '2024' } },
  'C-0005': { title: 'Meet again', promisor: 'NATO', owner: null, publish: false, target: { kind: 'on', edtf: '2020-12-01/2020-12-02' } },
};
const everything = Object.keys(entries);

describeOnEachDatabase('A list of commitments', (kind) => {
  let app: TestApp;
  let cast: Cast;
  let desk: Client;
  let nato: string;

  beforeAll(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    desk = await (await openApi(app)).as(cast.desk);
    for (const [ref, change] of Object.entries(entries)) {
      const { json } = await desk.post<CommitmentView>(list, aCommitment(change));
      expect(json.ref).toBe(ref);
      if (json.promisor.name === 'NATO') nato = json.promisor.id;
    }
    app.clock.advanceTo('2020-12-10T12:00:00.000Z');
    const withdrawn = { standing: 'withdrawn', reason: 'they took it back' };
    const { headers } = await desk.get(`${list}/C-0002`);
    await desk.post(`${list}/C-0002/standing`, withdrawn, { 'if-match': headers['etag']! });
  });
  afterAll(() => app.close());

  const found = async (query: string): Promise<string[]> => {
    const { json } = await desk.get<CommitmentList>(list + query);
    expect(json.total).toBe(json.items.length);
    return json.items.map(({ ref }) => ref);
  };
  /** Now from the rows, and as of today from the log: two ways that must agree. */
  const foundBothWays = async (query: string): Promise<string[]> => {
    const [rows, log] = [await found(query), await found(`${query}${query === '' ? '?' : '&'}asOf=2020-12-10`)];
    expect(log).toEqual(rows);
    return rows;
  };

  test.each<[query: string, refs: string[]]>([
    ['', everything],
    ['?q=HELP%20fund', ['C-0004']],
    ['?q=ANNUAL%20rep', ['C-0001', 'C-0002', 'C-0004', 'C-0005']],
    ['?q=%C3%A9cole', ['C-0002']],
    ['?q=c-0004', ['C-0004']],
    ['?q=%22open%22', ['C-0003']],
    ['?q=open%22%20%5C', ['C-0003']],
    ['?q=100%20%25', ['C-0003']],
    ['?q=_s', ['C-0003']],
    ['?q=%25', ['C-0003']],
    ['?q=saidOn', []],
    ['?q=quote', []],
    ['?topic=aid', ['C-0002']],
    ['?topic=Aid', ['C-0001']],
    ['?topic=bud', []],
    ['?topic=a%22b', ['C-0003']],
    ['?topic=budget%22%2C%22Aid', []],
    ['?verdict=pending', everything],
    ['?verdict=fulfilled', []],
    ['?standing=withdrawn', ['C-0002']],
    ['?timeliness=undated', ['C-0003']],
    ['?timeliness=overdue', ['C-0005']],
    ['?dueFrom=2021-03-31&dueTo=2021-12-31', ['C-0001', 'C-0002']],
    ['?dueFrom=2021-04-01', ['C-0002', 'C-0004']],
    ['?dueTo=2020-12-02', ['C-0005']],
    ['?topic=budget&dueTo=2021-12-31', ['C-0001']],
    ['?promisor=nobody', []],
  ])('narrowed by "%s"', async (query, refs) => {
    expect(await foundBothWays(query)).toEqual(refs);
  });

  it('narrowed by a promisor or an owner', async () => {
    expect(await foundBothWays(`?promisor=${nato}`)).toEqual(['C-0002', 'C-0004', 'C-0005']);
    expect(await foundBothWays(`?owner=${cast.desk.id}`)).toEqual(['C-0001', 'C-0003', 'C-0004']);
    expect(await foundBothWays(`?promisor=${nato}&owner=${cast.colleague.id}`)).toEqual(['C-0002']);
  });

  test.each([1, 2, 3, 4, 5, 200])('comes in pages of %i that hold everything once and in order', async (limit) => {
    for (const day of ['', '&asOf=2020-12-10']) {
      const pages: string[][] = [];
      for (let next: string | null = ''; next !== null;) {
        const after: string = next === '' ? '' : `&after=${next}`;
        const { json }: { json: CommitmentList } = await desk.get<CommitmentList>(`${list}?limit=${limit}${day}${after}`);
        expect(json.total).toBe(everything.length);
        pages.push(json.items.map(({ ref }) => ref));
        next = json.next;
      }
      expect(pages.flat()).toEqual(everything);
      expect(pages).toHaveLength(Math.ceil(everything.length / limit));
    }
  });

  it('goes on after a reference that the filter leaves out', async () => {
    const { json } = await desk.get<CommitmentList>(`${list}?promisor=${nato}&limit=1&after=C-0003`);
    expect([json.items.map(({ ref }) => ref), json.total, json.next]).toEqual([['C-0004'], 3, 'C-0004']);
  });

  it('as of an earlier day is what it was then', async () => {
    const { json } = await desk.get<CommitmentList>(`${list}?asOf=2020-11-30&standing=active`);
    expect(json.items.map(({ ref, standing, asOf }) => [ref, standing, asOf])).toEqual(
      everything.map((ref) => [ref, 'active', '2020-11-30']),
    );
    expect((await desk.get<CommitmentList>(`${list}?asOf=2020-11-29`)).json).toEqual({ items: [], total: 0, next: null });
  });
});

describeOnEachDatabase('People for a page', (kind) => {
  it('come in the order of their names, whatever their case, each once', async () => {
    const app = await openTestApp({ kind });
    await gather(app);
    const people = app.get(PeopleService);
    for (const [name, email] of [['Élan', 'z@example.org'], ['Admin', 'y@example.org'], [null, 'bare@example.org']] as const)
      await people.addPerson(system, newPersonSchema.parse({ email, ...(name === null ? {} : { name }) })); // prettier-ignore
    const shown: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Awaited<ReturnType<PeopleService['byName']>> = await people.byName(after, 2);
      shown.push(...page.items.map(({ name, email }) => (name ?? email ?? '').toLowerCase()));
      after = page.next;
    }
    expect(shown).toEqual(['admin', 'admin', 'auditor', 'bare@example.org', 'colleague', 'desk', 'follower', 'lead', 'élan']);
    await app.close();
  });
});

test.each(['parties', 'people', 'subscriptions'])('The list of %s comes in pages too', async (name) => {
  const app = await openTestApp();
  const cast = await gather(app);
  const desk = await (await openApi(app)).as(cast.desk);
  for (const n of [1, 2, 3, 4, 5]) {
    await desk.post('/api/v1/parties', { name: `Party ${n}` });
    await desk.post('/api/v1/subscriptions', { person: cast.follower.email, scope: 'topic', subject: `Topic ${n}` });
  }
  type Page = { items: { id: string }[]; total: number; next: string | null };
  const whole = (await desk.get<Page>(`/api/v1/${name}`)).json;
  expect([whole.next, whole.total]).toEqual([null, whole.items.length]);
  expect(whole.total).toBeGreaterThanOrEqual(5);
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { json }: { json: Page } = await desk.get<Page>(`/api/v1/${name}?limit=2${next === '' ? '' : `&after=${next}`}`);
    expect(json.items.length).toBeLessThanOrEqual(2);
    ids.push(...json.items.map(({ id }) => id));
    next = json.next;
  }
  expect(ids).toEqual(whole.items.map(({ id }) => id));
  await app.close();
});
