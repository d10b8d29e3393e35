/** Goes through the stored log from its first event, holding each against the tree and folding it, and notes what is off. */
import { digestsIn, unseal, valueMatches } from '../domain/events.js';
import { applyEvent, emptyRegister, type Register } from '../domain/fold.js';
import { parseStrict } from '../domain/log/jcs.js';
import { append, emptyFrontier, leafHash, type Frontier, type TreeNode } from '../domain/log/merkle.js';
import type { Reader } from '../store/database.js';
import { pagesOfEntries, readStoredNodes, readValues } from '../store/log.store.js';
import type { LogEntry } from '../store/tables.js';

type EventRecord = Record<string, unknown>;
type Values = Map<string, { digest: string; key: string; text: string }>;

export class LogWalk {
  readonly faults: string[] = [];
  /** The first event that is off, where one is. */
  firstBad: number | null = null;
  /** As far as the events before the first bad one make it. */
  readonly register: Register = emptyRegister();
  frontier: Frontier = emptyFrontier();
  private next = 0;
  private lastAt = '';

  /** `onSize` is told of the tree after each event. */
  constructor(private readonly onSize: (frontier: Frontier) => void = () => undefined) {}

  /** Goes on to the end of the log as `on` has it; once more, to what was appended since. */
  async goOn(on: Reader): Promise<void> {
    for await (const page of pagesOfEntries(on, this.next)) {
      const records = page.map((entry) => this.recordOf(entry));
      const digests = records.flatMap((record) => (record === null ? [] : digestsIn(record)));
      const values: Values = new Map((await readValues(on, digests)).map((v) => [v.digest, v]));
      const nodes = page.flatMap((entry, i) => this.take(entry, records[i] ?? null, values));
      await this.compareNodes(on, nodes);
    }
  }

  bad(index: number, fault: string): void {
    this.firstBad = this.firstBad === null ? index : Math.min(this.firstBad, index);
    this.faults.push(`event ${index}: ${fault}`);
  }

  private recordOf(entry: LogEntry): EventRecord | null {
    try {
      const record = parseStrict(entry.bytes);
      if (isRecord(record) && isRecord(record['payload'])) return record;
      this.bad(entry.index, 'its bytes are no event');
      return null;
    } catch (error) {
      this.bad(entry.index, `its bytes are not canonical: ${(error as Error).message}`);
      return null;
    }
  }

  /** Holds one entry against what came before it; returns the nodes of the tree that it completes. */
  private take(entry: LogEntry, record: EventRecord | null, values: Values): TreeNode[] {
    const { index } = entry;
    if (index !== this.next) this.bad(this.next, index === this.next + 1 ? 'is missing' : `is missing, as all are up to ${index - 1}`);
    this.next = index + 1;
    const hash = leafHash(Buffer.from(entry.bytes, 'utf8'));
    if (hash !== entry.hash) this.bad(index, 'its bytes do not give the hash kept beside them');
    if (entry.recordedAt < this.lastAt) this.bad(index, 'recorded before the event that precedes it');
    this.lastAt = entry.recordedAt;
    if (record !== null) this.hold(entry, record, values);
    const { frontier, nodes } = append(this.frontier, hash);
    this.frontier = frontier;
    this.onSize(frontier);
    return nodes;
  }

  private hold(entry: LogEntry, record: EventRecord, values: Values): void {
    const { index } = entry;
    for (const member of ['index', 'recordedAt', 'type', 'commitment'] as const)
      if (record[member] !== entry[member]) this.bad(index, `filed under another ${member} than its bytes say`);
    for (const digest of digestsIn(record)) {
      const value = values.get(digest);
      if (value !== undefined && !valueMatches(value)) this.bad(index, 'a value beside the log is not the one it committed to');
    }
    if (this.firstBad !== null) return;
    try {
      applyEvent(
        this.register,
        unseal(record, (digest) => values.get(digest)?.text ?? null),
      );
    } catch (error) {
      this.bad(index, String(error));
    }
  }

  /** The tree beside the entries is what proofs are made from. Once an event is off it cannot be right. */
  private async compareNodes(on: Reader, nodes: readonly TreeNode[]): Promise<void> {
    if (this.firstBad !== null) return;
    const stored = await readStoredNodes(on, nodes);
    for (const { level, index, hash } of nodes)
      if (stored.get(`${level}/${index}`) !== hash) this.faults.push(`node ${level}/${index} of the tree is not what the events give`);
  }
}

function isRecord(value: unknown): value is EventRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
