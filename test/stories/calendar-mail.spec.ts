/** The calendar part of reminders: one event a commitment, kept up to date by every mail about it. */
import { expect, it } from '@jest/globals';
import { RegisterService } from '../../src/services/register.service.js';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { readCalendar, type Entry } from '../support/ics.js';
import { openStory, received, type Story } from './story.js';

interface Part {
  subject: string;
  method: unknown;
  event: Entry | undefined;
}

/** The calendar parts of what somebody got; null for a mail without. */
async function partsFor(story: Story, name: string): Promise<(Part | null)[]> {
  const theirs = story.app.mailer.sent.filter(({ envelope }) => envelope.to.startsWith(`${name}@`));
  const mails = await received(theirs);
  return mails.map(({ subject, attachments }) => {
    const ics = attachments.filter(({ contentType }) => contentType === 'text/calendar');
    const files = attachments.filter(({ contentType }) => contentType === 'application/ics');
    expect(files.map(({ content }) => content.toString())).toEqual(ics.map(({ content }) => content.toString()));
    const [part] = ics;
    if (part === undefined) return null;
    const { properties, entries } = readCalendar(part.content.toString('utf8'));
    return { subject: subject ?? '', method: properties['method'], event: entries[0] };
  });
}

function revise(story: Story, ref: string, target: object, change: string): Promise<unknown> {
  const input = revisionInputSchema.parse({ target, change, reason: 'The minister said so', source: 'https://example.org/news' });
  return story.app.get(RegisterService).reviseTarget(story.cast.desk.caller, ref, input);
}

describeOnEachDatabase('The calendar part of a reminder', (kind) => {
  it('keeps its UID when the date moves, and raises its SEQUENCE', async () => {
    const story = await openStory({ kind });
    const { ref } = await story.register();
    await story.live('2021-03-25T12:00:00.000Z');
    await revise(story, ref, { kind: 'by', edtf: '2021-06-30' }, 'extended');
    await story.live('2021-03-26T12:00:00.000Z');
    const parts = await partsFor(story, 'desk');
    const [first] = parts;
    const last = parts.at(-1);
    expect(first).toMatchObject({
      method: 'PUBLISH',
      event: { dtstart: '2021-03-31', sequence: '1', status: 'CONFIRMED', transp: 'TRANSPARENT' },
    });
    expect(first?.event?.['uid']).toMatch(/^C-0001\./);
    expect(last?.subject).toMatch('moved to 30 June 2021');
    expect(last).toMatchObject({ method: 'PUBLISH', event: { dtstart: '2021-06-30', sequence: '2', uid: first?.event?.['uid'] } });
    expect(last?.event?.['dtstamp']).toBe('2021-03-25T12:00:00Z');
  });

  it('takes the day out of the calendar when the date is withdrawn', async () => {
    const story = await openStory({ kind });
    const { ref } = await story.register();
    await story.live('2021-03-25T12:00:00.000Z');
    await revise(story, ref, { kind: 'undated' }, 'withdrawn');
    await story.live('2021-03-26T12:00:00.000Z');
    const parts = await partsFor(story, 'desk');
    expect(parts.at(-1)).toMatchObject({
      method: 'CANCEL',
      event: { dtstart: '2021-03-31', sequence: '2', status: 'CANCELLED', uid: parts[0]?.event?.['uid'] },
    });
  });

  it('says the verdict once it is settled, in the language of the reader', async () => {
    const story = await openStory({ kind });
    await story.follow(await story.add('lecteur@example.org', { locale: 'fr' }));
    const { ref } = await story.register();
    await story.live('2021-03-25T12:00:00.000Z');
    await story.settle(ref, '2021-03-25');
    await story.live('2021-03-26T12:00:00.000Z');
    const last = (await partsFor(story, 'lecteur')).at(-1);
    expect(last).toMatchObject({ method: 'PUBLISH', event: { sequence: '1', dtstart: '2021-03-31' } });
    expect(last?.event?.['summary']).toBe('Tenu\u00a0: Publish the annual report (au plus tard le 31 mars 2021)');
  });

  it('is tentative for a soft date, and missing where there is none', async () => {
    const story = await openStory({ kind });
    await story.register({ target: { kind: 'by', edtf: '2021-03-31~' } });
    await story.live('2021-03-25T12:00:00.000Z');
    expect((await partsFor(story, 'desk'))[0]).toMatchObject({ event: { status: 'TENTATIVE' } });
    story.app.mailer.sent.length = 0;
    await story.register({ target: { kind: 'undated' } });
    await story.live('2021-07-01T00:00:00.000Z');
    const undated = story.app.mailer.sent.filter(({ raw }) => Buffer.from(raw).toString().includes('C-0002'));
    expect(undated.length).toBeGreaterThan(0);
    for (const { raw } of undated) expect(Buffer.from(raw).toString()).not.toMatch(/text\/calendar/);
  });
});
