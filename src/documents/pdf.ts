/** Documents as PDF, each laid out in a thread: it takes a second or more, in which this one would answer nobody. */
import { Worker } from 'node:worker_threads';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Plain data, which a thread can be handed: what would be functions stands in the thread and is named here. */
export interface PdfDocument extends Omit<TDocumentDefinitions, 'footer'> {
  /** Stands at the foot of each page; `{page}` and `{pages}` are their numbers. */
  foot: { text: string; page: string; style: { margin: [number, number, number, number]; fontSize: number; color: string } };
  /** The colour of the lines of tables, whose layout is `lines`. */
  rule: string;
}

const mostMs = 60_000;

/** Those asked for and not ready. One is made at a time, and once for all who ask for the same meanwhile. */
const underway = new Map<string, Promise<Buffer>>();
let last: Promise<unknown> = Promise.resolve();

export function pdfOf(document: PdfDocument): Promise<Buffer> {
  const key = JSON.stringify(document);
  let made = underway.get(key);
  if (made === undefined) {
    made = last.then(() => inThread(document)).finally(() => underway.delete(key));
    last = made.catch(() => undefined);
    underway.set(key, made);
  }
  return made;
}

async function inThread(document: PdfDocument): Promise<Buffer> {
  // Without the loaders and flags that this process may have been started with.
  const thread = new Worker(new URL('./pdf-thread.mjs', import.meta.url), { workerData: document, execArgv: [] });
  const limit = setTimeout(() => void thread.terminate(), mostMs);
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
      thread.once('error', reject);
      // Has no effect after either of them.
      thread.once('exit', (code) => reject(new Error(`the thread of a PDF ended with ${code}`)));
    });
  } finally {
    clearTimeout(limit);
  }
}
