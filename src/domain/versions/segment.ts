/**
 * Versions in bulk: thousands of them as columns of numbers side by side, so that a million are counted in the time that a
 * database takes to hand over one row in ten. A segment holds every version that the events of a stretch of the log made.
 */
import { commitmentKinds, progressValues, publications, standings } from '../axes.js';
import type { EpochDay } from '../time.js';
import { verdictValues } from '../verdict.js';
import type { Facts } from './facts.js';

/** What is kept of a stretch of the log. */
export interface Segment {
  /** The index of its first event, and that of the first after it. */
  first: number;
  next: number;
  /** Ids and lists of topics that the columns name by number. */
  names: string[];
  /** How many events of each type of notice the stretch has. */
  notices: Partial<Record<string, number>>;
  columns: Uint8Array;
}

type Width = 4 | 2 | 1;
/** How a member is written as a number, and how many bytes that takes. */
interface Packing {
  width: Width;
  write: (value: never, nameOf: (name: string) => number) => number;
}

/** The number that stands for no day and no name. */
const none = -(2 ** 31);

const count = (width: Width): Packing => ({ width, write: (value: number) => Math.min(value, 2 ** (8 * width - 1) - 1) });
const day: Packing = { width: 4, write: (value: number | null) => value ?? none };
const name: Packing = { width: 4, write: (value: string | null, nameOf) => (value === null ? none : nameOf(value)) };
const list: Packing = { width: 4, write: (value: readonly string[], nameOf) => nameOf(JSON.stringify(value)) };
/** By its place among the values, to which others may only be added at the end. */
const choice = (values: readonly string[]): Packing => ({ width: 1, write: (value: string) => values.indexOf(value) });

/** The widest first, so that each column begins where its numbers may. */
const packings: Record<keyof Facts, Packing> = {
  index: count(4),
  number: count(4),
  promisor: name,
  owner: name,
  topics: list,
  earliest: day,
  latest: day,
  overdueFrom: day,
  endedFrom: day,
  fulfilledOn: day,
  firstEarliest: day,
  firstLatest: day,
  moves: count(2),
  unsourcedMoves: count(2),
  lateMoves: count(2),
  sources: count(2),
  openLinks: count(2),
  publication: choice(publications),
  kind: choice(commitmentKinds),
  standing: choice(standings),
  progress: choice(progressValues),
  verdict: choice(verdictValues),
};
const members = Object.entries(packings) as [keyof Facts, Packing][];
const bytesEach = members.reduce((sum, [, { width }]) => sum + width, 0);

/** The columns and the names that stand in them, of versions in the order of their events. */
export function packVersions(versions: readonly Facts[]): Pick<Segment, 'names' | 'columns'> {
  const names = new Map<string, number>();
  const nameOf = (text: string): number => {
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, names.size);
    return names.size - 1;
  };
  const columns = new Uint8Array(versions.length * bytesEach);
  for (const [member, column] of columnsOf(columns))
    versions.forEach((version, row) => (column[row] = packings[member].write(version[member] as never, nameOf)));
  return { names: [...names.keys()], columns };
}

/** Versions as they are read back, one at a time. */
export interface OpenSegment {
  size: number;
  indexAt(row: number): number;
  numberAt(row: number): number;
  factsAt(row: number): Facts;
}

export function openVersions({ names, columns }: Pick<Segment, 'names' | 'columns'>): OpenSegment {
  // Typed arrays begin at a multiple of their width, which a driver's buffer need not.
  const aligned = columns.byteOffset % 4 === 0 ? columns : new Uint8Array(columns);
  const at = Object.fromEntries(columnsOf(aligned)) as Record<keyof Facts, Column>;
  const lists = new Map<number, string[]>();
  const list = (place: number): string[] => {
    let known = lists.get(place);
    if (known === undefined) lists.set(place, (known = JSON.parse(names[place] ?? '[]') as string[]));
    return known;
  };
  return {
    size: columns.byteLength / bytesEach,
    indexAt: (row) => numberIn(at.index, row),
    numberAt: (row) => numberIn(at.number, row),
    // Written out, not made from the table: this is run a million times for one report.
    factsAt: (row) => ({
      index: numberIn(at.index, row),
      number: numberIn(at.number, row),
      publication: publications[numberIn(at.publication, row)] ?? 'draft',
      kind: commitmentKinds[numberIn(at.kind, row)] ?? 'pledge',
      standing: standings[numberIn(at.standing, row)] ?? 'active',
      progress: progressValues[numberIn(at.progress, row)] ?? 'not_started',
      verdict: verdictValues[numberIn(at.verdict, row)] ?? 'pending',
      promisor: names[numberIn(at.promisor, row)] ?? '',
      owner: names[numberIn(at.owner, row)] ?? null,
      topics: list(numberIn(at.topics, row)),
      earliest: dayIn(at.earliest, row),
      latest: dayIn(at.latest, row),
      overdueFrom: dayIn(at.overdueFrom, row),
      endedFrom: dayIn(at.endedFrom, row),
      fulfilledOn: dayIn(at.fulfilledOn, row),
      firstEarliest: dayIn(at.firstEarliest, row),
      firstLatest: dayIn(at.firstLatest, row),
      moves: numberIn(at.moves, row),
      unsourcedMoves: numberIn(at.unsourcedMoves, row),
      lateMoves: numberIn(at.lateMoves, row),
      sources: numberIn(at.sources, row),
      openLinks: numberIn(at.openLinks, row),
    }),
  };
}

type Column = Int32Array | Uint16Array | Uint8Array;
const arrays = { 4: Int32Array, 2: Uint16Array, 1: Uint8Array } as const;

/** The columns side by side in one buffer, in the order of the table. */
function columnsOf({ buffer, byteOffset, byteLength }: Uint8Array): [keyof Facts, Column][] {
  const size = byteLength / bytesEach;
  let at = byteOffset;
  return members.map(([member, { width }]) => {
    const column = new arrays[width](buffer as ArrayBuffer, at, size);
    at += width * size;
    return [member, column];
  });
}

function numberIn(column: Column, row: number): number {
  return column[row] ?? 0;
}

function dayIn(column: Column, row: number): EpochDay | null {
  const number = numberIn(column, row);
  return number === none ? null : number;
}
