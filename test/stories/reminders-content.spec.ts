/** What a reminder says of its commitment: as things are when it is made, and as whom somebody gets it. */
import { expect, it, jest } from '@jest/globals';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { ContentGatherer } from '../../src/services/mail-content.js';
import { system } from '../../src/services/commands.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { headerFields } from '../support/mailbox.js';
import { inbox, openStory, outcomes, received, type Story } from './story.js';

const evening = '2021-03-23T20:00:00.000Z';

const bodies = async ({ app }: Story, person: string): Promise<string[]> => {
  const mails = app.mailer.sent.filter((mail) => mail.envelope.to === `${person}@example.org`);
  return (await received(mails)).map((mail) => (mail.text ?? '').replace(/\s+/g, ' '));
};
const stops = ({ app }: Story, person: string): boolean[] =>
  app.mailer.sent
    .filter((mail) => mail.envelope.to === `${person}@example.org`)
    .map((mail) => headerFields(mail.raw).some(([name]) => name === 'list-unsubscribe'));

describeOnEachDatabase('A reminder', (kind) => {
  it('of something recurring names the day of the occurrence that it is about', async () => {
    const story = await openStory({ kind, now: '2021-03-30T12:00:00.000Z' });
    await story.register({ target: { kind: 'recurring', edtf: '2021-01-01/2023-12-31', recurrence: 'P3M' } });
    await story.live('2021-04-02T12:00:00.000Z');
    expect((await inbox(story.app.mailer.sent)).map((line) => line.slice(17))).toEqual([
      'desk C-0001 due today, 31 March 2021: Publish the annual report',
      'desk C-0001 1 day overdue: Publish the annual report',
    ]);
    expect((await bodies(story, 'desk'))[0]).toContain('Last day: 31 March 2021');
  });

  it('says by which rules the date was read', async () => {
    const story = await openStory({ kind, now: '2021-05-30T12:00:00.000Z' });
    await story.register({ target: { kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed' } });
    await story.live('2021-05-31T12:00:00.000Z');
    const [text = ''] = await bodies(story, 'desk');
    const { conventions } = story.app.settings;
    const rule = conventions.rules.grace.text.en.split('{')[0]!.trim();
    expect(rule.length).toBeGreaterThan(10);
    expect(text).toContain(rule);
  });

  it('comes to an auditor who follows with a way to stop it, but for what comes to the role', async () => {
    const story = await openStory({ kind, now: '2021-03-22T12:00:00.000Z' });
    await story.follow(story.cast.auditor);
    await story.register({ title: 'Kept', target: { kind: 'until', edtf: '2021-03-23' } });
    await story.register({ title: 'Due', target: { kind: 'by', edtf: '2021-03-24' } });
    await story.live('2021-03-24T20:00:00.000Z');
    expect((await inbox(story.app.mailer.sent)).filter((line) => line.includes('auditor')).map((line) => line.slice(17, 45))).toEqual([
      'auditor C-0002 due on 24 Mar',
      'auditor C-0001 ended on 23 M',
      'auditor C-0002 due today, 24',
    ]);
    const [lead, ...others] = await bodies(story, 'auditor');
    expect(lead).toContain('because you follow this commitment');
    const ended = others.findIndex((text) => text.includes('because you audit this register'));
    expect(stops(story, 'auditor').map((stop, i) => [i, stop])).toEqual([0, 1, 2].map((i) => [i, i !== ended + 1]));
  });

  it('offers to stop the subscription that brings it, not one that was never confirmed', async () => {
    const story = await openStory({ kind, now: evening });
    const id = await story.follow(story.cast.follower);
    await story.register();
    await story.live('2021-03-24T12:00:00.000Z');
    const url = /Stop these mails\s+\S*\/a\/([\w-]+)\./.exec((await bodies(story, 'follower'))[0] ?? '')?.[1] ?? '';
    expect(JSON.parse(Buffer.from(url, 'base64url').toString())).toEqual(['unsubscribe', id, story.cast.follower.id, '2021-03-24']);
    await story.app.get(PeopleService).unsubscribe(system, id);
    await story.live('2021-04-01T12:00:00.000Z');
    expect((await bodies(story, 'follower')).slice(1)).toEqual([expect.stringContaining('You will get no more reminders')]);
  });
});

describeOnEachDatabase('While a mail is made', (kind) => {
  /** Does something right after the content of the next mail was read. */
  function afterReading(story: Story, work: () => Promise<unknown>): () => number {
    const gatherer = story.app.get(ContentGatherer);
    const read = gatherer.read.bind(gatherer);
    const spy = jest.spyOn(gatherer, 'read').mockImplementationOnce(async (reminders) => {
      const sheet = await read(reminders);
      await work();
      return sheet;
    });
    return () => spy.mock.calls.length;
  }

  it('a change has it made anew, of what is so now', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    story.app.clock.advanceTo('2021-03-24T07:00:00.000Z');
    const made = afterReading(story, () =>
      story.app.get(RegisterService).amend(story.cast.desk.caller, ref, { title: 'Publish the report', reason: 'Shorter' }),
    );
    await story.tick();
    expect(made()).toBe(2);
    expect(await inbox(story.app.mailer.sent)).toEqual([
      '2021-03-24T07:00 desk C-0001 due on 31 March 2021, in 7 days: Publish the report',
    ]);
  });

  it('a verdict has it not sent at all', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    story.app.clock.advanceTo('2021-03-24T07:00:00.000Z');
    afterReading(story, () => story.settle(ref, '2021-03-23'));
    await story.tick();
    expect(outcomes(await story.notices(ref)).filter((line) => line.startsWith('lead-P7D') || line.endsWith('sent'))).toEqual([
      'lead-P7D desk cancelled(settled)',
      'settled-1 desk sent',
    ]);
  });

  it('a hiccup of the database costs nobody a reminder', async () => {
    const story = await openStory({ kind, now: evening });
    const { ref } = await story.register();
    story.app.clock.advanceTo('2021-03-24T07:00:00.000Z');
    afterReading(story, () => Promise.reject(new Error('Connection terminated unexpectedly')));
    await expect(story.tick()).rejects.toThrow('Connection terminated unexpectedly');
    await story.tick();
    expect(outcomes(await story.notices(ref))).toContain('lead-P7D desk sent');
  });
});
