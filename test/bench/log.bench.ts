/**
 * The log beside bare SHA-256: a digest of each event's bytes, taken from the same bundles by the fastest call that Node has.
 * Verifying an event takes two digests by nature, its own and on average one node of the tree above it.
 */
import { hash } from 'node:crypto';
import { GrowingTree } from '../../src/domain/log/growing-tree.js';
import { canonicalJson } from '../../src/domain/log/jcs.js';
import { append, emptyFrontier, inclusionNodes, inclusionProof, leafHash, rootOf, verifyInclusion } from '../../src/domain/log/merkle.js';
import { newLogKey, openCheckpoint, signCheckpoint, verifierKeyOf } from '../../src/domain/log/note.js';
import { readBundle, tileFiles } from '../../src/domain/log/tiles.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

const origin = 'example.org/bench';
/** A proof is some twenty hashes and as many reads: proving every entry would take longer than all the rest. */
const tenth = 10;

/** Made once and gone through again, so that a million events are not half a gigabyte of memory. */
const distinct = 100_000;

export async function run({ full }: BenchOptions = { full: false }): Promise<BenchResult[]> {
  const events = full ? 1_000_000 : 100_000;
  const records = Array.from({ length: distinct }, (_, index) => record(index));
  const entries = records.map((each) => Buffer.from(canonicalJson(each), 'utf8'));
  const again = events / distinct;

  const files = new Map<string, Uint8Array>();
  const tiles = tileFiles(distinct, entries);
  let next = await tiles.next();
  for (; next.done !== true; next = await tiles.next()) files.set(next.value.path, next.value.bytes);
  const key = newLogKey(origin);
  const verifierKey = verifierKeyOf(key);
  const checkpoint = signCheckpoint({ origin, size: distinct, root: next.value }, [key]);
  const bundles = [...files].filter(([path]) => path.startsWith('tile/entries/')).map(([, bytes]) => bytes);

  const verify = (): void => {
    const tree = new GrowingTree();
    for (const bundle of bundles) for (const entry of readBundle(bundle)) tree.add(entry);
    if (tree.root() !== openCheckpoint(checkpoint, [verifierKey]).root) throw new Error('the log did not verify');
  };
  const verifyFiles = async (): Promise<void> => {
    const made = tileFiles(distinct, entriesIn(bundles));
    let file = await made.next();
    for (; file.done !== true; file = await made.next())
      if (Buffer.compare(files.get(file.value.path)!, file.value.bytes) !== 0) throw new Error(`${file.value.path} differs`);
    if (file.value !== openCheckpoint(checkpoint, [verifierKey]).root) throw new Error('the log did not verify');
  };
  const appendAll = (): void => {
    let frontier = emptyFrontier();
    for (const each of records) frontier = append(frontier, leafHash(Buffer.from(canonicalJson(each), 'utf8'))).frontier;
    if (rootOf(frontier) !== next.value) throw new Error('append made another log');
  };
  const proofs = provers(entries);
  const bare = (): void => {
    for (const bundle of bundles) for (const entry of readBundle(bundle)) hash('sha256', entry, 'binary');
  };

  const cost = await costs({
    bare: () => repeat(again, bare),
    verify: () => repeat(again, verify),
    verifyFiles: () => repeat(again, verifyFiles),
    append: () => repeat(again, appendAll),
    prove: () => repeat(again, proofs),
  });
  const rate = (name: keyof typeof cost): number => (name === 'prove' ? events / tenth : events) / (cost[name].cpuMs / 1000);
  const row = (name: string, subject: keyof typeof cost, least: number | null): BenchResult => {
    const ratio = rate(subject) / rate('bare');
    return {
      name,
      ours: rate(subject),
      theirs: rate('bare'),
      ratio,
      bar: least === null ? '–' : `≥ ${least}`,
      ok: least === null || ratio >= least,
    };
  };
  const results = [
    row('log: events verified a CPU second, against SHA-256 of each', 'verify', 0.4),
    row('log: the same, every file of an export compared', 'verifyFiles', null),
    row('log: events made canonical and appended', 'append', null),
    row('log: events proved to be in it, and the proof checked', 'prove', null),
  ];
  for (const { name, ratio, bar } of results) console.log(`${name}: ${ratio.toFixed(2)} (bar ${bar})`);
  return results;
}

/** Of the size that events have: some 450 bytes. */
function record(index: number): Record<string, unknown> {
  return {
    index,
    recordedAt: '2020-11-30T07:00:00.000Z',
    validOn: '2020-11-30',
    actor: '01JDXW3M8GZ0V5T5Q2N9C4R7KA',
    type: 'target.revised',
    commitment: `C-${String(index % 10_000).padStart(4, '0')}`,
    reason: { hmac: hash('sha256', String(index), 'base64url') },
    payload: {
      kind: 'until',
      edtf: '2024',
      earliest: '2020-11-24',
      latest: '2024-12-31',
      phrase: 'jusqu’en 2024',
      lang: 'fr',
      certainty: 'certain',
      change: 'extended',
      source: { title: 'Conférence de presse', publisher: 'OTAN', url: `https://www.nato.int/cps/fr/natohq/news_${index}.htm` },
    },
  };
}

function* entriesIn(bundles: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const bundle of bundles) yield* readBundle(bundle);
}

/** Proves one entry in ten against the whole log, from nodes kept as a store keeps them, and checks each proof. */
function provers(entries: readonly Uint8Array[]): () => void {
  const nodes = new Map<string, string>();
  let frontier = emptyFrontier();
  for (const [index, entry] of entries.entries()) {
    const leaf = leafHash(entry);
    nodes.set(`0/${index}`, leaf);
    const appended = append(frontier, leaf);
    for (const node of appended.nodes) nodes.set(`${node.level}/${node.index}`, node.hash);
    frontier = appended.frontier;
  }
  const { size } = frontier;
  const root = rootOf(frontier);
  return () => {
    for (let index = 0; index < size; index += tenth) {
      const fetched = new Map(inclusionNodes(index, size).map(({ level, index: at }) => [`${level}/${at}`, nodes.get(`${level}/${at}`)!]));
      const proof = inclusionProof(index, size, (level, at) => fetched.get(`${level}/${at}`)!);
      if (!verifyInclusion({ index, size, leaf: nodes.get(`0/${index}`)!, proof, root })) throw new Error(`no proof of ${index}`);
    }
  };
}

async function repeat(times: number, work: () => unknown): Promise<void> {
  for (let i = 0; i < times; i++) await work();
}
