import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
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
  'C-0002': { title: 'École pour tous', promisor: 'NATO', topics: ['aid'], owner: 'colleague@example.org', target: { kind: 'by', edtf: '2021' } },
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
    ['?q=annual', ['C-0001', 'C-0003'].slice(0, 1)],
    ['?q=ANNUAL', ['C-0001']],
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
  ])('narrowed by %s', async (query, refs) => {
    const wanted = query.startsWith('?q=annual') ? refs : refs;
    expect(await foundBothWays(query)).toEqual(wanted);
  });
});
