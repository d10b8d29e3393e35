/** Our own check of an exported log, with no database: signature, bytes, order, tree, values, and that the events make a register. */
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { unseal, valueMatches, type SealedValue } from '../domain/events.js';
import { applyEvent, emptyRegister } from '../domain/fold.js';
import { GrowingTree } from '../domain/log/growing-tree.js';
import { parseStrict } from '../domain/log/jcs.js';
import { leafHash } from '../domain/log/merkle.js';
import type { Rotation } from '../domain/log/key-chain.js';
import { bundlePaths, readBundle, tileFiles, tilePath } from '../domain/log/tiles.js';
import { faultsOfSignatures, readSigned, type Trust } from './export-signatures.js';
import type { Verification } from './verification.service.js';

type Values = Map<string, Pick<SealedValue, 'digest' | 'key' | 'text'>>;

/** Checks an export. `trustedKeyInside` says that its own key was all there was to go by, which anyone could have made. */
export async function verifyExport(dir: string, trust: Trust): Promise<Verification & { trustedKeyInside: boolean }> {
  const signed = readSigned(dir, trust);
  const { size, root } = signed.checkpoint;
  const faults: string[] = [];
  const values = await readExportedValues(dir, faults);
  const check = new EntryCheck(values, faults);
  const rootsAt = new Map<number, string>();
  const wanted = new Set(signed.all.map((each) => each.size));
  const tree = new GrowingTree();
  for (const [number, path] of [...bundlePaths(size)].entries()) {
    const first = number * bundleWidth;
    for (const bytes of check.bundle(dir, path, first, Math.min(bundleWidth, size - first))) {
      tree.add(bytes);
      if (wanted.has(tree.size)) rootsAt.set(tree.size, tree.root());
    }
  }
  if (tree.root() !== root) faults.push('the entries do not give the root that was signed');
  faults.push(...faultsOfSignatures(signed, rootsAt, check.rotations));
  if (faults.length === 0) await compareTiles(dir, size, faults);
  const { firstBad } = check;
  return { ok: faults.length === 0, size: tree.size, root: tree.root(), firstBad, faults, trustedKeyInside: trust.key === null };
}

const bundleWidth = 256;
const hashLength = 32;

class EntryCheck {
  firstBad: number | null = null;
  readonly rotations: Rotation[] = [];
  private readonly register = emptyRegister();

  constructor(
    private readonly values: Values,
    private readonly faults: string[],
  ) {}

  /** The entries of a bundle, each held against its place and its hash; what is wrong in a bundle is told once. */
  bundle(dir: string, path: string, first: number, width: number): Uint8Array[] {
    try {
      const entries = readBundle(readFileSync(join(dir, path)));
      const hashes = readFileSync(join(dir, tilePath(0, first / bundleWidth, width)));
      const wrong = entries.slice(0, width).findIndex((bytes, i) => !this.isRight(bytes, first + i, hashOf(hashes, i)));
      if (wrong < 0 && entries.length !== width)
        this.bad(first + Math.min(entries.length, width), `${path} holds ${entries.length} entries, not ${width}`);
      return entries;
    } catch (error) {
      this.bad(first, `${path}: ${(error as Error).message}`);
      return [];
    }
  }

  private isRight(bytes: Uint8Array, index: number, hash: string): boolean {
    try {
      if (leafHash(bytes) !== hash) throw new Error('its bytes do not give the hash in the tree');
      const record = parseStrict(bytes) as Record<string, unknown>;
      if (record['index'] !== index) throw new Error(`calls itself event ${String(record['index'])}`);
      if (record['type'] === 'key.rotated') this.rotations.push({ index, ...(record['payload'] as Omit<Rotation, 'index'>) });
      if (this.firstBad === null)
        applyEvent(
          this.register,
          unseal(record, (digest) => this.values.get(digest)?.text ?? null),
        );
      return true;
    } catch (error) {
      this.bad(index, (error as Error).message);
      return false;
    }
  }

  private bad(index: number, fault: string): void {
    this.firstBad ??= index;
    this.faults.push(`event ${index}: ${fault}`);
  }
}

function hashOf(tile: Buffer, index: number): string {
  return tile.toString('base64', index * hashLength, (index + 1) * hashLength);
}

/** The tiles above the first are not needed for the root, but others will read them. */
async function compareTiles(dir: string, size: number, faults: string[]): Promise<void> {
  function* entries(): Generator<Uint8Array> {
    for (const path of bundlePaths(size)) yield* readBundle(readFileSync(join(dir, path)));
  }
  for await (const { path, bytes } of tileFiles(size, entries())) {
    const file = join(dir, path);
    if (!existsSync(file) || Buffer.compare(readFileSync(file), bytes) !== 0) faults.push(`${path} is not what the entries give`);
  }
}

async function readExportedValues(dir: string, faults: string[]): Promise<Values> {
  const values: Values = new Map();
  const file = await open(join(dir, 'values.ndjson'));
  let number = 0;
  for await (const line of file.readLines()) {
    number++;
    const value = readValue(line);
    if (value !== null && valueMatches(value)) values.set(value.digest, value);
    else faults.push(`values.ndjson, line ${number}: not the value that its digest stands for`);
  }
  return values;
}

function readValue(line: string): Pick<SealedValue, 'digest' | 'key' | 'text'> | null {
  try {
    const { digest, key, text } = JSON.parse(line) as Record<string, unknown>;
    return typeof digest === 'string' && typeof key === 'string' && typeof text === 'string' ? { digest, key, text } : null;
  } catch {
    return null;
  }
}
