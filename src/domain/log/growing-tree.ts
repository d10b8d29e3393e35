/** The Merkle tree of merkle.ts for going through a whole log at once: it keeps one pair of hashes a level and nothing else. */
import { hash } from 'node:crypto';
import { emptyRoot, hashLeaf, leftAt, nodeInput, putRaw, rightAt, type Hash, type RawHash } from './hashing.js';

/** Told of every node as it is completed, leaves (level 0) included. */
export type OnComplete = (level: number, index: number, hash: RawHash) => void;

export class GrowingTree {
  private entries = 0;
  /** By level: 0x01 ‖ left ‖ right, so that a completed pair is hashed where it lies. */
  private readonly pairs: Uint8Array[] = [];

  constructor(private readonly onComplete?: OnComplete) {}

  get size(): number {
    return this.entries;
  }

  /** Adds an entry's bytes as the next leaf. Refuses an entry over 65,535 bytes. */
  add(entry: Uint8Array): void {
    let completed = hashLeaf(entry, 'binary');
    let index = this.entries++;
    let level = 0;
    this.onComplete?.(level, index, completed);
    while (index % 2 === 1) {
      const pair = this.pairs[level++]!;
      putRaw(pair, completed, rightAt);
      completed = hash('sha256', pair, 'binary');
      index = (index - 1) / 2;
      this.onComplete?.(level, index, completed);
    }
    putRaw((this.pairs[level] ??= nodeInput()), completed, leftAt);
  }

  /** The root over the entries so far. More may be added after. */
  root(): Hash {
    const joined = nodeInput();
    let root: Uint8Array | undefined;
    for (const [level, pair] of this.pairs.entries()) {
      if (Math.floor(this.entries / 2 ** level) % 2 === 0) continue;
      const left = pair.subarray(leftAt, rightAt);
      if (root !== undefined) {
        joined.set(left, leftAt);
        joined.set(root, rightAt);
      }
      root = root === undefined ? left : hash('sha256', joined, 'buffer');
    }
    return root === undefined ? emptyRoot : Buffer.from(root).toString('base64');
  }
}
