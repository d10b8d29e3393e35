/** Pages as a browser without scripts gets and sends them, for whoever bears the client's token. */
import type { Answer, Client } from './api.js';

export interface Page extends Answer<unknown> {
  /** What a person reads: the text without its markup. */
  words: string;
  /** The faults said beside fields. */
  faults: string[];
}

const asBrowser = { accept: 'text/html' };

export async function open(client: Client, path: string, headers: Record<string, string> = {}): Promise<Page> {
  return pageOf(await client.get(path, { ...asBrowser, ...headers }));
}

/** Sends a form; a field may come several times. */
export async function send(client: Client, path: string, fields: Record<string, string | string[]>): Promise<Page> {
  const form = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])));
  return pageOf(await client.post(path, form.toString(), { ...asBrowser, 'content-type': 'application/x-www-form-urlencoded' }));
}

/** Sends a form with a file in its field `file`. */
export async function upload(
  client: Client,
  path: string,
  file: { name: string; text: string },
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Page> {
  const boundary = 'the-boundary-of-a-test';
  const part = (head: string, body: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
  const body = [
    ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value)),
    part(`name="file"; filename="${file.name}"`, file.text),
    `--${boundary}--\r\n`,
  ].join('');
  return pageOf(await client.post(path, body, { ...asBrowser, ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` }));
}

/** Follows the redirect that a recorded form is answered with. */
export async function follow(client: Client, answer: Answer<unknown>): Promise<Page> {
  if (answer.status !== 303) throw new Error(`no redirect but ${answer.status}: ${answer.text.slice(0, 2000)}`);
  return open(client, (answer.headers['location'] ?? '').split('#', 1)[0] ?? '');
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

export function plain(html: string): string {
  return html
    .replace(/<(?:[^>"]|"[^"]*")*>/g, ' ')
    .replace(/&(amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

function pageOf(answer: Answer<unknown>): Page {
  const faults = [...answer.text.matchAll(/class="field-error"[^>]*>([^<]*)</g)].map(([, fault]) => plain(fault ?? ''));
  return { ...answer, words: plain(answer.text), faults };
}

/** The hidden fields of the page's own form, which a browser sends back with what is typed. */
export function hiddenIn({ text }: Page): Record<string, string> {
  const main = text.slice(text.indexOf('<main'));
  const form = [...main.matchAll(/<form method="post"[^]*?<\/form>/g)].at(-1)?.[0] ?? '';
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, plain(value)]));
}
