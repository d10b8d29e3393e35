/** Posts over HTTPS to public addresses only: no redirects, no proxies, nothing kept open, little read, not for long. */
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import type { PostOutcome } from '../domain/webhook.js';
import { isLocalName, isPublicAddress, literalAddress, publicLookup, type Resolve } from './public-address.js';
import type { Post, Poster } from './poster.js';

/** From the lookup of the name to the end of the answer; Standard Webhooks suggests 15 to 30 seconds. */
const timeoutMs = 20_000;
/** Of an answer, what is read at all, and what of that is kept. */
const readBytes = 16 * 1024;
const keptCharacters = 300;
const longestWaitMs = 24 * 3_600_000;

/** How tests differ: they post to themselves. Nothing outside the code can set this. */
export interface PosterOptions {
  isAllowed?: (address: string) => boolean;
  resolve?: Resolve;
  plainHttp?: boolean;
  timeoutMs?: number;
}

export function createHttpsPoster(options: PosterOptions = {}): Poster {
  const { isAllowed = isPublicAddress, resolve, plainHttp = false, timeoutMs: capMs = timeoutMs } = options;
  const lookup = publicLookup(isAllowed, resolve);
  const refusal = (text: string): string | null => refusalOf(text, isAllowed, plainHttp);

  const post = ({ url, body, headers }: Post): Promise<PostOutcome> => {
    const refused = refusal(url);
    if (refused !== null) return Promise.resolve(failed(refused));
    const secure = new URL(url).protocol === 'https:';
    const bytes = Buffer.from(body, 'utf8');
    const agent = secure ? new Agent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
    return new Promise((done) => {
      const sent = (secure ? requestHttps : requestHttp)(url, {
        method: 'POST',
        // Its own agent: the global one may go through a proxy of the environment's choosing, past every check.
        agent,
        lookup,
        maxHeaderSize: readBytes,
        headers: {
          'user-agent': 'Pledgebook-Webhooks/1',
          accept: '*/*',
          ...headers,
          'content-type': 'application/json',
          'content-length': String(bytes.length),
        },
      });
      const finish = (outcome: PostOutcome): void => {
        clearTimeout(cap);
        done(outcome);
        sent.destroy();
        agent.destroy();
      };
      const cap = setTimeout(() => finish(failed(`no whole answer within ${capMs / 1000} s`)), capMs);
      sent.on('error', (error) => finish(failed(wordsOf(error))));
      sent.on('response', (response) => {
        read(response, (text) => finish({ status: response.statusCode ?? null, detail: text, retryAfterMs: retryAfterOf(response) }));
      });
      sent.end(bytes);
    });
  };
  return { refusal, post };
}

function refusalOf(text: string, isAllowed: (address: string) => boolean, plainHttp: boolean): string | null {
  if (!URL.canParse(text)) return 'it is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(plainHttp && url.protocol === 'http:')) return 'webhooks go over https only';
  if (url.username !== '' || url.password !== '') return 'a webhook carries no name and password in its address';
  const address = literalAddress(url);
  if (address !== null) return isAllowed(address) ? null : `${url.hostname} is not a public address`;
  return isLocalName(url.hostname) ? `${url.hostname} is not a public name` : null;
}

/** Reads up to the cap, then no further: whatever else comes is of no interest. */
function read(response: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const end = (): void => done(oneLine(Buffer.concat(chunks).subarray(0, readBytes).toString('utf8')));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= readBytes) end();
  });
  response.on('end', end);
  // Cut off in the middle of its body, an answer has still said what it had to say: its status.
  response.on('error', end);
}

/** Seconds, or a date: the other form is not worth a clock here. */
function retryAfterOf({ headers }: IncomingMessage): number | null {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Math.min(Number(seconds) * 1000, longestWaitMs) : null;
}

function failed(detail: string): PostOutcome {
  return { status: null, detail: oneLine(detail), retryAfterMs: null };
}

/** An error of several addresses has no words of its own. */
function wordsOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return first?.message ?? error.message;
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Surrogate}\ufffd\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return [...line].slice(0, keptCharacters).join('');
}
