/** What is said of a past day: held against the plain fold of the log, and asked again after a thousand further changes. */
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Commitment } from '../../src/domain/commitment.js';
import type { CommitmentFilter } from '../../src/domain/commitment-filter.js';
import { isOpenLink, sourceOf } from '../../src/domain/evidence.js';
import type { Register } from '../../src/domain/fold.js';
import { outcomeOf } from '../../src/domain/outcome.js';
import { policySchema } from '../../src/domain/reminder-policy.js';
import type { AuditReport } from '../../src/domain/report.js';
import { slipDays } from '../../src/domain/target.js';
import { timelinessOf } from '../../src/domain/timeliness.js';
import { addDays, dayIn, type Day } from '../../src/domain/time.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { AuditService } from '../../src/services/audit.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { VersionSegments } from '../../src/services/version-segments.service.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { DatabaseKind } from '../support/databases.js';
import { runRaw } from '../store/raw-database.js';
import { foldedAsOf } from './folded-as-of.js';
import { beginLife, type Life } from './random-life.js';

/** Due soon thirty days before; reminders are not what is held here. */
const policy = policySchema.parse({
  name: 'one step',
  version: 1,
  steps: [
    { key: 'lead', class: 'lead', anchor: 'latest', offset: '-P30D', audience: ['owner'], kinds: 'all', validUntil: 'local_day', resendWhenUnknown: false },
  ],
}); // prettier-ignore
const soonDays = 30;
const everything = { after: 0, limit: 10_000 };

/** A commitment as it was, with what is told of it, by rules written out once more. */
function toldOf(c: Commitment, { target, evidence }: Register, day: Day) {
  const revisions = [...target.values()].filter(({ commitment }) => commitment === c.ref).sort((a, b) => a.target.revision - b.target.revision);
  const own = [...evidence.values()].filter(({ commitment }) => commitment === c.ref);
  const moves = revisions.slice(1).flatMap((revision, i) => {
    const from = revisions[i]!.target.latest;
    return revision.target.latest === from ? [] : [{ late: from !== null && revision.validOn > from, sourced: Boolean(revision.target.source) }];
  });
  const timeliness = timelinessOf({ ...c, leadDays: soonDays }, day).value;
  const slip = Math.max(0, slipDays(revisions[0]!.target, c.target) ?? 0);
  const openLinks = own.filter(isOpenLink).length + (c.statement.source?.url && c.statement.source.archivedSha256 === null ? 1 : 0);
  return { c, moves, timeliness, slip, openLinks, outcome: outcomeOf(c, timeliness), sources: new Set(own.map(sourceOf)).size };
} // prettier-ignore
type Told = ReturnType<typeof toldOf>;

const countsOf = (told: readonly Told[], of: (one: Told) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const one of told) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
  return counts;
};
const withoutZeros = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

function expectReport(report: AuditReport, register: Register, day: Day): void {
  const all = [...register.commitment.values()].map((c) => toldOf(c, register, day));
  const shown = all.filter(({ c }) => c.publication === 'published');
  for (const axis of ['kind', 'standing', 'progress', 'verdict'] as const)
    expect(withoutZeros(report[axis])).toEqual(countsOf(shown, ({ c }) => c[axis]));
  expect(withoutZeros(report.publication)).toEqual(countsOf(all, ({ c }) => c.publication));
  expect(withoutZeros(report.timeliness)).toEqual(countsOf(shown, ({ timeliness }) => timeliness));
  expect(withoutZeros(report.outcome)).toEqual(countsOf(shown, ({ outcome }) => outcome));
  for (const { id, total, outcome, name } of report.promisors) {
    const theirs = shown.filter(({ c }) => c.promisor === id);
    expect([total, withoutZeros(outcome), name]).toEqual([theirs.length, countsOf(theirs, (one) => one.outcome), register.party.get(id)?.name]);
  }
  const slips = shown.map(({ slip }) => slip).filter((slip) => slip > 0).sort((a, b) => a - b);
  const moves = shown.flatMap((one) => one.moves);
  expect(report.slips).toMatchObject({ count: slips.length, worstDays: slips.at(-1) ?? null, moves: moves.length, movesAfterDate: moves.filter(({ late }) => late).length, movesWithoutSource: moves.filter(({ sourced }) => !sourced).length });
  expect(report.evidence).toEqual({ singleSource: shown.filter(({ c, sources }) => c.verdict !== 'pending' && sources < 2).length, openLinks: shown.reduce((sum, one) => sum + one.openLinks, 0), withOpenLinks: shown.filter((one) => one.openLinks > 0).length });
} // prettier-ignore

describe.each<[operations: number, kind: DatabaseKind]>([
  [2_500, 'sqlite'],
  [250, 'postgres'],
])('A register of %i random changes on %s', (operations, kind) => {
  let app: TestApp;
  let life: Life;
  const days: Day[] = [];
  const asked = new Map<Day, string>();

  /** Everything that is said of a day. */
  async function answers(day: Day): Promise<string> {
    const list = await app.get(ReadingService).list({}, everything, day);
    const details = await Promise.all(list.items.map(({ ref }) => app.get(ReadingService).read(ref, day)));
    return JSON.stringify([await app.get(AuditReportService).report(day), list, details]);
  }

  async function liveOn(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await life.live();
      if (life.roll(20) === 0) app.clock.advanceBy(life.roll(40 * 3_600_000));
    }
  }

  beforeAll(async () => {
    app = await openTestApp({ kind, settings: { policy } });
    life = await beginLife(app, 20_210_614);
    for (let i = 0; i < 5; i++) {
      await liveOn(operations / 5);
      days.push(dayIn(app.settings.zone, app.clock.now()));
      app.clock.advanceBy(26 * 3_600_000);
      // What is asked of is partly in segments and partly in the log alone.
      if (i === 2) await app.get(VersionSegments).keep();
    }
    for (const day of days) asked.set(day, await answers(day));
  }, 240_000);
  afterAll(() => app.close());

  it('says of each day what the fold of the log says', async () => {
    for (const day of days) {
      const { register, index } = await foldedAsOf(app, day);
      const report = await app.get(AuditReportService).report(day);
      expect(report.index).toBe(index);
      expectReport(report, register, day);
      const { items, total } = await app.get(ReadingService).list({}, everything, day);
      expect(items.map(({ ref }) => ref)).toEqual([...register.commitment.values()].sort((a, b) => a.number - b.number).map(({ ref }) => ref));
      expect(total).toBe(items.length);
      for (const item of items) {
        const { promisor, owner, beneficiaries, ...plain } = item;
        const was = register.commitment.get(item.ref)!;
        expect([promisor, ...beneficiaries]).toEqual([was.promisor, ...was.beneficiaries].map((id) => register.party.get(id)));
        expect(owner?.email ?? null).toBe(was.owner === null ? null : register.person.get(was.owner)?.email);
        for (const member of ['title', 'statement', 'target', 'verdict', 'version', 'topics', 'condition'] as const) expect(plain[member]).toEqual(was[member]);
        expect(item.timeliness).toBe(toldOf(was, register, day).timeliness);
      }
    }
  }, 120_000); // prettier-ignore

  test.each<[name: string, filter: CommitmentFilter, holds: (told: Told) => boolean]>([
    ['a verdict', { verdict: 'fulfilled' }, ({ c }) => c.verdict === 'fulfilled'],
    ['a standing and a kind', { standing: 'active', kind: 'pledge' }, ({ c }) => c.standing === 'active' && c.kind === 'pledge'],
    ['publication', { publication: 'retracted' }, ({ c }) => c.publication === 'retracted'],
    ['progress', { progress: 'substantial' }, ({ c }) => c.progress === 'substantial'],
    ['timeliness', { timeliness: 'overdue' }, (told) => told.timeliness === 'overdue'],
    ['outcomes', { outcome: 'pending,fulfilled_late' }, (told) => ['pending', 'fulfilled_late'].includes(told.outcome)],
    ['a topic', { topic: 'topic 3' }, ({ c }) => c.topics.includes('topic 3')],
    ['words', { q: 'TITLE' }, ({ c }) => /title/i.test(c.title) || /title/i.test(c.statement.quote)],
    ['days', { dueFrom: '2021-01-01', dueTo: '2021-06-30' }, ({ c }) => c.latest !== null && c.latest >= '2021-01-01' && c.latest <= '2021-06-30'],
    ['slips', { finding: 'slipped' }, ({ slip }) => slip > 0],
    ['late moves', { finding: 'moved_after_date' }, ({ moves }) => moves.some(({ late }) => late)],
    ['one source', { finding: 'single_source' }, ({ c, sources }) => c.verdict !== 'pending' && sources < 2],
    ['open links', { finding: 'open_link' }, ({ openLinks }) => openLinks > 0],
  ])('lists by %s what the fold has', async (_name, filter, holds) => {
    for (const day of days) {
      const { register } = await foldedAsOf(app, day);
      const wanted = [...register.commitment.values()].filter((c) => holds(toldOf(c, register, day))).sort((a, b) => a.number - b.number);
      const { items, total } = await app.get(ReadingService).list(filter, everything, day);
      expect([items.map(({ ref }) => ref), total]).toEqual([wanted.map(({ ref }) => ref), wanted.length]);
    }
  }, 60_000); // prettier-ignore

  it('counts what its lists list: each count of the report under its own query', async () => {
    const day = days[3]!;
    const report = await app.get(AuditReportService).report(day);
    const listed = async (query: string): Promise<number> => {
      const { asOf, ...filter } = Object.fromEntries(new URLSearchParams(query));
      return (await app.get(ReadingService).list(filter as CommitmentFilter, { after: 0, limit: 1 }, asOf!)).total;
    };
    for (const axis of ['publication', 'kind', 'standing', 'progress', 'verdict', 'timeliness', 'outcome'] as const)
      for (const [value, query] of Object.entries(report.queries[axis]))
        expect([axis, value, await listed(query)]).toEqual([axis, value, (report[axis] as Record<string, number>)[value]]);
    for (const { name, query, total, outcome } of report.promisors) {
      expect([name, await listed(query)]).toEqual([name, total]);
      expect([name, await listed(`${query}&outcome=overdue`)]).toEqual([name, outcome.overdue]);
    }
    expect(await listed(report.queries.findings.slipped)).toBe(report.slips.count);
    expect(await listed(report.queries.findings.open_link)).toBe(report.evidence.withOpenLinks);
  }, 60_000);

  it('says the same, byte for byte, after further changes, a thousand on SQLite, in segments or out of them', async () => {
    await liveOn(kind === 'sqlite' ? 1_000 : 100);
    for (const day of days) expect(await answers(day)).toBe(asked.get(day));
    await app.get(VersionSegments).keep();
    for (const day of days) expect(await answers(day)).toBe(asked.get(day));
    await app.get(VerificationService).rebuild();
    for (const day of days) expect(await answers(day)).toBe(asked.get(day));
  }, 120_000);

  it('says of today what the rows say', async () => {
    const today = app.get(AuditService).today();
    const [rows, versions] = await Promise.all([null, today].map((day) => app.get(ReadingService).list({}, everything, day)));
    expect(versions).toEqual(rows);
    expect(await app.get(ReadingService).list({}, everything, addDays(today, -2000))).toEqual({ items: [], total: 0, next: null });
  });

  it('finds a version that was changed behind it', async () => {
    await app.get(VersionSegments).keep();
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
    if (kind === 'postgres') return;
    await runRaw(app.testDatabase, `UPDATE version_segment SET notices = '{"notice.sent":1}' WHERE first = 0`);
    const { faults } = await app.get(VerificationService).verify();
    expect(faults).toEqual([expect.stringMatching(/^the versions kept of the events from 0 to \d+ are not what the log says$/)]);
    await app.get(VerificationService).rebuild();
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true });
  }, 60_000);
});
