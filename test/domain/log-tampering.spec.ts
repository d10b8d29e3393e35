import { describe, expect, it, test } from '@jest/globals';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion, type Hash } from '../../src/domain/log/merkle.js';
import { grown } from './log-grown.js';

const log = grown(Array.from({ length: 20 }, (_, i) => Buffer.from(`entry ${i}`)));
const leafAt = (index: number): Hash => log.nodeAt(0, index);

/** Another hash, one bit away. */
function flipped(hash: Hash): Hash {
  const bytes = Buffer.from(hash, 'base64');
  bytes[31]! ^= 1;
  return bytes.toString('base64');
}

describe('a proof that was tampered with is refused', () => {
  const inclusion = { index: 5, size: 13, leaf: leafAt(5), proof: inclusionProof(5, 13, log.nodeAt), root: log.roots[13]! };
  const consistency = { from: 6, to: 13, fromRoot: log.roots[6]!, toRoot: log.roots[13]!, proof: consistencyProof(6, 13, log.nodeAt) };
  const without = (proof: readonly Hash[], i: number): Hash[] => proof.filter((_, at) => at !== i);
  const changed = (proof: readonly Hash[], i: number): Hash[] => proof.map((hash, at) => (at === i ? flipped(hash) : hash));

  it('though it holds untouched', () => {
    expect([verifyInclusion(inclusion), verifyConsistency(consistency)]).toEqual([true, true]);
    expect([inclusion.proof.length, consistency.proof.length]).toEqual([4, 4]);
  });

  test.each([0, 1, 2, 3])('hash %i changed, left out or given twice', (i) => {
    for (const proof of [changed(inclusion.proof, i), without(inclusion.proof, i), inclusion.proof.toSpliced(i, 0, inclusion.proof[i]!)])
      expect(verifyInclusion({ ...inclusion, proof })).toBe(false);
    for (const proof of [
      changed(consistency.proof, i),
      without(consistency.proof, i),
      consistency.proof.toSpliced(i, 0, consistency.proof[i]!),
    ])
      expect(verifyConsistency({ ...consistency, proof })).toBe(false);
  });

  test.each<[what: string, change: Partial<typeof inclusion>]>([
    ['a size that needs a longer proof', { size: 17 }],
    ['an index past the end', { index: 13 }],
    ['a negative index', { index: -1 }],
    ['an index between two', { index: 5.5 }],
    ['a size that is no number', { size: NaN }],
    ['another root', { root: log.roots[12]! }],
    ['a hash in another spelling', { leaf: leafAt(5).replace('=', '') }],
    ['a hash that is none', { proof: ['', ...inclusion.proof.slice(1)] }],
    ['one hash too many', { proof: [...inclusion.proof, leafAt(0)] }],
    ['hashes in reverse', { proof: inclusion.proof.toReversed() }],
  ])('inclusion with %s', (_what, change) => {
    expect(verifyInclusion({ ...inclusion, ...change })).toBe(false);
  });

  test.each<[what: string, change: Partial<typeof consistency>]>([
    ['sizes the wrong way round', { from: 13, to: 6, fromRoot: log.roots[13]!, toRoot: log.roots[6]! }],
    ['another start', { from: 7 }],
    ['an end that needs a longer proof', { to: 17 }],
    ['the start claimed empty', { from: 0 }],
    ['the start claimed to be the end', { from: 13 }],
    ['a negative size', { from: -1 }],
    ['no hashes at all', { proof: [] }],
    ['one hash too many', { proof: [...consistency.proof, leafAt(0)] }],
    ['roots the wrong way round', { fromRoot: consistency.toRoot, toRoot: consistency.fromRoot }],
    ['no root', { toRoot: '' }],
  ])('consistency with %s', (_what, change) => {
    expect(verifyConsistency({ ...consistency, ...change })).toBe(false);
  });

  it('a true proof from the end of a larger log, passed off as one of a smaller', () => {
    const [small, large] = [log.roots[7]!, log.roots[8]!];
    expect(verifyInclusion({ index: 1, size: 2, leaf: leafAt(7), proof: inclusionProof(7, 8, log.nodeAt), root: large })).toBe(false);
    expect(verifyConsistency({ from: 3, to: 4, fromRoot: small, toRoot: large, proof: consistencyProof(7, 8, log.nodeAt) })).toBe(false);
  });

  it('equal sizes with different roots, or with hashes that prove nothing', () => {
    const same = { from: 6, to: 6, fromRoot: log.roots[6]!, toRoot: log.roots[6]!, proof: [] as Hash[] };
    expect(verifyConsistency(same)).toBe(true);
    expect(verifyConsistency({ ...same, toRoot: log.roots[7]! })).toBe(false);
    expect(verifyConsistency({ ...same, proof: [leafAt(0)] })).toBe(false);
  });
});
