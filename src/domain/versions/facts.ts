/**
 * What counting and filtering need of a commitment, as it was after an event: its version. The versions of a commitment
 * follow from its events alone, so that they can be made anew from the log at any time.
 */
import type { CommitmentKind, Progress, Publication, Standing } from '../axes.js';
import type { Commitment } from '../commitment.js';
import type { LoggedEvent } from '../events.js';
import { isOpenLink, sourceOf, type Evidence } from '../evidence.js';
import { evolve, keyOf, type Row } from '../evolve.js';
import type { Target } from '../target.js';
import { epochDayOrNull, type EpochDay } from '../time.js';
import type { VerdictValue } from '../verdict.js';

export interface Facts {
  /** Of the event in the log that made it so. */
  index: number;
  /** The commitment's own: 12 of C-0012. */
  number: number;
  publication: Publication;
  kind: CommitmentKind;
  standing: Standing;
  progress: Progress;
  verdict: VerdictValue;
  promisor: string;
  owner: string | null;
  topics: readonly string[];
  earliest: EpochDay | null;
  latest: EpochDay | null;
  overdueFrom: EpochDay | null;
  endedFrom: EpochDay | null;
  fulfilledOn: EpochDay | null;
  /** The bounds of the first target. */
  firstEarliest: EpochDay | null;
  firstLatest: EpochDay | null;
  /** How often the last day moved; of those, without a source, and on a day after the one it was moved from. */
  moves: number;
  unsourcedMoves: number;
  lateMoves: number;
  /** How many different sources its evidence has. */
  sources: number;
  /** Links, of the statement and the evidence, that nobody keeps a copy of. */
  openLinks: number;
}

/** What is counted over the whole life, beside what the commitment itself says. */
type Tally = Pick<Facts, 'firstEarliest' | 'firstLatest' | 'moves' | 'unsourcedMoves' | 'lateMoves'>;

/**
 * The versions that the events of one commitment make, in their order; those before the index `from` are left out. Events
 * recorded at one time are one change, and make one version at most.
 */
export function versionsOf(events: readonly LoggedEvent[], from = 0): Facts[] {
  // One map for all tables: a register of its own for each of a million commitments would be mostly empty maps.
  const rows = new Map<string, Row['row']>();
  const evidence: Evidence[] = [];
  const versions: Facts[] = [];
  let tally: Tally = { firstEarliest: null, firstLatest: null, moves: 0, unsourcedMoves: 0, lateMoves: 0 };
  let last: Facts | null = null;
  for (const [i, event] of events.entries()) {
    const ref = event.commitment ?? '';
    const before = rows.get(`commitment ${ref}`) as Commitment | undefined;
    for (const put of evolve(event, (table, key) => rows.get(`${table} ${key}`) as never)) {
      rows.set(`${put.table} ${keyOf(put)}`, put.row);
      if (put.table === 'evidence') evidence.push(put.row);
    }
    if (event.type === 'commitment.registered') tally = { ...tally, ...firstBounds(event.payload.target) };
    if (event.type === 'target.revised' && before !== undefined) tally = moved(tally, before.target, event);
    const after = rows.get(`commitment ${ref}`) as Commitment | undefined;
    const next = events[i + 1];
    const goesOn = next !== undefined && next.recordedAt === event.recordedAt;
    if (after === undefined || event.index < from || goesOn) continue;
    const facts = factsOf(after, tally, evidence, event.index);
    if (last === null || !isSame(last, facts)) versions.push(facts);
    last = facts;
  }
  return versions;
}

function firstBounds({ earliest, latest }: Target): Pick<Tally, 'firstEarliest' | 'firstLatest'> {
  return { firstEarliest: epochDayOrNull(earliest), firstLatest: epochDayOrNull(latest) };
}

function moved(tally: Tally, { latest: from }: Target, { payload: { latest: to, source }, validOn }: LoggedEvent<'target.revised'>): Tally {
  if (from === to) return tally;
  return {
    ...tally,
    moves: tally.moves + 1,
    unsourcedMoves: tally.unsourcedMoves + (source === null || source.trim() === '' ? 1 : 0),
    lateMoves: tally.lateMoves + (from !== null && validOn > from ? 1 : 0),
  };
}

function factsOf(c: Commitment, tally: Tally, evidence: readonly Evidence[], index: number): Facts {
  const { source } = c.statement;
  const openStatement = source !== null && source.url !== null && source.archivedSha256 === null ? 1 : 0;
  return {
    index,
    number: c.number,
    publication: c.publication,
    kind: c.kind,
    standing: c.standing,
    progress: c.progress,
    verdict: c.verdict,
    promisor: c.promisor,
    owner: c.owner,
    topics: c.topics,
    earliest: epochDayOrNull(c.earliest),
    latest: epochDayOrNull(c.latest),
    overdueFrom: epochDayOrNull(c.overdueFrom),
    endedFrom: epochDayOrNull(c.endedFrom),
    fulfilledOn: epochDayOrNull(c.fulfilledOn),
    sources: new Set(evidence.map(sourceOf)).size,
    openLinks: openStatement + evidence.filter(isOpenLink).length,
    ...tally,
  };
}

function isSame(one: Facts, other: Facts): boolean {
  return (Object.keys(one) as (keyof Facts)[]).every(
    (name) => name === 'index' || one[name] === other[name] || (name === 'topics' && one.topics.join('\0') === other.topics.join('\0')),
  );
}
