/**
 * Keeps the versions of commitments in segments, a stretch of the log at a time, and reads what was so below any index:
 * from the segments, and from the log itself for what it has gained since the last. All of it follows from the log, so it
 * is written whenever there is time and never in the way of a change.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { unseal, type LoggedEvent } from '../domain/events.js';
import { versionsOf, type Facts } from '../domain/versions/facts.js';
import { openVersions, packVersions, type OpenSegment, type Segment } from '../domain/versions/segment.js';
import { lastNumber } from '../store/commitments.store.js';
import { Database, type Reader } from '../store/database.js';
import { entriesAbout, noticesBelow, putSegment, segmentBelow, segmentsEnd, stretchOf } from '../store/versions.store.js';

/** Below the first a segment is not worth a row; above the second, reading one would hold up everything else. */
const [fewestEvents, mostEvents] = [1024, 8192];
/** Few enough that nobody is held up while they are folded, or counted by code that has not run for a while. */
const [commitmentsAtOnce, versionsAtOnce] = [25, 1024];
const mostRemembered = 8;

@Injectable()
export class VersionSegments {
  /** Stretches that no segment held when they were last asked for, by where they end. */
  private readonly made = new Map<number, Segment>();

  constructor(private readonly database: Database) {}

  /** Keeps what the log has gained, as far as it is enough for a segment; not more than so many at once. */
  async keep(most = Infinity): Promise<void> {
    for (let kept = 0; kept < most; kept++) {
      const { size } = await this.database.extent();
      const first = await segmentsEnd(this.database.read);
      if (size - first < fewestEvents) return;
      const segment = await segmentOf(this.database.read, first, Math.min(size, first + mostEvents));
      await this.database.write(async (tx) => {
        // Another process may have kept it meanwhile.
        if ((await segmentsEnd(tx.manager)) === first) await putSegment(tx, segment);
      });
    }
  }

  /** The version of every commitment that was the last below an index, in no order. */
  async latest(index: number, take: (facts: Facts) => void): Promise<void> {
    const on = this.database.read;
    const seen = new Uint8Array((await lastNumber(on)) + 1);
    const takeFrom = (segment: OpenSegment, first: number, last: number): void => {
      for (let row = last; row >= first; row--) {
        const number = segment.numberAt(row);
        if (segment.indexAt(row) >= index || seen[number] === 1) continue;
        seen[number] = 1;
        take(segment.factsAt(row));
      }
    };
    for await (const kept of this.below(index)) {
      const segment = openVersions(kept);
      for (let last = segment.size - 1; last >= 0; last -= versionsAtOnce) {
        takeFrom(segment, Math.max(0, last - versionsAtOnce + 1), last);
        await turn();
      }
    }
  }

  /** How many events of each type of notice there are below an index. */
  async notices(index: number): Promise<Record<string, number>> {
    const on = this.database.read;
    const counts: Record<string, number> = {};
    const kept = await noticesBelow(on, index);
    // What lies in a segment that goes on above the index, or in none, is counted in the log.
    const rest = await stretchOf(on, kept.at(-1)?.next ?? 0, index);
    for (const { notices } of [...kept, rest])
      for (const [type, count = 0] of Object.entries(notices)) counts[type] = (counts[type] ?? 0) + count;
    return counts;
  }

  /** What is kept and is not what the log says. */
  async differences(on: Reader): Promise<string[]> {
    const faults: string[] = [];
    for (let at = await segmentsEnd(on), kept = await segmentBelow(on, at); kept !== null; kept = await segmentBelow(on, at)) {
      const made = await segmentOf(on, kept.first, kept.next);
      const same = (['names', 'notices'] as const).every((member) => isDeepStrictEqual(kept?.[member], made[member]));
      if (!same || Buffer.compare(kept.columns, made.columns) !== 0)
        faults.push(`the versions kept of the events from ${kept.first} to ${kept.next - 1} are not what the log says`);
      at = kept.first;
    }
    return faults;
  }

  /** A stretch that no segment holds. Whoever looks at one day looks at it more than once, and what lies below an index stays. */
  private async unkept(on: Reader, first: number, next: number): Promise<Segment> {
    const known = this.made.get(next);
    if (known?.first === first) return known;
    const segment = await segmentOf(on, first, next);
    for (const oldest of [...this.made.keys()].slice(0, Math.max(0, this.made.size - mostRemembered + 1))) this.made.delete(oldest);
    this.made.set(next, segment);
    return segment;
  }

  /** What holds the log below an index, the latest stretch first: one not kept yet, then the segments. */
  private async *below(index: number): AsyncGenerator<Segment> {
    const on = this.database.read;
    const end = await segmentsEnd(on);
    if (end < index) yield await this.unkept(on, end, index);
    for (let at = Math.min(end, index); ;) {
      const segment = await segmentBelow(on, at);
      if (segment === null) return;
      yield segment;
      at = segment.first;
    }
  }
}

/** The versions that the events from `first` to below `next` made, from the log. */
async function segmentOf(on: Reader, first: number, next: number): Promise<Segment> {
  const { commitments, notices } = await stretchOf(on, first, next);
  const versions: Facts[] = [];
  for (let i = 0; i < commitments.length; i += commitmentsAtOnce) {
    const events = await eventsAbout(on, commitments.slice(i, i + commitmentsAtOnce), next);
    for (const life of events.values()) versions.push(...versionsOf(life, first));
    await turn();
  }
  versions.sort((a, b) => a.index - b.index);
  return { first, next, notices, ...packVersions(versions) };
}

/** The events of some commitments below an index, by commitment. What is sealed in them stays so: no version needs it. */
async function eventsAbout(on: Reader, refs: readonly string[], below: number): Promise<Map<string, LoggedEvent[]>> {
  const lives = new Map<string, LoggedEvent[]>(refs.map((ref) => [ref, []]));
  for (const { commitment, bytes } of await entriesAbout(on, refs, below))
    lives.get(commitment ?? '')?.push(unseal(JSON.parse(bytes) as Record<string, unknown>, () => null));
  return lives;
}
