import { describe, expect, it, test } from '@jest/globals';
import { append, emptyFrontier, leafHash, rootOf } from '../../src/domain/log/merkle.js';
import { bundlePaths, readBundle, tileFiles, tilePath, type TileFile } from '../../src/domain/log/tiles.js';
import { Refusal } from '../../src/domain/refusal.js';

const entry = (i: number): Uint8Array => Buffer.from(`{"index":${i}}`);

function* entries(count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield entry(i);
}

async function exported(
  size: number,
  from: Iterable<Uint8Array> | AsyncIterable<Uint8Array> = entries(size),
): Promise<{ files: TileFile[]; root: string }> {
  const files: TileFile[] = [];
  const tiles = tileFiles(size, from);
  for (let next = await tiles.next(); ; next = await tiles.next()) {
    if (next.done === true) return { files, root: next.value };
    files.push(next.value);
  }
}

function rootOver(count: number): string {
  let frontier = emptyFrontier();
  for (const each of entries(count)) frontier = append(frontier, leafHash(each)).frontier;
  return rootOf(frontier);
}

describe('paths', () => {
  test.each<[level: number | 'entries', index: number, width: number | undefined, path: string]>([
    [0, 0, undefined, 'tile/0/000'],
    [0, 7, 256, 'tile/0/007'],
    [1, 999, undefined, 'tile/1/999'],
    [0, 1000, undefined, 'tile/0/x001/000'],
    [2, 1_234_067, undefined, 'tile/2/x001/x234/067'],
    ['entries', 1_234_067, 8, 'tile/entries/x001/x234/067.p/8'],
    ['entries', 0, 255, 'tile/entries/000.p/255'],
    [0, 1_000_000_000, 1, 'tile/0/x001/x000/x000/000.p/1'],
  ])('level %s, index %i, width %s: %s', (level, index, width, path) => {
    expect(tilePath(level, index, width)).toBe(path);
  });

  test.each<[size: number, paths: string[]]>([
    [0, []],
    [1, ['tile/entries/000.p/1']],
    [256, ['tile/entries/000']],
    [257, ['tile/entries/000', 'tile/entries/001.p/1']],
    [600, ['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/88']],
  ])('bundles of a log of %i', (size, paths) => {
    expect([...bundlePaths(size)]).toEqual(paths);
  });
});

describe('the files of a log', () => {
  test.each<[size: number, paths: string[]]>([
    [0, []],
    [1, ['tile/0/000.p/1', 'tile/entries/000.p/1']],
    [255, ['tile/0/000.p/255', 'tile/entries/000.p/255']],
    // As the specification notes: a full tile, and one of width 1 above it.
    [256, ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/1']],
    [512, ['tile/0/000', 'tile/0/001', 'tile/1/000.p/2', 'tile/entries/000', 'tile/entries/001']],
  ])('of %i entries', async (size, paths) => {
    const { files, root } = await exported(size);
    expect(files.map((file) => file.path).sort()).toEqual(paths);
    expect(root).toBe(rootOver(size));
  });

  it('of 70,000 entries are those that the specification lists', async () => {
    const { files, root } = await exported(70_000);
    const paths = files.map((file) => file.path);
    const at = (start: string): string[] => paths.filter((path) => path.startsWith(start));
    expect([at('tile/0/').length, at('tile/1/'), at('tile/2/'), at('tile/entries/').length]).toEqual([
      274,
      ['tile/1/000', 'tile/1/001.p/17'],
      ['tile/2/000.p/1'],
      274,
    ]);
    expect(paths).toEqual(expect.arrayContaining(['tile/0/000', 'tile/0/272', 'tile/0/273.p/112', 'tile/entries/273.p/112']));
    expect([...bundlePaths(70_000)]).toEqual(at('tile/entries/'));
    expect(root).toBe(rootOver(70_000));
  });

  it('hold leaf hashes at level 0 and the roots of full tiles above', async () => {
    const { files } = await exported(600);
    const bytes = new Map(files.map((file) => [file.path, file.bytes]));
    const hashes = (path: string): string[] =>
      Array.from({ length: bytes.get(path)!.length / 32 }, (_, i) =>
        Buffer.from(bytes.get(path)!.subarray(i * 32, i * 32 + 32)).toString('base64'),
      );
    expect(hashes('tile/0/000')).toEqual(Array.from({ length: 256 }, (_, i) => leafHash(entry(i))));
    expect(hashes('tile/0/002.p/88')).toEqual(Array.from({ length: 88 }, (_, i) => leafHash(entry(512 + i))));
    expect(hashes('tile/1/000.p/2')[0]).toBe(rootOver(256));
    expect(hashes('tile/1/000.p/2')).toHaveLength(2);
  });

  it('come as soon as their last entry is read', async () => {
    let read = 0;
    const counted = (function* (): Generator<Uint8Array> {
      for (const each of entries(600)) {
        read++;
        yield each;
      }
    })();
    const seen: [path: string, read: number][] = [];
    for await (const { path } of tileFiles(600, counted)) seen.push([path, read]);
    expect(seen.slice(0, 4)).toEqual([['tile/0/000', 256], ['tile/entries/000', 256], ['tile/0/001', 512], ['tile/entries/001', 512]]); // prettier-ignore
  });

  it('are the same from entries that arrive one by one', async () => {
    async function* arriving(): AsyncGenerator<Uint8Array> {
      yield* entries(300);
    }
    expect(await exported(300, arriving())).toEqual(await exported(300));
  });

  it('keep nothing beyond the size asked for, and close what they read from', async () => {
    let closed = false;
    const longer = (function* (): Generator<Uint8Array> {
      try {
        yield* entries(1000);
      } finally {
        closed = true;
      }
    })();
    expect(await exported(300, longer)).toEqual(await exported(300));
    expect(closed).toBe(true);
    expect((await exported(0, entries(5))).files).toEqual([]);
  });

  it('are not finished from too few entries', async () => {
    await expect(exported(300, entries(299))).rejects.toThrow('a log of 300 entries ended after 299');
  });

  it('cannot hold an entry over 65,535 bytes', async () => {
    const { files } = await exported(1, [new Uint8Array(65_535)]);
    expect(files.find((file) => file.path.startsWith('tile/entries'))!.bytes).toHaveLength(65_537);
    await expect(exported(1, [new Uint8Array(65_536)])).rejects.toThrow(Refusal);
  });
});

describe('a bundle', () => {
  it('gives back the entries that went in, empty ones too', async () => {
    const given = [entry(0), new Uint8Array(), Buffer.alloc(65_535, 1), entry(3)];
    const { files } = await exported(4, given);
    const bundle = files.find((file) => file.path === 'tile/entries/000.p/4')!;
    expect(readBundle(bundle.bytes).map((each) => Buffer.from(each).toString('hex'))).toEqual(
      given.map((each) => Buffer.from(each).toString('hex')),
    );
  });

  it('has the length of each entry before it, high byte first', async () => {
    const { files } = await exported(2, [Buffer.alloc(258, 0xaa), Buffer.of(0xbb)]);
    const bundle = files.find((file) => file.path === 'tile/entries/000.p/2')!;
    expect([...bundle.bytes]).toEqual([1, 2, ...Array<number>(258).fill(0xaa), 0, 1, 0xbb]);
  });

  test.each([
    ['within a length', [0, 1, 7, 0], 1],
    ['within an entry', [0, 1, 7, 0, 3, 1, 2], 1],
    ['at once', [5], 0],
  ])('that ends %s is refused', (_what, bytes, index) => {
    expect(() => readBundle(Uint8Array.from(bytes))).toThrow(`The bundle ends within its entry ${index}.`);
  });

  it('without entries is empty', () => {
    expect(readBundle(new Uint8Array())).toEqual([]);
  });
});
