import http from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { createHttpsPoster } from '../../src/outgoing/https-poster.js';
import { isPublicAddress } from '../../src/outgoing/public-address.js';
import { localPoster, openReceiver, type Receiver } from '../support/receiver.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const post = (poster = localPoster(), url = receiver.url): ReturnType<typeof poster.post> =>
  poster.post({ url, body: '{"quote":"«\u00a0été\u00a0»"}', headers: { 'webhook-id': 'msg_1' } });

describe('What is posted', () => {
  it('arrives as it was given, as JSON', async () => {
    receiver.answer((response) => response.writeHead(200).end('taken,\r\nthanks'));
    expect(await post()).toEqual({ status: 200, detail: 'taken, thanks', retryAfterMs: null });
    const [got] = receiver.received;
    expect(got?.body).toBe('{"quote":"«\u00a0été\u00a0»"}');
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      host: `hooks.example.org:${receiver.port}`,
    });
  });

  it('goes by no agent that the environment chose, such as one of a proxy', async () => {
    const { globalAgent } = http;
    http.globalAgent = Object.assign(new http.Agent(), { createConnection: () => connect(1, '127.0.0.1') });
    try {
      expect(await post()).toMatchObject({ status: 204 });
    } finally {
      http.globalAgent = globalAgent;
    }
  });

  it('follows no redirect', async () => {
    receiver.answer((response, { path }) => response.writeHead(path === '/in' ? 307 : 200, { location: '/elsewhere' }).end());
    expect(await post()).toMatchObject({ status: 307 });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/in']);
  });

  it('reads little of an endless answer', async () => {
    receiver.answer((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(8192)));
        response.once('drain', more);
      };
      response.writeHead(200).on('error', () => undefined);
      more();
    });
    const { status, detail } = await post();
    expect([status, detail.length]).toEqual([200, 300]);
  });

  it.each(['silence', 'an answer that never ends'])('waits for %s only so long', async (kind) => {
    receiver.answer((response) => {
      if (kind !== 'silence') response.writeHead(200).write('and');
    });
    expect(await post(localPoster({ timeoutMs: 60 }))).toEqual({
      status: null,
      detail: 'no whole answer within 0.06 s',
      retryAfterMs: null,
    });
  });

  it('is told when to come again', async () => {
    receiver.answer((response) => response.writeHead(429, { 'retry-after': '900' }).end());
    expect(await post()).toMatchObject({ status: 429, retryAfterMs: 900_000 });
  });

  it('is not sent where nobody listens, and says so', async () => {
    await receiver.close();
    expect(await post()).toMatchObject({ status: null, detail: expect.stringContaining('ECONNREFUSED') });
    receiver = await openReceiver();
  });
});

describe('Nothing reaches a server on this machine', () => {
  test.each(['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433'])('by the address %s', async (host) => {
    const poster = localPoster({ isAllowed: isPublicAddress });
    expect(await post(poster, `http://${host}:${receiver.port}/`)).toMatchObject({
      status: null,
      detail: expect.stringContaining('not a public'),
    });
    expect(receiver.received).toEqual([]);
  });

  it('by a name that leads here', async () => {
    expect(await post(localPoster({ isAllowed: isPublicAddress }))).toMatchObject({
      status: null,
      detail: 'hooks.example.org resolves to an address that is not public',
    });
    expect(receiver.received).toEqual([]);
  });

  it('by a name that led elsewhere a moment ago', async () => {
    // 127.0.0.2 stands for the public internet; nobody listens there.
    const answers = ['127.0.0.2', '127.0.0.1'];
    const asked: string[] = [];
    const poster = localPoster({
      isAllowed: (address) => address === '127.0.0.2',
      resolve: (name, done) => {
        done(null, [{ address: answers[asked.push(name) - 1] ?? '', family: 4 }]);
      },
    });
    expect((await post(poster)).detail).toMatch('ECONNREFUSED 127.0.0.2');
    // Asked once for a connection, and connected to that answer: there was no second answer to fall for.
    expect(asked).toEqual(['hooks.example.org']);
    expect((await post(poster)).detail).toMatch('not public');
    expect(receiver.received).toEqual([]);
  });

  it('over plain http, in earnest', async () => {
    expect(await post(createHttpsPoster())).toMatchObject({ status: null, detail: 'webhooks go over https only' });
    expect(receiver.received).toEqual([]);
  });
});
