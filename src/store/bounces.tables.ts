/** Bounces, and the addresses that nothing is sent to. */
import type { Bounce } from '../domain/bounce.js';
import type { Suppression } from '../domain/suppression.js';
import { bool, key, table, text, textOrNull } from './columns.js';

export const bounceTable = table<Bounce>('bounce', {
  id: key(text),
  message: text,
  address: text,
  kind: text,
  status: text,
  diagnostic: textOrNull,
  day: text,
  scored: bool,
  at: text,
});
export const suppressedTable = table<Suppression>('suppressed_address', {
  address: key(text),
  cause: text,
  reason: text,
  since: text,
  by: text,
});
