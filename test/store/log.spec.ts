/** What stands in the log and beside it, after a few weeks of a register. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VirtualClock } from '../../src/clock.js';
import type { Statement } from '../../src/domain/commitment.js';
import { digestsIn, valueMatches } from '../../src/domain/events.js';
import { canonicalJson, parseStrict } from '../../src/domain/log/jcs.js';
import { leafHash } from '../../src/domain/log/merkle.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { AuditService } from '../../src/services/audit.service.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { parseDatabaseUrl } from '../../src/store/drivers.js';
import { Database } from '../../src/store/database.js';
import { readEntries, readEvents, readValues } from '../../src/store/log.store.js';
import { readRows, record } from '../../src/store/register.store.js';
import type { LogEntry } from '../../src/store/tables.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw } from './raw-database.js';

/** Free text and personal data, each unlike anything else in the register. */
const secret = {
  name: 'Zéphyrine Quatremère',
  email: 'zephyrine.q@example.org',
  amending: 'The minister corrected herself in the corridor',
  moving: 'The printer in Ghent burned down',
  progress: 'Half of the chapters are with the translator',
  note: 'She asked us not to quote her on this',
  rationale: 'The report was on the table of the parliament',
  returning: 'The second source is a copy of the first',
};

describeOnEachDatabase('The log', (kind) => {
  let app: TestApp;
  let cast: Cast;
  let entries: LogEntry[];

  beforeAll(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    const { desk, auditor } = cast;
    const [people, commitments, verdicts] = [app.get(PeopleService), app.get(RegisterService), app.get(VerdictsService)];
    const person = await people.addPerson(system, newPersonSchema.parse({ email: secret.email, name: secret.name, role: 'auditor' }));
    app.clock.advanceBy(3_600_000);
    await register(app, cast, { condition: 'if the budget is adopted' });
    await commitments.amend(desk.caller, 'C-0001', { title: 'Publish the report', reason: secret.amending });
    await commitments.reviseTarget(desk.caller, 'C-0001', {
      target: { kind: 'by', edtf: '2021-05-15' },
      change: 'extended',
      reason: secret.moving,
      source: 'https://example.org/statement',
    });
    await commitments.reportProgress(desk.caller, 'C-0001', 'limited', secret.progress);
    await commitments.addNote(desk.caller, 'C-0001', secret.note);
    const evidence = { url: 'https://example.org/report', quote: null, archivedUrl: null, date: '2020-11-30', shows: 'the report' };
    const proposal = { verdict: 'fulfilled', rationale: secret.rationale, reasonCode: null, fulfilledOn: '2020-11', evidence: [evidence] } as const;
    await verdicts.propose(desk.caller, 'C-0001', { ...proposal, evidence: [...proposal.evidence] });
    const [verdict] = await readRows(app.database.read, 'verdict');
    await verdicts.decide({ actor: person.id, role: 'auditor' }, 'C-0001', verdict!.id, 'return', secret.returning);
    await people.changePerson(cast.admin.caller, auditor.id, { name: `${secret.name} II` });
    entries = await readEntries(app.database.read);
  }); // prettier-ignore
  afterAll(() => app.close());

  it('counts its events from 0 without a gap, each filed as its bytes say', () => {
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_, i) => i));
    expect(entries.length).toBeGreaterThan(15);
    for (const { bytes, index, recordedAt, type, commitment } of entries)
      expect(JSON.parse(bytes)).toMatchObject({ index, recordedAt, type, commitment });
  });

  it('holds canonical bytes, and the hash of them', () => {
    for (const { bytes, hash } of entries) {
      expect(canonicalJson(parseStrict(bytes))).toBe(bytes);
      expect(leafHash(Buffer.from(bytes, 'utf8'))).toBe(hash);
    }
  });

  it.each(Object.entries(secret))('holds nothing of the %s: what is personal or free text lies beside it', async (_what, text) => {
    for (const { bytes } of entries) for (const word of [text, ...text.split(' ').filter((w) => w.length > 7)]) expect(bytes).not.toContain(word);
    const values = await readValues(app.database.read, entries.flatMap(({ bytes }) => digestsIn(JSON.parse(bytes) as Record<string, unknown>)));
    expect(values.some((value) => value.text === text && valueMatches(value))).toBe(true);
  }); // prettier-ignore

  it('gives every event back with what was sealed opened', async () => {
    const reasons = (await readEvents(app.database.read, { commitment: 'C-0001' })).map(({ type, reason }) => [type, reason]);
    expect(reasons).toEqual(
      expect.arrayContaining([['commitment.amended', secret.amending], ['target.revised', secret.moving], ['verdict.returned', secret.returning]]),
    );
  }); // prettier-ignore

  it('never seals two equal texts alike: nobody can tell who shares a name', () => {
    const digests = entries.flatMap(({ bytes }) => digestsIn(JSON.parse(bytes) as Record<string, unknown>));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('keeps its times in order when the clock goes back', async () => {
    const late = await Database.open(parseDatabaseUrl(app.testDatabase.url), new VirtualClock('2020-11-29T00:00:00.000Z'));
    const last = entries.at(-1)!;
    await late.write((tx) => record(tx, { type: 'party.added', commitment: null, actor: 'system', payload: { id: 'p', name: 'Parliament' } }, '2020-11-29'));
    await late.close();
    const [added] = await readEntries(app.database.read, { from: last.index + 1 });
    expect(added).toMatchObject({ type: 'party.added', recordedAt: last.recordedAt });
  }); // prettier-ignore

  it.each(['before', 'after'])('takes event, rows and values together or not at all: a write that throws %s a second event leaves nothing', async (when) => {
    const rowsOf = async (table: string): Promise<unknown> => (await runRaw(app.testDatabase, `SELECT count(*) AS n FROM ${table}`))[0]?.['n'];
    const tables = ['log_event', 'log_node', 'sealed_value', 'party', 'person'];
    const before = await Promise.all([...tables.map(rowsOf), app.get(AuditService).checkpoint()]);
    const payload = { id: 'x', email: 'x@example.org', name: 'X', locale: 'en', zone: 'UTC', sendAt: '08:00', mode: 'immediate', weekday: 'monday', role: null, escalatesTo: null } as const;
    await expect(
      app.database.write(async (tx) => {
        await record(tx, { type: 'person.added', commitment: null, actor: 'system', about: 'x', payload }, '2020-11-30');
        if (when === 'before') throw new Error('told to');
        await record(tx, { type: 'party.added', commitment: null, actor: 'system', payload: { id: 'y', name: 'Y' } }, '2020-11-30');
        throw new Error('told to');
      }),
    ).rejects.toThrow('told to');
    expect(await Promise.all([...tables.map(rowsOf), app.get(AuditService).checkpoint()])).toEqual(before);
  }); // prettier-ignore

  it('reads null where a value was taken away, and is in order all the same once the rows follow', async () => {
    const { people, verification } = { people: app.get(PeopleService), verification: app.get(VerificationService) };
    const person = await people.findByEmail(secret.email);
    await runRaw(app.testDatabase, `DELETE FROM sealed_value WHERE about = '${person.id}'`);
    expect(await verification.verify()).toMatchObject({ ok: false, firstBad: null, faults: [`person ${person.id} is not what the log says`] });
    expect(await verification.rebuild()).toMatchObject({ changed: 1 });
    const rows = await readRows(app.database.read, 'person');
    expect(rows.find(({ id }) => id === person.id)).toMatchObject({ email: null, name: null, role: 'auditor' });
    expect(await verification.verify()).toMatchObject({ ok: true, faults: [] });
  }); // prettier-ignore
});

describeOnEachDatabase('What the log cannot hold', (kind) => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    await register(app, cast);
  });
  afterAll(() => app.close());

  it.each<[what: string, change: Record<string, unknown>]>([
    ['half a surrogate pair in the clear', { title: 'Half \ud83d of a pair' }],
    ['half a surrogate pair in what is sealed', { reason: 'Half \ud83d of a pair' }],
    ['NUL in the clear', { title: 'A title with \u0000 in it' }],
    ['NUL in what is sealed', { reason: 'A reason with \u0000 in it' }],
    ['NUL deep in the clear', { statement: { quote: 'one \0 other', lang: 'en', saidOn: '2020-11-30', speaker: null } }],
    ['more than an entry of an export takes', { topics: Array.from({ length: 250 }, (_, i) => `${i}`.padEnd(300, 'x')) }],
  ])('is refused before anything is recorded: %s', async (_what, change) => {
    const before = await app.database.extent();
    const attempt = app.get(RegisterService).amend(cast.desk.caller, 'C-0001', { reason: 'as asked', ...change });
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await app.database.extent()).toEqual(before);
  });

  it('is less than the longest quote in the widest letters', async () => {
    const statement = { quote: '€'.repeat(10_000), lang: 'en', saidOn: '2020-11-30' } as Statement;
    const { version } = await app.get(RegisterService).amend(cast.desk.caller, 'C-0001', { statement, reason: 'as asked' });
    expect(version).toBe(3);
  });
});

it('keeps a register on each engine byte for byte the same, ids and keys aside', async () => {
  const bytes = async (kind: 'sqlite' | 'postgres'): Promise<string[]> => {
    const app = await openTestApp({ kind });
    await register(app, await gather(app));
    const entries = await readEntries(app.database.read);
    await app.close();
    return entries.map((entry) => entry.bytes.replaceAll(/"(id|actor|owner|promisor|escalatesTo|hmac)":"[^"]+"/g, '"$1":"…"'));
  };
  expect(await bytes('postgres')).toEqual(await bytes('sqlite'));
});
