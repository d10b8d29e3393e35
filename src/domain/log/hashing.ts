/**
 * SHA-256 as the log uses it: a byte before leaves that interior nodes never begin with (RFC 6962 section 2.1).
 *
 * Digests come out of Node as strings because that is twice as fast as a Buffer each, measured, and a log is verified
 * by hashing every event and as many nodes again.
 */
import { hash } from 'node:crypto';
import { Refusal } from '../refusal.js';

/** A SHA-256 digest in standard base64, as checkpoints write it: 44 characters. */
export type Hash = string;
/** The same digest as 32 characters of one byte each: never stored, only on its way into a buffer. */
export type RawHash = string;

/** What the two length bytes in front of an exported entry can say (tlog-tiles). */
export const maxEntryBytes = 65_535;

/** The root of a log with no events. */
export const emptyRoot: Hash = hash('sha256', new Uint8Array(), 'base64');

const leafInput = new Uint8Array(1 + maxEntryBytes);
/** One view of leafInput for each length met, since making a view costs a fifth of hashing what it shows. */
const leafViews = new Array<Uint8Array | undefined>(leafInput.length + 1);

/** SHA-256(0x00 ‖ entry). Refuses an entry that no export could hold. */
export function hashLeaf(entry: Uint8Array, encoding: 'base64' | 'binary'): string {
  if (entry.length > maxEntryBytes) {
    throw new Refusal(
      'invalid_input',
      `This would make an entry of ${entry.length} bytes in the log, which takes at most ${maxEntryBytes}.`,
    );
  }
  leafInput.set(entry, 1);
  const length = 1 + entry.length;
  return hash('sha256', (leafViews[length] ??= leafInput.subarray(0, length)), encoding);
}

/** Room for what a node is hashed from: 0x01 ‖ left ‖ right. */
export function nodeInput(): Uint8Array {
  return new Uint8Array(65).fill(0x01);
}
export const leftAt = 1;
export const rightAt = 33;

/** Byte by byte, which is compiled; the calls of Buffer that do this leave JavaScript, and take half as long again. */
export function putRaw(into: Uint8Array, hash: RawHash, at: number): void {
  for (let i = 0; i < 32; i++) into[at + i] = hash.charCodeAt(i);
}

/** Whether this is 32 bytes in base64 and in no other spelling of it. */
export function isHash(text: string): boolean {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text);
}
