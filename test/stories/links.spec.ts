/** What readers do by the links in their mails: GET shows and changes nothing, POST acts once however often it comes. */
import { expect, it, test } from '@jest/globals';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { openApi, type Answer } from '../support/api.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openStory, outcomes, received, type Story } from './story.js';

interface Browser {
  get(url: string): Promise<Answer<unknown>>;
  post(url: string, form?: Record<string, string>): Promise<Answer<unknown>>;
}

/** The pages as a browser asks for them. */
async function browse({ app }: Story): Promise<Browser> {
  const { nobody } = await openApi(app);
  const path = (url: string): string => new URL(url).pathname;
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    get: (url) => nobody.get(path(url)),
    post: (url, form = {}) => nobody.post(path(url), new URLSearchParams(form).toString(), asForm),
  };
}

/** The link under some words in the last mail to somebody. */
async function linkIn({ app }: Story, to: string, words: string): Promise<string> {
  const mails = await received(app.mailer.sent.filter(({ envelope }) => envelope.to.startsWith(`${to}@`)));
  const text = mails.at(-1)?.text ?? '';
  const link = new RegExp(`^${words}\\s*\\n(https?://\\S+)`, 'm').exec(text)?.[1];
  if (link === undefined) throw new Error(`no link "${words}" in:\n${text}`);
  return link;
}

const sizeOf = async ({ app }: Story): Promise<number> => (await app.database.extent()).size;
const linesOf = async (story: Story, ref: string, step: string): Promise<string[]> =>
  outcomes(await story.notices(ref)).filter((line) => line.startsWith(step));

describeOnEachDatabase('By a link in a mail', (kind) => {
  it('a subscription counts once it was confirmed, and can be stopped and taken up again', async () => {
    const story = await openStory({ kind, now: '2021-03-20T12:00:00.000Z' });
    const browser = await browse(story);
    const { ref } = await story.register();
    await story.app.get(PeopleService).subscribe(system, { person: 'follower@example.org', scope: 'commitment', subject: ref });
    await story.tick();
    const confirm = await linkIn(story, 'follower', 'Confirm');
    const before = await sizeOf(story);
    const page = await browser.get(confirm);
    expect(page.text).toContain('Publish the annual report');
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(await sizeOf(story)).toBe(before);
    expect((await browser.post(confirm)).status).toBe(200);
    await story.live('2021-03-25T12:00:00.000Z');
    expect(await linesOf(story, ref, 'lead-P7D follower')).toEqual(['lead-P7D follower sent']);

    const stop = await linkIn(story, 'follower', 'Stop these mails');
    const size = await sizeOf(story);
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.post(stop)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await sizeOf(story)).toBe(size + 1);
    await story.live('2021-03-30T12:00:00.000Z');
    expect(await linesOf(story, ref, 'lead-P1D follower')).toEqual(['lead-P1D follower cancelled(unsubscribed)']);

    await browser.post(await linkIn(story, 'follower', 'That was a mistake: go on sending'));
    await story.live('2021-03-31T12:00:00.000Z');
    expect(await linesOf(story, ref, 'due follower')).toEqual(['due follower sent']);
  });

  it('the owner acknowledges, and hears no repeats until the date moves', async () => {
    const story = await openStory({ kind, now: '2021-03-31T12:00:00.000Z' });
    const browser = await browse(story);
    const { ref } = await story.register();
    await story.live('2021-04-01T12:00:00.000Z');
    const link = await linkIn(story, 'desk', 'Acknowledge');
    const size = await sizeOf(story);
    for (let i = 0; i < 3; i++) {
      expect((await browser.post(link)).text).toContain('will not be repeated');
      story.app.clock.advanceBy(1000);
    }
    expect(await sizeOf(story)).toBe(size + 1);
    await story.live('2021-04-10T12:00:00.000Z');
    expect(await linesOf(story, ref, 'overdue-1 desk')).toEqual(['overdue-1 desk skipped(acknowledged)']);
  });

  it('a follower snoozes, and hears of it when the days are over', async () => {
    const story = await openStory({ kind, now: '2021-03-20T12:00:00.000Z' });
    const browser = await browse(story);
    await story.follow(story.cast.follower);
    const { ref } = await story.register();
    await story.live('2021-03-25T12:00:00.000Z');
    const link = await linkIn(story, 'follower', 'Snooze for 7 days');
    const size = await sizeOf(story);
    for (const page of await Promise.all(Array.from({ length: 10 }, () => browser.post(link)))) expect(page.text).toContain('1 April 2021');
    expect(await sizeOf(story)).toBe(size + 1);
    await story.live('2021-04-02T12:00:00.000Z');
    expect((await linesOf(story, ref, 'due follower')).concat(await linesOf(story, ref, 'overdue follower'))).toEqual([
      'due follower skipped(snoozed)',
      'overdue follower sent',
    ]);
  });

  it('the owner reports progress once, with a receipt; nobody else can', async () => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    const browser = await browse(story);
    const { ref } = await story.register();
    await story.live('2021-03-24T12:00:00.000Z');
    const link = await linkIn(story, 'desk', 'Report progress');
    expect((await browser.post(link, { progress: 'a lot' })).text).toContain('Choose how far it is');
    const size = await sizeOf(story);
    const report = { progress: 'substantial', note: 'Two chapters are written <b>' };
    for (let i = 0; i < 2; i++) expect((await browser.post(link, report)).text).toContain('receipt');
    expect(await sizeOf(story)).toBe(size + 1);
    expect(await story.app.get(ReadingService).read(ref, null)).toMatchObject({ progress: 'substantial' });
    await story.tick();
    const [receipt] = (await received(story.app.mailer.sent)).slice(-1);
    expect(receipt?.subject).toBe(`${ref} recorded: substantial progress`);
    expect(receipt?.headers.has('list-unsubscribe')).toBe(false);
  });

  it('a reader chooses a language and a weekly digest, and is told what does not fit', async () => {
    const story = await openStory({ kind, now: '2021-03-20T12:00:00.000Z' });
    const browser = await browse(story);
    await story.follow(story.cast.follower);
    const refs = [(await story.register()).ref, (await story.register({ title: 'Publish the accounts' })).ref];
    await story.live('2021-03-24T12:00:00.000Z');
    const link = await linkIn(story, 'follower', 'Change how often you hear from us');
    const chosen = { mode: 'weekly', weekday: 'monday', locale: 'fr', zone: 'Asia/Kabul', sendAt: '08:00', pausedUntil: '' };
    const refused = await browser.post(link, { ...chosen, zone: 'Kabul', sendAt: '8' });
    expect(refused.text).toContain('Enter a time zone of the tz database');
    expect(refused.text).toContain('value="Kabul"');
    expect((await browser.post(link, chosen)).text).toContain('Vos choix sont enregistrés');
    const before = story.app.mailer.sent.length;
    await story.live('2021-03-31T03:00:00.000Z');
    const digests = (await received(story.app.mailer.sent.slice(before))).filter((mail) => mail.subject?.startsWith('Semaine'));
    expect(digests.map((mail) => [mail.date?.toISOString(), mail.subject])).toEqual([
      ['2021-03-29T03:30:00.000Z', 'Semaine du 29 mars 2021\u00a0: 2 engagements'],
    ]);
    for (const ref of refs) {
      expect(digests[0]?.text).toContain(ref);
      expect(await linesOf(story, ref, 'lead-P1D follower')).toEqual(['lead-P1D follower sent']);
    }
  });

  it('one person does one thing: whatever of it is changed, it is none of ours', async () => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    const browser = await browse(story);
    await story.register();
    await story.live('2021-03-24T12:00:00.000Z');
    const link = await linkIn(story, 'desk', 'Snooze for 7 days');
    const [, before = '', body = '', signature = ''] = /^(.*\/)([^/.]*)\.([^/.]*)$/.exec(link) ?? [];
    const said = JSON.parse(Buffer.from(body, 'base64url').toString()) as string[];
    const saying = (words: string[]): string => `${before}${Buffer.from(JSON.stringify(words)).toString('base64url')}.${signature}`;
    expect(saying(said)).toBe(link);
    const [action = '', subject = '', person = '', madeOn = ''] = said;
    const size = await sizeOf(story);
    for (const other of [
      saying(['snooze30', subject, person, madeOn]),
      saying([action, 'C-0002', person, madeOn]),
      saying([action, subject, story.cast.lead.id, madeOn]),
      saying([action, subject, person, '2021-12-31']),
      link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ])
      expect([(await browser.get(other)).status, (await browser.post(other)).status]).toEqual([404, 404]);
    // What one link allows, the page for another thing does not.
    expect((await browser.get(link.replace('/a/', '/preferences/'))).status).toBe(404);
    expect((await browser.post(link.replace('/a/', '/preferences/'), { mode: 'weekly' })).status).toBe(404);
    expect((await browser.post(`${link.replace('/a/', '/preferences/')}/feeds`)).status).toBe(404);
    expect(await sizeOf(story)).toBe(size);
    await story.app.get(PeopleService).changePerson(system, story.cast.desk.id, { disabled: true });
    expect([(await browser.get(link)).status, (await browser.post(link)).status]).toEqual([410, 410]);
  });

  it('whoever asks for it often is added once and stopped once, with whatever they follow', async () => {
    const story = await openStory({ kind, now: '2021-03-20T12:00:00.000Z' });
    const browser = await browse(story);
    const { ref } = await story.register();
    await story.app.get(PeopleService).subscribe(system, { person: 'follower@example.org', scope: 'commitment', subject: ref });
    await story.tick();
    const often = async (link: string): Promise<number> => {
      const size = await sizeOf(story);
      const statuses = (await Promise.all(Array.from({ length: 10 }, () => browser.post(link)))).map(({ status }) => status);
      expect(statuses).toEqual(Array<number>(10).fill(200));
      return (await sizeOf(story)) - size;
    };
    expect(await often(await linkIn(story, 'follower', 'Confirm'))).toBe(1);
    await story.live('2021-03-25T12:00:00.000Z');
    const { text } = await browser.get(await linkIn(story, 'follower', 'Change how often you hear from us'));
    expect(await often(/href="([^"]*\/a\/[^"]*)"/.exec(text)?.[1] ?? '')).toBe(1);
  });

  it('is refused in plain words once it is too old, or is not one of ours', async () => {
    const story = await openStory({ kind, now: '2021-03-23T12:00:00.000Z' });
    const browser = await browse(story);
    await story.register();
    await story.live('2021-03-24T12:00:00.000Z');
    const link = await linkIn(story, 'desk', 'Snooze for 7 days');
    expect((await browser.get(link.slice(0, -1))).status).toBe(404);
    await story.live('2021-07-01T12:00:00.000Z');
    expect((await browser.post(link)).status).toBe(410);
  });
});

test('Four commitments that an outage held up come in one mail, three in three', async () => {
  const story = await openStory({ now: '2021-03-01T12:00:00.000Z' });
  for (const number of [1, 2, 3, 4]) await story.register({ title: `Publish report ${number}` });
  await story.live('2021-03-20T12:00:00.000Z');
  const before = story.app.mailer.sent.length;
  await story.sleepUntil('2021-04-03T12:00:00.000Z');
  const mails = await received(story.app.mailer.sent.slice(before));
  expect(mails.map(({ subject }) => subject)).toEqual(['Late reminders of 4 commitments']);
  expect(mails[0]?.text).toContain('3 days overdue');
  expect(
    outcomes(await story.notices('C-0003'))
      .filter((line) => / (sent|missed)/.test(line))
      .slice(-4),
  ).toEqual(['lead-P7D desk missed(collapsed)', 'lead-P1D desk missed(collapsed)', 'due desk missed(collapsed)', 'overdue desk sent']);
});
