/** What a mail server does to a mail, from the socket to the register: each misfortune at each stage, and what comes of it. */
import { expect, it } from '@jest/globals';
import { addMs, toMs } from '../../src/domain/time.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { startScriptedServer, type Script, type ScriptedServer } from '../support/scripted-smtp.js';
import { openStory, type Story } from '../stories/story.js';

const at = '2021-03-31T06:00:00.000Z';
const minuteMs = 60_000;

interface Scene extends Story {
  server: ScriptedServer;
  due(): Promise<Record<string, unknown>>;
}

/** A mail that is due now; the first connection goes by the script, later ones are served well. */
async function onTheDay(kind: DatabaseKind, script: Script): Promise<Scene> {
  const server = await startScriptedServer(script, {});
  const url = script.auth === undefined ? server.url : server.url.replace('//', '//desk:word@') + '?requireTLS=false';
  const mailer = createSmtpMailer({ url });
  const story = await openStory({ kind, mailer, now: '2021-03-31T05:00:00.000Z' });
  story.finally(() => mailer.close().then(() => server.close()));
  const { ref } = await story.register();
  story.app.clock.advanceTo(at);
  return { ...story, server, due: async () => ({ ...(await story.notices(ref)).find(({ step }) => step === 'due') }) };
}

describeOnEachDatabase('A mail of the day', (kind) => {
  it.each<[string, Script]>([
    ['the banner is 421', { greeting: '421 4.3.2 busy' }],
    ['EHLO is refused', { ehlo: '451 4.3.0 later' }],
    ['MAIL is 450', { mail: '450 4.7.1 slow down' }],
    ['RCPT is 450', { rcpt: '450 4.2.1 greylisted' }],
    ['RCPT is 452', { rcpt: '452 4.2.2 full' }],
    ['DATA is 451', { data: '451 4.3.0 later' }],
    ['the final dot is 451', { dot: '451 4.3.0 later' }],
    ['the final dot is 452', { dot: '452 4.3.1 full' }],
    ['it hangs up before 354', { data: 'cut' }],
  ])('waits when %s, and arrives once by the next attempt', async (_what, script) => {
    const { live, due, server } = await onTheDay(kind, script);
    await live(addMs(at, 4 * minuteMs));
    expect(await due()).toMatchObject({ state: 'queued' });
    const before = server.received.length;
    await live(addMs(at, 7 * minuteMs));
    expect(await due()).toMatchObject({ state: 'sent', possibleDuplicate: false });
    expect(server.received.slice(before)).toHaveLength(1);
  });

  it.each<[string, Script, Record<string, unknown>]>([
    ['RCPT is 550 5.1.1', { rcpt: '550 5.1.1 nobody here' }, { state: 'failed', reason: 'address_refused' }],
    ['RCPT is 554', { rcpt: '554 5.5.0 no' }, { state: 'failed', reason: 'refused' }],
    ['DATA is 554', { data: '554 5.6.0 no' }, { state: 'failed', reason: 'refused' }],
    ['the final dot is 554', { dot: '554 5.6.0 no' }, { state: 'failed', reason: 'refused' }],
  ])('fails when %s, with the reply, and is not tried again', async (_what, script, outcome) => {
    const { live, due, server, app } = await onTheDay(kind, script);
    await live(addMs(at, 60 * minuteMs));
    expect(await due()).toMatchObject({ ...outcome, reply: expect.stringMatching(/^55/) });
    expect(server.commands.filter((line) => line.startsWith('RCPT TO:<desk@'))).toHaveLength(1);
    const suppressed = await app.database.read.query('SELECT address FROM suppressed_address');
    expect(suppressed).toEqual(outcome['reason'] === 'address_refused' ? [{ address: 'desk@example.org' }] : []);
  });

  it.each<[string, Script]>([
    ['the password is 535', { auth: '535 5.7.8 wrong' }],
    ['RCPT is 550 5.7.1', { rcpt: '550 5.7.1 not from you' }],
    ['MAIL is 550 5.7.1', { mail: '550 5.7.1 not from you' }],
  ])('waits with every other when %s, nobody suppressed, until that is put right', async (_what, script) => {
    const { live, due, server, app } = await onTheDay(kind, script);
    await live(addMs(at, 120 * minuteMs));
    expect(await due()).toMatchObject({ state: 'queued' });
    expect(server.connections).toBe(1);
    const delivery = app.get(DeliveryService);
    expect(await delivery.senderStopped()).toMatchObject({ reply: expect.stringMatching(/^5[35]/) });
    expect(await app.database.read.query('SELECT * FROM suppressed_address')).toEqual([]);
  });

  it.each<[string, Script]>([
    ['after 354', { message: 'cut' }],
    ['after the final dot', { dot: 'cut' }],
    ['in the middle of its answer', { dot: { partial: '25' } }],
  ])('goes out once more, the same to the last byte and marked, when the server hangs up %s', async (_what, script) => {
    const { live, due, server } = await onTheDay(kind, script);
    await live(addMs(at, 14 * minuteMs));
    expect(await due()).toMatchObject({ state: 'queued' });
    await live(addMs(at, 17 * minuteMs));
    expect(await due()).toMatchObject({ state: 'sent', possibleDuplicate: true });
    expect(new Set(server.received.map(({ messageId, raw }) => `${messageId} ${raw.toString('base64')}`)).size).toBe(1);
  });

  it('comes again no sooner than the server asked, and not much later', async () => {
    const { live, due, server, app } = await onTheDay(kind, { rcpt: '450 4.2.1 try again in 300 seconds' });
    await live(addMs(at, 299_000));
    expect(server.received).toEqual([]);
    await live(addMs(at, 300_000 * 1.2 + minuteMs));
    expect(await due()).toMatchObject({ state: 'sent' });
    const [, second] = await app.database.read.query<{ startedAt: string }[]>('SELECT "startedAt" FROM attempt ORDER BY number');
    expect(toMs(second!.startedAt) - toMs(at)).toBeGreaterThanOrEqual(300_000);
  });

  it('is sent once when the server thinks for nine minutes before it says 250', async () => {
    let say: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (say = resolve));
    const { due, tick, restart, server, app } = await onTheDay(kind, { dot: { held, reply: '250 2.0.0 taken' } });
    const other = await restart({});
    const arrived = server.next();
    const pass = tick();
    await arrived;
    app.clock.advanceBy(9 * minuteMs);
    expect(await other.tick()).toMatchObject({ attempts: 0 });
    say();
    await pass;
    expect(await due()).toMatchObject({ state: 'sent', possibleDuplicate: false });
    expect(server.received).toHaveLength(1);
  });
});
