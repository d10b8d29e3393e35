/** What is sent after the service was down, what a pass writes when there is nothing to do, and rows that no mail can be made of. */
import { expect, it, jest } from '@jest/globals';
import { onTimeMs } from '../../src/domain/bundle.js';
import { remembered } from '../../src/store/outbox.store.js';
import { EngineService } from '../../src/services/engine.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { inbox, openStory, outcomes, received, type Story } from './story.js';

const texts = async (story: Story): Promise<string[]> =>
  (await received(story.app.mailer.sent)).map((mail) => (mail.text ?? '').replace(/^! /gm, '').replace(/\s+/g, ' '));

describeOnEachDatabase('After an outage', (kind) => {
  it('from 20 March to 3 April, for a target of 31 March: only the overdue mail goes, and says what it stands for', async () => {
    const story = await openStory({ kind, now: '2021-03-19T12:00:00.000Z' });
    await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.live('2021-03-20T00:00:00.000Z');
    await story.sleepUntil('2021-04-03T08:00:00.000Z');

    expect(await inbox(story.app.mailer.sent)).toEqual([
      '2021-04-03T08:00 desk C-0001 3 days overdue: Publish the annual report',
      '2021-04-03T08:00 follower C-0001 3 days overdue: Publish the annual report',
    ]);
    const said = (await texts(story)).sort();
    expect(
      said.filter((text) => text.includes('from 20 March 2021, 01:00 (Europe/Brussels) to 3 April 2021, 10:00 (Europe/Brussels)')),
    ).toHaveLength(1);
    expect(said.filter((text) => text.includes('from 20 March 2021, 04:30 (Asia/Kabul) to 3 April 2021, 12:30 (Asia/Kabul)'))).toHaveLength(
      1,
    );
    for (const text of said) {
      expect(text).toContain('This mail is late.');
      expect(text).toContain('The reminders of 24, 30 and 31 March were not sent because the service was down.');
    }
    expect(outcomes(await story.notices(ref)).filter((line) => !line.includes('retroactive'))).toEqual(
      ['lead-P7D', 'lead-P1D', 'due', 'overdue'].flatMap((step) =>
        ['follower', 'desk'].map((person) => `${step} ${person} ${step === 'overdue' ? 'sent' : 'missed(collapsed)'}`),
      ),
    );
    await story.tick();
    expect(story.app.mailer.sent).toHaveLength(2);
  });

  it.each<[back: string, subject: string | null, missed: string[]]>([
    ['2021-03-24T07:15:00.000Z', 'due on 31 March 2021, in 7 days', []],
    ['2021-03-29T09:00:00.000Z', 'due on 31 March 2021, in 2 days', []],
    ['2021-03-31T21:00:00.000Z', 'due today, 31 March 2021', ['lead-P7D desk missed(collapsed)', 'lead-P1D desk missed(collapsed)']],
    ['2021-03-31T22:00:00.000Z', null, ['lead-P7D desk missed(expired)', 'lead-P1D desk missed(expired)', 'due desk missed(expired)']],
  ])('that ends at %s the mail says: %s', async (back, subject, missed) => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    const { ref } = await story.register();
    await story.tick();
    await story.sleepUntil(back);
    const subjects = (await inbox(story.app.mailer.sent)).map((line) => line.slice('2021-03-24T07:00 desk C-0001 '.length));
    expect(subjects).toEqual(subject === null ? [] : [`${subject}: Publish the annual report`]);
    expect(outcomes(await story.notices(ref)).filter((line) => /collapsed|expired/.test(line))).toEqual(missed);
    const late = (await texts(story)).filter((text) => text.includes('This mail is late.'));
    expect(late).toHaveLength(subject === null || back === '2021-03-24T07:15:00.000Z' ? 0 : 1);
  });

  it('of weeks an escalation still comes, and beside it to another person what is valid', async () => {
    const story = await openStory({ kind, now: '2021-03-19T12:00:00.000Z' });
    const { ref } = await story.register();
    await story.tick();
    await story.sleepUntil('2021-07-15T10:00:00.000Z');
    expect(await inbox(story.app.mailer.sent)).toEqual([
      '2021-07-15T10:00 desk C-0001 106 days overdue: Publish the annual report',
      '2021-07-15T10:00 lead C-0001 escalated, 106 days overdue: Publish the annual report',
    ]);
    expect(outcomes(await story.notices(ref)).filter((line) => line.endsWith('sent'))).toEqual([
      'overdue-escalation lead sent',
      'overdue-monthly-2 desk sent',
    ]);
  });

  it('several commitments bring one mail each', async () => {
    const story = await openStory({ kind, now: '2021-03-19T12:00:00.000Z' });
    for (const title of ['Report', 'Plan', 'Law']) await story.register({ title });
    await story.tick();
    await story.sleepUntil('2021-04-03T08:00:00.000Z');
    expect((await inbox(story.app.mailer.sent)).map((line) => line.slice(17))).toEqual([
      'desk C-0001 3 days overdue: Report',
      'desk C-0002 3 days overdue: Plan',
      'desk C-0003 3 days overdue: Law',
    ]);
  });

  it('nothing comes late that was registered during none of it', async () => {
    const story = await openStory({ kind, now: '2021-03-19T12:00:00.000Z' });
    await story.tick();
    await story.sleepUntil('2021-04-03T08:00:00.000Z');
    const { ref } = await story.register();
    await story.tick();
    expect(story.app.mailer.sent).toEqual([]);
    expect([...new Set((await story.notices(ref)).map((notice) => notice.reason))].sort()).toEqual(['retroactive']);
  });
});

describeOnEachDatabase('A pass', (kind) => {
  const everything = async ({ app }: Story): Promise<unknown[]> => {
    const read = (table: string): Promise<unknown> => app.database.read.query(`SELECT * FROM ${table} ORDER BY 1, 2`);
    const rows = await Promise.all(['log_head', 'reminder', 'message', 'message_body', 'attempt', 'planning'].map(read));
    return [...rows, await app.database.read.query("SELECT * FROM engine WHERE name NOT IN ('heartbeat', 'passes')")];
  };

  it('with nothing due writes the heartbeat, once a minute, and nothing else', async () => {
    const story = await openStory({ kind });
    await story.register();
    await story.tick();
    const before = await everything(story);
    const writes = jest.spyOn(story.app.database, 'write');
    try {
      for (let minute = 0; minute < 3; minute++) {
        story.app.clock.advanceBy(60_000);
        expect(await story.tick()).toMatchObject({ replanned: 0, queued: 0, attempts: 0 });
        await story.tick();
      }
      expect(writes).toHaveBeenCalledTimes(3);
    } finally {
      writes.mockRestore();
    }
    expect(await everything(story)).toEqual(before);
    expect(await story.app.get(EngineService).lastTickAt()).toBe(story.app.clock.now());
  });

  const passesOf = async ({ app }: Story): Promise<number> => Number((await remembered<number>(app.database.read, 'passes')) ?? 0);

  it('that is asked for during another is that one', async () => {
    const story = await openStory({ kind });
    const [one, two] = await Promise.all([story.tick(), story.tick()]);
    expect(two).toEqual(one);
    expect(await passesOf(story)).toBe(1);
  });

  it('a quarter of an hour after its time is still on time', async () => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    await story.register();
    await story.tick();
    story.app.clock.advanceTo('2021-03-24T07:00:00.000Z');
    story.app.clock.advanceBy(onTimeMs);
    await story.tick();
    expect((await texts(story))[0]).not.toContain('late');
  });

  it('puts aside what no mail can be made of, and the rest goes on', async () => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    const refs: string[] = [];
    for (const title of ['Report', 'Plan', 'Law']) refs.push((await story.register({ title })).ref);
    await story.tick();
    await spoil(story, 'statement', refs[1]!);
    await story.live('2021-03-24T08:00:00.000Z');
    expect((await inbox(story.app.mailer.sent)).map((line) => line.slice(22, 28))).toEqual(['C-0001', 'C-0003']);
    expect(outcomes(await story.notices(refs[1]))).toContain('lead-P7D desk failed(poisoned)');
  });

  it('puts aside what cannot be planned, and tries it again in an hour', async () => {
    const story = await openStory({ kind });
    const refs: string[] = [];
    for (const title of ['Report', 'Plan', 'Law']) refs.push((await story.register({ title })).ref);
    await story.tick();
    await spoil(story, 'target', refs[1]!);
    const restarted = await story.restart({ tzdataVersion: 'next' });
    await restarted.tick();
    const again = (): Promise<unknown[]> =>
      story.app.database.read.query(`SELECT commitment FROM planning WHERE "replanAt" <= '2020-11-30T08:00:00.000Z'`);
    expect(await again()).toEqual([{ commitment: refs[1] }]);
    await story.app.get(VerificationService).rebuild();
    story.app.clock.advanceBy(3_600_000);
    expect(await restarted.tick()).toMatchObject({ replanned: 1 });
    expect(await restarted.tick()).toMatchObject({ replanned: 0 });
  });
});

/** Makes one column of a commitment unreadable until the rows are made anew from the log. */
async function spoil(story: Story, column: 'statement' | 'target', ref: string): Promise<void> {
  await story.app.database.write((tx) => tx.manager.query(`UPDATE commitment SET ${column} = 'null' WHERE ref = '${ref}'`));
  story.finally(() => story.app.get(VerificationService).rebuild());
}
