/** A disk with no room left, wherever the work was at that moment: refused cleanly, nothing by half, and on it goes once there is room. */
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { leaseMs, unknownWaitMs } from '../../src/domain/delivery.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { openApi } from '../support/api.js';
import type { TestApp } from '../support/app.js';
import { openStory, outcomes } from '../stories/story.js';

/** SQLite's own bound on the file stands in for the disk's: it answers the same, wherever the tests run. */
async function room(app: TestApp, left: 'none' | 'plenty'): Promise<void> {
  const { writer } = app.database as unknown as { writer: DataSource };
  if (left === 'none') await writer.query('VACUUM');
  const [{ page_count: pages }] = (await writer.query('PRAGMA page_count')) as [{ page_count: number }];
  await writer.query(`PRAGMA max_page_count = ${left === 'none' ? pages : 1_000_000}`);
}

describe('A disk that is full', () => {
  it('refuses what comes over HTTP with 507, keeps nothing of it, and takes it once there is room', async () => {
    const { app, cast } = await openStory();
    const desk = await (await openApi(app)).as(cast.desk);
    const body = {
      title: 'Publish it',
      kind: 'pledge',
      statement: { quote: 'x'.repeat(9_000), lang: 'en', saidOn: '2020-11-30' },
      promisor: 'The Ministry',
      target: { kind: 'by', edtf: '2021-03-31' },
    };
    await room(app, 'none');
    const before = await app.database.extent();
    expect(await desk.post('/api/v1/commitments', body)).toMatchObject({ status: 507, json: { code: 'insufficient_storage' } });
    expect(await app.database.extent()).toEqual(before);
    expect(await desk.get('/api/v1/commitments')).toMatchObject({ status: 200, json: { total: 0 } });
    await room(app, 'plenty');
    expect(await desk.post('/api/v1/commitments', body)).toMatchObject({ status: 201, json: { ref: 'C-0001' } });
  });

  it('before a mail is queued or claimed leaves it for the next pass', async () => {
    const mailer = memoryMailer();
    const { app, tick, register, notices } = await openStory({ mailer, now: '2021-03-31T05:00:00.000Z' });
    const { ref } = await register();
    await tick();
    app.clock.advanceTo('2021-03-31T06:00:00.000Z');
    await room(app, 'none');
    await expect(tick()).rejects.toMatchObject({ code: 'insufficient_storage' });
    expect(mailer.sent).toEqual([]);
    await room(app, 'plenty');
    await tick();
    expect(outcomes(await notices(ref))).toContain('due desk sent');
    expect(mailer.sent).toHaveLength(1);
  });

  it('before the result of a mail is written leaves nobody knowing, and the mail of the day goes out once more', async () => {
    let full: Promise<void> | null = null;
    const mailer = memoryMailer();
    const story = await openStory({ mailer, now: '2021-03-31T05:00:00.000Z' });
    const { app, tick, register, notices } = story;
    const { ref } = await register();
    await tick();
    app.clock.advanceTo('2021-03-31T06:00:00.000Z');
    const { send } = mailer;
    mailer.send = async (mail) => {
      await send(mail);
      await (full ??= room(app, 'none'));
      // Whatever the server says is too long to be written.
      return { ...accepted(), replyText: `250 2.0.0 ${'taken '.repeat(5000)}` };
    };
    expect(await tick()).toMatchObject({ attempts: 1 });
    expect((await notices(ref)).find(({ step }) => step === 'due')).toMatchObject({ state: 'queued' });
    await room(app, 'plenty');
    mailer.send = send;
    app.clock.advanceBy(leaseMs);
    await tick();
    app.clock.advanceBy(unknownWaitMs);
    await tick();
    expect((await notices(ref)).find(({ step }) => step === 'due')).toMatchObject({ state: 'sent', possibleDuplicate: true });
    expect(mailer.sent).toHaveLength(2);
    expect(mailer.sent[0]?.raw).toEqual(mailer.sent[1]?.raw);
  });
});
