/**
 * The API over a real socket: what a client sends and gets, through the same server that is deployed. (Fastify's own
 * `inject` requires an ES module, which Jest cannot do on Node 20.)
 */
import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sessionOf, tokenOf } from './cast.js';
import type { TestApp } from './app.js';

export interface Answer<T> {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  /** The body, where it is JSON. */
  json: T;
}

/** An RFC 9457 problem, as every error is answered. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors: { pointer: string; detail: string }[];
  [further: string]: unknown;
}

export type Headers = Record<string, string>;

/** Calls of one person, or of nobody. A body goes as JSON; text and bytes go as they are. */
export interface Client {
  send<T = Problem>(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>;
  get<T = Problem>(path: string, headers?: Headers): Promise<Answer<T>>;
  post<T = Problem>(path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>;
  patch<T = Problem>(path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>;
}

export interface Api {
  url: string;
  nobody: Client;
  /** With a bearer token. */
  bearing(token: string): Client;
  /** As one of the cast, with a token for everything that the role may do. */
  as(member: { email: string }): Promise<Client>;
  /** As one of the cast who signed in with a browser. */
  inSession(member: { email: string }): Promise<Client>;
  /** With header fields of one's own. */
  sending(headers: Headers): Client;
}

/** Starts the app's server on a port of its own; it closes with the app. */
export async function openApi(app: TestApp): Promise<Api> {
  await app.app.listen(0, '127.0.0.1');
  const { port } = app.app.getHttpServer().address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  app.app.getHttpServer().once('close', () => agent.destroy());
  const bearing = (token: string): Client => clientOf(port, agent, { authorization: `Bearer ${token}` });
  return {
    url: `http://127.0.0.1:${port}`,
    nobody: clientOf(port, agent, {}),
    bearing,
    as: async (member) => bearing(await tokenOf(app, member)),
    inSession: async (member) => {
      const { cookie, csrf } = await sessionOf(app, member);
      return clientOf(port, agent, { cookie, 'x-csrf-token': csrf });
    },
    sending: (headers) => clientOf(port, agent, headers),
  };
}

function clientOf(port: number, agent: Agent, own: Headers): Client {
  const send = <T>(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer<T>> =>
    call<T>({ port, agent, method, path }, body, { ...own, ...headers });
  return {
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
  };
}

interface Line {
  port: number;
  agent: Agent;
  method: string;
  path: string;
}

function call<T>({ port, agent, method, path }: Line, body: unknown, headers: Headers): Promise<Answer<T>> {
  const asIs = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(asIs ? ((body as string | undefined) ?? '') : JSON.stringify(body));
  const typed = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers: { ...typed, ...headers } }, (response) => {
      // Whatever becomes of the rest of what is sent: an answer is an answer.
      sent.off('error', reject).on('error', () => undefined);
      text(response)
        .then((received) => resolve(answerOf<T>(response, received)))
        .catch(reject);
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}

function answerOf<T>({ statusCode = 0, headers }: IncomingMessage, received: string): Answer<T> {
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
  const isJson = received !== '' && /json/.test(headers['content-type'] ?? '');
  return {
    status: statusCode,
    headers: Object.fromEntries(single) as Record<string, string | undefined>,
    text: received,
    json: (isJson ? JSON.parse(received) : undefined) as T,
  };
}
