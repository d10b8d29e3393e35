/** Somebody's endpoint for webhooks, on this machine: it keeps what it gets and answers as told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createHttpsPoster, type PosterOptions } from '../../src/outgoing/https-poster.js';
import type { Poster } from '../../src/outgoing/poster.js';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  port: number;
  url: string;
  received: Received[];
  /** What the next request is answered; 204 unless told otherwise. */
  answer(respond: (response: ServerResponse, request: Received) => void): void;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let respond: (response: ServerResponse, request: Received) => void = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const got = { path: request.url ?? '', headers: request.headers, body };
      received.push(got);
      respond(response, got);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    // Resolved by the poster below, so that names are looked up here as they are in earnest.
    url: `http://hooks.example.org:${port}/in`,
    received,
    answer: (told) => void (respond = told),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A poster for which every name is this machine and every address is allowed. */
export function localPoster(options: PosterOptions = {}): Poster {
  return createHttpsPoster({
    isAllowed: () => true,
    plainHttp: true,
    resolve: (_name, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    ...options,
  });
}
