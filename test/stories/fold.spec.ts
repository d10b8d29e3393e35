/** The rows are the fold of the log, and a day once over reads the same for ever: held against registers lived at random. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../src/domain/log/jcs.js';
import { emptyRegister, type Register } from '../../src/domain/fold.js';
import { keyOf, type Row, type Table } from '../../src/domain/evolve.js';
import { policySchema } from '../../src/domain/reminder-policy.js';
import { addDays, dayIn, type Day } from '../../src/domain/time.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readRows } from '../../src/store/register.store.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { DatabaseKind } from '../support/databases.js';
import { foldedAsOf } from './folded-as-of.js';
import { beginLife } from './random-life.js';

const tables = Object.keys(emptyRegister()) as Table[];

/** Reminders are not what is held here: a policy of one step keeps their planning short. */
const policy = policySchema.parse({
  name: 'one step',
  version: 1,
  steps: [
    { key: 'due', class: 'due', anchor: 'latest', audience: ['owner'], kinds: 'all', validUntil: 'local_day', resendWhenUnknown: true },
  ],
});

/** Each row as a text, sorted: equal when the registers are. */
const asText = (rows: Row[]): string[] => rows.map((row) => `${row.table} ${keyOf(row)} ${canonicalJson(row.row)}`).sort();

const folded = (register: Register): string[] =>
  asText(tables.flatMap((table) => [...register[table].values()].map((row) => ({ table, row: JSON.parse(JSON.stringify(row)) as never }))));

async function stored(app: TestApp): Promise<string[]> {
  const rows = await Promise.all(
    tables.map(async (table) => (await readRows(app.database.read, table)).map((row) => ({ table, row }) as Row)),
  );
  return asText(rows.flat());
}

describe.each<[operations: number, kind: DatabaseKind]>([
  [10_000, 'sqlite'],
  [1_000, 'postgres'],
])('A register of %i random changes on %s', (operations, kind) => {
  let app: TestApp;
  /** What stood in the rows as some days ended, and what was said of them soon after. */
  const observed = new Map<Day, { rows: string[]; size: number; answer: string[] | null }>();
  const done = new Map<string, { taken: number; refused: number }>();

  beforeAll(async () => {
    app = await openTestApp({ kind, settings: { policy } });
    const life = await beginLife(app, 20_201_130);
    const everyNth = operations / 10;
    for (let i = 1; i <= operations; i++) {
      const { did, refused } = await life.live();
      const counts = done.get(did) ?? { taken: 0, refused: 0 };
      done.set(did, { taken: counts.taken + (refused ? 0 : 1), refused: counts.refused + (refused ? 1 : 0) });
      if (i % everyNth === 0) {
        const day = dayIn(app.settings.zone, app.clock.now());
        const { size } = await app.database.extent();
        observed.set(day, { rows: await stored(app), size, answer: null });
        app.clock.advanceBy(26 * 3_600_000);
        if (i % (3 * everyNth) === 0) observed.get(day)!.answer = folded((await foldedAsOf(app, day)).register);
      } else if (life.roll(20) === 0) app.clock.advanceBy(life.roll(6 * 3_600_000));
    }
  }, 240_000);
  afterAll(() => app.close());

  it('had every kind of change, taken and refused', () => {
    expect([...done].filter(([, { taken }]) => taken === 0)).toEqual([]);
    expect([...done.values()].reduce((sum, { taken }) => sum + taken, 0)).toBeGreaterThan(operations / 2);
    expect(done.get('decides')?.refused).toBeGreaterThan(0);
  });

  it('has the rows that its log says, and a log in order', async () => {
    const verification = await app.get(VerificationService).verify();
    expect(verification).toMatchObject({ ok: true, firstBad: null, faults: [] });
    expect(verification.size).toBeGreaterThan(operations / 2);
  }, 60_000);

  it('reads, as of each day observed, as it stood when the day ended', async () => {
    for (const [day, { rows, size, answer }] of observed) {
      const { register, index } = await foldedAsOf(app, day);
      expect({ day, index }).toEqual({ day, index: size });
      const now = folded(register);
      expect(now).toEqual(rows);
      // Asked before the rest was recorded, it said the same.
      if (answer !== null) expect(now).toEqual(answer);
    }
    expect([...observed.values()].filter(({ answer }) => answer !== null)).toHaveLength(3);
  }, 120_000);

  it('reads the same on a day on which nothing was recorded as on the one before, and empty before it began', async () => {
    const last = dayIn(app.settings.zone, app.clock.now());
    const [ended, later] = [await foldedAsOf(app, last), await foldedAsOf(app, addDays(last, 365))];
    expect(later.index).toBe(ended.index);
    expect(folded(later.register)).toEqual(folded(ended.register));
    expect(folded(later.register)).toEqual(await stored(app));
    expect(await foldedAsOf(app, '2020-11-29')).toEqual({ index: 0, register: emptyRegister() });
  }, 60_000);
});
