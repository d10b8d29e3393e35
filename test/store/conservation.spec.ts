/** Conservation counted in the database is that of the rows one by one, wherever it is asked from. */
import { expect, it } from '@jest/globals';
import { conservation, lateBefore, type Conservation } from '../../src/domain/conservation.js';
import { reminderStates, type Reminder } from '../../src/domain/reminder.js';
import { addMs } from '../../src/domain/time.js';
import { AuditService } from '../../src/services/audit.service.js';
import { DiagnosisService } from '../../src/services/diagnosis.service.js';
import { allReminders } from '../../src/store/reminders.store.js';
import { insertRows } from '../../src/store/rows.js';
import { reminderTable } from '../../src/store/tables.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

function oneByOne(rows: readonly Reminder[], now: string): Conservation {
  return conservation(
    rows.map(({ state, reason, message, dueAt }) => ({
      state,
      hasReason: reason !== null,
      hasMessage: message !== null,
      isLate: dueAt < lateBefore(now),
      count: 1,
      oldest: dueAt,
    })),
  );
}

/** A row of every state, with a reason and a message or not, due at times around the grace. */
async function everySort(app: TestApp): Promise<number> {
  const [sample] = await allReminders(app.database.read);
  const now = app.clock.now();
  const rows = reminderStates.flatMap((state) =>
    [null, 'for a reason'].flatMap((reason) =>
      [null, 'M1'].flatMap((message) =>
        [-86_400_000, -900_001, -900_000, 0, 86_400_000].map((ms) => ({
          ...sample!,
          state,
          reason,
          message,
          dueAt: addMs(now, ms),
          key: [state, reason, message, ms].join(),
        })),
      ),
    ),
  );
  await app.database.write((tx) => insertRows(tx, reminderTable, rows));
  return rows.length;
}

describeOnEachDatabase('Conservation', (kind) => {
  it('counted by the database is what the rows one by one say, in the audit and where loose ends alone are looked for', async () => {
    const app = await openTestApp({ kind });
    try {
      await register(app, await gather(app));
      const planned = (await allReminders(app.database.read)).length;
      const added = await everySort(app);
      const expected = oneByOne(await allReminders(app.database.read), app.clock.now());
      expect(Object.values(expected.states).reduce((sum, n) => sum + n, 0)).toBe(planned + added);
      expect(expected.unaccounted).toBeGreaterThan(50);
      expect(await app.get(AuditService).conservation()).toEqual(expected);
      const { states: _, ...looseEnds } = expected;
      expect(await app.get(AuditService).looseEnds()).toEqual(looseEnds);
      const diagnosis = await app.get(DiagnosisService).examine();
      expect(diagnosis.conservation).toEqual(looseEnds);
      expect(diagnosis.faults).toContain(`${expected.unaccounted} reminders are unaccounted for`);
    } finally {
      await app.close();
    }
  });

  it('looks for loose ends in indexes, not in all that ever was', async () => {
    const app = await openTestApp({ kind });
    try {
      const conditions = [
        `state = 'planned' AND "dueAt" < '2021'`,
        `state = 'bundled' AND "dueAt" >= ''`,
        `reason IS NULL AND state NOT IN ('planned', 'bundled', 'delivered') AND "dueAt" >= ''`,
      ];
      for (const condition of conditions) {
        const explain = kind === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
        const steps = await runRaw(app.testDatabase, `${explain} SELECT state, count(*) FROM reminder WHERE ${condition} GROUP BY 1`);
        expect(JSON.stringify(steps)).toMatch(
          /USING (COVERING )?INDEX reminder_((person_)?due|under_way|unexplained)|Scan.* reminder_((person_)?due|under_way|unexplained)/,
        );
      }
    } finally {
      await app.close();
    }
  });
});
