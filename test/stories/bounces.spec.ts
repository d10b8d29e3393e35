/** What comes back: mail that was taken and then could not be delivered, or that nobody is there to read. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, test } from '@jest/globals';
import { returnPath } from '../../src/domain/return-path.js';
import { BouncesService } from '../../src/services/bounces.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { SuppressionsService } from '../../src/services/suppressions.service.js';
import { readEvents } from '../../src/store/log.store.js';
import { autoReplyTo, reportOn, type Reported } from '../support/bounce.js';
import { describeOnEachDatabase, type DatabaseKind } from '../support/databases.js';
import { accepted, memoryMailer } from '../support/mailbox.js';
import { openStory, outcomes, refusedReply, type Story } from './story.js';

const leadAt = '2020-12-31T07:00:00.000Z';
const maildirs: string[] = [];
afterEach(() => {
  for (const dir of maildirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

interface Bouncing extends Story {
  ref: string;
  maildir: string;
  /** Somebody's mail server puts a file there. */
  deliver(name: string, raw: Buffer): void;
  /** What lies in a folder of the maildir. */
  lies(folder: string): string[];
  suppressed(): Promise<string[]>;
  events(type: string): Promise<Record<string, unknown>[]>;
}

async function bouncing(kind: DatabaseKind): Promise<Bouncing> {
  const maildir = mkdtempSync(join(tmpdir(), 'pledgebook-maildir-'));
  maildirs.push(maildir);
  mkdirSync(join(maildir, 'new'));
  const story = await openStory({ kind, settings: { bounceMaildir: maildir } });
  const { ref } = await story.register();
  return {
    ...story,
    ref,
    maildir,
    deliver: (name, raw) => writeFileSync(join(maildir, 'new', name), raw),
    lies: (folder) => (existsSync(join(maildir, folder)) ? readdirSync(join(maildir, folder)) : []),
    suppressed: async () => (await story.app.get(SuppressionsService).page({ limit: 50 })).items.map((s) => `${s.address} ${s.cause}`),
    events: async (type) => (await readEvents(story.app.database.read)).filter((e) => e.type === type).map((e) => e.payload),
  };
}

describeOnEachDatabase('A bounce', (kind) => {
  it('that nobody is there: the notice shows it, the address gets nothing more, and it is read once', async () => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    const [mail] = story.app.mailer.sent;
    expect(mail?.envelope.from).toMatch(/^bounces\+[0-9a-z]{26}\.[0-9a-f]{20}@example\.org$/);
    story.deliver('1.host', reportOn(mail!));
    expect((await story.tick()).bounces).toBe(1);

    const bounce = { kind: 'dead', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 no mailbox of that name' };
    expect(await story.notices(story.ref)).toMatchObject([{ state: 'sent', bounce }]);
    expect(await story.events('notice.bounced')).toMatchObject([{ person: story.cast.desk.id, messageId: mail?.messageId, ...bounce }]);
    expect(await story.suppressed()).toEqual(['desk@example.org bounced']);
    expect([story.lies('new'), story.lies('cur')]).toEqual([[], ['1.host:2,S']]);

    // The same file once more, as after a crash between recording and moving it.
    story.deliver('1.host', reportOn(mail!));
    await story.tick();
    expect(await story.events('notice.bounced')).toHaveLength(1);

    await story.live('2021-03-01T12:00:00.000Z');
    expect(outcomes(await story.notices(story.ref))).toEqual(['lead-P90D desk sent', 'lead-P30D desk suppressed(address_suppressed)']);
  });

  test.each<[what: string, reported: Reported]>([
    ['that it is late', { action: 'delayed', status: '4.4.1' }],
    ['that it arrived', { action: 'delivered', status: '2.0.0' }],
  ])('%s changes nothing', async (_what, reported) => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    story.deliver('1', reportOn(story.app.mailer.sent[0]!, reported));
    await story.tick();
    expect(await story.notices(story.ref)).toMatchObject([{ state: 'sent', bounce: null }]);
    expect([await story.suppressed(), await story.events('notice.bounced'), story.lies('cur')]).toEqual([[], [], ['1:2,S']]);
  });

  it('that could not be routed is shown and counts for nothing', async () => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    for (let day = 1; day <= 5; day++) {
      story.deliver('1', reportOn(story.app.mailer.sent[0]!, { status: '5.4.4', note: `day ${day}` }));
      await story.sleepUntil(`2021-01-0${day}T12:00:00.000Z`);
    }
    expect(await story.notices(story.ref)).toMatchObject([{ bounce: { kind: 'soft', status: '5.4.4' } }]);
    expect(await story.suppressed()).toEqual([]);
  });

  it('for another reason counts once a day, and on the third day the address gets nothing more until it is lifted', async () => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    const [mail] = story.app.mailer.sent;
    const refuse = (note: string): void => story.deliver(note, reportOn(mail!, { status: '5.2.1', note }));
    for (const [at, before] of [
      ['2021-01-01T12:00:00.000Z', []],
      ['2021-01-01T20:00:00.000Z', []],
      ['2021-01-02T12:00:00.000Z', []],
      ['2021-01-02T20:00:00.000Z', []],
      ['2021-01-03T12:00:00.000Z', ['desk@example.org bounced_often']],
    ] as const) {
      refuse(at);
      await story.sleepUntil(at);
      expect([at, await story.suppressed()]).toEqual([at, before]);
    }
    const lifted = { address: 'desk@example.org', reason: 'they say that their box was full' };
    await story.app.get(SuppressionsService).lift(story.cast.admin.caller, lifted);
    expect(await story.suppressed()).toEqual([]);
    expect(await story.events('address.lifted')).toEqual([{ person: story.cast.desk.id, address: 'desk@example.org' }]);
    refuse('after that');
    await story.sleepUntil('2021-01-04T12:00:00.000Z');
    expect(await story.suppressed()).toEqual([]);
    await story.live('2021-03-01T12:00:00.000Z');
    expect(outcomes(await story.notices(story.ref)).at(-1)).toBe('lead-P30D desk sent');
  });

  it('that somebody made up, or an answer, is left alone', async () => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    const [mail] = story.app.mailer.sent;
    const message = /\+([0-9a-z]{26})\./.exec(mail!.envelope.from)?.[1]?.toUpperCase() ?? '';
    story.deliver('1', reportOn(mail!, { to: returnPath(Buffer.from('a guess'), message, 'pledgebook@example.org') }));
    story.deliver('2', reportOn(mail!, { to: 'pledgebook@example.org' }));
    story.deliver('3', autoReplyTo(mail!));
    story.deliver('4', reportOn(mail!, { to: returnPath(story.app.settings.linkSecret, `${'0'.repeat(26)}`, 'pledgebook@example.org') }));
    expect((await story.tick()).bounces).toBe(4);
    expect([await story.suppressed(), await story.events('notice.bounced')]).toEqual([[], []]);
    expect(story.lies('cur')).toHaveLength(4);
  });

  it('that cannot be read is put aside, and the next one is read', async () => {
    const story = await bouncing(kind);
    await story.live(leadAt);
    const report = reportOn(story.app.mailer.sent[0]!);
    story.deliver('1', Buffer.from(report.toString('latin1').replace('message/delivery-status', 'text/plain')));
    story.deliver('2', Buffer.alloc(5_000_001, 'x'));
    story.deliver('3', report);
    await story.tick();
    expect([story.lies('new'), story.lies('broken'), story.lies('cur')]).toEqual([[], ['1', '2'], ['3:2,S']]);
    expect(await story.suppressed()).toEqual(['desk@example.org bounced']);
  });
});

describeOnEachDatabase('Where nobody reads bounces', (kind) => {
  it('mail comes from the address that it is from, until somebody hands a mail over', async () => {
    const story = await openStory({ kind });
    await story.register();
    await story.live(leadAt);
    expect(story.app.mailer.sent.map(({ envelope }) => envelope.from)).toEqual(['pledgebook@example.org']);
    const hello = Buffer.from('To: pledgebook@example.org\r\n\r\nhello\r\n');
    expect(await story.app.get(BouncesService).receive(story.cast.admin.caller, hello)).toEqual({ outcome: 'no_report' });
    await story.live('2021-03-01T12:00:00.000Z');
    expect(story.app.mailer.sent[1]?.envelope.from).toMatch(/^bounces\+/);
    const report = reportOn(story.app.mailer.sent[1]!);
    expect(await story.app.get(BouncesService).receive(story.cast.admin.caller, report)).toEqual({ outcome: 'recorded' });
    expect(await story.app.get(BouncesService).receive(story.cast.admin.caller, report)).toEqual({ outcome: 'known' });
  });
});

describeOnEachDatabase('An owner whom no mail reaches', (kind) => {
  it('because the address is dead, or because they left, is named in the log with who is told', async () => {
    const mailer = memoryMailer(({ envelope }) => (envelope.to.startsWith('desk') ? refusedReply(550, '5.1.1') : accepted()));
    const story = await openStory({ kind, mailer });
    const { ref } = await story.register();
    await story.add('second@example.org');
    const { ref: other } = await story.register({ owner: 'second@example.org' });
    await story.live('2020-12-31T12:00:00.000Z');
    const second = (await story.app.get(PeopleService).list()).find(({ email }) => email === 'second@example.org')!;
    await story.app.get(PeopleService).changePerson(story.cast.admin.caller, second.id, { disabled: true });
    await story.app.get(PeopleService).changePerson(story.cast.admin.caller, story.cast.colleague.id, { disabled: true });

    const said = (await readEvents(story.app.database.read)).filter(({ type }) => type === 'owner.unreachable');
    expect(said.map(({ payload }) => payload)).toEqual([
      { person: story.cast.desk.id, cause: 'address_dead', contact: story.cast.lead.id, count: 1, commitments: [ref] },
      { person: second.id, cause: 'left', contact: null, count: 1, commitments: [other] },
    ]);
    const lost = await story.app.get(SuppressionsService).lostOwners();
    expect(lost.map(({ person, cause, contact, commitments }) => [person, cause, contact, commitments]).sort()).toEqual(
      [
        [story.cast.desk.id, 'address_dead', story.cast.lead.id, 1],
        [second.id, 'left', null, 1],
      ].sort(),
    );
    await story.settle(ref, '2020-12-30');
    expect(await story.app.get(SuppressionsService).lostOwners()).toMatchObject([{ person: second.id }]);
  });
});
