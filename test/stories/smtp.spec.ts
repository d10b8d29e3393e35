/** Reminders over a real SMTP connection, to people on four continents, across the days on which clocks change. */
import { expect, it } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { addressesIn, headerFields } from '../support/mailbox.js';
import { startSink, type ReceivedMail, type Sink } from '../support/scripted-smtp.js';
import { openStory, received, type Story } from './story.js';

async function openWithServer(kind: DatabaseKind, options: SMTPServerOptions = {}): Promise<Story & { sink: Sink }> {
  const sink = await startSink(options);
  const mailer = createSmtpMailer({ url: sink.url });
  const story = await openStory({ kind, mailer });
  story.finally(() => mailer.close().then(() => sink.close()));
  return { ...story, sink };
}

const fieldOf = (mail: ReceivedMail, name: string): string[] =>
  headerFields(mail.raw).flatMap(([field, value]) => (field === name ? [value] : []));

async function arrivals(mails: readonly ReceivedMail[], person: string): Promise<string[]> {
  const theirs = mails.filter((mail) => mail.to[0] === `${person}@example.org`);
  return (await received(theirs)).map((mail) => mail.date?.toISOString().slice(0, 16) ?? '');
}

/** Brussels changes its clocks on 28 March 2021, New York on 14 March, Auckland on 4 April, Kabul never. */
const hours: Record<string, { zone: string; arrives: string[] }> = {
  desk: {
    zone: 'Europe/Brussels',
    arrives: [
      '2020-12-31T07:00',
      '2021-03-01T07:00',
      '2021-03-24T07:00',
      '2021-03-30T06:00',
      '2021-03-31T06:00',
      '2021-04-01T06:00',
      '2021-04-08T06:00',
    ],
  },
  kabul: {
    zone: 'Asia/Kabul',
    arrives: ['2020-12-31T03:30', '2021-03-01T03:30', '2021-03-24T03:30', '2021-03-30T03:30', '2021-03-31T03:30', '2021-04-01T03:30'],
  },
  newyork: {
    zone: 'America/New_York',
    arrives: ['2020-12-31T13:00', '2021-03-01T13:00', '2021-03-24T12:00', '2021-03-30T12:00', '2021-03-31T12:00', '2021-04-01T12:00'],
  },
  // Due and overdue wait until the day has begun in Brussels.
  auckland: {
    zone: 'Pacific/Auckland',
    arrives: ['2020-12-30T19:00', '2021-02-28T19:00', '2021-03-23T19:00', '2021-03-29T19:00', '2021-03-30T22:00', '2021-03-31T22:00'],
  },
};

describeOnEachDatabase('Over SMTP', (kind) => {
  it('each mail arrives once, at the right instant, with the right fields', async () => {
    const story = await openWithServer(kind);
    for (const [name, { zone }] of Object.entries(hours)) {
      if (name !== 'desk') await story.follow(await story.add(`${name}@example.org`, { zone }));
    }
    const { ref } = await story.register();
    await story.live('2021-04-10T00:00:00.000Z');
    const { received: mails } = story.sink;

    for (const [name, { arrives }] of Object.entries(hours)) expect([name, await arrivals(mails, name)]).toEqual([name, arrives]);
    expect(mails).toHaveLength(Object.values(hours).flatMap(({ arrives }) => arrives).length);
    expect(new Set(mails.map((mail) => fieldOf(mail, 'message-id')[0])).size).toBe(mails.length);

    const roots = new Map<string, string>();
    const [parsed, sent] = [await received(mails), await story.notices(ref)];
    mails.forEach((mail, i) => {
      const { to, from, messageId = '', references, html, text } = parsed[i]!;
      expect([mail.to, addressesIn(to), mail.from, from?.value[0]?.address]).toEqual([
        [mail.to[0]],
        [mail.to[0]],
        'pledgebook@example.org',
        'pledgebook@example.org',
      ]);
      expect(sent.filter((notice) => notice.messageId === messageId).map((n) => [n.state, n.person])).toEqual([['sent', mail.to[0]]]);
      expect(fieldOf(mail, 'auto-submitted')).toEqual(['auto-generated']);
      expect(fieldOf(mail, 'list-id')[0]).toContain('<reminders.pledgebook.example.org>');
      const follows = mail.to[0] !== 'desk@example.org';
      expect(fieldOf(mail, 'list-unsubscribe')).toEqual(
        follows ? [expect.stringMatching(/^<https:\/\/pledgebook\.example\.org\/a\/\S+>$/)] : [],
      );
      expect(fieldOf(mail, 'list-unsubscribe-post')).toEqual(follows ? ['List-Unsubscribe=One-Click'] : []);
      expect(text).toContain('We will publish the annual report by 31 March 2021');
      expect(html).toBeTruthy();
      // One root for each reader, which every later mail refers to.
      const root = roots.get(mail.to[0]!);
      expect(references).toEqual(root);
      if (root === undefined) roots.set(mail.to[0]!, messageId);
    });
  });

  it('an owner in Auckland hears at nine in the morning there, before and after the clocks go back', async () => {
    const story = await openWithServer(kind);
    await story.add('owner@example.org', { zone: 'Pacific/Auckland', sendAt: '09:00' });
    await story.register({ owner: 'owner@example.org', target: { kind: 'by', edtf: '2021-04-09' } });
    await story.live('2021-04-17T12:00:00.000Z');
    expect(await arrivals(story.sink.received, 'owner')).toEqual([
      '2021-01-08T20:00',
      '2021-03-09T20:00',
      '2021-04-01T20:00',
      '2021-04-07T21:00',
      '2021-04-08T22:00',
      '2021-04-09T22:00',
      '2021-04-16T22:00',
    ]);
  });

  it('a mail that the server put off arrives with the same bytes, five to six minutes later', async () => {
    let asked = 0;
    const story = await openWithServer(kind, {
      onRcptTo: (_address, _session, done) => {
        asked += 1;
        done(asked === 1 ? Object.assign(new Error('4.2.1 greylisted'), { responseCode: 450 }) : null);
      },
    });
    const { ref } = await story.register();
    await story.live('2020-12-31T07:00:00.000Z');
    expect(story.sink.received).toEqual([]);
    const [queued] = await story.notices(ref);
    expect(queued).toMatchObject({ state: 'queued', messageId: expect.stringMatching(/^<\w{26}@example\.org>$/) });

    await story.live('2020-12-31T07:04:00.000Z');
    expect(asked).toBe(1);
    await story.live('2020-12-31T07:06:00.000Z');
    const [mail, ...others] = story.sink.received;
    expect(others).toEqual([]);
    expect(fieldOf(mail!, 'message-id')).toEqual([queued?.messageId]);
    expect(fieldOf(mail!, 'date')).toEqual(['Thu, 31 Dec 2020 07:00:00 +0000']);
    expect(await story.notices(ref)).toMatchObject([{ state: 'sent', messageId: queued?.messageId, possibleDuplicate: false }]);
  });
});
