/** Requests that another site's page made a browser send: told by where the browser says they come from, and by a secret of ours that they lack. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../domain/refusal.js';

/** The field of every form that a signed-in person sends; it holds the `csrf` of their identity, masked. */
const field = 'csrf';
/** The same for scripts, whose bodies have no field to spare. */
const header = 'x-csrf-token';
/** Those of the SHA-256 that a session's token is. */
const tokenBytes = 32;

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a browser says comes from elsewhere. Browsers of today say so by Sec-Fetch-Site on https and on this
 * machine; older ones by Origin, held against the host that was asked. Programs say neither, and have no cookies to abuse.
 */
export function assertOwnOrigin(request: FastifyRequest): void {
  if (safeMethods.has(request.method)) return;
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const own = site === undefined ? origin === undefined || hostOf(origin) === host : site === 'same-origin' || site === 'none';
  if (!own) throw new Refusal('forbidden', 'This was sent from a page of another site, so nothing was done.');
}

/** Refuses a change that does not carry the token of the session it is made in, and takes the token off the body. */
export function assertOwnForm(request: FastifyRequest, csrf: string): void {
  if (safeMethods.has(request.method)) return;
  assertOwnOrigin(request);
  if (!isSame(tokenIn(request), csrf))
    throw new Refusal(
      'forbidden',
      'This form is not one of your session, so nothing was done. Open the page again and send it from there.',
    );
}

function tokenIn(request: FastifyRequest): string {
  const { body } = request;
  if (typeof body === 'object' && body !== null && field in body) {
    const { [field]: token, ...rest } = body as Record<string, unknown>;
    request.body = rest;
    if (typeof token === 'string') return token;
  }
  const sent = request.headers[header];
  return typeof sent === 'string' ? sent : '';
}

/** The token of a session as one answer shows it: other bytes in each, from which the same comes out again. */
export function maskedToken(csrf: string): string {
  const pad = randomBytes(tokenBytes);
  return Buffer.concat([pad, combined(pad, Buffer.from(csrf, 'base64url'))]).toString('base64url');
}

function isSame(masked: string, csrf: string): boolean {
  const [sent, expected] = [Buffer.from(masked, 'base64url'), Buffer.from(csrf, 'base64url')];
  if (sent.length !== 2 * tokenBytes) return false;
  return timingSafeEqual(combined(sent.subarray(0, tokenBytes), sent.subarray(tokenBytes)), expected);
}

function combined(pad: Buffer, bytes: Buffer): Buffer {
  return Buffer.from(pad.map((byte, index) => byte ^ (bytes[index] ?? 0)));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
