/** When mail waits for a person's word: a pause, a clock that jumped, a database put back from a backup. */
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { DiagnosisService } from '../../src/services/diagnosis.service.js';
import { SenderService } from '../../src/services/sender.service.js';
import { addMs } from '../../src/domain/time.js';
import { readEvents } from '../../src/store/log.store.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { memoryMailer } from '../support/mailbox.js';
import { runRaw } from '../store/raw-database.js';
import { openStory, outcomes, refusedReply, answering, type Story } from './story.js';

const leadAt = '2020-12-31T07:00:00.000Z';
const minutes = (count: number): number => count * 60_000;
/** What a register says of itself includes whether it waits for the disk. */
const onDisk = { waitsForTheDisk: true };
const faults = async ({ app }: Story): Promise<string[]> => (await app.get(DiagnosisService).examine()).faults;
const said = async ({ app }: Story, type: string) =>
  (await readEvents(app.database.read)).filter((e) => e.type === type).map(({ actor, reason, payload }) => ({ actor, reason, ...payload }));

describeOnEachDatabase('A sender that is paused', (kind) => {
  it('sends nothing, says who paused it and why, and goes on when it is resumed', async () => {
    const story = await openStory({ ...onDisk, kind });
    const { ref } = await story.register();
    const sender = story.app.get(SenderService);
    const { caller } = story.cast.admin;
    await sender.pause(caller, 'the letterhead is wrong');
    await expect(sender.pause(caller, 'again')).rejects.toMatchObject({ code: 'not_allowed_now' });
    await story.live(addMs(leadAt, minutes(10)));
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk queued']);
    expect(await sender.state()).toMatchObject({
      sending: false,
      holds: [{ cause: 'paused', by: caller.actor, detail: 'the letterhead is wrong' }],
    });
    expect(await faults(story)).toEqual([
      expect.stringMatching(/^the sender is paused .* since 2020-11-30T07:00:00.000Z: the letterhead is wrong$/),
    ]);

    await sender.resume(caller, 'it is right now');
    await story.tick();
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent']);
    expect(await said(story, 'sender.held')).toEqual([
      { actor: caller.actor, reason: 'the letterhead is wrong', cause: 'paused', detail: null },
    ]);
    expect(await said(story, 'sender.released')).toEqual([
      { actor: caller.actor, reason: 'it is right now', cause: 'paused', decision: null },
    ]);
    await expect(sender.resume(caller, 'again')).rejects.toMatchObject({ code: 'not_allowed_now' });
  });

  it('goes on too where the mail server had refused us, once a person says so', async () => {
    const story = await openStory({ ...onDisk, kind, mailer: answering(refusedReply(535, '5.7.8')) });
    const { ref } = await story.register();
    await story.live(leadAt);
    expect(await story.app.get(SenderService).state()).toMatchObject({ sending: false, holds: [{ cause: 'refused', by: 'system' }] });
    await story.app.get(SenderService).resume(story.cast.admin.caller, 'the password is right now');
    await story.live(addMs(leadAt, minutes(16)));
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent']);
  });
});

describeOnEachDatabase('A clock that jumps', (kind) => {
  it('ahead by a month sends nothing of that month, and once it is put back all goes on as if nothing had been', async () => {
    const story = await openStory({ ...onDisk, kind });
    const { ref } = await story.register();
    await story.live('2020-12-30T07:00:00.000Z');
    const before = await story.app.database.extent();
    story.app.clock.jumpTo('2021-01-30T07:00:00.000Z');
    await story.tick();
    story.app.clock.advanceBy(minutes(5));
    await story.tick();
    expect(story.app.mailer.sent).toEqual([]);
    expect(await faults(story)).toContainEqual(expect.stringMatching(/^the clock jumped .* went forward by 44640 minutes$/));
    // Times in the log never decrease, so that an entry of next month would stop this one.
    expect(await story.app.database.extent()).toEqual(before);

    story.app.clock.jumpTo('2020-12-30T07:05:00.000Z');
    await story.tick();
    await story.live('2020-12-30T07:20:00.000Z');
    expect(await faults(story)).toEqual([]);
    await story.live(leadAt);
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent']);
    expect((await story.notices(ref))[0]?.at).toBe(leadAt);
  });

  it('ahead for good is believed after ten minutes, and what fell due meanwhile goes as after an outage', async () => {
    const story = await openStory({ ...onDisk, kind });
    const { ref } = await story.register();
    await story.live('2020-12-30T07:00:00.000Z');
    story.app.clock.jumpTo('2021-04-03T07:00:00.000Z');
    await story.tick();
    for (let minute = 1; minute < 10; minute++) {
      story.app.clock.advanceBy(minutes(1));
      await story.tick();
      expect([minute, story.app.mailer.sent.length]).toEqual([minute, 0]);
    }
    story.app.clock.advanceBy(minutes(1));
    await story.tick();
    const notices = await story.notices(ref);
    expect(outcomes(notices).filter((line) => line.endsWith('sent'))).toEqual(['overdue desk sent']);
    expect(outcomes(notices).filter((line) => line.endsWith('missed(collapsed)'))).toHaveLength(5);
  });

  it('ahead goes on at once when a person confirms it', async () => {
    const story = await openStory({ ...onDisk, kind });
    await story.register();
    await story.live('2020-12-30T07:00:00.000Z');
    story.app.clock.jumpTo('2020-12-31T07:05:00.000Z');
    await story.tick();
    expect(story.app.mailer.sent).toEqual([]);
    await story.app.get(SenderService).confirmClock(story.cast.admin.caller, 'the machine was asleep');
    await story.tick();
    expect(story.app.mailer.sent).toHaveLength(1);
    expect(await faults(story)).toEqual([]);
    await expect(story.app.get(SenderService).confirmClock(story.cast.admin.caller, 'again')).rejects.toMatchObject({
      code: 'not_allowed_now',
    });
  });

  it('back by two days sends nothing twice', async () => {
    const story = await openStory({ ...onDisk, kind });
    const { ref } = await story.register();
    await story.live(addMs(leadAt, minutes(5)));
    expect(story.app.mailer.sent).toHaveLength(1);
    story.app.clock.jumpTo('2020-12-29T07:00:00.000Z');
    await story.tick();
    expect(await faults(story)).toContainEqual(expect.stringMatching(/went back by 2885 minutes$/));
    await story.live('2021-01-02T07:00:00.000Z');
    expect(story.app.mailer.sent).toHaveLength(1);
    await story.live('2021-03-01T12:00:00.000Z');
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent', 'lead-P30D desk sent']);
  });

  it('does not stop another process, whose clock did not', async () => {
    const story = await openStory({ ...onDisk, kind });
    await story.register();
    await story.live('2020-12-30T07:00:00.000Z');
    const wall = story.app.clock.now();
    story.app.clock.jumpTo('2021-01-30T07:00:00.000Z');
    await story.tick();
    story.app.clock.jumpTo(wall);
    const other = await story.restart({});
    story.app.clock.advanceTo(leadAt);
    await other.tick();
    expect(story.app.mailer.sent).toHaveLength(1);
  });
});

/** Puts everything back as it was: rows on PostgreSQL, the file on SQLite. */
describeOnEachDatabase('A database restored from an older backup', (kind) => {
  const tables = [
    'bounce',
    'attempt',
    'message_body',
    'message',
    'reminder',
    'planning',
    'engine',
    'sealed_value',
    'log_node',
    'log_event',
    'log_head',
    'checkpoint',
  ];

  /** Lives past a backup, then goes back to it; whoever opens it next is another process. */
  async function restored(decision: 'catch_up' | 'missed' | null) {
    const mailer = memoryMailer();
    const story = await openStory({ ...onDisk, kind, mailer });
    const { ref } = await story.register();
    await story.live('2020-12-30T07:00:00.000Z');
    const backup = await backUp(story);
    await story.live('2021-03-26T07:00:00.000Z');
    expect(mailer.sent).toHaveLength(3);
    await backup.restore();
    const again = await story.restart({});
    story.app.clock.advanceTo('2021-03-26T07:05:00.000Z');
    await again.tick();
    if (decision !== null) await story.app.get(SenderService).decideRestored(story.cast.admin.caller, decision, 'it was yesterday’s');
    return { story, again, ref, mailer };
  }

  async function backUp(story: Story): Promise<{ restore: () => Promise<void> }> {
    if (kind === 'sqlite') {
      const live = story.app.testDatabase.url.slice('sqlite:'.length);
      const copy = `${live}.backup`;
      const database = new Sqlite(live);
      database.exec(`VACUUM INTO '${copy}'`);
      database.close();
      return { restore: () => putBack(live, copy) };
    }
    for (const table of tables) await runRaw(story.app.testDatabase, `CREATE TABLE "backup_${table}" AS TABLE ${table}`);
    return {
      restore: async () => {
        const off = ['log_event', 'log_node'].map((table) => `ALTER TABLE ${table} DISABLE TRIGGER ALL`);
        const on = ['log_event', 'log_node'].map((table) => `ALTER TABLE ${table} ENABLE TRIGGER ALL`);
        const copies = tables.map((table) => `INSERT INTO ${table} TABLE "backup_${table}"`);
        for (const statement of [...off, ...tables.map((table) => `DELETE FROM ${table}`), ...copies.reverse(), ...on])
          await runRaw(story.app.testDatabase, statement);
      },
    };
  }

  /** Row by row through another connection, since the file itself is open. */
  function putBack(live: string, copy: string): Promise<void> {
    const database = new Sqlite(live);
    database.pragma('foreign_keys = OFF');
    const triggers = database.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`).all() as {
      name: string;
      sql: string;
    }[];
    database.exec(`ATTACH '${copy}' AS backup`);
    database.transaction(() => {
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
      for (const table of tables) database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM backup.${table}`);
      for (const { sql } of triggers) database.exec(sql);
    })();
    database.close();
    rmSync(copy);
    return Promise.resolve();
  }

  it('is noticed, and what fell due since waits while what falls due later goes out', async () => {
    const { story, again, ref, mailer } = await restored(null);
    expect(mailer.sent).toHaveLength(3);
    expect(await faults(story)).toContainEqual(
      expect.stringMatching(/^a restored database was noticed.*the log has \d+ events; on 2021-03-26T07:00:00.000Z it had \d+$/),
    );
    expect(await said(story, 'sender.held')).toMatchObject([{ actor: 'system', cause: 'restored' }]);
    await again.live('2021-03-30T12:00:00.000Z');
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P1D desk sent']);
    await story.app.get(SenderService).decideRestored(story.cast.admin.caller, 'missed', 'they were sent');
  });

  it('is caught up with as after an outage where a person says so', async () => {
    const { story, again, ref, mailer } = await restored('catch_up');
    await again.tick();
    expect(outcomes(await story.notices(ref))).toEqual([
      'lead-P90D desk missed(collapsed)',
      'lead-P30D desk missed(collapsed)',
      'lead-P7D desk sent',
    ]);
    expect(mailer.sent).toHaveLength(4);
    expect(await said(story, 'sender.released')).toMatchObject([{ cause: 'restored', decision: 'catch_up', reason: 'it was yesterday’s' }]);
  });

  it('ends unsent what fell due since where a person says so', async () => {
    const { story, again, ref, mailer } = await restored('missed');
    await again.tick();
    expect(outcomes(await story.notices(ref))).toEqual([
      'lead-P90D desk missed(restored)',
      'lead-P30D desk missed(restored)',
      'lead-P7D desk missed(restored)',
    ]);
    await again.live('2021-03-30T12:00:00.000Z');
    expect(mailer.sent).toHaveLength(4);
    expect(await faults(story)).toEqual([]);
  });

  it('is noticed once, by whichever instance comes first', async () => {
    const { story, mailer } = await restored('missed');
    const third = await story.restart({});
    await third.tick();
    expect([await faults(story), mailer.sent.length]).toEqual([[], 3]);
    expect(await said(story, 'sender.held')).toHaveLength(1);
  });
});

test('A register that only goes on is never taken for a restored one, and neither is another beside it', async () => {
  const story = await openStory(onDisk);
  await story.register();
  await story.live('2021-01-10T07:00:00.000Z');
  const again = await story.restart({});
  await again.live('2021-01-20T07:00:00.000Z');
  const marks = readdirSync(story.app.dataDir).filter((name) => name.startsWith('high-water-'));
  expect(marks).toHaveLength(1);
  const other = await openStory({ ...onDisk, settings: { dataDir: story.app.dataDir } });
  await other.tick();
  copyFileSync(join(story.app.dataDir, marks[0]!), join(other.app.dataDir, 'high-water-unheard-of.json'));
  await other.tick();
  expect(await faults(other)).toEqual([]);
  expect(await faults(story)).toEqual([]);
});
