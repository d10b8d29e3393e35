import { describe, expect, it, test } from '@jest/globals';
import { GrowingTree } from '../../src/domain/log/growing-tree.js';
import {
  append,
  consistencyNodes,
  consistencyProof,
  frontierNodes,
  inclusionNodes,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  type Hash,
} from '../../src/domain/log/merkle.js';
import { Refusal } from '../../src/domain/refusal.js';
import { grown } from './log-grown.js';

const base64 = (hex: string): Hash => Buffer.from(hex, 'hex').toString('base64');
/** RFC 6962 section 2.1 as it is written, from leaf hashes. */
function recursiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(recursiveRoot(leaves.slice(0, k)), recursiveRoot(leaves.slice(k)));
}

/** The test data that implementations of RFC 6962 share: eight leaves, the roots over the first 0 to 8 of them, some proofs. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(base64);
const reference = grown(leaves.map((hex) => Buffer.from(hex, 'hex')));

describe('the tree is that of RFC 6962', () => {
  test.each(roots.map((root, size) => [size, root] as const))('over the first %i reference leaves', (size, root) => {
    expect(reference.roots[size]).toBe(root);
  });

  test.each<[index: number, size: number, proof: string[]]>([
    [0, 1, []],
    [0, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
    [5, 8, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [1, 5, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
  ])('proof that leaf %i is in the tree of %i', (index, size, proof) => {
    expect(inclusionProof(index, size, reference.nodeAt)).toEqual(proof.map(base64));
  }); // prettier-ignore

  test.each<[from: number, to: number, proof: string[]]>([
    [1, 1, []],
    [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
    [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
    [2, 5, ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
    [0, 8, []],
  ])('proof that the tree of %i begins the tree of %i', (from, to, proof) => {
    expect(consistencyProof(from, to, reference.nodeAt)).toEqual(proof.map(base64));
  }); // prettier-ignore

  it('refuses an entry that no export could hold, and takes the longest that one can', () => {
    expect(leafHash(new Uint8Array(65_535))).toHaveLength(44);
    expect(() => leafHash(new Uint8Array(65_536))).toThrow(Refusal);
  });

  it('does not mistake a node for a leaf', () => {
    const [a, b] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
    expect(leafHash(Buffer.concat([Buffer.from(a, 'base64'), Buffer.from(b, 'base64')]))).not.toBe(nodeHash(a, b));
  });

  it('hashes nothing that is not a hash', () => {
    expect(() => nodeHash('', roots[1]!)).toThrow(TypeError);
    expect(() => append({ size: 1, hashes: ['abc'] }, roots[1]!)).toThrow(TypeError);
  });
});

const most = 130;
const log = grown(Array.from({ length: most }, (_, i) => Buffer.from(`entry ${i}`)));
const leafAt = (index: number): Hash => log.nodeAt(0, index);

describe(`up to ${most} entries`, () => {
  it('the root is the recursive one, grown either way', () => {
    const tree = new GrowingTree();
    const wrong: number[] = [];
    for (let size = 1; size <= most; size++) {
      tree.add(Buffer.from(`entry ${size - 1}`));
      const expected = recursiveRoot(Array.from({ length: size }, (_, i) => leafAt(i)));
      if (log.roots[size] !== expected || tree.root() !== expected || tree.size !== size) wrong.push(size);
    }
    expect(wrong).toEqual([]);
  });

  it('append names each complete node once, and the growing tree tells of the same', () => {
    const told = new Map<string, Hash>();
    const tree = new GrowingTree((level, index, hash) => told.set(`${level}/${index}`, Buffer.from(hash, 'latin1').toString('base64')));
    for (let i = 0; i < most; i++) tree.add(Buffer.from(`entry ${i}`));
    expect(told).toEqual(log.nodes);
    expect(log.nodes.size).toBe(most + 65 + 32 + 16 + 8 + 4 + 2 + 1); // all complete nodes: ⌊130 ∕ 2^level⌋ a level
  });

  it('every inclusion proof holds, is made of complete nodes, and only for its own leaf and place', () => {
    const wrong: unknown[] = [];
    for (let size = 1; size <= most; size++) {
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leaf: leafAt(index), proof: inclusionProof(index, size, log.nodeAt), root: log.roots[size]! };
        const holds = verifyInclusion(claim);
        const elsewhere = size > 1 && verifyInclusion({ ...claim, index: (index + 1) % size });
        const another = verifyInclusion({ ...claim, leaf: leafAt((index + 1) % most) });
        const complete = inclusionNodes(index, size).every((node) => (node.index + 1) * 2 ** node.level <= size);
        if (!holds || elsewhere || another || !complete) wrong.push({ size, index, holds, elsewhere, another, complete });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('every consistency proof holds, is made of complete nodes, and ties no other roots', () => {
    const wrong: unknown[] = [];
    for (let to = 0; to <= most; to++) {
      for (let from = 0; from <= to; from++) {
        const claim = { from, to, fromRoot: log.roots[from]!, toRoot: log.roots[to]!, proof: consistencyProof(from, to, log.nodeAt) };
        const holds = verifyConsistency(claim);
        const otherStart = verifyConsistency({ ...claim, fromRoot: log.roots[(from + 1) % most]! });
        // Anything begins with the empty log: a proof of that says nothing about the end.
        const otherEnd = from > 0 && verifyConsistency({ ...claim, toRoot: log.roots[(to + 1) % most]! });
        const complete = consistencyNodes(from, to).every((node) => (node.index + 1) * 2 ** node.level <= to);
        if (!holds || otherStart || otherEnd || !complete) wrong.push({ to, from, holds, otherStart, otherEnd, complete });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('the frontier of any size is found again among the nodes', () => {
    const found = log.roots.map((_, at) =>
      rootOf({ size: at, hashes: frontierNodes(at).map(({ level, index }) => log.nodeAt(level, index)) }),
    );
    expect(found).toEqual(log.roots);
  });

  it('a proof is not more than a hash or two a level', () => {
    expect(inclusionProof(77, most, log.nodeAt).length).toBeLessThanOrEqual(8);
    expect(consistencyProof(77, most, log.nodeAt).length).toBeLessThanOrEqual(9);
  });
});

describe('mistakes in the program are errors', () => {
  test.each<[what: string, attempt: () => unknown]>([
    ['a proof of an entry past the end', () => inclusionProof(3, 3, log.nodeAt)],
    ['a proof of a negative entry', () => inclusionNodes(-1, 3)],
    ['a proof in an empty log', () => inclusionNodes(0, 0)],
    ['a proof from a larger log to a smaller', () => consistencyProof(4, 3, log.nodeAt)],
    ['a frontier that does not fit its size', () => append({ size: 3, hashes: [roots[1]!] }, roots[1]!)],
    ['a frontier of no size at all', () => rootOf({ size: Infinity, hashes: [] })],
    ['the root of such a frontier', () => rootOf({ size: 4, hashes: [roots[1]!, roots[1]!] })],
  ])('%s', (_what, attempt) => {
    expect(attempt).toThrow(/no entry|cannot be how|no frontier/);
  });

  it('appending leaves the frontier it was given as it was', () => {
    const before = structuredClone(log.frontier);
    append(log.frontier, leafAt(0));
    expect(log.frontier).toEqual(before);
  });

  it('places are right far beyond 32 bits', () => {
    const size = 2 ** 49 + 1;
    expect(inclusionNodes(size - 1, size)).toEqual([{ level: 49, index: 0 }]);
    expect(inclusionNodes(0, size)).toHaveLength(50);
    expect(consistencyNodes(2 ** 49, size)).toEqual([{ level: 0, index: 2 ** 49 }]);
  });
});
