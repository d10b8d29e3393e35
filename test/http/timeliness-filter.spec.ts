import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeTarget, targetKinds, TargetError, type Target } from '../../src/domain/target.js';
import { timelinessValues } from '../../src/domain/timeliness.js';
import { addDays } from '../../src/domain/time.js';
import { verdictValues } from '../../src/domain/verdict.js';
import { refOf, type Commitment } from '../../src/domain/commitment.js';
import type { CommitmentList } from '../../src/services/reading.service.js';
import { putRow, readRow } from '../../src/store/register.store.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

const count = 400;
const seed = 20201130;
/** In order, since time does not go back: the days on which everything is asked again, near and far from the dates. */
const days = ['2020-12-01', '2020-12-31', '2021-01-01', '2021-02-28', '2021-03-01', '2021-06-30', '2022-02-14', '2024-12-31'];

const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2020-11-15', n));
const edtf = fc.oneof(
  day,
  fc.constantFrom('2021', '2021-03', '2021-03~', '2021-21', '2021~', '2021-06?', '2024', '../2021-05', '2021-02/2021-04', '2021/..'),
  // The very days that are asked about, so that first and last days are met exactly.
  fc.constantFrom(...days),
);

/** What makes a target, of every kind; what makes none is left out. */
const target = fc
  .record({ kind: fc.constantFrom(...targetKinds), edtf, triggeredOn: fc.option(day), duration: fc.constantFrom('P30D', '-P1M', 'P0D') })
  .map(({ kind, edtf: expression, triggeredOn, duration }): Target | null => {
    const dated = kind !== 'undated' && kind !== 'event';
    const { conventions } = app.settings;
    const common = { kind, saidOn: '2020-11-30', zone: 'Europe/Brussels', edtf: dated ? expression : null };
    const event = kind === 'event' ? { trigger: 'the vote', triggeredOn, duration } : {};
    try {
      return composeTarget({ ...common, ...event, recurrence: kind === 'recurring' ? 'P6M' : null }, conventions);
    } catch (error) {
      if (error instanceof TargetError) return null;
      throw error;
    }
  })
  .filter((made) => made !== null);

/** The parts of a commitment that its timeliness follows from, and no others. */
const judged = fc.record({ target, verdict: fc.constantFrom(...verdictValues, 'pending', 'pending'), fulfilledOn: fc.option(day) });

let app: TestApp;

describeOnEachDatabase('The filter by timeliness', (kind) => {
  let desk: Client;

  beforeAll(async () => {
    app = await openTestApp({ kind });
    const cast = await gather(app);
    const { ref } = await register(app, cast);
    desk = await (await openApi(app)).as(cast.desk);
    const pattern = (await readRow(app.database.read, 'commitment', ref))!;
    const rows = fc.sample(judged, { numRuns: count, seed }).map(({ target: t, verdict, fulfilledOn }, i): Commitment => {
      const { earliest, latest, overdueFrom, endedFrom } = t;
      const bounds = { earliest, latest, overdueFrom, endedFrom };
      return { ...pattern, ref: refOf(i + 2), number: i + 2, target: t, ...bounds, verdict, fulfilledOn };
    });
    await app.database.write(async (tx) => {
      for (const row of rows) await putRow(tx, { table: 'commitment', row });
    });
  });
  afterAll(() => app.close());

  it.each(days)('finds on %s just what each commitment says of itself', async (today) => {
    app.clock.advanceTo(`${today}T12:00:00.000Z`);
    const found: Record<string, string> = {};
    for (const value of timelinessValues)
      for (let after: string | null = ''; after !== null;) {
        const { json }: { json: CommitmentList } = await desk.get<CommitmentList>(
          `/api/v1/commitments?timeliness=${value}&limit=200${after === '' ? '' : `&after=${after}`}`,
        );
        for (const { ref, timeliness, asOf } of json.items) {
          expect([ref, timeliness, asOf]).toEqual([ref, value, today]);
          found[ref] = timeliness;
        }
        after = json.next;
      }
    // Each is found under its own and no other, and none is lost between them.
    expect(Object.keys(found)).toHaveLength(count + 1);
    expect(new Set(Object.values(found)).size).toBeGreaterThan(6);
  });
});
