/** What becomes of a mail when the server puts it off, refuses it, or hangs up before it answers. */
import { expect, it, test } from '@jest/globals';
import type { SendOutcome } from '../../src/mail/mailer.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { addMs, toMs } from '../../src/domain/time.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { answering, cutAfterData, deferred, inbox, openStory, outcomes, refusedReply } from './story.js';

/** The desk’s first mails: 90 days before, 30, 7, 1, and the day itself. */
const leadAt = '2020-12-31T07:00:00.000Z';
const dueAt = '2021-03-31T06:00:00.000Z';
const minutes = (count: number): number => count * 60_000;

describeOnEachDatabase('A mail that is not taken', (kind) => {
  it('is tried again with the same bytes, each time later, and arrives', async () => {
    const mailer = answering(deferred, deferred, deferred);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    const times: number[] = [];
    mailer.send = ((send) => (mail) => (times.push(toMs(story.app.clock.now()) - toMs(leadAt)), send(mail)))(mailer.send);
    await story.live(addMs(leadAt, minutes(90)));

    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent']);
    expect(mailer.sent).toHaveLength(4);
    expect(new Set(mailer.sent.map(({ raw }) => Buffer.from(raw).toString('base64'))).size).toBe(1);
    const waits = times.map((at, i) => (at - (times[i - 1] ?? 0)) / minutes(1));
    [0, 5, 15, 30].forEach((wait, i) => {
      expect(waits[i]).toBeGreaterThanOrEqual(wait);
      expect(waits[i]).toBeLessThanOrEqual(wait * 1.2 + (wait > 0 ? 1 : 0));
    });
  });

  it('is not sent any more once it is not worth sending, and says so', async () => {
    const story = await openStory({ kind, mailer: memoryMailer(() => deferred), now: '2021-03-29T07:00:00.000Z' });
    const { ref } = await story.register();
    await story.live('2021-03-31T22:00:00.000Z');
    expect(outcomes(await story.notices(ref)).slice(-2)).toEqual(['lead-P1D desk missed(expired)', 'due desk missed(expired)']);
  });

  it('because the mailer itself failed is tried again', async () => {
    let failures = 0;
    const mailer = memoryMailer(() => {
      if (failures++ === 0) throw new TypeError('Cannot read properties of undefined');
      return accepted();
    });
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live(addMs(leadAt, minutes(4)));
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk queued']);
    await story.live(addMs(leadAt, minutes(7)));
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D desk sent']);
  });

  test.each<[what: string, reply: SendOutcome, outcome: string]>([
    ['for what it is', refusedReply(554, '5.6.0'), 'failed(refused)'],
    ['because nobody is there', refusedReply(550, '5.1.1'), 'failed(address_refused)'],
  ])('and refused %s is not tried again', async (_what, reply, outcome) => {
    const mailer = answering(reply);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live('2021-02-28T00:00:00.000Z');
    expect(outcomes(await story.notices(ref))).toEqual([`lead-P90D desk ${outcome}`]);
    expect(await story.notices(ref)).toMatchObject([{ reply: reply.replyText }]);
    // Once to the desk; then its contact hears that the desk does not.
    expect(mailer.sent.map(({ envelope }) => envelope.to)).toEqual(['desk@example.org', 'lead@example.org']);
  });

  it('because nobody is there: nothing more goes to that address, and the others go on', async () => {
    const mailer = answering(refusedReply(550, '5.1.1'));
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live('2021-03-02T00:00:00.000Z');
    await story.follow(story.cast.follower);
    await story.live('2021-03-24T12:00:00.000Z');
    expect(outcomes(await story.notices(ref))).toEqual([
      'lead-P90D desk failed(address_refused)',
      'lead-P30D desk suppressed(address_suppressed)',
      'lead-P7D follower sent',
      'lead-P7D desk suppressed(address_suppressed)',
    ]);
  });

  it.each<[string, SendOutcome]>([
    ['the password is wrong', { phase: 'connect', replyCode: 535, enhancedCode: '5.7.8', replyText: '535 5.7.8 wrong' }],
    ['it will not have our mail', refusedReply(550, '5.7.1')],
  ])('because %s: the sender stops, nobody is suppressed, and all of it goes out when it is put right', async (_what, reply) => {
    const mailer = answering(reply);
    const story = await openStory({ kind, mailer });
    await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.live('2021-01-02T00:00:00.000Z');
    const delivery = story.app.get(DeliveryService);
    expect(await delivery.senderStopped()).toMatchObject({ reply: reply.replyText });
    expect(mailer.sent).toHaveLength(1);
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D follower queued', 'lead-P90D desk queued']);

    await delivery.resumeSender();
    await story.live('2021-01-02T01:00:00.000Z');
    expect(outcomes(await story.notices(ref))).toEqual(['lead-P90D follower sent', 'lead-P90D desk sent']);
  });
});

describeOnEachDatabase('A mail whose fate nobody knows', (kind) => {
  it('goes out once more after a quarter of an hour where it matters, with the same bytes, and is marked', async () => {
    const mailer = answering(...Array<SendOutcome>(4).fill(accepted()), cutAfterData);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live(addMs(dueAt, minutes(14)));
    expect(mailer.sent).toHaveLength(5);
    expect((await story.notices(ref)).at(-1)).toMatchObject({ step: 'due', state: 'queued' });

    await story.live(addMs(dueAt, minutes(16)));
    expect(mailer.sent).toHaveLength(6);
    expect(Buffer.from(mailer.sent[5]!.raw).equals(Buffer.from(mailer.sent[4]!.raw))).toBe(true);
    expect((await story.notices(ref)).at(-1)).toMatchObject({ step: 'due', state: 'sent', possibleDuplicate: true });
  });

  it('is taken as arrived the second time', async () => {
    const mailer = answering(...Array<SendOutcome>(4).fill(accepted()), cutAfterData, cutAfterData);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live(addMs(dueAt, minutes(120)));
    expect(mailer.sent).toHaveLength(6);
    expect((await story.notices(ref)).at(-1)).toMatchObject({
      step: 'due',
      state: 'unknown',
      reason: 'no_reply_after_data',
      possibleDuplicate: true,
    });
  });

  it('is taken as arrived where a second one would only annoy', async () => {
    const mailer = answering(cutAfterData);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live(addMs(leadAt, minutes(120)));
    expect(mailer.sent).toHaveLength(1);
    expect(await story.notices(ref)).toMatchObject([
      { step: 'lead-P90D', state: 'unknown', reason: 'no_reply_after_data', possibleDuplicate: true },
    ]);
  });

  it('does not go out again when it is settled meanwhile', async () => {
    const mailer = answering(...Array<SendOutcome>(4).fill(accepted()), cutAfterData);
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.live(addMs(dueAt, minutes(5)));
    await story.settle(ref, '2021-03-31');
    await story.live(addMs(dueAt, minutes(60)));
    const [due, settled] = (await story.notices(ref)).filter((notice) => notice.dueAt >= dueAt && notice.state !== 'cancelled');
    expect(due).toMatchObject({ step: 'due', state: 'unknown', possibleDuplicate: true });
    expect(settled).toMatchObject({ step: 'settled-1', state: 'sent' });
    expect((await inbox(mailer.sent)).slice(4).map((line) => line.slice(0, 32))).toEqual([
      '2021-03-31T06:00 desk C-0001 due',
      '2021-03-31T06:05 desk C-0001 ful',
    ]);
  });
});
