/** The log and the proof of what was so: everything here reads the log and nothing else. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { conservation, type Conservation, type LooseEnds } from '../domain/conservation.js';
import type { LoggedEvent } from '../domain/events.js';
import { consistencyProof, inclusionProof, rootOf, type Frontier } from '../domain/log/merkle.js';
import { signCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';
import type { Basis } from '../domain/report.js';
import { dayIn, type Day } from '../domain/time.js';
import { looseGroups, reminderGroups } from '../store/conservation.store.js';
import { Database } from '../store/database.js';
import {
  keepCheckpoint,
  nodesForConsistency,
  nodesForInclusion,
  readEntries,
  readEvents,
  readFrontier,
  readHead,
  readValues,
} from '../store/log.store.js';
import type { LogEntry } from '../store/tables.js';
import { digestsIn } from '../domain/events.js';
import { SETTINGS, type Settings } from './settings.js';

export interface Checkpoint {
  size: number;
  root: string;
  note: string;
}

/** An event with what an outsider needs to hold it against a checkpoint. */
export interface ProvenEvent {
  event: LoggedEvent;
  /** The canonical bytes as hashed. */
  bytes: string;
  proof: { treeSize: number; hashes: string[] };
}

@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  today(): Day {
    return dayIn(this.settings.zone, this.clock.now());
  }

  /** What a report as of a day rests on: the log below an index, and the checkpoint that anybody can hold it against. */
  async basisOf({ day, index }: { day: Day; index: number }): Promise<Basis> {
    const { root, note } = this.signed(await readFrontier(this.database.read, index));
    return { asOf: day, index, root, checkpoint: note };
  }

  async conservation(): Promise<Conservation> {
    return conservation(await reminderGroups(this.database.read, this.clock.now()));
  }

  /** What conservation has to say without counting the whole history: for whoever asks every few seconds. */
  async looseEnds(): Promise<LooseEnds> {
    const { unaccounted, open, oldestOpen } = conservation(await looseGroups(this.database.read, this.clock.now()));
    return { unaccounted, open, oldestOpen };
  }

  /** The size and root of the log as it stands, signed. */
  async checkpoint(): Promise<Checkpoint> {
    return this.signed(await readHead(this.database.read));
  }

  /** Keeps today's checkpoint, so that a later rewriting has something to contradict. */
  async keepCheckpoint(): Promise<void> {
    const { size, note } = await this.checkpoint();
    if (size === 0) return;
    await this.database.write((tx) => keepCheckpoint(tx, { size, note, keptAt: tx.now }));
  }

  /** The same log and key give the same note, so that asking changes nothing. */
  private signed(frontier: Frontier): Checkpoint {
    const { size } = frontier;
    const root = rootOf(frontier);
    return { size, root, note: signCheckpoint({ origin: this.settings.logName, size, root }, this.settings.logKeys()) };
  }

  /** Of the keys that sign, the current one first: two while readers change over. */
  verifierKeys(): string[] {
    return this.settings.logKeys().map(verifierKeyOf);
  }

  /** Stored entries of the log in order, with the values that the reader may hold against them. */
  async log(from: number, limit: number): Promise<{ entries: LogEntry[]; values: { digest: string; key: string; text: string }[] }> {
    const entries = await readEntries(this.database.read, { from, limit });
    const digests = entries.flatMap((e) => digestsIn(JSON.parse(e.bytes) as Record<string, unknown>));
    const values = await readValues(this.database.read, digests);
    return { entries, values: values.map(({ digest, key, text }) => ({ digest, key, text })) };
  }

  async proof(index: number, size?: number): Promise<{ index: number; treeSize: number; leafHash: string; hashes: string[] }> {
    const whole = (await readHead(this.database.read)).size;
    const treeSize = size ?? whole;
    if (treeSize > whole) throw new Refusal('not_found', `The log has ${whole} events, not ${treeSize}.`);
    if (index < 0 || index >= treeSize) throw new Refusal('not_found', `The log has no event ${index} below ${treeSize}.`);
    const [entry] = await readEntries(this.database.read, { from: index, limit: 1 });
    if (entry === undefined) throw new Refusal('not_found', `The log has no event ${index}.`);
    return {
      index,
      treeSize,
      leafHash: entry.hash,
      hashes: inclusionProof(index, treeSize, await nodesForInclusion(this.database.read, index, treeSize)),
    };
  }

  async consistency(from: number, to: number): Promise<{ from: number; to: number; hashes: string[] }> {
    const { size } = await readHead(this.database.read);
    if (from < 0 || from > to || to > size)
      throw new Refusal('invalid_input', `Sizes from 0 to ${size}, the first no larger than the second.`, { pointer: '/from' });
    return { from, to, hashes: consistencyProof(from, to, await nodesForConsistency(this.database.read, from, to)) };
  }

  /** The events of one commitment, each with its inclusion proof under the current checkpoint. */
  async history(ref: string): Promise<ProvenEvent[]> {
    const on = this.database.read;
    const events = await readEvents(on, { commitment: ref });
    if (events.length === 0) throw new Refusal('not_found', `There is no ${ref}.`);
    const entries = new Map((await readEntries(on, { commitment: ref })).map((e) => [e.index, e.bytes]));
    const { size } = await readHead(on);
    return Promise.all(
      events
        .filter((event) => event.index < size)
        .map(async (event) => {
          const hashes = inclusionProof(event.index, size, await nodesForInclusion(on, event.index, size));
          return { event, bytes: entries.get(event.index) ?? '', proof: { treeSize: size, hashes } };
        }),
    );
  }
}
