import { describe, expect, it, test } from '@jest/globals';
import { decideAfterPost, failingForMs, messageOf, signatureOf, tryUntilOf, webhookSecretOf } from '../../src/domain/webhook.js';
import { addMs, fromMs } from '../../src/domain/time.js';
import type { Change } from '../../src/domain/changes.js';

const now = '2021-01-01T00:00:00.000Z';
const minutes = (n: number): string => addMs(now, n * 60_000);
const delivery = { attempts: 1, tryUntil: tryUntilOf(now) };
const answer = (status: number | null, retryAfterMs: number | null = null) => ({ status, detail: '', retryAfterMs });

describe('After an attempt', () => {
  test.each([
    [200, 'sent', null],
    [204, 'sent', null],
    [301, 'queued', 'redirected'],
    [400, 'queued', 'refused'],
    [429, 'queued', 'refused'],
    [500, 'queued', 'refused'],
    [null, 'queued', 'unreachable'],
    [410, 'queued', 'gone'],
  ] as const)('answered %s a message is %s', (status, state, reason) => {
    expect(decideAfterPost(answer(status), delivery, null, now, 0)).toMatchObject({ state, reason });
  });

  test.each([
    [1, 5],
    [2, 15],
    [3, 30],
    [4, 60],
    [5, 120],
    [6, 240],
    [60, 240],
  ])('the %sth waits %s minutes, as with mail', (attempts, wait) => {
    expect(decideAfterPost(answer(500), { ...delivery, attempts }, null, now, 0).notBefore).toBe(minutes(wait));
    expect(decideAfterPost(answer(500), { ...delivery, attempts }, null, now, 0.999).notBefore! <= minutes(wait * 1.2)).toBe(true);
  });

  it('waits as long as the endpoint asks', () => {
    expect(decideAfterPost(answer(503, 3_600_000), delivery, null, now, 0).notBefore).toBe(minutes(60));
  });

  it('pauses the endpoint where the endpoint is at fault, and only then', () => {
    const paused = [null, 429, 500, 503].map((status) => decideAfterPost(answer(status), delivery, null, now, 0).pause);
    const going = [400, 404, 301].map((status) => decideAfterPost(answer(status), delivery, null, now, 0).pause);
    expect([paused, going]).toEqual([Array(4).fill(true), Array(3).fill(false)]);
  });

  it('gives up what is refused for three days, and never what could not be delivered', () => {
    const late = { attempts: 20, tryUntil: minutes(1) };
    expect(decideAfterPost(answer(400), late, null, now, 0)).toMatchObject({ state: 'failed', notBefore: null });
    expect(decideAfterPost(answer(null), late, null, now, 0)).toMatchObject({ state: 'queued' });
  });

  it('disables an endpoint that is gone at once, and one that fails after five days', () => {
    expect(decideAfterPost(answer(410), delivery, null, now, 0).disable).toBe('gone');
    expect(decideAfterPost(answer(500), delivery, addMs(now, -failingForMs + 1), now, 0).disable).toBeNull();
    expect(decideAfterPost(answer(500), delivery, addMs(now, -failingForMs), now, 0).disable).toBe('failing');
  });
});

test('The signature is the one of the published example', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = signatureOf([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', fromMs(1_614_265_330_000), '{"test": 2432232314}');
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('A secret follows from the key of the instance, the webhook and its salt, and from each of them', () => {
  const key = Buffer.alloc(32, 1);
  const secret = webhookSecretOf(key, 'w', 's');
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookSecretOf(key, 'w', 's')).toBe(secret);
  for (const other of [webhookSecretOf(Buffer.alloc(32, 2), 'w', 's'), webhookSecretOf(key, 'v', 's'), webhookSecretOf(key, 'w', 't')])
    expect(other).not.toBe(secret);
});

test('A message has an id of its own for every webhook and event, and the same one each time', () => {
  const change = {
    type: 'commitment.retracted',
    index: 4,
    recordedAt: now,
    validOn: '2021-01-01',
    ref: 'C-0001',
    commitment: null,
    detail: {},
  } satisfies Change;
  const { id, body } = messageOf(change, 'w', 'hash');
  expect(JSON.parse(body)).toEqual({
    type: 'commitment.retracted',
    timestamp: now,
    data: { index: 4, recordedAt: now, validOn: '2021-01-01', ref: 'C-0001', commitment: null, detail: {} },
  });
  expect(messageOf(change, 'w', 'hash').id).toBe(id);
  expect(new Set([id, messageOf(change, 'v', 'hash').id, messageOf(change, 'w', 'other').id]).size).toBe(3);
});
