/** Rows that are not what the log says: `verify` names them, `rebuild` puts them right and says how many. */
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { AttentionService } from '../../src/services/attention.service.js';
import { AuditService } from '../../src/services/audit.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw, tamper } from './raw-database.js';

const aParty = `INSERT INTO party (id, name) VALUES ('stranger', 'A stranger')`;
const aPerson = `INSERT INTO person (id, locale, zone, "sendAt", mode, weekday, "addedAt") VALUES ('stranger', 'en', 'UTC', '08:00', 'daily', 'monday', 'x')`;
const aSubscription = `INSERT INTO subscription (id, person, scope, via, "requestedAt") VALUES ('theirs', 'stranger', 'all', 'staff', 'x')`;

describeOnEachDatabase('Rows', (kind) => {
  let app: TestApp;
  let verification: VerificationService;

  beforeAll(async () => {
    app = await openTestApp({ kind });
    verification = app.get(VerificationService);
    const cast = await gather(app);
    const { desk } = cast;
    for (let i = 1; i <= 3; i++) await register(app, cast, { promisor: `Ministry ${i}`, externalId: `external ${i}`, condition: 'if so' });
    // The first hangs on one that came after it.
    await app.get(RegisterService).amend(desk.caller, 'C-0001', { parent: 'C-0003', reason: 'part of it' });
    const evidence = { url: 'https://example.org/report', quote: null, archivedUrl: null, date: '2020-11-30', shows: 'the report' };
    await app.get(VerdictsService).addEvidence(desk.caller, 'C-0001', evidence);
    await app.get(AttentionService).snooze(desk.id, 'C-0002', 7);
  });
  afterAll(() => app.close());

  test.each<[what: string, changes: string[], rows: number, faults: RegExp[]]>([
    ['a title', [`UPDATE commitment SET title = 'Another' WHERE ref = 'C-0002'`], 1, [/^commitment C-0002 is not what the log says$/]],
    ['a date', [`UPDATE commitment SET latest = '2031-03-31' WHERE ref = 'C-0002'`], 1, [/^commitment C-0002 is/]],
    ['a verdict typed in', [`UPDATE commitment SET verdict = 'fulfilled' WHERE ref = 'C-0001'`], 1, [/^commitment C-0001 is/]],
    ['a letter inside JSON', [`UPDATE commitment SET statement = replace(statement, '2021', '2031') WHERE ref = 'C-0001'`], 1, [/^commitment C-0001 is/]],
    ['a null filled in', [`UPDATE evidence SET quote = 'never said'`], 1, [/^evidence \S+ is/]],
    ['an address', [`UPDATE person SET email = 'mallory@example.org' WHERE email = 'desk@example.org'`], 1, [/^person \S+ is/]],
    ['a first target', [`UPDATE target SET target = replace(target, '2021-03-31', '2022-03-31') WHERE id = 'C-0001/1'`], 1, [/^target C-0001\/1 is/]],
    ['a snooze lengthened', [`UPDATE attention SET snoozed = replace(snoozed, '2020-12-07', '2030-12-07')`], 1, [/^attention \S+ is/]],
    ['a row gone', [`DELETE FROM evidence`], 1, [/^0 rows of evidence, where the log makes 1$/]],
    ['a row too many', [aParty], 1, [/^party stranger is not/, /^4 rows of party, where the log makes 3$/]],
    ['a row too many that another refers to', [aPerson, aSubscription], 2, [/^person stranger is not/, /^7 rows of person, where the log makes 6$/, /^subscription theirs is not/, /^1 rows of subscription, where the log makes 0$/]],
    ['two at once', [`UPDATE commitment SET title = 'Another', parent = NULL`, `DELETE FROM target WHERE id = 'C-0003/1'`], 4, [/^commitment C-0001/, /^commitment C-0002/, /^commitment C-0003/, /^2 rows of target/]],
    ['all of several tables', [`DELETE FROM evidence`, `DELETE FROM target`, `DELETE FROM reminder`, `DELETE FROM planning`, `DELETE FROM attention`, `UPDATE commitment SET parent = NULL`, `DELETE FROM commitment`, `DELETE FROM party`], 11, [/^0 rows of party, where the log makes 3/, /^0 rows of commitment/, /^0 rows of target/, /^0 rows of evidence/, /^0 rows of attention/]],
  ])('with %s changed behind the program are found out and put right', async (_what, changes, rows, faults) => {
    const { root } = await app.get(AuditService).checkpoint();
    for (const change of changes) await runRaw(app.testDatabase, change);
    const found = await verification.verify();
    expect(found).toMatchObject({ ok: false, firstBad: null, root });
    expect(found.faults).toHaveLength(faults.length);
    for (const fault of faults) expect(found.faults).toContainEqual(expect.stringMatching(fault));
    expect(await verification.rebuild()).toMatchObject({ changed: rows });
    expect(await verification.verify()).toMatchObject({ ok: true, faults: [], root });
    expect(await verification.rebuild()).toMatchObject({ changed: 0 });
  }); // prettier-ignore

  it('are named as far as somebody reads on, however many are off', async () => {
    const values = Array.from({ length: 150 }, (_, i) => `('stranger ${i}', 'Stranger ${i}')`);
    await runRaw(app.testDatabase, `INSERT INTO party (id, name) VALUES ${values.join(', ')}`);
    const { faults } = await verification.verify();
    expect(faults).toHaveLength(102);
    expect(faults.slice(100)).toEqual(['so are 50 more of party', '153 rows of party, where the log makes 3']);
    expect(await verification.rebuild()).toMatchObject({ changed: 150 });
  });

  it('are left as they are while the log itself is off', async () => {
    await runRaw(app.testDatabase, `UPDATE commitment SET title = 'Another' WHERE ref = 'C-0002'`);
    await tamper(app.testDatabase, `UPDATE log_event SET bytes = replace(bytes, 'annual', 'weekly')`);
    await expect(verification.rebuild()).rejects.toThrow(/^the log itself is not in order: event \d+: its bytes do not give the hash/);
    expect(await runRaw(app.testDatabase, `SELECT title FROM commitment WHERE ref = 'C-0002'`)).toEqual([{ title: 'Another' }]);
  });
});
