/** Who acts, from the request: the person behind the token, the version they saw, and their Idempotency-Key. */
import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refusal } from '../domain/refusal.js';
import type { Caller } from '../services/commands.js';
import type { IdentifiedRequest } from './auth/guard.js';

const repeatable: ApiHeaderOptions = {
  name: 'Idempotency-Key',
  required: false,
  description:
    "Any text of the client's own choosing; the same request with the same key has one effect, and for a week gets the first answer again.",
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
};
const onVersion: ApiHeaderOptions = {
  name: 'If-Match',
  required: true,
  description: 'The ETag of the commitment as it was read.',
  schema: { type: 'string', pattern: '^"\\d{1,9}"$', example: '"1"' },
};

/** The caller of a command that makes something new. */
export const Acting = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => callerOf(context.switchToHttp().getRequest()),
  [documenting(repeatable)],
);

/** The caller of a command that changes what they must have seen: If-Match is required. */
export const ActingOnVersion = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    return { ...callerOf(request), ifMatch: versionIn(request.headers['if-match']) };
  },
  [documenting(repeatable), documenting(onVersion)],
);

/** Whatever reads a header also documents it, so that no command can do one without the other. */
function documenting(header: ApiHeaderOptions): ParameterDecorator {
  return (controller, method) => {
    const command = method === undefined ? undefined : Object.getOwnPropertyDescriptor(controller, method);
    if (method !== undefined && command !== undefined) void ApiHeader(header)(controller, method, command);
  };
}

function callerOf(request: IdentifiedRequest): Caller {
  const { identity } = request;
  if (identity === undefined) throw new Refusal('unauthenticated', 'This needs a token.');
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { actor: identity.person.id, role: identity.role };
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Refusal('invalid_input', 'Idempotency-Key: 1 to 200 visible ASCII characters.');
  const { method, url, body = null } = request;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([method, url, Buffer.isBuffer(body) ? body.toString('base64') : body]))
    .digest('base64url');
  return { actor: identity.person.id, role: identity.role, idempotency: { key, fingerprint } };
}

function versionIn(header: string | undefined): number {
  if (header === undefined) throw new Refusal('precondition_required', 'Send If-Match with the ETag of the commitment as you read it.');
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim()) ?? [];
  if (version === undefined) throw new Refusal('invalid_input', 'If-Match: the ETag of the commitment, as in "3".');
  return Number(version);
}

/** Answers a commitment under its ETag: its version, in quotes. */
export function tagged<T extends { version: number }>(reply: FastifyReply, view: T): T {
  void reply.header('etag', `"${view.version}"`);
  return view;
}
