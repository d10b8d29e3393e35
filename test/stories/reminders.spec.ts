/** What a change does to the mails that are owed: those still to come, and those queued for a server that puts them off. */
import { expect, it } from '@jest/globals';
import type { SendOutcome } from '../../src/mail/mailer.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { NoticesService } from '../../src/services/notices.service.js';
import { OutboxService } from '../../src/services/outbox.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { system } from '../../src/services/commands.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { answering, deferred, inbox, openStory, outcomes, type Story } from './story.js';

/** A server that puts everything off until it is opened. */
function closedServer() {
  const server = { open: false };
  return { mailer: memoryMailer(() => (server.open ? accepted() : deferred)), server };
}

const reviseTo =
  (edtf: string, kind = 'by') =>
  ({ app, cast }: Story, ref: string): Promise<unknown> =>
    app.get(RegisterService).reviseTarget(cast.desk.caller, ref, {
      target: { kind: kind as 'by', edtf },
      change: 'extended',
      reason: 'The printer was late',
      source: 'https://example.org/delay',
    });
const retract = ({ app, cast }: Story, ref: string): Promise<unknown> =>
  app.get(RegisterService).publish(cast.desk.caller, ref, 'retracted', 'Registered by mistake');
const supersede = ({ app, cast }: Story, ref: string): Promise<unknown> =>
  app.get(RegisterService).setStanding(cast.desk.caller, ref, 'superseded', 'There is a new one');
const handOver = ({ app, cast }: Story, ref: string): Promise<unknown> =>
  app.get(RegisterService).amend(cast.desk.caller, ref, { owner: 'colleague@example.org', reason: 'A new desk' });
const disable =
  (member: 'desk' | 'follower') =>
  ({ app, cast }: Story): Promise<unknown> =>
    app.get(PeopleService).changePerson(system, cast[member].id, { disabled: true });
const unsubscribe = ({ app }: Story, _ref: string, subscription: string): Promise<unknown> =>
  app.get(PeopleService).unsubscribe(system, subscription);

/** The day is 24 March, a week before the last; the follower's hour is 03:30Z and the desk's 07:00Z. */
const evening = '2021-03-23T20:00:00.000Z';
const morning = '2021-03-24T07:00:00.000Z';
const later = '2021-03-24T07:02:00.000Z';
const afterwards = '2021-03-24T09:00:00.000Z';

describeOnEachDatabase('A queued mail', (kind) => {
  type Change = (story: Story, ref: string, subscription: string) => Promise<unknown>;
  const both = (desk: string, follower: string): string[] => [`lead-P7D follower ${follower}`, `lead-P7D desk ${desk}`];

  it.each<[what: string, change: Change, outcome: string[], told: string[]]>([
    ['when the server opens', () => Promise.resolve(), both('sent', 'sent'), []],
    ['for a verdict', (story, ref) => story.settle(ref, '2021-03-23'), both('cancelled(settled)', 'cancelled(settled)'), ['settled-1']],
    ['for a new date', reviseTo('2021-06-30'), both('cancelled(target_moved)', 'cancelled(target_moved)'), ['date_changed-2']],
    ['for a retraction', retract, both('cancelled(retracted)', 'cancelled(retracted)'), []],
    ['for another that takes its place', supersede, both('cancelled(superseded)', 'cancelled(superseded)'), []],
    ['for the follower who leaves', unsubscribe, both('sent', 'cancelled(unsubscribed)'), []],
    ['for the follower who is disabled', disable('follower'), both('sent', 'cancelled(person_changed)'), []],
    ['for the owner who is disabled', disable('desk'), both('cancelled(person_changed)', 'sent'), []],
    [
      'for the owner who hands over: the new one hears of the day',
      handOver,
      [...both('cancelled(owner_changed)', 'sent'), 'lead-P7D colleague sent'],
      [],
    ],
  ])('%s', async (_what, change, outcome, told) => {
    const { mailer, server } = closedServer();
    const story = await openStory({ kind, mailer, now: evening });
    const subscription = await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.live(morning);
    const before = await story.notices(ref);
    expect(outcomes(before).filter((line) => line.startsWith('lead-P7D'))).toEqual(both('queued', 'queued'));
    const tries = mailer.sent.length;

    story.app.clock.advanceTo(later);
    await change(story, ref, subscription);
    server.open = true;
    await story.live(afterwards);
    const after = await story.notices(ref);
    expect(outcomes(after).filter((line) => line.startsWith('lead-P7D'))).toEqual(outcome);
    expect([...new Set(after.filter((n) => n.state === 'sent').map((n) => n.step))].filter((step) => step !== 'lead-P7D')).toEqual(told);
    const went = after.filter((notice) => notice.state === 'sent').map((notice) => notice.messageId);
    expect(
      mailer.sent
        .slice(tries)
        // Letters that answer the change itself are no reminders.
        .filter(({ raw }) => !/^Subject: (You will get no more reminders|No mail reaches)/m.test(Buffer.from(raw).toString()))
        .map((mail) => mail.messageId)
        .sort(),
    ).toEqual(went.sort());
  });

  it('that waited for the sender to be put right goes to nobody who left meanwhile', async () => {
    const mailer = answering(
      ...Array<SendOutcome>(2).fill({ phase: 'connect', replyCode: 535, enhancedCode: '5.7.8', replyText: '535 5.7.8 wrong' }),
    );
    const story = await openStory({ kind, mailer, now: evening });
    const subscription = await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.settle(ref, '2021-03-23');
    await story.tick();
    await unsubscribe(story, ref, subscription);
    story.app.clock.advanceBy(3_600_000);
    await story.app.get(DeliveryService).resumeSender();
    await story.tick();
    expect(
      outcomes(await story.notices(ref))
        .filter((line) => line.startsWith('settled'))
        .sort(),
    ).toEqual(['settled-1 desk sent', 'settled-1 follower cancelled(unsubscribed)']);
  });

  it('of a verdict goes to nobody who left before it went out, however they followed', async () => {
    const { mailer, server } = closedServer();
    const story = await openStory({ kind, mailer, now: evening });
    const subscription = await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.settle(ref, '2021-03-23');
    await story.app.get(OutboxService).queueDue(story.app.clock.now(), null);
    await unsubscribe(story, ref, subscription);
    server.open = true;
    await story.tick();
    expect(
      outcomes(await story.notices(ref))
        .filter((line) => line.startsWith('settled'))
        .sort(),
    ).toEqual(['settled-1 desk sent', 'settled-1 follower cancelled(unsubscribed)']);
  });

  it('that a new date leaves owed is written anew, so that no old date goes out', async () => {
    const { mailer, server } = closedServer();
    const story = await openStory({ kind, mailer, now: '2020-12-31T12:00:00.000Z' });
    const { ref } = await story.register({ target: { kind: 'during', edtf: '2021-01-01/2021-03-31' } });
    await story.live('2021-01-01T07:00:00.000Z');
    story.app.clock.advanceTo('2021-01-01T07:02:00.000Z');
    await reviseTo('2021-01-01/2021-06-30', 'during')(story, ref);
    server.open = true;
    await story.live('2021-01-01T12:00:00.000Z');

    expect(outcomes(await story.notices(ref)).filter((line) => line.endsWith('sent'))).toEqual([
      'date_changed-2 desk sent',
      'opens desk sent',
    ]);
    const bodies = mailer.sent.slice(-1).map(({ raw }) => Buffer.from(raw).toString().replace(/=\r\n/g, ''));
    expect(bodies[0]).toContain('30 June 2021');
    expect(await inbox(mailer.sent.slice(-1))).toEqual([
      '2021-01-01T07:02 desk C-0001 moved to 30 June 2021, 91 days later: Publish the annual report',
    ]);
  });
});

describeOnEachDatabase('What is owed', (kind) => {
  it('goes out at once for what is registered on the day, unless its hour is to come', async () => {
    const story = await openStory({ kind, now: '2021-03-24T10:00:00.000Z' });
    await story.follow(await story.add('honolulu@example.org', { zone: 'Pacific/Honolulu' }));
    const { ref } = await story.register();
    await story.live('2021-03-24T20:00:00.000Z');
    const sent = (await story.notices(ref)).filter((notice) => notice.state === 'sent');
    expect(sent.map(({ person, step, at }) => `${person} ${step} ${at}`)).toEqual([
      'desk@example.org lead-P7D 2021-03-24T10:00:00.000Z',
      'honolulu@example.org lead-P7D 2021-03-24T18:00:00.000Z',
    ]);
    expect(outcomes(await story.notices(ref)).filter((line) => line.includes('missed'))).toEqual([
      'lead-P90D desk missed(retroactive)',
      'lead-P90D honolulu missed(retroactive)',
      'lead-P30D desk missed(retroactive)',
      'lead-P30D honolulu missed(retroactive)',
    ]);
  });

  it('of a date that moves there and back is sent once', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    await story.live('2021-03-25T00:00:00.000Z');
    await reviseTo('2021-06-30')(story, ref);
    await story.live('2021-03-26T00:00:00.000Z');
    await reviseTo('2021-03-31')(story, ref);
    await story.live('2021-04-01T00:00:00.000Z');
    expect(outcomes(await story.notices(ref)).filter((line) => line.endsWith('sent'))).toEqual([
      'lead-P7D desk sent',
      'date_changed-2 desk sent',
      'date_changed-3 desk sent',
      'lead-P1D desk sent',
      'due desk sent',
    ]);
  });

  it('is told before breakfast when the date moves before breakfast, and once that day', async () => {
    const mailer = memoryMailer();
    const story = await openStory({ kind, mailer, now: evening });
    const { ref } = await story.register({ target: { kind: 'by', edtf: '2021-12-31' } });
    // In a month it will be a month before the new date: 05:00 in Brussels.
    await story.live('2021-05-31T03:00:00.000Z');
    const before = mailer.sent.length;
    await reviseTo('2021-06-30')(story, ref);
    await story.live('2021-06-01T00:00:00.000Z');
    expect(await inbox(mailer.sent.slice(before))).toEqual([
      '2021-05-31T03:00 desk C-0001 brought forward to 30 June 2021, 184 days earlier: Publish the annual report',
    ]);
    expect(outcomes(await story.notices(ref)).filter((line) => line.endsWith('sent'))).toEqual([
      'date_changed-2 desk sent',
      'lead-P30D desk sent',
    ]);
  });

  it('follows a person to another zone: once, at the hour there', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    await story.live('2021-03-30T07:00:00.000Z');
    const move = (zone: string): Promise<unknown> => story.app.get(PeopleService).changePerson(system, story.cast.desk.id, { zone });
    // The day's mail of the 30th went out in Brussels; in New York it is still to come.
    await move('America/New_York');
    await story.live('2021-03-31T13:00:00.000Z');
    await move('Pacific/Auckland');
    await story.live('2021-04-02T00:00:00.000Z');
    const sent = (await story.notices(ref)).filter((notice) => notice.state === 'sent');
    expect(sent.map(({ step, at }) => `${step} ${at}`)).toEqual([
      'lead-P7D 2021-03-24T07:00:00.000Z',
      'lead-P1D 2021-03-30T06:00:00.000Z',
      'due 2021-03-31T12:00:00.000Z',
      'overdue 2021-03-31T22:00:00.000Z',
    ]);
  });

  it('is planned anew at the next pass where a person owns or follows too much to do it at once', async () => {
    const story = await openStory({ kind, now: evening });
    await story.follow(story.cast.follower);
    for (let i = 0; i < 201; i++) await story.register();
    await story.tick();
    const lead = async (who: string): Promise<string[]> => {
      const [reminder] = (await story.app.get(NoticesService).reminders('C-0201')).filter((r) => r.step === 'lead-P1D' && r.person === who);
      return [reminder?.dueAt ?? '', reminder?.state ?? ''];
    };
    const { desk, follower } = story.cast;
    for (const [{ id, email }, before, after] of [
      [desk, '2021-03-30T06:00:00.000Z', '2021-03-29T19:00:00.000Z'],
      [follower, '2021-03-30T03:30:00.000Z', '2021-03-29T19:00:00.000Z'],
    ] as const) {
      expect(await lead(email)).toEqual([before, 'planned']);
      await story.app.get(PeopleService).changePerson(system, id, { zone: 'Pacific/Auckland', sendAt: '08:00' });
      expect(await lead(email)).toEqual([before, 'planned']);
      expect(await story.tick()).toMatchObject({ replanned: 201 });
      expect(await lead(email)).toEqual([after, 'planned']);
    }
  });

  it('is planned anew with other rules, at the first pass of a start, and nothing is sent twice', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    await story.live('2021-03-25T00:00:00.000Z');
    const { policy } = story.app.settings;
    const steps = policy.steps.map((step) => ({ ...step, localTime: '10:30' })) as typeof policy.steps;
    const restarted = await story.restart({ policy: { ...policy, version: 2, steps } });
    await restarted.live('2021-04-01T00:00:00.000Z');
    const sent = (await story.notices(ref)).filter((notice) => notice.state === 'sent');
    expect(sent.map(({ step, at }) => `${step} ${at}`)).toEqual([
      'lead-P7D 2021-03-24T07:00:00.000Z',
      'lead-P1D 2021-03-30T08:30:00.000Z',
      'due 2021-03-31T08:30:00.000Z',
    ]);
  });

  it('is planned anew with other time-zone data', async () => {
    const story = await openStory({ kind, now: evening });
    await story.register();
    await story.tick();
    const restarted = await story.restart({ tzdataVersion: 'next' });
    expect(await restarted.tick()).toMatchObject({ replanned: 1 });
    expect(await restarted.tick()).toMatchObject({ replanned: 0 });
  });
});
