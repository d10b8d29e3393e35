/** Many readers at several domains: a slow, full or unreachable one holds up nobody else, and each mail goes out once. */
import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../src/domain/delivery.js';
import { laneRules } from '../../src/domain/lanes.js';
import { addMs } from '../../src/domain/time.js';
import type { OutgoingMail } from '../../src/mail/mailer.js';
import { AuditService } from '../../src/services/audit.service.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { runRaw } from '../store/raw-database.js';
import { openStory, refusedReply, type Story } from './story.js';

const leadAt = '2020-12-31T07:00:00.000Z';
const unreachable: Outcome = { phase: 'connect', replyCode: null, enhancedCode: null, replyText: 'connect ECONNREFUSED' };
const domainOf = ({ envelope }: OutgoingMail): string => envelope.to.split('@')[1] ?? '';

/** A commitment with followers at some domains, all to be told at the same hour; nothing is sent yet. */
async function withFollowers(kind: DatabaseKind, mailer: ReturnType<typeof memoryMailer>, at: Record<string, number>): Promise<Story> {
  const story = await openStory({ kind, mailer });
  for (const [domain, count] of Object.entries(at))
    for (let i = 0; i < count; i++) await story.follow(await story.add(`f${i}@${domain}`, { zone: 'Europe/Brussels' }));
  await story.register({ owner: null });
  story.app.clock.advanceTo(leadAt);
  return story;
}

/** A mailer of which some domains never answer until they are told to. */
function partlySilent(silent: string) {
  const mailer = memoryMailer();
  const waiting: ((outcome: Outcome) => void)[] = [];
  const known = { most: 0, now: 0, atSilent: 0 };
  mailer.send = async (mail) => {
    mailer.sent.push(mail);
    known.most = Math.max(known.most, ++known.now);
    const outcome = domainOf(mail) === silent ? await new Promise<Outcome>((resolve) => waiting.push(resolve)) : accepted();
    known.now--;
    return outcome;
  };
  return { ...mailer, known, waiting, answer: () => waiting.splice(0).forEach((done) => done(accepted())) };
}

/** Until a condition holds, giving way to what is under way. */
async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    if (turns > 1_000_000) throw new Error('this never came');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describeOnEachDatabase('A domain', (kind) => {
  it('whose server says nothing holds up no other, and never has all connections', async () => {
    const mailer = partlySilent('slow.org');
    const story = await withFollowers(kind, mailer, { 'slow.org': 30, 'quick.org': 30, 'brisk.org': 5 });
    const pass = story.tick();
    const to = (domain: string): number => mailer.sent.filter((mail) => domainOf(mail) === domain).length;
    await until(() => to('quick.org') === 30 && to('brisk.org') === 5);
    expect(to('slow.org')).toBe(laneRules.firstAtOnce);
    expect(mailer.known.most).toBeLessThanOrEqual(laneRules.connections);

    // While it is silent, what falls due for others goes out with the next pass.
    story.app.clock.advanceBy(60_000);
    await story.register({ owner: 'desk@example.org', target: { kind: 'by', edtf: '2021-03-31' } });
    const next = story.tick();
    await until(() => to('example.org') === 1);
    await until(() => (mailer.answer(), to('slow.org') === 60));
    mailer.answer();
    await Promise.all([pass, next]);
    expect(mailer.sent).toHaveLength(131);
  });

  it('that says "too many" is left alone for a while, and gets the rest later', async () => {
    let refusals = 0;
    const mailer = memoryMailer((mail) =>
      domainOf(mail) === 'full.org' && refusals++ < 2
        ? { ...refusedReply(450, '4.7.1'), replyText: '450 4.7.1 too many messages' }
        : accepted(),
    );
    const story = await withFollowers(kind, mailer, { 'full.org': 20, 'quick.org': 20 });
    await story.tick();
    const to = (domain: string): number => mailer.sent.filter((mail) => domainOf(mail) === domain).length;
    expect([to('quick.org'), to('full.org')]).toEqual([20, laneRules.firstAtOnce]);
    await story.live(addMs(leadAt, 59_000));
    expect(to('full.org')).toBe(laneRules.firstAtOnce);
    await story.live(addMs(leadAt, 60 * 60_000));
    expect((await story.notices()).filter(({ state }) => state === 'sent')).toHaveLength(40);
  });
});

describeOnEachDatabase('A mail server that cannot be reached', (kind) => {
  it('is asked a few times a pass, not once for each mail', async () => {
    let down = true;
    const mailer = memoryMailer(() => (down ? unreachable : accepted()));
    const story = await withFollowers(kind, mailer, { 'a.org': 20, 'b.org': 20, 'c.org': 20 });
    await story.tick();
    expect(mailer.sent.length).toBeLessThan(2 * laneRules.unreachableInARow);
    down = false;
    await story.live(addMs(leadAt, 60 * 60_000));
    expect((await story.notices()).filter(({ state }) => state === 'sent')).toHaveLength(60);
  });
});

describeOnEachDatabase('A message that breaks what touches it', (kind) => {
  it('waits an hour, and the others go on', async () => {
    const mailer = memoryMailer();
    const story = await withFollowers(kind, mailer, { 'a.org': 4, 'b.org': 4 });
    await story.app.get(DeliveryService).onModuleDestroy();
    await story.tick();
    // As many attempts as the column can count: one more cannot be written.
    const most = kind === 'sqlite' ? '9223372036854775807' : '2147483647';
    await runRaw(story.app.testDatabase, `UPDATE message SET attempts = ${most} WHERE "envelopeTo" = 'f0@a.org'`);
    const again = await story.restart({});
    await again.tick();
    expect(mailer.sent.map(({ envelope }) => envelope.to)).not.toContain('f0@a.org');
    expect(mailer.sent).toHaveLength(7);
    const [row] = await runRaw(story.app.testDatabase, `SELECT state, "notBefore" FROM message WHERE "envelopeTo" = 'f0@a.org'`);
    expect(row).toEqual({ state: 'queued', notBefore: addMs(leadAt, 3_600_000) });
    await runRaw(story.app.testDatabase, `UPDATE message SET attempts = 0 WHERE "envelopeTo" = 'f0@a.org'`);
    await again.live(addMs(leadAt, 3_600_000));
    expect(mailer.sent).toHaveLength(8);
  });
});

describeOnEachDatabase('A process that stops', (kind) => {
  it('claims nothing more and still records what comes back', async () => {
    const mailer = partlySilent('slow.org');
    const story = await withFollowers(kind, mailer, { 'slow.org': 5, 'quick.org': 0 });
    const pass = story.tick();
    await until(() => mailer.waiting.length === 2);
    await story.app.get(DeliveryService).onModuleDestroy();
    mailer.answer();
    await pass;
    expect(mailer.sent).toHaveLength(2);
    expect((await story.notices()).map(({ state }) => state).sort()).toEqual(['queued', 'queued', 'queued', 'sent', 'sent']);
  });
});

describe('Two processes on one PostgreSQL', () => {
  it('send each of some hundred mails once, and both take part', async () => {
    const mailer = memoryMailer();
    const others = memoryMailer();
    for (const each of [mailer, others])
      each.send = ((send) => async (mail) => (await new Promise((r) => setImmediate(r)), send(mail)))(each.send);
    const story = await withFollowers('postgres', mailer, { 'a.org': 30, 'b.org': 30, 'c.org': 30, 'd.org': 30 });
    const other = await story.restart({}, others);
    await Promise.all([story.tick(), other.tick()]);
    const all = [...mailer.sent, ...others.sent].map(({ envelope }) => envelope.to);
    expect([all.length, new Set(all).size]).toEqual([120, 120]);
    expect(Math.min(mailer.sent.length, others.sent.length)).toBeGreaterThan(10);
    expect(await story.app.get(AuditService).conservation()).toMatchObject({ states: { delivered: 120 }, unaccounted: 0 });
  }, 120_000);
});
