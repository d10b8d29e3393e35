/** Webhooks from the change to somebody's endpoint, whatever the endpoint does. */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newWebhookSchema } from '../../src/domain/webhook.js';
import { toMs } from '../../src/domain/time.js';
import { Commands } from '../../src/services/commands.js';
import { RegisterService } from '../../src/services/register.service.js';
import { WebhookDeliveryService } from '../../src/services/webhook-delivery.service.js';
import { WebhooksService, type DeliveryView, type WebhookWithSecret } from '../../src/services/webhooks.service.js';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { allEvents } from '../../src/store/log.store.js';
import { createHttpsPoster } from '../../src/outgoing/https-poster.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { localPoster, openReceiver, type Receiver, type Received } from '../support/receiver.js';
import { openStory, type Story } from './story.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await receiver.close();
});

interface Body {
  type: string;
  timestamp: string;
  data: { index: number; ref: string; commitment: { title: string; target: { latest: string } } | null; detail: Record<string, unknown> };
}

describeOnEachDatabase('A webhook', (kind) => {
  let story: Story;
  let webhook: WebhookWithSecret;
  beforeEach(async () => {
    story = await openStory({ kind });
    webhook = await add();
  });

  const add = (change: Record<string, unknown> = {}): Promise<WebhookWithSecret> =>
    story.app.get(WebhooksService).add(story.cast.admin.caller, newWebhookSchema.parse({ url: receiver.url, ...change }));
  const pass = (): Promise<number> => story.app.get(WebhookDeliveryService).deliverDue();
  const later = (minutes: number): Promise<number> => {
    story.app.clock.advanceBy(minutes * 60_000);
    return pass();
  };
  const deliveries = async (id = webhook.id): Promise<DeliveryView[]> =>
    (await story.app.get(WebhooksService).deliveries(id, { limit: 100 })).items;
  const state = (): Promise<unknown> => story.app.get(WebhooksService).read(webhook.id);
  const bodies = (): Body[] => receiver.received.map(({ body }) => JSON.parse(body) as Body);
  const idsOf = (received: Received[]): unknown[] => received.map(({ headers }) => headers['webhook-id']);
  const fail = (status: number, headers = {}): void => receiver.answer((response) => response.writeHead(status, headers).end('no'));
  const take = (): void => receiver.answer((response) => response.writeHead(204).end());
  const publish = (ref: string, publication: 'published' | 'retracted'): Promise<unknown> =>
    story.app.get(RegisterService).publish(story.cast.desk.caller, ref, publication, 'Because');
  const move = (ref: string, edtf: string): Promise<unknown> =>
    story.app
      .get(RegisterService)
      .reviseTarget(
        story.cast.desk.caller,
        ref,
        revisionInputSchema.parse({ target: { kind: 'by', edtf }, change: 'extended', reason: 'Later', source: 'https://example.org/' }),
      );

  it('is told of what is published and of how dates move, signed so that a library that is not ours believes it', async () => {
    const { ref } = await story.register();
    await move(ref, '2021-06-30');
    expect(await pass()).toBe(2);
    expect(bodies().map(({ type, data }) => [type, data.ref])).toEqual([
      ['commitment.published', 'C-0001'],
      ['target.revised', 'C-0001'],
    ]);
    expect(bodies()[1]?.data).toMatchObject({
      commitment: { title: 'Publish the annual report', target: { latest: '2021-06-30' }, slipDays: 91 },
      detail: { before: { latest: '2021-03-31' }, after: { latest: '2021-06-30' }, change: 'extended', reason: 'Later' },
    });
    jest.spyOn(Date, 'now').mockReturnValue(toMs(story.app.clock.now()));
    for (const { body, headers } of receiver.received) {
      const given = headers as Record<string, string>;
      expect(new Webhook(webhook.secret).verify(body, given)).toEqual(JSON.parse(body));
      expect(() => new Webhook(webhook.secret).verify(`${body} `, given)).toThrow('No matching signature');
    }
    jest.restoreAllMocks();
    expect(await pass()).toBe(0);
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 1, attemptLog: [{ number: 1, status: 204 }] }, { state: 'sent' }]);
  });

  it('carries no address, no name of anybody who works here, and no note', async () => {
    const { ref } = await story.register();
    await story.app.get(RegisterService).addNote(story.cast.desk.caller, ref, 'An inside remark');
    await story.app.get(RegisterService).reportProgress(story.cast.desk.caller, ref, 'limited', 'An inside remark');
    await story.settle(ref, '2020-11-30');
    await pass();
    expect(bodies().map(({ type }) => type)).toEqual(['commitment.published', 'progress.reported', 'evidence.added', 'verdict.confirmed']);
    const all = receiver.received.map(({ body }) => body).join();
    for (const inside of ['remark', '@', story.cast.desk.id, story.cast.auditor.id, 'owner', 'registeredBy'])
      expect(all).not.toContain(inside);
  });

  it('is told of nothing that was recorded before it was added, and of the events it asked for alone', async () => {
    const { ref } = await story.register();
    const other = await add({ events: ['target.revised'], url: `${receiver.url}/other` });
    await story.register({ title: 'Another promise' });
    await move(ref, '2021-06-30');
    await pass();
    expect((await deliveries(other.id)).map(({ type }) => type)).toEqual(['target.revised']);
    expect((await deliveries()).map(({ type }) => type)).toEqual(['target.revised', 'commitment.published', 'commitment.published']);
  });

  it('that is not reached is tried again under the same id, by the table of mail, and then goes on', async () => {
    await story.register();
    await story.register({ title: 'Another promise' });
    fail(503);
    expect(await pass()).toBe(1);
    expect(await later(4)).toBe(0);
    expect(await later(3)).toBe(1);
    expect(await later(14)).toBe(0);
    take();
    expect(await later(5)).toBe(2);
    const ids = idsOf(receiver.received);
    expect(ids.slice(0, 3)).toEqual(Array(3).fill(ids[0]));
    expect(new Set(ids).size).toBe(2);
    expect(receiver.received[2]?.body).toBe(receiver.received[0]?.body);
    expect(await state()).toMatchObject({ failingSince: null, pausedUntil: null, disabledAt: null });
    expect((await deliveries())[1]?.attemptLog.map(({ status }) => status)).toEqual([503, 503, 204]);
  });

  it('refusing one message still gets the others', async () => {
    await story.register({ title: 'Refused promise' });
    await story.register({ title: 'Welcome promise' });
    receiver.answer((response, { body }) => response.writeHead(body.includes('Refused') ? 422 : 204).end());
    expect(await pass()).toBe(2);
    expect((await deliveries()).map((d) => [d.state, d.reason])).toEqual([
      ['sent', null],
      ['queued', 'refused'],
    ]);
  });

  it('answering 410 is disabled at once, and gets what it missed when it is enabled again', async () => {
    await story.register();
    fail(410);
    await pass();
    expect(await state()).toMatchObject({ disabledReason: 'gone', disabledAt: story.app.clock.now() });
    await story.register({ title: 'Another promise' });
    take();
    expect(await later(24 * 60)).toBe(0);
    const [first] = await deliveries();
    const service = story.app.get(WebhooksService);
    await expect(service.resend(story.cast.admin.caller, webhook.id, first!.id)).rejects.toMatchObject({ code: 'not_allowed_now' });
    await service.change(story.cast.admin.caller, webhook.id, { disabled: false });
    expect(await pass()).toBe(2);
    expect(new Set(idsOf(receiver.received)).size).toBe(2);
    const recorded: string[] = [];
    for await (const { type } of allEvents(story.app.database.read)) if (type.startsWith('webhook.')) recorded.push(type);
    expect(recorded).toEqual(['webhook.added', 'webhook.disabled', 'webhook.enabled']);
  });

  it('that takes nothing for five days is disabled, and says why', async () => {
    await story.register();
    fail(500);
    for (let hour = 0; hour < 24 * 6; hour++) await later(60);
    expect(await state()).toMatchObject({ disabledReason: 'failing' });
    // By back-off: about six a day, not one an hour.
    expect(receiver.received.length).toBeLessThan(45);
    expect((await deliveries())[0]).toMatchObject({
      state: 'queued',
      attemptLog: expect.arrayContaining([expect.objectContaining({ status: 500, detail: 'no' })]),
    });
  });

  it('has a new secret beside the old one for a day, each shown once', async () => {
    const rotated = await story.app.get(WebhooksService).rotateSecret(story.cast.admin.caller, webhook.id);
    expect(rotated.secret).not.toBe(webhook.secret);
    expect(await state()).not.toHaveProperty('secret');
    await story.register();
    await pass();
    story.app.clock.advanceBy(24 * 3_600_000);
    await story.register({ title: 'Another promise' });
    await pass();
    const believed = receiver.received.map(({ body, headers }) => {
      jest.spyOn(Date, 'now').mockReturnValue(Number(headers['webhook-timestamp']) * 1000);
      return [rotated.secret, webhook.secret].map((secret) => {
        try {
          return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined;
        } catch {
          return false;
        }
      });
    });
    jest.restoreAllMocks();
    expect(believed).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it('keeps its secret out of the database', async () => {
    const kept: unknown[] = [];
    for (const table of ['webhook', 'answered', 'log_event', 'sealed_value'])
      kept.push(...(await story.app.database.read.query<unknown[]>(`SELECT * FROM ${table}`)));
    expect(JSON.stringify(kept)).not.toContain(webhook.secret.slice('whsec_'.length));
    expect(webhook.secret).toMatch(/^whsec_/);
  });

  it('gets a message again when somebody asks for it', async () => {
    await story.register();
    await pass();
    const [sent] = await deliveries();
    const again = await story.app.get(WebhooksService).resend(story.cast.admin.caller, webhook.id, sent!.id);
    expect(again.state).toBe('queued');
    expect(await pass()).toBe(1);
    expect(new Set(idsOf(receiver.received))).toEqual(new Set([sent!.id]));
    expect((await deliveries())[0]).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('gets once more, under the same id, what was being sent when the process died', async () => {
    await story.register();
    const stuck = new WebhookDeliveryService(
      story.app.database,
      { refusal: () => null, post: () => Promise.reject(new Error('killed')) },
      story.app.clock,
      story.app.settings,
    );
    await expect(stuck.deliverDue()).rejects.toThrow('killed');
    expect(await pass()).toBe(0);
    expect(await later(3)).toBe(1);
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 2, attemptLog: [{ endedAt: null }, { status: 204 }] }]);
  });

  it('writes nothing of a claim that somebody else has taken over', async () => {
    await story.register();
    const slow = new WebhookDeliveryService(
      story.app.database,
      {
        refusal: () => null,
        post: async () => {
          // While this one waits for its answer, its lease runs out and another process sends the message.
          await later(3);
          return { status: 500, detail: 'late', retryAfterMs: null };
        },
      },
      story.app.clock,
      story.app.settings,
    );
    await slow.deliverDue();
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 2, attemptLog: [{ endedAt: null }, { status: 204 }] }]);
    expect(await state()).toMatchObject({ failingSince: null });
  });

  it('loses nothing and gets nothing twice with two processes at work', async () => {
    const other = new WebhookDeliveryService(story.app.database, localPoster(), story.app.clock, story.app.settings);
    for (let i = 0; i < 12; i++) {
      await story.register({ title: `Promise number ${i}` });
      await Promise.all([pass(), other.deliverDue()]);
    }
    expect(receiver.received).toHaveLength(12);
    expect(new Set(idsOf(receiver.received)).size).toBe(12);
  });

  it('is never told of a draft, nor of anything that happened to one', async () => {
    const { ref } = await story.register({ publish: false });
    await move(ref, '2021-06-30');
    await publish(ref, 'published');
    await pass();
    expect(bodies().map(({ type }) => type)).toEqual(['commitment.published']);
    await story.register({ publish: false, title: 'A draft that is dropped' });
    await publish('C-0002', 'retracted');
    expect(await pass()).toBe(0);
  });

  it('is told of a retraction by nothing but the reference, and of nothing that still waited', async () => {
    const { ref } = await story.register();
    fail(503);
    await pass();
    receiver.received.length = 0;
    await move(ref, '2021-06-30');
    await publish(ref, 'retracted');
    take();
    await later(10);
    expect(bodies().map(({ type, data }) => [type, data.ref, data.commitment, data.detail])).toEqual([
      ['commitment.retracted', 'C-0001', null, {}],
    ]);
    expect(receiver.received[0]?.body).not.toContain('report');
    expect((await deliveries()).map((d) => [d.type, d.state])).toEqual([
      ['commitment.retracted', 'sent'],
      ['commitment.published', 'cancelled'],
    ]);
  });

  it('is not added, nor changed, to an address that is not public', async () => {
    const earnest = new WebhooksService(story.app.database, story.app.get(Commands), createHttpsPoster(), story.app.settings);
    for (const url of [
      'http://hooks.example.org/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::ffff:10.0.0.1]/',
      'https://localhost/',
    ]) {
      const refused = { code: 'invalid_input', errors: [{ pointer: '/url' }] };
      expect(() => earnest.change(story.cast.admin.caller, webhook.id, { url })).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
      await expect(earnest.add(story.cast.admin.caller, newWebhookSchema.parse({ url }))).rejects.toMatchObject(refused);
    }
  });

  it('is left alone by the engine, so that neither a simulation nor the demo tells anybody anything', async () => {
    await story.register();
    await story.live('2021-04-10T00:00:00.000Z');
    expect(receiver.received).toEqual([]);
    expect(await pass()).toBe(1);
  });
});
