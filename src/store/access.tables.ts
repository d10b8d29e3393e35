/** Tokens, and the first answers to commands that may be repeated. */
import type { Instant } from '../domain/time.js';
import { json, key, table, text, textOrNull } from './columns.js';

/** A bearer token: only its hash is known. */
export interface Token {
  prefix: string;
  hash: string;
  person: string;
  scopes: string[];
  createdAt: Instant;
  expiresAt: Instant | null;
  revokedAt: Instant | null;
}

/** The first answer to a command that carried an Idempotency-Key. */
export interface Answered {
  key: string;
  person: string;
  fingerprint: string;
  answer: unknown;
  answeredAt: Instant;
}

/** A key that was used, hashed with whose it is: for good, so that no later retry has a second effect. */
export interface SpentKey {
  hash: string;
}

export const tokenTable = table<Token>('token', {
  prefix: key(text),
  hash: text,
  person: text,
  scopes: json,
  createdAt: text,
  expiresAt: textOrNull,
  revokedAt: textOrNull,
});
export const answeredTable = table<Answered>('answered', {
  key: key(text),
  person: key(text),
  fingerprint: text,
  answer: json,
  answeredAt: text,
});
export const spentKeyTable = table<SpentKey>('spent_key', { hash: key(text) });
