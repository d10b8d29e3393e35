/** Who holds a mail: claims that run out, conclusions that come too late, and what changes while it is on the wire. */
import { expect, it } from '@jest/globals';
import { leaseMs, unknownWaitMs } from '../../src/domain/delivery.js';
import type { SendOutcome } from '../../src/mail/mailer.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { ReminderPlanning } from '../../src/services/reminder-planning.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { cutAfterData, deferred, openStory, outcomes, type Story } from './story.js';

/** A mailer that says nothing until it is told what the server answered. */
function slowMailer() {
  const mailer = memoryMailer();
  const waiting: ((outcome: SendOutcome) => void)[] = [];
  let begun: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => (begun = resolve));
  mailer.send = (mail) => {
    mailer.sent.push(mail);
    begun();
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { ...mailer, underWay, answer: (outcome: SendOutcome) => waiting.splice(0).forEach((done) => done(outcome)) };
}

type Slow = ReturnType<typeof slowMailer>;

interface Stalled extends Story {
  slow: Slow;
  ref: string;
  /** The pass that is stuck on the wire. */
  pass: Promise<unknown>;
  /** Another process on the same database. */
  other: DeliveryService;
  otherMailer: ReturnType<typeof memoryMailer>;
  deliver(): Promise<number>;
}

/** The first mail of a commitment that is due on 31 March, on the wire and not answered. */
async function stalled(kind: DatabaseKind, registeredAt: string, at: string): Promise<Stalled> {
  const slow = slowMailer();
  const story = await openStory({ kind, mailer: slow, now: registeredAt });
  const { ref } = await story.register();
  story.app.clock.advanceTo(at);
  const pass = story.tick();
  story.finally(() => (slow.answer(accepted()), pass));
  await slow.underWay;
  const otherMailer = memoryMailer();
  const other = new DeliveryService(story.app.database, story.app.get(ReminderPlanning), otherMailer, story.app.settings);
  return { ...story, slow, ref, pass, other, otherMailer, deliver: () => other.deliverDue(() => story.app.clock.now()) };
}

const onTheDay = (kind: DatabaseKind): Promise<Stalled> => stalled(kind, '2021-03-31T05:00:00.000Z', '2021-03-31T06:00:00.000Z');
const weeksBefore = (kind: DatabaseKind): Promise<Stalled> => stalled(kind, '2021-03-24T06:00:00.000Z', '2021-03-24T07:00:00.000Z');
const last = async (story: Stalled, step: string) => (await story.notices(story.ref)).find((notice) => notice.step === step);

interface MessageRow {
  state: string;
  fence: number;
  attempts: number;
}

const messageOf = async ({ app }: Story): Promise<MessageRow> => {
  const rows = await app.database.read.query<MessageRow[]>('SELECT state, fence, attempts FROM message');
  return { ...rows[0]!, fence: Number(rows[0]?.fence), attempts: Number(rows[0]?.attempts) };
};
const attemptsOf = ({ app }: Story) =>
  app.database.read.query<{ number: number; phase: string | null }[]>('SELECT number, phase, "replyCode" FROM attempt ORDER BY number');

describeOnEachDatabase('A claim', (kind) => {
  it('keeps others away as long as it lasts', async () => {
    const story = await onTheDay(kind);
    story.app.clock.advanceBy(leaseMs - 1);
    expect(await story.deliver()).toBe(0);
    expect(await messageOf(story)).toEqual({ state: 'sending', fence: 1, attempts: 1 });
    story.slow.answer(accepted());
    await story.pass;
    expect(await last(story, 'due')).toMatchObject({ state: 'sent', possibleDuplicate: false });
  });

  it('that runs out leaves a mail of the day unknown, then sent once more and marked', async () => {
    const story = await onTheDay(kind);
    story.app.clock.advanceBy(leaseMs);
    expect(await story.deliver()).toBe(0);
    expect(await messageOf(story)).toEqual({ state: 'unknown', fence: 2, attempts: 1 });
    story.app.clock.advanceBy(unknownWaitMs - 1);
    expect(await story.deliver()).toBe(0);
    story.app.clock.advanceBy(1);
    expect(await story.deliver()).toBe(1);
    expect(story.otherMailer.sent.map(({ raw }) => Buffer.from(raw).toString())).toEqual(
      story.slow.sent.map(({ raw }) => Buffer.from(raw).toString()),
    );
    expect(await last(story, 'due')).toMatchObject({ state: 'sent', possibleDuplicate: true });
  });

  it('that runs out leaves a week’s notice as taken for arrived', async () => {
    const story = await weeksBefore(kind);
    story.app.clock.advanceBy(leaseMs);
    await story.deliver();
    story.app.clock.advanceBy(unknownWaitMs);
    expect(await story.deliver()).toBe(0);
    expect(story.otherMailer.sent).toEqual([]);
    expect(await last(story, 'lead-P7D')).toMatchObject({ state: 'unknown', reason: 'lease_ran_out', possibleDuplicate: true });
  });

  it.each<[when: string, wait: number, state: string]>([
    ['while it counts as unknown', leaseMs, 'unknown'],
    ['after another has sent it', leaseMs + unknownWaitMs, 'sent'],
  ])('that has run out concludes nothing: an answer %s writes nothing', async (_when, wait, state) => {
    const story = await onTheDay(kind);
    story.app.clock.advanceBy(leaseMs);
    await story.deliver();
    story.app.clock.advanceBy(wait - leaseMs);
    await story.deliver();
    const before = [await messageOf(story), await attemptsOf(story), await story.notices(story.ref), await story.app.database.extent()];
    expect(before[0]).toMatchObject({ state });

    story.slow.answer({ phase: 'rcpt', replyCode: 550, enhancedCode: '5.1.1', replyText: '550 5.1.1 nobody' });
    // The pass goes on with whatever else there is, and there is nothing.
    await story.pass;
    expect([await messageOf(story), await attemptsOf(story), await story.notices(story.ref), await story.app.database.extent()]).toEqual(
      before,
    );
    expect(await story.app.database.read.query('SELECT * FROM suppressed_address')).toEqual([]);
  });

  it('that has run out does not stop the sender with a late refusal', async () => {
    const story = await onTheDay(kind);
    story.app.clock.advanceBy(leaseMs);
    await story.deliver();
    story.slow.answer({ phase: 'connect', replyCode: 535, enhancedCode: '5.7.8', replyText: '535 5.7.8 wrong' });
    await story.pass;
    expect(await story.other.senderStopped()).toBeNull();
  });
});

describeOnEachDatabase('While a mail is on the wire', (kind) => {
  const changes: [what: string, change: (story: Stalled) => Promise<unknown>, reason: string][] = [
    ['a verdict', (story) => story.settle(story.ref, '2021-03-30'), 'settled'],
    [
      'a withdrawal',
      ({ app, cast, ref }) => app.get(RegisterService).setStanding(cast.desk.caller, ref, 'withdrawn', 'Given up'),
      'withdrawn',
    ],
    [
      'a new date',
      ({ app, cast, ref }) =>
        app.get(RegisterService).reviseTarget(cast.desk.caller, ref, {
          target: { kind: 'by', edtf: '2021-06-30' },
          change: 'extended',
          reason: 'The printer was late',
          source: 'https://example.org/delay',
        }),
      'target_moved',
    ],
  ];

  it.each(changes)('%s leaves it alone, and it counts as sent when the server took it', async (_what, change) => {
    const story = await onTheDay(kind);
    await change(story);
    expect(await messageOf(story)).toMatchObject({ state: 'sending' });
    story.slow.answer(accepted());
    await story.pass;
    expect(await last(story, 'due')).toMatchObject({ state: 'sent' });
  });

  it.each(changes)('%s has it called off before another attempt', async (_what, change, reason) => {
    const story = await onTheDay(kind);
    story.app.clock.advanceBy(60_000);
    await change(story);
    story.slow.answer(deferred);
    await story.pass;
    story.app.clock.advanceBy(6 * 60_000);
    await story.deliver();
    expect(await last(story, 'due')).toMatchObject({ state: 'cancelled', reason });
    expect(outcomes(await story.notices(story.ref)).filter((line) => line.endsWith('queued'))).toEqual([]);
    expect(story.otherMailer.sent.map((mail) => mail.raw).some((raw) => Buffer.from(raw).toString().includes('due today'))).toBe(false);
  });

  it.each(changes)('%s keeps it from going out a second time when nobody knows about the first', async (_what, change) => {
    const story = await onTheDay(kind);
    await change(story);
    story.slow.answer(cutAfterData);
    await story.pass;
    story.app.clock.advanceBy(unknownWaitMs);
    await story.deliver();
    expect(await last(story, 'due')).toMatchObject({ state: 'unknown', possibleDuplicate: true });
    expect(story.slow.sent).toHaveLength(1);
  });
});
