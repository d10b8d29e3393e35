/** Looks on at every commit of a simulation, and says what must not happen in one. */
import { plan } from '../../domain/plan.js';
import type { Message } from '../../domain/delivery.js';
import { dayIn, type Instant } from '../../domain/time.js';
import { Commands } from '../../services/commands.js';
import { Policies } from '../../services/policies.js';
import type { Settings } from '../../services/settings.js';
import type { Database } from '../../store/database.js';
import { readEntries } from '../../store/log.store.js';
import { isSuppressed } from '../../store/bounces.store.js';
import { letterOfMessage } from '../../store/letters.store.js';
import { messagesByIds, openClaims, type OpenClaim } from '../../store/outbox.store.js';
import { circleOf } from '../../store/people.store.js';
import { readRow } from '../../store/register.store.js';
import { remindersOfMessage } from '../../store/reminders.store.js';
import type { Process } from './turns.js';

export class Witness {
  /** What must not have happened and did, in words. */
  readonly broken: string[] = [];
  /** The hash of every event that was committed, by index, and when. */
  readonly committed: { hash: string; recordedAt: Instant }[] = [];
  /** How and when a message ended; it ends once. */
  readonly ended = new Map<string, Pick<Message, 'state' | 'finishedAt'>>();
  /** Claims as `message fence`, and by whom. */
  private readonly claims = new Map<string, string>();
  /** The earliest hour of the reminders that a message was claimed with. */
  readonly dueAt = new Map<string, Instant>();
  private open = new Map<string, OpenClaim>();

  private constructor(
    private readonly database: Database,
    private readonly policies: Policies,
  ) {}

  /** From what is there: what was sent before a simulation began is not its business. */
  static async of(database: Database, settings: Settings): Promise<Witness> {
    const witness = new Witness(database, new Policies(database, new Commands(database), settings));
    witness.open = await witness.openNow();
    for (const { hash, recordedAt } of await readEntries(database.read)) witness.committed.push({ hash, recordedAt });
    return witness;
  }

  async seesCommit(process: Process, at: Instant): Promise<void> {
    for (const { index, hash, recordedAt } of await readEntries(this.database.read, { from: this.committed.length })) {
      this.hold(index === this.committed.length, `event ${index} follows event ${this.committed.length - 1}`);
      this.hold(recordedAt >= (this.committed.at(-1)?.recordedAt ?? ''), `event ${index} was recorded before the one that precedes it`);
      this.committed.push({ hash, recordedAt });
    }
    const before = this.open;
    this.open = await this.openNow();
    for (const now of this.open.values()) {
      const was = before.get(now.id);
      this.hold(!this.ended.has(now.id), `message ${now.id} ended as ${this.ended.get(now.id)?.state} and is ${now.state} again`);
      if (now.state === 'sending' && (was?.state !== 'sending' || was.fence !== now.fence)) await this.seesClaim(process, now, at);
      else if (was?.state === 'sending' && now.state !== 'sending') this.seesRelease(process, was, now.state, at);
    }
    const gone = [...before.values()].filter(({ id }) => !this.open.has(id));
    for (const { id, state, finishedAt } of gone.length === 0
      ? []
      : await messagesByIds(
          this.database.read,
          gone.map((each) => each.id),
        )) {
      const was = before.get(id);
      this.ended.set(id, { state, finishedAt });
      if (was?.state === 'sending') this.seesRelease(process, was, state, at);
      if (was?.state === 'unknown') this.hold(state === 'assumed', `nobody knew of message ${id} and ${process.name} made it ${state}`);
    }
  }

  private async seesClaim(process: Process, { id, fence }: OpenClaim, at: Instant): Promise<void> {
    this.claims.set(`${id} ${fence}`, process.name);
    const reason = await this.reasonAgainst(id, at);
    this.hold(reason === null, `message ${id} was claimed although ${reason}`);
  }

  /** Whoever made a claim concludes it; another only once its lease ran out, and then nobody knows what came of it. */
  private seesRelease(process: Process, was: OpenClaim, state: string, at: Instant): void {
    const holder = this.claims.get(`${was.id} ${was.fence}`);
    const ranOut = was.leaseUntil !== null && was.leaseUntil <= at && state === 'unknown';
    this.hold(
      holder === undefined || holder === process.name || ranOut,
      `message ${was.id} was claimed by ${holder} and made ${state} by ${process.name}`,
    );
  }

  /** Why a message must not go out at `at`, by the register itself; null where it may. */
  private async reasonAgainst(id: string, at: Instant): Promise<string | null> {
    const on = this.database.read;
    const [message] = await messagesByIds(on, [id]);
    if (message === undefined) return 'it is gone';
    if (message.expiresAt !== null && message.expiresAt <= at) return `it expired at ${message.expiresAt}`;
    if (await isSuppressed(on, message.envelopeTo)) return 'its address is suppressed';
    const person = await readRow(on, 'person', message.person);
    if (person === null || person.disabledAt !== null) return 'its reader left';
    const carried = (await remindersOfMessage(on, id)).filter((row) => row.state === 'bundled');
    // A letter carries no reminders and is owed once and for all.
    if (carried.length === 0 && (await letterOfMessage(on, id)) !== null) return null;
    const rules = await this.policies.inForce(on);
    const refs = [...new Set(carried.map((row) => row.commitment))];
    const first = carried.map((row) => row.dueAt).sort()[0];
    if (first !== undefined) this.dueAt.set(id, first);
    let owed = false;
    let moved: string | null = null;
    for (const ref of refs) {
      const commitment = await readRow(on, 'commitment', ref);
      if (commitment === null) continue;
      if ((commitment.targetChangedAt ?? '') > message.queuedAt) {
        moved = ref;
        continue;
      }
      const planned = plan(commitment, rules, await circleOf(on, commitment), dayIn(commitment.target.zone, at));
      const keys = new Set(planned.filter((row) => row.state === 'planned').map((row) => row.key));
      owed ||= carried.some((row) => keys.has(row.key));
    }
    // A second copy of a mail about several goes out as it was, for those that stand.
    if (moved !== null && !(owed && message.possibleDuplicate)) return `the date of ${moved} changed after it was written`;
    return owed ? null : 'nothing in it is owed any more';
  }

  private async openNow(): Promise<Map<string, OpenClaim>> {
    return new Map((await openClaims(this.database.read)).map((each) => [each.id, each]));
  }

  hold(holds: boolean, otherwise: string): void {
    if (!holds && !this.broken.includes(otherwise)) this.broken.push(otherwise);
  }
}
