/** Secrets that people hold and we do not: drawn from 256 bits, kept as SHA-256. */
import { createHash, randomBytes } from 'node:crypto';

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Lower-case hexadecimal. No salt and no stretching: nobody guesses 256 bits. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
