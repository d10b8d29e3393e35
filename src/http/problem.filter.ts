/**
 * Every error as RFC 9457 `application/problem+json`, or as a page where a browser asks for one. Expected refusals say what is
 * accepted; a bug says nothing but that it is one.
 */
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal, type RefusalCode, type RefusalDetail } from '../domain/refusal.js';
import { doorFor } from './auth/local-path.js';
import { problemPage } from './web/problem-page.js';

/** The HTTP status of each refusal; it compiles only when complete. */
export const statusOf: Record<RefusalCode, number> = {
  invalid_input: 400,
  target_unreadable: 422,
  target_ambiguous: 422,
  not_found: 404,
  gone: 410,
  unauthenticated: 401,
  forbidden: 403,
  precondition_required: 428,
  precondition_failed: 412,
  conflict: 409,
  idempotency_key_reused: 422,
  duplicate: 409,
  not_allowed_now: 409,
  same_person: 403,
  evidence_required: 422,
  too_many_tries: 429,
  insufficient_storage: 507,
};

const titles: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible as things stand',
  410: 'No longer there',
  412: 'Changed in the meantime',
  413: 'Too large',
  414: 'The address is too long',
  415: 'Not JSON',
  422: 'Cannot be processed',
  428: 'If-Match is required',
  429: 'Tried too often',
  500: 'Something went wrong here',
  507: 'No space left',
};

/** What every error is answered with; some codes add members of their own, such as the readings of an ambiguous phrase. */
export const problemSchema = z.looseObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  /** Stable, for programs; the words beside it are for people. */
  code: z.string().meta({ example: 'invalid_input' }),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })),
});
interface Problem extends Record<string, unknown> {
  status: number;
  code: string;
  detail: string;
  errors: RefusalDetail[];
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    const door = problem.status === 401 ? doorFor(request) : null;
    if (door !== null) return void reply.header('cache-control', 'no-store').redirect(door, 303);
    if (problem.status >= 500)
      this.logger.error(
        `${request.method} ${request.routeOptions.url ?? ''}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    send(request, reply, problem);
  }
}

/** For what Fastify refuses before a route is found, such as a broken escape in the address. */
export function refuseUnrouted(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  send(request, reply, problemOf(error));
}

function send(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const page = problemPage(request, problem.status);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (problem.status === 429) void reply.header('retry-after', problem['retryAfterSeconds']);
  void reply.status(problem.status);
  if (page !== null) void reply.headers(page.headers).send(page.body);
  else
    void reply
      .header('content-type', 'application/problem+json')
      .send({ type: 'about:blank', title: titles[problem.status] ?? 'Refused', ...problem });
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal)
    return { status: statusOf[error.code], code: error.code, detail: error.message, errors: error.errors, ...error.extra };
  const status = error instanceof HttpException ? error.getStatus() : clientFault(error);
  if (status === null || status >= 500)
    return { status: 500, code: 'internal', detail: 'The fault is ours and was logged. Nothing was recorded.', errors: [] };
  const code = { 404: 'not_found', 413: 'too_large', 414: 'too_large', 415: 'unsupported_media_type' }[status] ?? 'invalid_input';
  return { status, code, detail: (error as Error).message, errors: [] };
}

/** What Fastify itself refuses before any of our code runs: a broken JSON body, too much of it, another media type. */
function clientFault(error: unknown): number | null {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
