/** A person is erased: nothing of them is left in any file, the log holds as before, and a backup from before does not bring them back. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { createFileMailer } from '../../src/mail/file-mailer.js';
import { AuditService } from '../../src/services/audit.service.js';
import { system } from '../../src/services/commands.js';
import { EngineService } from '../../src/services/engine.service.js';
import { ErasureService } from '../../src/services/erasure.service.js';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { PeopleService } from '../../src/services/people.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { SuppressionsService } from '../../src/services/suppressions.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readEvents } from '../../src/store/log.store.js';
import { readErased } from '../../src/store/erased.js';
import { openApi } from '../support/api.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { openStory, outcomes, type Story } from '../stories/story.js';
import { runRaw } from '../store/raw-database.js';

const foreignVerifier = fileURLToPath(new URL('../support/foreign-verifier.mjs', import.meta.url));
const name = 'Zénobie Quintelaar';
const email = 'zenobie.quintelaar@example.org';
const trace = /quintelaar/i;

let folders: string;
beforeAll(() => void (folders = mkdtempSync(join(tmpdir(), 'pledgebook-erasure-'))));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

interface Told extends Story {
  id: string;
  ref: string;
}

/** Somebody who owns, follows, writes and is written about; mails to them and of them lie in every state. */
async function told(kind: DatabaseKind): Promise<Told> {
  const dir = mkdtempSync(join(folders, 'mail-'));
  const story = await openStory({ kind, mailer: createFileMailer({ dir: join(dir, 'mail') }) });
  story.app.settings.dataDir = dir;
  const { id } = await story.add(email, { name, role: 'staff', escalatesTo: 'lead@example.org' });
  await story.follow(story.cast.follower);
  await story.follow({ email });
  const { ref } = await story.register({ owner: email });
  const { caller } = story.cast.desk;
  await story.register({ title: 'Publish the minutes' });
  const register = story.app.get(RegisterService);
  await register.addNote(caller, ref, `Rang Zénobie  QUINTELAAR, who will see to it`);
  await register.addNote(caller, ref, `Nothing about anybody`);
  await register.reportProgress(caller, ref, 'limited', `as <${email}> says`);
  const moved = { target: { kind: 'by', edtf: '2021-04-30' }, change: 'extended', reason: `${name} asked for it` };
  await register.reviseTarget(caller, ref, revisionInputSchema.parse({ ...moved, source: 'The minutes' }));
  await story.live('2021-02-15T12:00:00.000Z');
  await story.app.get(SuppressionsService).add(story.cast.admin.caller, { address: email, reason: `${name} is away` });
  await story.app.get(PeopleService).createToken(system, email, [], null);
  await story.register({ owner: email, title: 'Publish another report' });
  return { ...story, id, ref };
}

/** What `strings` finds in a file; on a register file also what lies in the journal beside it. */
function traceIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((file) => traceIn(join(path, file)));
  const encodings = ['s', 'S', 'l', 'b'].map((encoding) => execFileSync('strings', ['-a', '-e', encoding, path], { encoding: 'utf8' }));
  return [...encodings, readFileSync(path, 'latin1')].some((text) => trace.test(text)) ? [path] : [];
}

describeOnEachDatabase('An erased person', (kind) => {
  it('leaves nothing in the register, its journal, an export or captured mail, while log and proofs hold', async () => {
    const story = await told(kind);
    const { app, id, ref } = story;
    const before = await app.get(AuditService).checkpoint();
    const file = app.testDatabase.url.replace('sqlite:', '');
    const mail = join(app.settings.dataDir, 'mail');
    const mailsBefore = readdirSync(mail).length;
    if (kind === 'sqlite') expect([file, `${file}-wal`].flatMap(traceIn)).not.toEqual([]);
    expect(traceIn(mail).length).toBeGreaterThan(2);

    const preview = await app.get(ErasureService).preview(id);
    expect([...new Set(preview.texts)].sort()).toEqual(
      [`Rang Zénobie  QUINTELAAR, who will see to it`, `as <${email}> says`, `${name} asked for it`, email, `${name} is away`].sort(),
    );
    const erased = await app.get(ErasureService).erase(story.cast.admin.caller, id);
    expect(erased).toMatchObject({ person: id, values: preview.values, mails: preview.mails, inClear: [], emptied: kind === 'sqlite' });

    if (kind === 'sqlite') {
      expect(readFileSync(`${file}-wal`)).toHaveLength(0);
      expect([file, `${file}-shm`].flatMap(traceIn)).toEqual([]);
      const backup = join(mkdtempSync(join(folders, 'after-')), 'backup.sqlite');
      await runRaw(app.testDatabase, `VACUUM INTO '${backup}'`);
      expect(traceIn(backup)).toEqual([]);
    }
    expect(traceIn(app.settings.dataDir)).toEqual([]);
    const left = readdirSync(mail).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(mailsBefore);
    const folder = mkdtempSync(join(folders, 'export-'));
    await exportLog(app.database, app.settings, folder);
    expect(traceIn(folder)).toEqual([]);
    expect(readFileSync(join(folder, 'values.ndjson'), 'utf8')).toContain('Nothing about anybody');

    const kept = join(folders, `${kind}.checkpoint`);
    writeFileSync(kept, before.note);
    expect(await verifyExport(folder, { key: null, checkpoint: kept })).toMatchObject({ ok: true, faults: [] });
    expect(JSON.parse(execFileSync(process.execPath, [foreignVerifier, folder], { encoding: 'utf8' }))).toMatchObject({ ok: true });
    expect(await app.get(VerificationService).verify(before.note)).toMatchObject({ ok: true, faults: [] });
    expect(await app.get(VerificationService).rebuild()).toMatchObject({ changed: 0 });

    // What was recorded still stands; what named them reads as nothing.
    const history = (await app.get(AuditService).history(ref)).map(
      ({ event }) => [event.type, event.payload as Record<string, unknown>] as const,
    );
    expect(history.flatMap(([type, payload]) => (type === 'note.added' ? [payload['text']] : []))).toEqual([null, 'Nothing about anybody']);
    const { targets } = await app.get(ReadingService).read(ref, null);
    expect(targets.map(({ target }) => target.reason)).toEqual([null, null]);
    expect((await readEvents(app.database.read)).filter(({ type }) => type === 'redacted')).toMatchObject([{ payload: { person: id } }]);
  });

  it('gets no more mail and can do nothing more, what they were owed is cancelled, and those who are left go on', async () => {
    const story = await told(kind);
    const { app, id, ref } = story;
    const api = await openApi(app);
    const { token } = await app.get(PeopleService).createToken(system, email, [], null);
    expect((await api.bearing(token).get('/api/v1/commitments')).status).toBe(200);
    const admin = await api.as(story.cast.admin);
    const { status, json } = await admin.post<{ emptied: boolean }>(`/api/v1/people/${id}/erasure`, undefined, {
      'idempotency-key': 'once',
    });
    expect([status, json]).toMatchObject([200, { person: id, inClear: [] }]);
    expect((await admin.post(`/api/v1/people/${id}/erasure`, undefined, { 'idempotency-key': 'once' })).json).toEqual(json);
    expect((await admin.post(`/api/v1/people/${id}/erasure`)).status).toBe(410);
    expect((await admin.patch(`/api/v1/people/${id}`, { name: 'Somebody' })).status).toBe(410);
    expect((await api.bearing(token).get('/api/v1/commitments')).status).toBe(401);

    const sentBefore = outcomes(await story.notices()).filter((line) => line.includes(' sent')).length;
    await story.live('2021-06-15T12:00:00.000Z');
    const theirs = (await story.notices()).filter(({ person }) => person === id);
    expect(new Set(theirs.map(({ state }) => state))).toEqual(new Set(['sent', 'cancelled', 'missed', 'skipped', 'suppressed'].filter((state) => theirs.some((n) => n.state === state)))); // prettier-ignore
    expect(theirs.filter(({ state, at }) => state === 'sent' && at > '2021-02-15T12:00:00.000Z')).toEqual([]);
    expect(outcomes(await story.notices(ref)).filter((line) => line.includes(' sent')).length).toBeGreaterThan(0);
    expect(outcomes(await story.notices()).filter((line) => line.includes(' sent')).length).toBeGreaterThan(sentBefore);
    expect(traceIn(join(app.settings.dataDir, 'mail'))).toEqual([]);
    // The address is free for whoever has it next.
    await story.add(email, { role: 'staff' });
  });

  it('is not the last administrator, nor anybody twice, nor somebody else of the same name', async () => {
    const story = await told(kind);
    const erasures = story.app.get(ErasureService);
    await expect(erasures.erase(system, story.cast.admin.id)).rejects.toMatchObject({ code: 'not_allowed_now' });
    await expect(erasures.erase(system, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    expect(await readErased(story.app.settings.dataDir)).toEqual([]);
    const namesake = await story.add('other@example.org', { name, role: 'staff' });
    await erasures.erase(system, story.id);
    const people = await story.app.get(PeopleService).list();
    expect(people.find(({ id }) => id === namesake.id)).toMatchObject({ name, email: 'other@example.org' });
    expect(people.find(({ id }) => id === story.id)).toMatchObject({ name: null, email: null });
  });

  it('stays named where the log keeps words in clear, and whoever erases is told where', async () => {
    const story = await told(kind);
    const { ref } = await story.register({ statement: { quote: 'We shall', lang: 'en', speaker: name, saidOn: '2020-11-30' } });
    const { inClear } = await story.app.get(ErasureService).erase(system, story.id);
    expect(inClear).toEqual([expect.stringMatching(new RegExp(`^event \\d+ \\(commitment.registered of ${ref}\\)$`))]);
  });
});

it('A register that is put back from before an erasure on SQLite is erased from again by the next pass', async () => {
  const story = await told('sqlite');
  const { app, id } = story;
  const backup = join(folders, 'old.sqlite');
  await runRaw(app.testDatabase, `VACUUM INTO '${backup}'`);
  await app.get(ErasureService).erase(system, id);
  expect(await readErased(app.settings.dataDir)).toEqual([id]);
  const restored = join(folders, 'restored.sqlite');
  copyFileSync(backup, restored);
  expect(traceIn(restored)).toEqual([restored]);
  const parts = await openParts(readConfig({ DATA_DIR: app.settings.dataDir, DATABASE_URL: `sqlite:${restored}` }), {
    clock: app.clock,
    settings: app.settings,
  });
  const services = await openServices(parts);
  await services.get(EngineService).tick();
  expect(await services.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
  await services.close();
  await parts.database.close();
  expect([restored, `${restored}-wal`].flatMap(traceIn)).toEqual([]);
});
