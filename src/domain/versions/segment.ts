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
  /** Good until the next row is asked for: whoever keeps it keeps a copy. A million of them would be too many. */
  factsAt(row: number): Facts;
}

export function openVersions({ names, columns }: Pick<Segment, 'names' | 'columns'>): OpenSegment {
  // Typed arrays begin at a multiple of their width, which a driver's buffer need not.
  const aligned = columns.byteOffset % 4 === 0 ? columns : new Uint8Array(columns);
  const at = Object.fromEntries(columnsOf(aligned)) as unknown as Columns;
  const facts = blankFacts();
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
    factsAt: (row) => {
      facts.index = numberIn(at.index, row);
      facts.number = numberIn(at.number, row);
      facts.publication = publications[byteIn(at.publication, row)] ?? 'draft';
      facts.kind = commitmentKinds[byteIn(at.kind, row)] ?? 'pledge';
      facts.standing = standings[byteIn(at.standing, row)] ?? 'active';
      facts.progress = progressValues[byteIn(at.progress, row)] ?? 'not_started';
      facts.verdict = verdictValues[byteIn(at.verdict, row)] ?? 'pending';
      facts.promisor = names[numberIn(at.promisor, row)] ?? '';
      facts.owner = names[numberIn(at.owner, row)] ?? null;
      facts.topics = list(numberIn(at.topics, row));
      facts.earliest = dayIn(at.earliest, row);
      facts.latest = dayIn(at.latest, row);
      facts.overdueFrom = dayIn(at.overdueFrom, row);
      facts.endedFrom = dayIn(at.endedFrom, row);
      facts.fulfilledOn = dayIn(at.fulfilledOn, row);
      facts.firstEarliest = dayIn(at.firstEarliest, row);
      facts.firstLatest = dayIn(at.firstLatest, row);
      facts.moves = shortIn(at.moves, row);
      facts.unsourcedMoves = shortIn(at.unsourcedMoves, row);
      facts.lateMoves = shortIn(at.lateMoves, row);
      facts.sources = shortIn(at.sources, row);
      facts.openLinks = shortIn(at.openLinks, row);
      return facts;
    },
  };
}

/** A plain literal: an object put together from others is kept in a slower way. */
function blankFacts(): Facts {
  return {
    index: 0,
    number: 0,
    publication: 'draft',
    kind: 'pledge',
    standing: 'active',
    progress: 'not_started',
    verdict: 'pending',
    promisor: '',
    owner: null,
    topics: [],
    earliest: null,
    latest: null,
    overdueFrom: null,
    endedFrom: null,
    fulfilledOn: null,
    firstEarliest: null,
    firstLatest: null,
    moves: 0,
    unsourcedMoves: 0,
    lateMoves: 0,
    sources: 0,
    openLinks: 0,
  };
}

type Column = Int32Array | Uint16Array | Uint8Array;
type Counted = 'moves' | 'unsourcedMoves' | 'lateMoves' | 'sources' | 'openLinks';
type Chosen = 'publication' | 'kind' | 'standing' | 'progress' | 'verdict';
type Columns = Record<Exclude<keyof Facts, Counted | Chosen>, Int32Array> & Record<Counted, Uint16Array> & Record<Chosen, Uint8Array>;
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

/** One function for each width: the engine makes good code of a place that sees one kind of array only. */
function numberIn(column: Int32Array, row: number): number {
  return column[row] ?? 0;
}

function shortIn(column: Uint16Array, row: number): number {
  return column[row] ?? 0;
}

function byteIn(column: Uint8Array, row: number): number {
  return column[row] ?? 0;
}

function dayIn(column: Int32Array, row: number): EpochDay | null {
  const number = numberIn(column, row);
  return number === none ? null : number;
}
