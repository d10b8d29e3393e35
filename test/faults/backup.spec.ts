/** Backups: put back whole or refused in plain words, and nothing that was erased comes back with them. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { Parts } from '../../src/app.module.js';
import { withServices } from '../../src/boot.js';
import { restore } from '../../src/commands/backup.js';
import { readConfig, type Config } from '../../src/config.js';
import { newPersonSchema, type Person } from '../../src/domain/people.js';
import { backUp } from '../../src/services/backup.js';
import { system } from '../../src/services/commands.js';
import { EngineService } from '../../src/services/engine.service.js';
import { ErasureService } from '../../src/services/erasure.service.js';
import { KeysService } from '../../src/services/keys.service.js';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { PeopleService } from '../../src/services/people.service.js';
import { SenderService } from '../../src/services/sender.service.js';
import { VerificationService, type Verification } from '../../src/services/verification.service.js';
import { openTestApp } from '../support/app.js';

let folder: string;
let data: string;
const at = (...path: string[]): string => join(folder, ...path);

const configOf = (dir: string): Config => readConfig({ DATA_DIR: dir });
const within = <T>(dir: string, work: (app: INestApplicationContext, parts: Parts) => Promise<T>): Promise<T> =>
  withServices(configOf(dir), work);

const backUpTo = (to: string, dir = data): Promise<unknown> =>
  within(dir, (_app, { database, settings }) => backUp(database, settings, at(to)));
const putBack = (from: string, given: { checkpoint?: string; acceptRollback?: boolean } = {}, dir = data): ReturnType<typeof restore> =>
  restore(configOf(dir), at(from), { checkpoint: given.checkpoint ?? null, acceptRollback: given.acceptRollback === true });
const anyway = { acceptRollback: true };
const exportTo = (to: string): Promise<unknown> => within(data, (_app, { database, settings }) => exportLog(database, settings, at(to)));
const add = (email: string, name: string | null = null, dir = data): Promise<Person> =>
  within(dir, (app) => app.get(PeopleService).addPerson(system, newPersonSchema.parse({ email, name, role: 'admin' })));
const addresses = (dir = data): Promise<string[]> =>
  within(dir, async (app) => (await app.get(PeopleService).list()).flatMap(({ email }) => email ?? []).sort());
const verify = (dir = data, checkpoint: string | null = null): Promise<Verification> =>
  within(dir, (app) => app.get(VerificationService).verify(checkpoint === null ? null : readFileSync(checkpoint, 'utf8')));

describe('A backup', () => {
  let jane: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pledgebook-backup-'));
    data = at('data');
    await add('admin@example.org');
    ({ id: jane } = await add('jane.doe@example.org', 'Jane Doemaker'));
    await backUpTo('first');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the register, its keys and a checkpoint, closed to others, and is not written over anything', async () => {
    expect(readdirSync(at('first')).sort()).toEqual(['checkpoint', 'link.key', 'log.key', 'manifest.json', 'register.sqlite']);
    expect(statSync(at('first')).mode & 0o777).toBe(0o700);
    for (const file of ['register.sqlite', 'log.key']) expect(statSync(at('first', file)).mode & 0o777).toBe(0o600);
    await expect(backUpTo('first')).rejects.toThrow('is not empty');
    expect(await putBack('first')).toMatchObject({ size: 2, lost: 0, erasedAgain: [] });
    expect(await verify()).toMatchObject({ ok: true, size: 2 });
  });

  it('is refused where events would be lost, by the database that is there or by a checkpoint, until a person accepts it', async () => {
    await add('later@example.org');
    await exportTo('published');
    const wouldLose = /^A rollback: this backup has 2 events, (.*) is of 3\. The last 1 would be lost/;
    await expect(putBack('first')).rejects.toThrow(wouldLose);
    await expect(putBack('first', { checkpoint: at('published', 'checkpoint') }, at('elsewhere'))).rejects.toThrow(wouldLose);
    expect(await addresses()).toContain('later@example.org');
    expect(await putBack('first', anyway)).toMatchObject({ lost: 1 });
    expect(await addresses()).toEqual(['admin@example.org', 'jane.doe@example.org']);
    expect(readdirSync(data).filter((file) => file.includes('.replaced-'))).not.toEqual([]);
  });

  it('is refused where it is a fork of what somebody holds a checkpoint of', async () => {
    for (const email of ['other@example.org', 'another@example.org']) await add(email);
    await backUpTo('fork');
    const checkpoint = at('published', 'checkpoint');
    for (const acceptRollback of [false, true])
      await expect(putBack('fork', { checkpoint, acceptRollback })).rejects.toThrow(/^A fork: the first 3 events in this backup are not those of the checkpoint given/);
    expect((await verify(data, checkpoint)).faults).toEqual([expect.stringContaining('what came before it was rewritten')]);
    // Without that checkpoint nobody could tell.
    expect(await verify()).toMatchObject({ ok: true });
  }); // prettier-ignore

  it('from before an erasure brings nobody back, also on another machine', async () => {
    await within(data, (app) => app.get(ErasureService).erase(system, jane));
    await backUpTo('after');
    expect(await putBack('first', anyway)).toMatchObject({ erasedAgain: [jane] });
    const there = at('third');
    await putBack('after', {}, there);
    rmSync(join(there, 'pledgebook.sqlite'));
    expect(await putBack('first', anyway, there)).toMatchObject({ erasedAgain: [jane] });
    for (const dir of [data, there, at('after')]) {
      const files = readdirSync(dir).filter((file) => !file.includes('.replaced-'));
      expect([dir, files.filter((file) => /doemaker|jane\.doe/i.test(readFileSync(join(dir, file), 'latin1')))]).toEqual([dir, []]);
    }
    expect(await verify(there)).toMatchObject({ ok: true });
  });

  it('of a register that was at work has what fell due since wait for a person, also on a machine that knows nothing of it', async () => {
    await within(data, (app) => app.get(EngineService).tick());
    await backUpTo('worked');
    const there = at('fourth');
    await putBack('worked', {}, there);
    await within(there, (app) => app.get(EngineService).tick());
    expect(await within(there, (app) => app.get(SenderService).state())).toMatchObject({ holds: [{ cause: 'restored' }] });
  });

  it('from before the key was rotated leads on to the present key', async () => {
    await backUpTo('before-rotation');
    await within(data, (app) => app.get(KeysService).rotate(system));
    await within(data, (app) => app.get(KeysService).retire(system));
    await putBack('before-rotation', anyway);
    await exportTo('rotated');
    const keys = readFileSync(at('rotated', 'log.vkey'), 'utf8').trim().split('\n');
    expect(keys).toHaveLength(2);
    expect(await verify()).toMatchObject({ ok: true, faults: [] });
    expect(await verifyExport(at('rotated'), { key: keys[0]!, checkpoint: at('before-rotation', 'checkpoint') })).toMatchObject({
      ok: true,
    });
  });

  it('that was changed, or is none, is refused; a broken database is no reason to refuse a sound one', async () => {
    cpSync(at('after'), at('flipped'), { recursive: true });
    const bytes = readFileSync(at('flipped', 'register.sqlite'));
    bytes[5000]! ^= 1;
    writeFileSync(at('flipped', 'register.sqlite'), bytes);
    await expect(putBack('flipped')).rejects.toThrow('register.sqlite was changed in this backup');
    rmSync(at('flipped', 'log.key'));
    await expect(putBack('flipped')).rejects.toThrow('log.key is missing');
    await expect(putBack('published')).rejects.toThrow('is no backup');
    const lame = at('lame');
    await putBack('after', {}, lame);
    writeFileSync(join(lame, 'pledgebook.sqlite'), 'no database');
    expect(await putBack('after', {}, lame)).toMatchObject({ replaced: expect.stringContaining('.replaced-') });
    expect(await verify(lame)).toMatchObject({ ok: true });
  });

  it('of another register, or under a service that runs, is refused', async () => {
    const other = at('other');
    await add('admin@example.org', null, other);
    await expect(putBack('after', {}, other)).rejects.toThrow(/the key in .* is that of .*, another register/);
    await within(data, async () => {
      await expect(putBack('after', anyway)).rejects.toThrow('stop the service first');
    });
  });
});

it('A register on PostgreSQL is backed up by its own tools, and says which', async () => {
  const app = await openTestApp({ kind: 'postgres' });
  await expect(backUp(app.database, app.settings, join(app.dataDir, 'backup'))).rejects.toThrow('pg_dump');
  await app.close();
});
