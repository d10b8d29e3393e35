/** A log changed by somebody who took the triggers away first: `verify` says so, and from which event on. */
import { afterAll, afterEach, beforeAll, expect, it, test } from '@jest/globals';
import { leafHash } from '../../src/domain/log/merkle.js';
import { AuditService } from '../../src/services/audit.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readEntries } from '../../src/store/log.store.js';
import type { LogEntry } from '../../src/store/tables.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { runRaw, tamper } from '../store/raw-database.js';

/** Six people, the party, the commitment and its publication come first; then the notes. */
const registered = 7;
const published = 8;
const firstNote = 9;
const size = 14;

const guarded = ['log_event', 'log_node', 'log_head', 'checkpoint', 'sealed_value'];

describeOnEachDatabase('A log', (kind) => {
  let app: TestApp;
  let entries: LogEntry[];

  beforeAll(async () => {
    app = await openTestApp({ kind });
    const cast = await gather(app);
    await register(app, cast);
    for (let i = firstNote; i < size - 1; i++) await app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', `Note ${i}`);
    await app.get(AuditService).keepCheckpoint();
    await app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', 'Noted since the checkpoint');
    entries = await readEntries(app.database.read);
    for (const table of guarded) await runRaw(app.testDatabase, `CREATE TABLE saved_${table} AS SELECT * FROM ${table}`);
  });
  afterAll(() => app.close());
  afterEach(async () => {
    for (const table of guarded) {
      await tamper(app.testDatabase, `DELETE FROM ${table}`);
      await tamper(app.testDatabase, `INSERT INTO ${table} SELECT * FROM saved_${table}`);
    }
  });

  it('that nobody touched is in order', async () => {
    expect(entries).toHaveLength(size);
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, size, firstBad: null, faults: [] });
  });

  const at = (index: number): string => `WHERE "index" = ${index}`;
  const edited = (index: number): string => entries[index]!.bytes.replace('annual', 'weekly');

  test.each<[what: string, changes: () => string[], firstBad: number | null, fault: RegExp]>([
    ['a letter changed in an event', () => [`UPDATE log_event SET bytes = '${edited(registered)}' ${at(registered)}`], registered, /^event 7: its bytes do not give the hash/],
    ['a letter changed and its hash with it', () => [`UPDATE log_event SET bytes = '${edited(registered)}', hash = '${leafHash(Buffer.from(edited(registered)))}' ${at(registered)}`], null, /^node 1\/3 of the tree is not what the events give/],
    ['a brace taken from an event', () => [`UPDATE log_event SET bytes = substr(bytes, 2) ${at(published)}`], published, /^event 8: its bytes are not canonical: Not JSON/],
    ['a space put into an event', () => [`UPDATE log_event SET bytes = replace(bytes, ',"index"', ', "index"') ${at(published)}`], published, /^event 8: its bytes are not canonical/],
    ['an event that is a number', () => [`UPDATE log_event SET bytes = '12' ${at(3)}`], 3, /^event 3: its bytes are no event/],
    ['an event of no known type', () => [`UPDATE log_event SET bytes = replace(bytes, '"type":"note.added"', '"type":"note.denied"') ${at(10)}`], 10, /^event 10: /],
    ['two events in each other’s place', () => [`UPDATE log_event SET bytes = '${entries[11]!.bytes}', hash = '${entries[11]!.hash}' ${at(10)}`, `UPDATE log_event SET bytes = '${entries[10]!.bytes}', hash = '${entries[10]!.hash}' ${at(11)}`], 10, /^event 10: filed under another index/],
    ['the first event gone', () => [`DELETE FROM log_event ${at(0)}`], 0, /^event 0: is missing/],
    ['an event gone from the middle', () => [`DELETE FROM log_event ${at(published)}`], published, /^event 8: is missing/],
    ['several gone', () => [`DELETE FROM log_event WHERE "index" IN (9, 10, 11)`], 9, /^event 9: is missing, as all are up to 11/],
    ['the last one gone', () => [`DELETE FROM log_event ${at(size - 1)}`], null, /^the head says 14 events, the log has 13/],
    ['another time beside an event', () => [`UPDATE log_event SET "recordedAt" = '2020-11-30T06:59:59.000Z' ${at(10)}`], 10, /^event 10: recorded before the event that precedes it/],
    ['another commitment beside an event', () => [`UPDATE log_event SET commitment = 'C-0002' ${at(10)}`], 10, /^event 10: filed under another commitment/],
    ['a node of the tree changed', () => [`UPDATE log_node SET hash = '${entries[0]!.hash}' WHERE level = 2 AND "index" = 1`], null, /^node 2\/1 of the tree/],
    ['a node of the tree gone', () => [`DELETE FROM log_node WHERE level = 3`], null, /^node 3\/0 of the tree/],
    ['the head moved back', () => [`UPDATE log_head SET size = 13`], null, /^the head says 13 events, the log has 14/],
    ['the head moved aside', () => [`UPDATE log_head SET frontier = '${JSON.stringify(Array(3).fill(entries[0]!.hash))}'`], null, /^the head does not match the entries/],
    ['a note changed beside the log', () => [`UPDATE sealed_value SET text = 'Nothing was noted' WHERE text = 'Note 11'`], 11, /^event 11: a value beside the log is not the one it committed to/],
    ['the signature of a kept checkpoint made up', () => [`UPDATE checkpoint SET note = substr(note, 1, length(note) - 8) || 'AAAAAA=' || substr(note, length(note), 1)`], null, /^the checkpoint kept at 13 events does not match/],
    ['a checkpoint kept under another size', () => [`UPDATE checkpoint SET size = 12`], null, /^the checkpoint kept at 12 events does not match/],
    ['a checkpoint that was kept changed', () => [`UPDATE checkpoint SET note = replace(note, '${String(size - 1)}', '12')`], null, /^the checkpoint kept at 13 events does not match/],
  ])('with %s is found out', async (_what, changes, firstBad, fault) => {
    for (const change of changes()) await tamper(app.testDatabase, change);
    const found = await app.get(VerificationService).verify();
    expect(found).toMatchObject({ ok: false, firstBad });
    expect(found.faults[0]).toMatch(fault);
  }); // prettier-ignore

  it('cut back to before a checkpoint that was kept is found out, head and tree cut with it', async () => {
    const cut = size - 3;
    const head = await app.database.read.query<{ frontier: string }[]>('SELECT frontier FROM log_head');
    expect(JSON.parse(head[0]!.frontier)).toHaveLength(3);
    await tamper(app.testDatabase, `DELETE FROM log_event WHERE "index" >= ${cut}`);
    await tamper(app.testDatabase, `DELETE FROM log_node WHERE (level = 1 AND "index" >= 5) OR (level = 2 AND "index" >= 2)`);
    const frontier = await frontierOf(app, cut);
    await tamper(app.testDatabase, `UPDATE log_head SET size = ${cut}, frontier = '${JSON.stringify(frontier)}'`);
    const { ok, faults } = await app.get(VerificationService).verify();
    expect(ok).toBe(false);
    expect(faults[0]).toBe('the checkpoint kept at 13 events does not match the log');
  });
});

/** The roots of the complete subtrees of 8, 2 and 1 that eleven entries make. */
async function frontierOf(app: TestApp, cut: number): Promise<string[]> {
  const [eight] = await app.database.read.query<{ hash: string }[]>('SELECT hash FROM log_node WHERE level = 3 AND "index" = 0');
  const [two] = await app.database.read.query<{ hash: string }[]>('SELECT hash FROM log_node WHERE level = 1 AND "index" = 4');
  const [one] = await app.database.read.query<{ hash: string }[]>(`SELECT hash FROM log_event WHERE "index" = ${cut - 1}`);
  return [eight!.hash, two!.hash, one!.hash];
}
