/** The audit's counts: what is counted, and what is left out and said so. */
import { describe, expect, it, test } from '@jest/globals';
import type { Commitment } from '../../src/domain/commitment.js';
import type { AuditReport, SlipFigures } from '../../src/domain/report.js';
import { ReportTally } from '../../src/domain/tallies/report-tally.js';
import type { Target, TargetDraft } from '../../src/domain/target.js';
import { epochDayOrNull } from '../../src/domain/time.js';
import type { Facts } from '../../src/domain/versions/facts.js';
import { aPledge, aTarget } from './plan-cast.js';

type Subject = [Partial<Commitment>, Partial<TargetDraft>?, original?: Target, facts?: Partial<Facts>];

function factsOf([change, target = {}, original, facts]: Subject, i: number): Facts {
  const ref = `C-000${i + 1}`;
  const commitment = aPledge(target, { ref, number: i + 1, ...change });
  const first = original ?? commitment.target;
  const days = Object.fromEntries(
    (['earliest', 'latest', 'overdueFrom', 'endedFrom', 'fulfilledOn'] as const).map((name) => [name, epochDayOrNull(commitment[name])]),
  );
  const bounds = { firstEarliest: epochDayOrNull(first.earliest), firstLatest: epochDayOrNull(first.latest) };
  const counted = { moves: 0, unsourcedMoves: 0, lateMoves: 0, sources: 0, openLinks: 0 };
  return { ...commitment, index: i, ...(days as Pick<Facts, 'earliest'>), ...bounds, ...counted, ...facts } as unknown as Facts;
}

function reported(commitments: Subject[], on = '2021-03-31'): AuditReport {
  const tally = new ReportTally(on, 90);
  for (const facts of commitments.map(factsOf)) tally.take(facts);
  const basis = { asOf: on, index: 7, root: 'root', checkpoint: 'note' };
  const notices = { sent: 3, failed: 0, suppressed: 0, unknown: 1, bounced: 0 };
  const parties = new Map(['ministry', 'agency'].map((id) => [id, id]));
  return tally.report({ basis, parties, titles: new Map([['C-0001', { title: 'First', lang: 'fr' }]]), notices });
}

describe('The fulfilment rate', () => {
  it('is fulfilled ÷ (fulfilled + partly + not), partly shown apart', () => {
    const { rate } = reported([
      [{ verdict: 'fulfilled', fulfilledOn: '2021-03-01' }],
      [{ verdict: 'fulfilled', fulfilledOn: '2021-04-01' }],
      [{ verdict: 'partly_fulfilled' }],
      [{ verdict: 'not_fulfilled' }],
      [{ verdict: 'pending' }],
    ]);
    expect(rate).toEqual({
      fulfilled: 2,
      partlyFulfilled: 1,
      notFulfilled: 1,
      rate: 0.5,
      leftOut: { pending: 1, notTriggered: 0, notVerifiable: 0, requests: 0, drafts: 0 },
    });
  });

  it('is none while nothing was settled either way', () => {
    expect(reported([[{ verdict: 'pending' }], [{ verdict: 'not_verifiable' }]]).rate.rate).toBeNull();
    expect(reported([]).rate.rate).toBeNull();
  });

  it('leaves out what could not be kept or broken, each counted once', () => {
    const { rate, total } = reported([
      [{ verdict: 'fulfilled' }],
      [{ kind: 'request', verdict: 'not_fulfilled' }],
      [{ kind: 'request', standing: 'not_triggered' }],
      [{ standing: 'not_triggered' }],
      [{ verdict: 'not_verifiable' }],
      [{ publication: 'draft', publishedAt: null }],
      [{ publication: 'retracted', verdict: 'not_fulfilled' }],
    ]);
    expect(rate).toMatchObject({ fulfilled: 1, notFulfilled: 0, rate: 1 });
    expect(rate.leftOut).toEqual({ pending: 0, notTriggered: 1, notVerifiable: 1, requests: 2, drafts: 1 });
    expect(total).toBe(5);
  });
});

test('the counts are of what is published, the publication of all', () => {
  const { total, verdict, publication, kind, standing, progress } = reported([
    [{ verdict: 'fulfilled', progress: 'complete' }],
    [{ kind: 'assurance', standing: 'superseded' }],
    [{ publication: 'draft', publishedAt: null }],
    [{ publication: 'retracted' }],
  ]);
  expect(total).toBe(2);
  expect(verdict).toEqual({ pending: 1, fulfilled: 1, partly_fulfilled: 0, not_fulfilled: 0, not_verifiable: 0 });
  expect(publication).toEqual({ draft: 1, published: 2, retracted: 1 });
  expect(kind).toMatchObject({ pledge: 1, assurance: 1, request: 0 });
  expect(standing).toMatchObject({ active: 1, superseded: 1 });
  expect(progress).toMatchObject({ not_started: 1, complete: 1 });
});

test('timeliness is that of the day of the report', () => {
  const commitments: Subject[] = [
    [{}],
    [{}, { edtf: '2021-12-31' }],
    [{}, { kind: 'until', edtf: '2021-03' }],
    [{}, { kind: 'undated' }],
    [{ verdict: 'fulfilled', fulfilledOn: '2021-03-30' }],
    [{ verdict: 'fulfilled', fulfilledOn: '2021-04-02' }],
  ];
  expect(reported(commitments, '2021-03-31').timeliness).toMatchObject({ due_today: 2, open: 1, undated: 1, met_on_time: 1, met_late: 1 });
  expect(reported(commitments, '2021-04-01').timeliness).toMatchObject({
    overdue: 1,
    ended: 1,
    open: 1,
    undated: 1,
    met_on_time: 1,
    met_late: 1,
  });
});

describe('Slips', () => {
  const movedTo = (edtf: string): Subject => [{}, { edtf, revision: 2 }, aTarget()];

  test.each<[what: string, days: string[], slips: SlipFigures]>([
    ['none', [], { count: 0, medianDays: null, worstDays: null }],
    ['one', ['2021-04-10'], { count: 1, medianDays: 10, worstDays: 10 }],
    ['an even number', ['2021-04-10', '2021-04-15'], { count: 2, medianDays: 12.5, worstDays: 15 }],
    ['an odd number', ['2021-04-10', '2022-03-31', '2021-04-15'], { count: 3, medianDays: 15, worstDays: 365 }],
    ['what was brought forward beside them', ['2021-04-10', '2021-03-01', '2021-03-31'], { count: 1, medianDays: 10, worstDays: 10 }],
  ])('of %s', (_what, days, slips) => {
    expect(reported(days.map(movedTo)).slips).toMatchObject(slips);
  });

  it('are not counted where a date was withdrawn', () => {
    expect(reported([[{}, { kind: 'undated', revision: 2 }, aTarget()]]).slips.count).toBe(0);
  });
});

test('each promisor’s own counts, by name', () => {
  const { promisors } = reported(
    [[{ promisor: 'ministry' }], [{ promisor: 'agency', verdict: 'fulfilled', fulfilledOn: '2021-03-01' }], [{ promisor: 'agency' }]],
    '2021-04-01',
  );
  expect(promisors.map(({ name, total, overdue, verdict }) => [name, total, overdue, verdict.fulfilled])).toEqual([
    ['agency', 2, 1, 1],
    ['ministry', 1, 1, 0],
  ]);
});
