import { describe, expect, it, test } from '@jest/globals';
import { leaseMs } from '../../src/domain/delivery.js';
import { smtpDefaults, smtpTimeouts } from '../../src/mail/smtp-mailer.js';
import { startSink, type Script } from '../support/scripted-smtp.js';
import { keep, mail, mailerFor, scripted } from './smtp-cast.js';

describe('A mail over SMTP', () => {
  it('arrives once, unchanged, with one sender and one recipient', async () => {
    const sink = keep(await startSink());
    const outcome = await mailerFor(sink.url).send(mail());

    expect(outcome).toEqual({ phase: 'replied', replyCode: 250, enhancedCode: null, replyText: '250 taken' });
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]).toMatchObject({ from: 'bounces+1=abc@example.org', to: ['reader@example.org'] });
    expect(sink.received[0]!.raw.equals(mail().raw)).toBe(true);
  });

  it('is the same on a second attempt', async () => {
    const sink = keep(await startSink());
    const mailer = mailerFor(sink.url);
    await mailer.send(mail());
    await mailer.send(mail());
    expect(sink.received[0]!.raw.equals(sink.received[1]!.raw)).toBe(true);
  });

  it('shares a connection with the next, until the connection has carried enough', async () => {
    const sink = keep(await startSink());
    const mailer = mailerFor(sink.url, { mailsPerConnection: 3 });
    for (let n = 0; n < 4; n += 1) await mailer.send(mail());
    expect(new Set(sink.received.slice(0, 3).map((m) => m.connection)).size).toBe(1);
    expect(sink.received[3]!.connection).not.toBe(sink.received[0]!.connection);
  });

  it('gives its connection back, also when it was refused', async () => {
    const server = await scripted({ rcpt: (recipient) => (recipient.startsWith('nobody') ? '550 5.1.1 nobody' : '250 2.1.5 ok') });
    const mailer = mailerFor(server.url, { connections: 1 });
    for (const to of ['nobody@example.org', 'reader@example.org', 'nobody@example.org']) await mailer.send(mail(to));
    expect(await mailer.send(mail())).toMatchObject({ phase: 'replied', replyCode: 250 });
  });

  it('waits for one of five connections when more are sent at once', async () => {
    const sink = keep(await startSink());
    const mailer = mailerFor(sink.url);
    const readers = Array.from({ length: 40 }, (_, n) => `reader${n}@example.org`);
    const outcomes = await Promise.all(readers.map((to) => mailer.send(mail(to))));

    expect(outcomes.every((outcome) => outcome.replyCode === 250)).toBe(true);
    expect(sink.received.map((m) => m.to[0]).sort()).toEqual([...readers].sort());
    expect(new Set(sink.received.map((m) => m.connection)).size).toBeLessThanOrEqual(5);
  });

  test.each(['a@example.org,b@example.org', 'a@example.org\r\nRCPT TO:<b@example.org>', '<a@example.org>', ''])(
    'is not sent at all to %j',
    async (to) => {
      const server = await scripted({});
      const mailer = mailerFor(server.url);
      expect(() => mailer.send(mail(to))).toThrow('Not exactly one mail address');
      expect(() => mailer.send({ ...mail(), envelope: { from: to, to: 'reader@example.org' } })).toThrow('Not exactly one mail address');
      expect(server.connections).toBe(0);
    },
  );
});

describe('A connection that the server gave up', () => {
  test.each<[string, Script]>([
    ['says 421 to the next mail', { mail: '421 4.7.0 enough' }],
    ['hangs up at the next mail', { mail: 'cut' }],
  ])('is replaced when it %s', async (_, second) => {
    let mails = 0;
    const once: Script = {
      get mail() {
        mails += 1;
        return mails === 1 ? '250 2.1.0 ok' : second.mail;
      },
    };
    const server = await scripted(once, {});
    const mailer = mailerFor(server.url);
    await mailer.send(mail());
    expect(await mailer.send(mail())).toMatchObject({ phase: 'replied', replyCode: 250 });
    expect(server.connections).toBe(2);
  });

  it('is not replaced once the server asked for the message', async () => {
    let mails = 0;
    const server = await scripted({ dot: () => ((mails += 1) === 1 ? '250 2.0.0 taken' : 'cut') }, {});
    const mailer = mailerFor(server.url);
    await mailer.send(mail());
    expect(await mailer.send(mail())).toMatchObject({ phase: 'data', replyCode: null });
    expect(server.connections).toBe(1);
  });
});

describe('Time', () => {
  it('is enough for a server that answers ten minutes after the message, and over before the lease of a claimed mail', () => {
    expect(smtpTimeouts.silenceMs).toBeGreaterThanOrEqual(10 * 60_000);
    expect(smtpDefaults.sendDeadlineMs).toBeGreaterThanOrEqual(smtpDefaults.acceptDeadlineMs + smtpTimeouts.silenceMs);
    expect(smtpDefaults.sendDeadlineMs).toBeLessThan(leaseMs);
  });

  it('is up when the server keeps a mail waiting with one line after another', async () => {
    const server = await scripted({ dot: '250-2.0.0 wait' });
    const outcome = await mailerFor(server.url, { sendDeadlineMs: 100 }).send(mail());
    expect(outcome).toMatchObject({ phase: 'data', replyCode: null, replyText: 'the server did not answer in time' });
  });

  it('is up sooner before the server asked for the message', async () => {
    const server = await scripted({ rcpt: 'silence' });
    const outcome = await mailerFor(server.url, { acceptDeadlineMs: 100 }).send(mail());
    expect(outcome).toMatchObject({ phase: 'mail', replyCode: null, replyText: 'the server did not ask for the message in time' });
  });

  it('is not up once the server asked for the message, only for being slow', async () => {
    const server = await scripted({ dot: 'silence' });
    const outcome = await mailerFor(server.url, { acceptDeadlineMs: 50, sendDeadlineMs: 200 }).send(mail());
    expect(outcome).toMatchObject({ phase: 'data', replyCode: null, replyText: 'the server did not answer in time' });
  });

  it('runs while a mail waits for a connection', async () => {
    const server = await scripted({ dot: 'silence' });
    const mailer = mailerFor(server.url, { connections: 1, acceptDeadlineMs: 100, sendDeadlineMs: 200 });
    const [first, second] = await Promise.all([mailer.send(mail()), mailer.send(mail())]);
    expect(first).toMatchObject({ phase: 'data' });
    expect(second).toMatchObject({ phase: 'connect', replyText: 'the server did not ask for the message in time' });
    expect(server.connections).toBe(1);
  });
});

describe('Closing', () => {
  it('lets a mail under way finish and starts no other', async () => {
    const sink = keep(await startSink());
    const mailer = mailerFor(sink.url, { connections: 1 });
    const underWay = mailer.send(mail('first@example.org'));
    const queued = mailer.send(mail('second@example.org'));
    await mailer.close();
    expect(await underWay).toMatchObject({ phase: 'replied', replyCode: 250 });
    expect(await queued).toMatchObject({ phase: 'connect', replyText: 'the sender is stopping' });
    expect(await mailer.send(mail('third@example.org'))).toMatchObject({ phase: 'connect', replyText: 'the sender is stopping' });
    expect(sink.received.map((m) => m.to[0])).toEqual(['first@example.org']);
  });

  it('gives up on an answer after a while and says that nobody knows', async () => {
    const server = await scripted({ dot: 'silence' });
    const mailer = mailerFor(server.url, { closeGraceMs: 100 });
    const underWay = mailer.send(mail());
    await mailer.close();
    expect(await underWay).toMatchObject({ phase: 'data', replyCode: null });
  });

  it('says goodbye on idle connections', async () => {
    const server = await scripted({});
    const mailer = mailerFor(server.url);
    await mailer.send(mail());
    await mailer.close();
    expect(server.commands.at(-1)).toBe('QUIT');
  });
});

test('describes itself without credentials', () => {
  expect(mailerFor('smtps://desk:secret@mail.example.org').describe()).toBe('smtps://mail.example.org:465');
});
