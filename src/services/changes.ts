/** From entries of the log to what outsiders are told of them: feeds and webhooks alike are made here. */
import { changeOf, type Change, type ChangeSurroundings } from '../domain/changes.js';
import type { Publication } from '../domain/axes.js';
import type { Commitment } from '../domain/commitment.js';
import type { LoggedEvent } from '../domain/events.js';
import type { Reader } from '../store/database.js';
import { commitmentsByRefs, targetRevisions, verdictsOf } from '../store/commitments.store.js';
import { publicationEntries, toldEntries } from '../store/feeds.store.js';
import { openEntries } from '../store/log.store.js';
import { partiesByIds } from '../store/people.store.js';
import type { LogEntry } from '../store/tables.js';

/** A change, and the hash by which its event stands in the log. */
export interface Told {
  change: Change;
  leafHash: string;
}

/** What of these entries is news to outsiders, in their order; `publicUrl` is where its pages are. */
export async function changesIn(on: Reader, entries: readonly LogEntry[], publicUrl: string): Promise<Told[]> {
  const events = (await openEntries(on, entries)).filter((event) => event.commitment !== null);
  const around = await surroundingsOf(on, events, publicUrl);
  return events.flatMap((event) => {
    const surroundings = around.get(event.commitment ?? '');
    const change = surroundings === undefined ? null : changeOf(event, surroundings);
    const leafHash = entries.find(({ index }) => index === event.index)?.hash ?? '';
    return change === null ? [] : [{ change, leafHash }];
  });
}

async function surroundingsOf(on: Reader, events: readonly LoggedEvent[], publicUrl: string): Promise<Map<string, ChangeSurroundings>> {
  const refs = [...new Set(events.flatMap(({ commitment }) => (commitment === null ? [] : [commitment])))];
  const commitments = await commitmentsByRefs(on, refs);
  const parties = new Map((await partiesByIds(on, commitments.flatMap(partiesOf))).map((party) => [party.id, party]));
  const publications = publicationsBy(refs.length === 0 ? [] : await publicationEntries(on, refs));
  const found = new Map<string, ChangeSurroundings>();
  for (const commitment of commitments) {
    const theirs = events.filter((event) => event.commitment === commitment.ref);
    const targets = new Map((await targetRevisions(on, commitment.ref)).map(({ target }) => [target.revision, target]));
    const settled = theirs.some(({ type }) => type === 'verdict.confirmed') ? await verdictsOf(on, commitment.ref) : [];
    found.set(commitment.ref, {
      commitment,
      parties,
      original: targets.get(1) ?? commitment.target,
      url: new URL(`/commitments/${commitment.ref}`, publicUrl).href,
      publications: publications.get(commitment.ref) ?? [],
      targets,
      verdicts: new Map(settled.map((verdict) => [verdict.id, verdict])),
    });
  }
  return found;
}

function partiesOf({ promisor, beneficiaries }: Commitment): string[] {
  return [promisor, ...beneficiaries];
}

function publicationsBy(entries: readonly LogEntry[]): Map<string, { index: number; publication: Publication }[]> {
  const found = new Map<string, { index: number; publication: Publication }[]>();
  for (const { index, commitment, bytes } of entries) {
    const { payload } = JSON.parse(bytes) as { payload: { publication: Publication } };
    const theirs = found.get(commitment ?? '') ?? [];
    theirs.push({ index, publication: payload.publication });
    found.set(commitment ?? '', theirs);
  }
  return found;
}

/** Changes a page at a time, the newest first. */
export interface ChangesPage {
  changes: Change[];
  /** Where the page of what came before begins; null on the last. */
  earlier: number | null;
}

/** A page of the archive is what this many entries of the log held, so that it never changes but for what is retracted. */
const window = 256;
const newest = 50;

interface Wanted {
  /** Of these commitments; null for all. */
  refs: readonly string[] | null;
  publicUrl: string;
}

/** The newest changes: some fifty, and what else is in the same window as the last of them. */
export async function newestChanges(on: Reader, size: number, wanted: Wanted): Promise<ChangesPage> {
  const first = await collect(on, { from: 0, to: size, atLeast: newest }, wanted);
  const oldest = first.at(-1)?.index ?? 0;
  const begin = oldest - (oldest % window);
  const rest = await collect(on, { from: begin, to: oldest, atLeast: Infinity }, wanted);
  return { changes: [...first, ...rest].filter(isNews), earlier: await earlierThan(on, begin, wanted) };
}

/** The window of the log that begins at an index, a multiple of its length. */
export async function archivedChanges(on: Reader, begin: number, wanted: Wanted): Promise<ChangesPage> {
  const changes = await collect(on, { from: begin, to: begin + window, atLeast: Infinity }, wanted);
  return { changes: changes.filter(isNews), earlier: await earlierThan(on, begin, wanted) };
}

export function beginsPage(index: number): boolean {
  return index % window === 0;
}

async function earlierThan(on: Reader, index: number, wanted: Wanted): Promise<number | null> {
  const [last] = await collect(on, { from: 0, to: index, atLeast: 1 }, wanted);
  return last === undefined ? null : last.index - (last.index % window);
}

/** A feed has nothing to say of what it no longer shows. */
function isNews(change: Change): boolean {
  return change.type !== 'commitment.retracted';
}

async function collect(
  on: Reader,
  { from, to, atLeast }: { from: number; to: number; atLeast: number },
  { refs, publicUrl }: Wanted,
): Promise<Change[]> {
  const found: Change[] = [];
  const limit = Math.min(Math.max(atLeast, 16), window);
  for (let below = to; below > from && found.length < atLeast;) {
    const entries = await toldEntries(on, { from, to: below, refs, limit, order: 'DESC' });
    found.push(...(await changesIn(on, entries, publicUrl)).map(({ change }) => change));
    const last = entries.at(-1);
    if (last === undefined || entries.length < limit) break;
    below = last.index;
  }
  return found;
}
