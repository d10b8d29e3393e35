/** The secret in the address of somebody's calendar and feed: 256 bits, of which only the SHA-256 is kept. */
import { createHash, createHmac } from 'node:crypto';
import type { Instant } from './time.js';

export interface FeedToken {
  person: string;
  /** Lower-case hexadecimal. */
  hash: string;
  madeAt: Instant;
}

/** What a token looks like: 32 bytes, base64url. */
export const feedTokenPattern = /^[\w-]{43}$/;

/** Follows from the instance's secret and a random salt, so that a first answer may be kept without the token in it. */
export function feedTokenOf(secret: Uint8Array, person: string, salt: string): string {
  return createHmac('sha256', secret).update(`feed token\n${person}\n${salt}`).digest('base64url');
}

export function feedTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
