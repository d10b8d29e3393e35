/** The log's tables: entries, the tree over them, where it ends, and the values beside it. */
import type { SealedValue } from '../domain/events.js';
import type { Instant } from '../domain/time.js';
import { integer, json, key, table, text, textOrNull } from './columns.js';

/** An event as stored: the canonical bytes, and beside them what reading and filtering needs. */
export interface LogEntry {
  index: number;
  recordedAt: Instant;
  type: string;
  commitment: string | null;
  /** RFC 8785 JSON; what was hashed, never serialised again. */
  bytes: string;
  /** RFC 6962 leaf hash, base64. */
  hash: string;
}

/** An interior node of the log's Merkle tree, kept once its subtree is complete. */
export interface LogNode {
  level: number;
  index: number;
  hash: string;
}

/** One row: where the log ends. Every write begins by taking it. */
export interface LogHead {
  id: number;
  size: number;
  recordedAt: Instant;
  /** Roots of the perfect subtrees, left to right, base64. */
  frontier: string[];
}

/** A signed statement of the log's size and root that was kept or handed out. */
export interface KeptCheckpoint {
  size: number;
  note: string;
  keptAt: Instant;
}

export const logTable = table<LogEntry>('log_event', {
  index: key(integer),
  recordedAt: text,
  type: text,
  commitment: textOrNull,
  bytes: text,
  hash: text,
});
export const logNodeTable = table<LogNode>('log_node', { level: key(integer), index: key(integer), hash: text });
export const logHeadTable = table<LogHead>('log_head', { id: key(integer), size: integer, recordedAt: text, frontier: json });
export const valueTable = table<SealedValue>('sealed_value', { digest: key(text), key: text, text, about: textOrNull });
export const checkpointTable = table<KeptCheckpoint>('checkpoint', { size: key(integer), note: text, keptAt: text });
