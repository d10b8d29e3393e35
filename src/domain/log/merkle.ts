/**
 * The Merkle tree over the log, as RFC 6962 section 2.1 defines it: what an append adds, and the proofs.
 *
 * A node (level, index) stands for the entries from index·2^level to (index + 1)·2^level; leaves are level 0. Only nodes whose
 * entries are all there are ever kept, so a kept node never changes. Sizes and indexes go beyond 32 bits: no bit operators.
 */
import { hash } from 'node:crypto';
import { emptyRoot, hashLeaf, isHash, leftAt, nodeInput, rightAt, type Hash } from './hashing.js';

export type { Hash } from './hashing.js';

export interface NodePlace {
  level: number;
  index: number;
}

export interface TreeNode extends NodePlace {
  hash: Hash;
}

/** All that the next append needs to know: the roots of the largest complete subtrees, left to right, one for each bit set in `size`. */
export interface Frontier {
  size: number;
  hashes: Hash[];
}

/** Answers with the hash of a complete node, or throws. */
export type NodeAt = (level: number, index: number) => Hash;

/** SHA-256(0x00 ‖ entry). Refuses an entry over 65,535 bytes, which no export could hold. */
export function leafHash(entry: Uint8Array): Hash {
  return hashLeaf(entry, 'base64');
}

const pair = Buffer.from(nodeInput());

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const written = pair.write(left, leftAt, 32, 'base64') + pair.write(right, rightAt, 32, 'base64');
  if (written !== 64) throw new TypeError(`not two hashes of 32 bytes in base64: ${left} and ${right}`);
  return hash('sha256', pair, 'base64');
}

export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] };
}

/** The frontier after one more leaf, and the interior nodes (level 1 and up) that the leaf completes. */
export function append(frontier: Frontier, leaf: Hash): { frontier: Frontier; nodes: TreeNode[] } {
  const hashes = hashesOf(frontier);
  const nodes: TreeNode[] = [];
  let node: TreeNode = { level: 0, index: frontier.size, hash: leaf };
  while (node.index % 2 === 1) {
    node = { level: node.level + 1, index: Math.floor(node.index / 2), hash: nodeHash(hashes.pop()!, node.hash) };
    nodes.push(node);
  }
  return { frontier: { size: frontier.size + 1, hashes: [...hashes, node.hash] }, nodes };
}

/** The root hash of the log that ends here. */
export function rootOf(frontier: Frontier): Hash {
  return frontier.size === 0 ? emptyRoot : joined(hashesOf(frontier));
}

/** The nodes that make up the frontier of the log at `size`, left to right. */
export function frontierNodes(size: number): NodePlace[] {
  return size === 0 ? [] : completeNodes([0, size]);
}

/** What an inclusion proof of entry `index` in the log of `size` is made from. */
export function inclusionNodes(index: number, size: number): NodePlace[] {
  return inclusionPath(index, size).flatMap(completeNodes);
}

/** Hashes that lead from entry `index` to the root of the log of `size` (RFC 6962 section 2.1.1), nearest first. */
export function inclusionProof(index: number, size: number, nodeAt: NodeAt): Hash[] {
  return hashesOver(inclusionPath(index, size), nodeAt);
}

/** What a proof that the log of `from` entries begins the log of `to` is made from. */
export function consistencyNodes(from: number, to: number): NodePlace[] {
  return consistencyPath(from, to).flatMap(completeNodes);
}

/** Hashes that tie the root at `from` to the root at `to` (RFC 6962 section 2.1.2). Empty when `from` is 0 or `to`: there is nothing to tie. */
export function consistencyProof(from: number, to: number, nodeAt: NodeAt): Hash[] {
  return hashesOver(consistencyPath(from, to), nodeAt);
}

export interface InclusionClaim {
  index: number;
  size: number;
  leaf: Hash;
  proof: readonly Hash[];
  root: Hash;
}

/** Whether the proof shows that the leaf is entry `index` of the log of `size` with this root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, ...proof].every(isHash)) return false;
  let [place, last, computed] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      computed = nodeHash(sibling, computed);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      computed = nodeHash(computed, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && computed === root;
}

export interface ConsistencyClaim {
  from: number;
  to: number;
  fromRoot: Hash;
  toRoot: Hash;
  proof: readonly Hash[];
}

/** Whether the proof shows that the log of `from` entries is how the log of `to` entries begins (RFC 9162 section 2.1.4.2). */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(to) || from > to || ![fromRoot, toRoot, ...proof].every(isHash)) return false;
  if (from === 0) return proof.length === 0 && fromRoot === emptyRoot && (to > 0 || toRoot === emptyRoot);
  if (from === to) return proof.length === 0 && fromRoot === toRoot;
  let [place, last] = [from - 1, to - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  // A log of 2^n entries is a node of the larger tree: the proof leaves its root out.
  const [start, ...rest] = place === 0 ? [fromRoot, ...proof] : proof;
  if (start === undefined) return false;
  let [computedFrom, computedTo] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      computedFrom = nodeHash(sibling, computedFrom);
      computedTo = nodeHash(sibling, computedTo);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      computedTo = nodeHash(computedTo, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && computedFrom === fromRoot && computedTo === toRoot;
}

/** Entries from `start` to before `end`; where a proof names one, `start` is a multiple of the least power of two that covers it. */
type Range = [start: number, end: number];

/** What stands beside the way from the entry up to the root. */
function inclusionPath(index: number, size: number): Range[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no entry ${index} in a log of ${size}`);
  const down: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + leftWidth(end - start);
    down.push(index < middle ? [middle, end] : [start, middle]);
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return down.reverse();
}

/** What stands beside the way from the smaller log's last node up to the larger one's root; first that node, unless it is the smaller root itself. */
function consistencyPath(from: number, to: number): Range[] {
  if (!isCount(from) || !isCount(to) || from > to) throw new RangeError(`a log of ${from} cannot be how one of ${to} begins`);
  if (from === 0) return [];
  const down: Range[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + leftWidth(end - start);
    down.push(from <= middle ? [middle, end] : [start, middle]);
    [start, end] = from <= middle ? [start, middle] : [middle, end];
  }
  if (start > 0) down.push([start, end]);
  return down.reverse();
}

/** The complete nodes that a range consists of, left to right and so from large to small. */
function completeNodes([start, end]: Range): NodePlace[] {
  const nodes: NodePlace[] = [];
  let at = start;
  for (let level = levelWithin(end - start); at < end; level--) {
    if (2 ** level > end - at) continue;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

function hashesOver(path: Range[], nodeAt: NodeAt): Hash[] {
  return path.map((range) => joined(completeNodes(range).map(({ level, index }) => nodeAt(level, index))));
}

/** The root over complete subtrees given left to right. */
function joined(subtrees: readonly Hash[]): Hash {
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}

function hashesOf({ size, hashes }: Frontier): Hash[] {
  const subtrees = isCount(size) ? size.toString(2).replaceAll('0', '').length : undefined;
  if (hashes.length !== subtrees) throw new Error(`a log of ${size} has no frontier of ${hashes.length} hashes`);
  return [...hashes];
}

/** The largest power of two below `width`: where RFC 6962 splits a tree. */
function leftWidth(width: number): number {
  return 2 ** levelWithin(width - 1);
}

/** The level of the largest complete tree that `width` entries hold. By doubling, since Math.log2 rounds 2^49 + 1 down. */
function levelWithin(width: number): number {
  let level = 0;
  while (2 ** (level + 1) <= width) level++;
  return level;
}

function half(place: number): number {
  return Math.floor(place / 2);
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 0;
}
