import { append, emptyFrontier, leafHash, rootOf, type Frontier, type Hash } from '../../src/domain/log/merkle.js';

/** A log grown by append, with every node that append ever named, and its root at every size. */
export function grown(entries: readonly Uint8Array[]): {
  frontier: Frontier;
  nodes: Map<string, Hash>;
  roots: Hash[];
  nodeAt: (level: number, index: number) => Hash;
} {
  const nodes = new Map<string, Hash>();
  let frontier = emptyFrontier();
  const roots = [rootOf(frontier)];
  for (const [index, entry] of entries.entries()) {
    const leaf = leafHash(entry);
    nodes.set(`0/${index}`, leaf);
    const appended = append(frontier, leaf);
    for (const { level, index: at, hash } of appended.nodes) nodes.set(`${level}/${at}`, hash);
    frontier = appended.frontier;
    roots.push(rootOf(frontier));
  }
  const nodeAt = (level: number, index: number): Hash => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no node ${level}/${index}`);
    return hash;
  };
  return { frontier, nodes, roots, nodeAt };
}
