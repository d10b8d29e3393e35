/** The signed notes of an exported log, and whether keys that the reader trusts lead to the one that signed it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysFollowing, keysLeadingTo, type Rotation } from '../domain/log/key-chain.js';
import { openCheckpoint, type OpenedCheckpoint } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';

/** What the reader has from elsewhere: verifier keys (or a file with them), and a checkpoint that the log must begin with. */
export interface Trust {
  key: string | null;
  checkpoint: string | null;
}

export interface Signed {
  /** The verifier keys that the reader trusts to begin with. */
  trusted: string[];
  /** Of the whole export. */
  checkpoint: OpenedCheckpoint;
  /** That the reader has from before. */
  earlier: OpenedCheckpoint | null;
  /** Those that were kept on the way. */
  kept: OpenedCheckpoint[];
  all: OpenedCheckpoint[];
}

/** Reads the notes. Refuses them where one is not in order, or where no key that the reader trusts signed any. */
export function readSigned(dir: string, trust: Trust): Signed {
  for (const needed of ['checkpoint', 'log.vkey', 'values.ndjson'])
    if (!existsSync(join(dir, needed))) throw new Refusal('not_found', `${dir} is no exported log: it has no ${needed}.`);
  const inside = keysIn(readFileSync(join(dir, 'log.vkey'), 'utf8'));
  const trusted = trust.key === null ? inside : keysIn(existsSync(trust.key) ? readFileSync(trust.key, 'utf8') : trust.key);
  const known = [...new Set([...trusted, ...inside])];
  const note = readFileSync(join(dir, 'checkpoint'));
  const checkpoint = openCheckpoint(note, known);
  const kept = keptNotes(dir).map((each) => openCheckpoint(each, known));
  const earlier = trust.checkpoint === null ? null : openCheckpoint(readNote(trust.checkpoint), known);
  const all = [checkpoint, ...kept, ...(earlier === null ? [] : [earlier])];
  if (!all.some(({ verifiedBy }) => verifiedBy.some((key) => trusted.includes(key)))) openCheckpoint(note, trusted);
  return { trusted, checkpoint, earlier, kept, all };
}

/** What is wrong with them, given the root that the entries have at the size of each and the rotations among the entries. */
export function faultsOfSignatures(
  { trusted, checkpoint, earlier, kept, all }: Signed,
  rootsAt: ReadonlyMap<number, string>,
  rotations: readonly Rotation[],
): string[] {
  const faults: string[] = [];
  const stands = (each: OpenedCheckpoint): boolean => rootsAt.get(each.size) === each.root || each.size === 0;
  for (const each of kept) if (!stands(each)) faults.push(`the checkpoint kept at ${each.size} events does not match the log`);
  if (earlier !== null && earlier.size > checkpoint.size)
    faults.push(`the earlier checkpoint is of ${earlier.size} events: some are missing`);
  else if (earlier !== null && !stands(earlier)) faults.push(`the log does not begin with the checkpoint of ${earlier.size} events`);
  const vouchedFor = (key: string): number =>
    Math.max(0, ...all.filter((each) => each.verifiedBy.includes(key) && stands(each)).map(({ size }) => size));
  const reached = keysFollowing(trusted, rotations, vouchedFor);
  if (!checkpoint.verifiedBy.some((key) => reached.includes(key)))
    faults.push('the key that signed this export is none that you trust, and no rotation in the log leads from one to it');
  // A key that a trusted one took over from signed what came before.
  const before = reached.flatMap((key) => keysLeadingTo(key, rotations));
  if (earlier !== null && !earlier.verifiedBy.some((key) => before.includes(key)))
    faults.push('the earlier checkpoint was signed by none of the keys of this log');
  return faults;
}

/** A checkpoint from a file, also where it was copied out of a mail: with other line ends, or without the last. */
export function readNote(file: string): string {
  if (!existsSync(file)) throw new Refusal('not_found', `There is no checkpoint at ${file}.`, { pointer: '/checkpoint' });
  return `${readFileSync(file, 'utf8').replace(/\r\n?/g, '\n').trim()}\n`;
}

function keysIn(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

function keptNotes(dir: string): string[] {
  const file = join(dir, 'checkpoints.ndjson');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => noteIn(line, i + 1));
}

function noteIn(line: string, number: number): string {
  try {
    const { note } = JSON.parse(line) as { note?: unknown };
    if (typeof note === 'string') return note;
  } catch {
    // Said below.
  }
  throw new Refusal('invalid_input', `checkpoints.ndjson, line ${number}: not a checkpoint.`);
}
