/** Two processes on one database: each mail is sent once, whoever sends it, and one that dies loses nothing. */
import { describe, expect, it } from '@jest/globals';
import { leaseMs, unknownWaitMs } from '../../src/domain/delivery.js';
import type { Mailer } from '../../src/mail/mailer.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { openStory, type Story } from './story.js';

const morning = '2021-03-24T07:00:00.000Z';
const commitments = 12;

/** Two dozen mails due on one morning, to an owner and a follower in one zone. */
async function aBusyMorning(mailer: Mailer): Promise<Story> {
  const story = await openStory({ kind: 'postgres', now: '2021-03-23T12:00:00.000Z', mailer });
  await story.follow(await story.add('reader@example.org', { zone: 'Europe/Brussels' }));
  for (let i = 0; i < commitments; i++) await story.register({ title: `Promise ${i}` });
  await story.tick();
  return story;
}

const idsOf = (...mailers: { sent: { messageId: string }[] }[]): string[] =>
  mailers.flatMap((mailer) => mailer.sent.map((mail) => mail.messageId));

describe('Two engines on one PostgreSQL database', () => {
  it('send each mail once, together', async () => {
    const one = memoryMailer();
    const two = memoryMailer();
    const story = await aBusyMorning(one);
    const other = await story.restart({}, two);
    story.app.clock.advanceTo(morning);
    const passes = await Promise.all([story.tick(), other.tick()]);

    const ids = idsOf(one, two);
    expect(ids).toHaveLength(2 * commitments);
    expect(new Set(ids).size).toBe(ids.length);
    expect(passes.map((pass) => pass.queued).reduce((a, b) => a + b)).toBe(ids.length);
    const sent = (await story.notices()).filter((notice) => notice.state === 'sent');
    expect(sent.map((notice) => notice.messageId).sort()).toEqual([...ids].sort());
  });

  it('plan a change of rules once, and send each mail once after it', async () => {
    const one = memoryMailer();
    const two = memoryMailer();
    const story = await aBusyMorning(one);
    const [left, right] = [await story.restart({ tzdataVersion: 'next' }, one), await story.restart({ tzdataVersion: 'next' }, two)];
    story.app.clock.advanceTo(morning);
    await Promise.all([left.tick(), right.tick()]);
    const ids = idsOf(one, two);
    expect(ids).toHaveLength(2 * commitments);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lose nothing when one dies in the middle: what it held is taken for arrived, the rest is sent by the other', async () => {
    let taken = 0;
    let died: () => void = () => undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    // Answers three mails, and then nobody ever hears of it again.
    const dying = memoryMailer();
    dying.send = (mail) => {
      dying.sent.push(mail);
      taken += 1;
      if (taken <= 3) return Promise.resolve(accepted());
      died();
      return new Promise(() => undefined);
    };
    const story = await aBusyMorning(dying);
    const two = memoryMailer();
    const other = await story.restart({}, two);
    story.app.clock.advanceTo(morning);
    void story.tick();
    await death;

    await other.tick();
    story.app.clock.advanceBy(leaseMs);
    await other.tick();
    story.app.clock.advanceBy(unknownWaitMs);
    await other.tick();
    const ids = idsOf(dying, two);
    expect(ids).toHaveLength(2 * commitments);
    expect(new Set(ids).size).toBe(ids.length);
    const states = (await story.notices()).filter((notice) => notice.step === 'lead-P7D').map((notice) => notice.state);
    expect(states.filter((state) => state !== 'sent' && state !== 'unknown')).toEqual([]);
    expect(states.filter((state) => state === 'unknown').length).toBe(dying.sent.length - 3);
  });
});
