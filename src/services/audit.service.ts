/** What was so as of any day, and the proof of it: everything here reads the log and nothing else. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import { conservation, type Conservation, type LooseEnds } from '../domain/conservation.js';
import type { LoggedEvent } from '../domain/events.js';
import { applyEvent, asOfCut, emptyRegister, type Register } from '../domain/fold.js';
import { consistencyProof, inclusionProof, rootOf, type Frontier } from '../domain/log/merkle.js';
import { signCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';
import { policyInForce } from '../domain/policy-versions.js';
import { dueSoonDays } from '../domain/reminder-policy.js';
import { reportOf, type AuditReport } from '../domain/report.js';
import { dayIn, type Day } from '../domain/time.js';
import { looseGroups, reminderGroups } from '../store/conservation.store.js';
import { Database } from '../store/database.js';
import {
  allEvents,
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
import { viewOf, type CommitmentView } from './views.js';

export interface AsOf {
  day: Day;
  /** Events below this index were recorded by the end of that day. */
  index: number;
  register: Register;
}

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

  /** The register as of a day, folded from the log alone. */
  async asOf(day: Day): Promise<AsOf> {
    const register = emptyRegister();
    const cut = asOfCut(day, this.settings.zone);
    let index = 0;
    for await (const event of allEvents(this.database.read)) {
      if (event.recordedAt >= cut) break;
      if (event.validOn <= day) applyEvent(register, event);
      index = event.index + 1;
    }
    return { day, index, register };
  }

  /** The counts as of a day, tied to the log as it was then: asked again, however much later, it says the same. */
  async report(day: Day): Promise<AuditReport & { index: number; root: string; checkpoint: string }> {
    const { register, index } = await this.asOf(day);
    const { note, root } = this.signed(await readFrontier(this.database.read, index));
    const counted = reportOf(register, day, this.dueSoonDays(register));
    return { ...counted, index, root, checkpoint: note };
  }

  /** Commitments as of a day, as views. */
  async viewsAsOf(day: Day): Promise<CommitmentView[]> {
    const { register } = await this.asOf(day);
    const soon = this.dueSoonDays(register);
    return [...register.commitment.values()].map((commitment) =>
      viewOf(
        commitment,
        {
          parties: register.party,
          people: register.person,
          original: register.target.get(`${commitment.ref}/1`)?.target ?? commitment.target,
        },
        day,
        soon,
      ),
    );
  }

  /** By the policy that was in force then: what is asked of a past day is answered the same for ever. */
  private dueSoonDays(register: Register): number {
    return dueSoonDays(policyInForce(register.policy.values())?.policy ?? this.settings.policy);
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
