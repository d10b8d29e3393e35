/**
 * The files of an exported log, in the layout of C2SP tlog-tiles: bundles of entries, and tiles of 256 hashes at every
 * eighth level of the tree. Pure: paths and bytes come out one file at a time, and somebody else writes or compares them.
 */
import { GrowingTree } from './growing-tree.js';
import { putRaw, type Hash, type RawHash } from './hashing.js';
import { Refusal } from '../refusal.js';

export interface TileFile {
  /** Relative to the export, with slashes. */
  path: string;
  bytes: Uint8Array;
}

/** Hashes in a full tile, entries in a full bundle. */
const fullWidth = 256;
/** Levels of the tree from a tile to the one above. */
const tileHeight = 8;

/** Where a tile (or bundle) lies: the index in groups of three digits, and how wide the tile is when it is not full. */
export function tilePath(level: number | 'entries', index: number, width = fullWidth): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  const folders = groups.slice(0, -1).map((group) => `x${group}/`);
  return `tile/${level}/${folders.join('')}${groups.at(-1)}${width < fullWidth ? `.p/${width}` : ''}`;
}

/** The paths of the bundles that hold a log of `size` entries, in order. */
export function* bundlePaths(size: number): Generator<string> {
  for (let first = 0; first < size; first += fullWidth) yield tilePath('entries', first / fullWidth, Math.min(fullWidth, size - first));
}

/**
 * The files for the first `size` entries of a log (canonical bytes, in order), each as soon as its last entry is read.
 * Returns the root, computed from the bytes alone: compare it with the checkpoint's before relying on the files.
 *
 * Keeps one bundle and one tile a level in memory. Throws when the entries end before `size`; reads none beyond it.
 */
export async function* tileFiles(
  size: number,
  entries: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<TileFile, Hash, undefined> {
  const ready: TileFile[] = [];
  const tiles: Tile[] = [];
  const tree = new GrowingTree((level, _index, hash) => {
    if (level % tileHeight !== 0) return;
    const tile = (tiles[level / tileHeight] ??= new Tile(level / tileHeight));
    if (tile.add(hash) === fullWidth) ready.push(tile.take());
  });
  const bundle = new Bundle();
  if (size > 0) {
    for await (const entry of entries) {
      tree.add(entry);
      if (bundle.add(entry) === fullWidth) ready.push(bundle.take());
      while (ready.length > 0) yield ready.shift()!;
      if (tree.size === size) break;
    }
  }
  if (tree.size < size) throw new Error(`a log of ${size} entries ended after ${tree.size}`);
  for (const unfinished of [bundle, ...tiles]) if (unfinished.width > 0) yield unfinished.take();
  return tree.root();
}

/** The entries in a bundle, as views of it. Refuses one that ends within an entry. */
export function readBundle(bundle: Uint8Array): Uint8Array[] {
  // A plain view: views of a Buffer are Buffers, and cost more to make.
  const bytes = new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes[at]! * 256 + (bytes[at + 1] ?? 0);
    if (end > bytes.length) throw new Refusal('invalid_input', `The bundle ends within its entry ${entries.length}.`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

class Tile {
  width = 0;
  private index = 0;
  private hashes = new Uint8Array(32 * fullWidth);

  constructor(private readonly level: number) {}

  add(hash: RawHash): number {
    putRaw(this.hashes, hash, 32 * this.width);
    return ++this.width;
  }

  take(): TileFile {
    const file = { path: tilePath(this.level, this.index++, this.width), bytes: this.hashes.subarray(0, 32 * this.width) };
    this.hashes = new Uint8Array(32 * fullWidth);
    this.width = 0;
    return file;
  }
}

class Bundle {
  private index = 0;
  private entries: Uint8Array[] = [];

  get width(): number {
    return this.entries.length;
  }

  add(entry: Uint8Array): number {
    return this.entries.push(entry);
  }

  take(): TileFile {
    const bytes = Buffer.allocUnsafe(this.entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
    let at = 0;
    for (const entry of this.entries) {
      bytes.set(entry, bytes.writeUInt16BE(entry.length, at));
      at += 2 + entry.length;
    }
    const file = { path: tilePath('entries', this.index++, this.width), bytes };
    this.entries = [];
    return file;
  }
}
