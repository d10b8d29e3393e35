/** Every way out of the register, walked with a draft, a retracted commitment and a published one. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { simpleParser } from 'mailparser';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import { newWebhookSchema } from '../../src/domain/webhook.js';
import { ExportsService } from '../../src/services/exports.service.js';
import { FeedsService } from '../../src/services/feeds.service.js';
import { ImportsService } from '../../src/services/imports.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { WebhookDeliveryService } from '../../src/services/webhook-delivery.service.js';
import { WebhooksService } from '../../src/services/webhooks.service.js';
import { openApi, type Api } from '../support/api.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openReceiver, type Receiver } from '../support/receiver.js';
import { openStory, type Story } from './story.js';

const published = 'Visible promise';
/** What must not be seen: titles that nothing else has, and the words said. */
const hidden = ['Drafted secret', 'Withdrawn secret', 'whispered'];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

interface Outside {
  story: Story;
  api: Api;
  /** Of the desk, which owns all three, and of a colleague who follows everything. */
  paths: { calendar: string; changes: string }[];
}

/** Each way out, as the whole text that leaves by it. */
const ways: Record<string, (outside: Outside) => Promise<string>> = {
  'calendar feed': async ({ api, paths }) =>
    (await Promise.all(paths.map(({ calendar }) => api.nobody.get(`${calendar}?todo=1`)))).map(({ text }) => text).join(),
  'feed of changes by its address': async ({ api, paths }) =>
    (await Promise.all(paths.map(({ changes }) => api.nobody.get(changes)))).map(({ text }) => text).join(),
  'feed of changes with a token': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/changes.atom')).text,
  'archive of the feed': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/changes.atom?from=0')).text,
  'exported calendar': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/exports/commitments.ics')).text,
  'exported calendar of today, folded from the log': ({ story }) =>
    story.app.get(FeedsService).exportedCalendar('2020-12-01', { todos: true }),
  'exported register': async ({ story }) => JSON.stringify(await story.app.get(ImportsService).export('2020-12-01')),
  'exported CSV': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/exports/commitments.csv')).text,
  'exported CSV of an earlier day': async ({ story, api }) => {
    story.app.clock.advanceBy(3 * 24 * 3_600_000);
    await story.app.get(RegisterService).addNote(story.cast.desk.caller, 'C-0001', 'Later');
    return (await (await api.as(story.cast.auditor)).get('/api/v1/exports/commitments.csv?asOf=2020-12-01')).text;
  },
  'exported workbook': async ({ story }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of await story.app.get(ExportsService).xlsx('2020-12-01')) pieces.push(piece);
    return Object.values(unzipSync(Buffer.concat(pieces)))
      .map((part) => strFromU8(part))
      .join();
  },
  'exported register file': async ({ story, api }) =>
    (await (await api.as(story.cast.auditor)).get('/api/v1/exports/commitments.json')).text,
  'audit report': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/audit/report')).text,
  'audit report as CSV': async ({ story, api }) => (await (await api.as(story.cast.auditor)).get('/api/v1/audit/report.csv')).text,
  'verdicts as JSON-LD': async ({ story, api }) => {
    for (const ref of ['C-0001', 'C-0003']) await settle(story, ref);
    const auditor = await api.as(story.cast.auditor);
    const answers = await Promise.all(['C-0001', 'C-0002', 'C-0003'].map((ref) => auditor.get(`/api/v1/commitments/${ref}/claim-review`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    return answers[0]?.text ?? '';
  },
  webhooks: async ({ story }) => {
    await story.app.get(WebhookDeliveryService).deliverDue();
    return receiver.received.map(({ body }) => body).join();
  },
  'reminders with their calendar parts': async ({ story }) => {
    await story.live('2021-04-10T00:00:00.000Z');
    const mails = await Promise.all(story.app.mailer.sent.map(({ raw }) => simpleParser(Buffer.from(raw))));
    return mails
      .flatMap(({ subject, text, html, attachments }) => [subject, text, html, ...attachments.map(({ content }) => content.toString())])
      .join();
  },
};

/** By rows alone: a retracted one can be given a verdict no more, but one given before it was retracted stays. */
async function settle(story: Story, ref: string): Promise<void> {
  const { app, cast } = story;
  const isRetracted = (await app.get(ReadingService).read(ref, null)).publication === 'retracted';
  if (isRetracted) await app.get(RegisterService).publish(cast.desk.caller, ref, 'published', null);
  const evidence = [{ url: 'https://example.org/report', date: '2020-11-30', shows: 'it' }];
  const proposal = { verdict: 'fulfilled', rationale: 'Seen', fulfilledOn: '2020-11-30', evidence };
  const { verdicts } = await app
    .get(VerdictsService)
    .propose(cast.desk.caller, ref, verdictProposalSchema.parse(proposal))
    .then(() => app.get(ReadingService).read(ref, null));
  await app.get(VerdictsService).decide(cast.auditor.caller, ref, verdicts[0]!.id, 'confirm', null);
  if (isRetracted) await app.get(RegisterService).publish(cast.desk.caller, ref, 'retracted', 'Misheard');
}

describeOnEachDatabase('Out of the register', (kind) => {
  test.each(Object.keys(ways))('the published go, and neither drafts nor the retracted, by the %s', async (name) => {
    const story = await openStory({ kind });
    const { app, cast } = story;
    await app.get(WebhooksService).add(cast.admin.caller, newWebhookSchema.parse({ url: receiver.url }));
    await story.follow(cast.colleague);
    const statement = { quote: 'It was whispered', lang: 'en', saidOn: '2020-11-30' };
    await story.register({ title: published });
    await story.register({ title: 'Drafted secret', publish: false, statement });
    const { ref } = await story.register({ title: 'Withdrawn secret', statement });
    await app.get(RegisterService).publish(cast.desk.caller, ref, 'retracted', 'Misheard');
    await app.get(RegisterService).reportProgress(cast.desk.caller, ref, 'limited', null);
    await app.get(RegisterService).reportProgress(cast.desk.caller, 'C-0002', 'limited', null);
    const api = await openApi(app);
    const address = async (person: { id: string }): Promise<Outside['paths'][number]> => {
      const { calendar, changes } = await app.get(FeedsService).rotateCalendar(cast.admin.caller, person.id);
      return { calendar: new URL(calendar).pathname, changes: new URL(changes).pathname };
    };
    const left = (await ways[name]!({ story, api, paths: [await address(cast.desk), await address(cast.colleague)] })).replace(
      /\r\n /g,
      '',
    );
    expect(left).toContain(published);
    for (const secret of hidden) expect(left).not.toContain(secret);
    expect(left).not.toContain('C-0002');
    // Of what was published once, a webhook may say that it is gone, and no more.
    if (name !== 'webhooks') expect(left).not.toContain('C-0003');
  });
});
