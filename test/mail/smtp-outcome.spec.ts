import { describe, expect, it, test } from '@jest/globals';
import type { SendPhase } from '../../src/mail/mailer.js';
import { startSink, type Script } from '../support/scripted-smtp.js';
import { keep, mail, mailerFor, scripted } from './smtp-cast.js';

describe('What the server says, and how far the dialogue got', () => {
  const stages: [when: string, script: Script, phase: SendPhase, replyCode: number | null, enhancedCode: string | null][] = [
    ['a banner 421', { greeting: '421 4.3.2 busy' }, 'connect', 421, '4.3.2'],
    ['a banner 554', { greeting: '554 5.7.1 go away' }, 'connect', 554, '5.7.1'],
    ['EHLO refused', { ehlo: '550 no' }, 'connect', 550, null],
    ['MAIL deferred', { mail: '450 4.7.1 slow down' }, 'mail', 450, '4.7.1'],
    ['MAIL refused', { mail: '550 5.7.1 not you' }, 'mail', 550, '5.7.1'],
    ['MAIL answered 421', { mail: '421 4.7.0 too many' }, 'mail', 421, '4.7.0'],
    ['RCPT deferred', { rcpt: '450 4.2.1 greylisted, try again in 300 seconds' }, 'rcpt', 450, '4.2.1'],
    ['RCPT refused', { rcpt: '550 5.1.1 nobody' }, 'rcpt', 550, '5.1.1'],
    ['RCPT answered 421', { rcpt: '421 4.4.2 leaving' }, 'rcpt', 421, '4.4.2'],
    ['DATA deferred', { data: '451 4.3.0 later' }, 'rcpt', 451, '4.3.0'],
    ['DATA refused', { data: '554 5.5.1 no' }, 'rcpt', 554, '5.5.1'],
    ['deferred after the dot', { dot: '451 4.3.0 later' }, 'replied', 451, '4.3.0'],
    ['out of room after the dot', { dot: '452 4.3.1 full' }, 'replied', 452, '4.3.1'],
    ['refused after the dot', { dot: '554 5.6.0 no' }, 'replied', 554, '5.6.0'],
    ['answered 421 after the dot', { dot: '421 4.3.2 shutting down' }, 'replied', 421, '4.3.2'],
    ['several lines', { dot: '550-5.7.1 first\r\n550 5.7.1 second' }, 'replied', 550, '5.7.1'],
    ['taken', { dot: '250 2.6.0 <1@example.org> queued' }, 'replied', 250, '2.6.0'],
    ['taken, 250 instead of 354', { data: '250 fine', dot: '250 2.0.0 taken' }, 'replied', 250, '2.0.0'],
    ['lost, 250 instead of 354', { data: '250 fine', dot: 'cut' }, 'data', null, null],

    ['cut before the banner', { greeting: 'cut' }, 'connect', null, null],
    ['cut at EHLO', { ehlo: 'cut' }, 'connect', null, null],
    ['cut at MAIL', { mail: 'cut' }, 'connect', null, null],
    ['cut at RCPT', { rcpt: 'cut' }, 'mail', null, null],
    ['cut at DATA, before 354', { data: 'cut' }, 'rcpt', null, null],
    ['cut in the middle of 354', { data: { partial: '35' } }, 'rcpt', null, null],
    ['cut after 354', { message: 'cut' }, 'data', null, null],
    ['cut after the dot', { dot: 'cut' }, 'data', null, null],
    ['cut in the middle of the answer', { dot: { partial: '25' } }, 'data', null, null],
    ['cut before the end of the line that takes it', { dot: { partial: '250 2.0.0 taken' } }, 'data', null, null],
    ['cut before the end of the line that refuses it', { dot: { partial: '451 4.3.0 later' } }, 'replied', 451, '4.3.0'],
    ['silence at the banner', { greeting: 'silence' }, 'connect', null, null],
    ['silence at MAIL', { mail: 'silence' }, 'connect', null, null],
    ['silence at DATA', { data: 'silence' }, 'rcpt', null, null],
    ['silence after the dot', { dot: 'silence' }, 'data', null, null],
  ];

  describe.each([
    ['command by command', false],
    ['pipelined', true],
  ])('%s', (_, pipelining) => {
    test.each(stages)('%s', async (_when, script, phase, replyCode, enhancedCode) => {
      const server = await scripted({ ...script, pipelining });
      const patience = 150;
      const outcome = await mailerFor(server.url, { timeouts: { greetingMs: patience, silenceMs: patience } }).send(mail());
      expect(outcome).toMatchObject({ phase, replyCode, enhancedCode });
      expect(outcome.replyText).toMatch(replyCode === null ? /\w/ : new RegExp(`^${replyCode} ?-?`));
      expect(outcome.replyText).not.toMatch(/[\r\n]/);
    });
  });

  it('does not mistake 354 for acceptance when the recipient was refused before it', async () => {
    const server = await scripted({ pipelining: true, rcpt: '550 5.1.1 nobody', data: '354 go on' });
    const outcome = await mailerFor(server.url).send(mail());
    expect(outcome).toMatchObject({ phase: 'rcpt', replyCode: 550, enhancedCode: '5.1.1' });
  });

  it('does not mix up mails that are under way at the same time', async () => {
    const fates: Record<string, string> = {
      refused: '550 5.1.1 nobody',
      deferred: '450 4.2.0 later',
      fine: '250 2.1.5 ok',
      lost: '250 2.1.5 ok',
    };
    const fateOf = (recipient: string) => recipient.replace(/\d*@.*/, '');
    const server = await scripted({
      pipelining: true,
      rcpt: (recipient) => fates[fateOf(recipient)]!,
      dot: (recipient) => (fateOf(recipient) === 'lost' ? 'cut' : '250 2.0.0 taken'),
    });
    const mailer = mailerFor(server.url);
    const readers = Array.from({ length: 60 }, (_, n) => `${Object.keys(fates)[n % 4]}${n}@example.org`);
    const outcomes = await Promise.all(readers.map((to) => mailer.send(mail(to))));

    const expected: Record<string, object> = {
      refused: { phase: 'rcpt', replyCode: 550 },
      deferred: { phase: 'rcpt', replyCode: 450 },
      fine: { phase: 'replied', replyCode: 250 },
      lost: { phase: 'data', replyCode: null },
    };
    readers.forEach((to, n) => expect({ to, ...outcomes[n] }).toMatchObject({ to, ...expected[fateOf(to)] }));
  });

  it('reports a server that is not there', async () => {
    const gone = await startSink();
    await gone.close();
    const outcome = await mailerFor(gone.url).send(mail());
    expect(outcome).toMatchObject({ phase: 'connect', replyCode: null, enhancedCode: null });
    expect(outcome.replyText).toContain('ECONNREFUSED');
  });

  it('reports credentials that are refused', async () => {
    const server = await scripted({ auth: '535 5.7.8 wrong' });
    const url = server.url.replace('smtp://', 'smtp://desk:secret-word@') + '?requireTLS=false';
    const outcome = await mailerFor(url).send(mail());
    expect(outcome).toMatchObject({ phase: 'connect', replyCode: 535, enhancedCode: '5.7.8' });
    expect(outcome.replyText).not.toContain('secret-word');
  });

  it('speaks TLS where the server offers it, and only with a certificate that is vouched for', async () => {
    const sink = keep(await startSink({ disabledCommands: ['AUTH'] }));
    const distrusted = await mailerFor(sink.url).send(mail());
    expect(distrusted).toMatchObject({ phase: 'connect', replyCode: null });
    expect(distrusted.replyText).toMatch(/certificate/);
    expect(sink.received).toEqual([]);

    const trusted = await mailerFor(`${sink.url}?verifyCertificate=false&requireTLS=true`).send(mail());
    expect(trusted).toMatchObject({ phase: 'replied', replyCode: 250 });
  });

  it('does not show credentials to a server without TLS', async () => {
    const server = await scripted({ auth: '235 2.7.0 welcome' });
    const outcome = await mailerFor(server.url.replace('smtp://', 'smtp://desk:secret-word@')).send(mail());
    expect(outcome).toMatchObject({ phase: 'connect', replyCode: 502 });
    expect(server.commands.filter((command) => command.startsWith('AUTH'))).toEqual([]);
  });
});
