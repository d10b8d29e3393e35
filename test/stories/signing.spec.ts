/** Mail is signed when it is written, so that each attempt sends the same signature. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { headerFields } from '../support/mailbox.js';
import { answering, deferred, openStory } from './story.js';

test('A follower’s mail is signed, both fields of one-click unsubscribing with it, and a second attempt sends the same bytes', async () => {
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const dkim = { domainName: 'example.org', keySelector: 's1', privateKey };
  const mailer = answering(deferred);
  const story = await openStory({ mailer, settings: { dkim } });
  await story.follow(story.cast.follower);
  await story.register({ owner: null });
  await story.live('2020-12-31T12:00:00.000Z');
  const [first, second] = mailer.sent;
  expect(Buffer.from(first!.raw).equals(Buffer.from(second!.raw))).toBe(true);
  const [name, value = ''] = headerFields(first!.raw)[0]!;
  expect(name).toBe('dkim-signature');
  expect(value).toMatch(/d=example\.org; .*s=s1;/);
  const signed = /\bh=([^;]+);/.exec(value)?.[1]?.replace(/\s/g, '').toLowerCase().split(':');
  expect(signed).toEqual(expect.arrayContaining(['from', 'to', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']));
});
