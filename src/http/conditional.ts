/** What is asked for again and again and rarely changes: answered with 304 and no body while it is what the asker has. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Document {
  type: string;
  body: string;
}

/** For the asker alone to keep, and for a little while without asking. */
const cacheControl = 'private, max-age=300';

export function answerConditionally(request: FastifyRequest, reply: FastifyReply, { type, body }: Document): string | undefined {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  // Weak: compressed on its way, it has other bytes and says the same.
  void reply.headers({ etag: `W/${tag}`, 'cache-control': cacheControl });
  if (isAmong(request.headers['if-none-match'], tag)) {
    void reply.status(304);
    return undefined;
  }
  void reply.header('content-type', type);
  return body;
}

/** The weak comparison of RFC 9110, 13.1.2. */
function isAmong(header: string | undefined, tag: string): boolean {
  return header !== undefined && header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);
}
