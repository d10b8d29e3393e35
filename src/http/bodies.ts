/**
 * What is read at all, before any route: JSON under the API and nothing else, bounces apart (a form is what another site's
 * page could make a browser send), forms where mail programs send them, and in either only text that can be kept.
 */
import type { IncomingMessage } from 'node:http';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../domain/refusal.js';
import { pointerTo } from './pointer.js';
import { filledIn, readForm } from './uploads.js';

/** Deeper than anything that the API takes, and far from what would exhaust the stack of whoever walks it. */
const maxDepth = 64;

/** Half a surrogate pair has no UTF-8, noncharacters have no place in the log, and PostgreSQL keeps no NUL in a text. */
const unkeepable = /[\0\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

/** Where forms bring files. */
const uploads = /^(\/imports\/new|(\/api\/v1)?\/commitments\/[^/]+\/evidence(\/new)?)$/;

export function readBodies(app: NestFastifyApplication): void {
  // Bytes as they came: a mail's meaning is in them.
  app.useBodyParser('message/rfc822', {}, (_request, body, done) => done(null, body));
  const server = app.getHttpAdapter().getInstance();
  // RFC 8058 allows this encoding beside the other; what is in such a form is always the same, so nobody reads it. Of files it is read.
  server.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, body: IncomingMessage) => {
    const path = pathOf(request.url);
    const isRead = uploads.test(path);
    const form = await readForm(request.headers['content-type'] ?? '', body).catch((error: unknown) => {
      if (isRead) throw error;
    });
    if (!isRead || form === undefined) return {};
    return path.startsWith('/api/') ? filledIn(form) : form;
  });
  server.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'];
    const path = pathOf(request.url);
    const other = path === '/api/v1/bounces' ? /^message\/rfc822\s*(;|$)/i : uploads.test(path) ? /^multipart\/form-data\s*(;|$)/i : null;
    const isRead = type === undefined || /^application\/json\s*(;|$)/i.test(type) || other?.test(type) === true;
    const words = 'A body is read as application/json only, a bounce as message/rfc822, evidence with a file as multipart/form-data.';
    done(path.startsWith('/api/') && !isRead ? new UnsupportedMediaTypeException(words) : undefined);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    const found = firstUnkeepable([request.params, request.query, request.body]);
    done(found === null ? undefined : new Refusal('invalid_input', `${found.pointer}: ${found.detail}`, { errors: [found] }));
  });
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** Walks without recursion: how deep the input goes is the sender's choice. */
function firstUnkeepable(inputs: unknown[]): { pointer: string; detail: string } | null {
  const open: { value: unknown; path: string[] }[] = inputs.map((value) => ({ value, path: [] }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && unkeepable.test(value))
      return { pointer: pointerTo(path), detail: 'text without NUL, halves of surrogate pairs and noncharacters' };
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue;
    if (path.length === maxDepth) return { pointer: pointerTo(path), detail: `nested no deeper than ${maxDepth}` };
    for (const [name, member] of Object.entries(value)) open.push({ value: member, path: [...path, name] });
  }
  return null;
}
