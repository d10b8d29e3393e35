/**
 * Sends what is queued: claim in a transaction, send outside any, record in another that a later claim can outdate.
 * A crash between sending and recording leaves a message unknown, never lost and never silently sent again.
 *
 * Each outcome makes room for another mail, so that whatever takes long holds up nothing but itself. What came back is
 * recorded in the same transaction that claims what goes out next: one wait for the disk for both, and for as many as there are.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { decideAfter, leaseMs, type Attempt, type Message, type Outcome, type SealedMessage } from '../domain/delivery.js';
import { domainOf, isUnreachable, laneRules, Lanes } from '../domain/lanes.js';
import { addMs, dayIn, toMs, type Day, type Instant } from '../domain/time.js';
import type { Mailer } from '../mail/mailer.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { bytesOf, moveMessage, openMessage, putAttempts, type Candidate } from '../store/outbox.store.js';
import { Candidates, type Search } from './candidates.js';
import { claim, putOff } from './claims.js';
import { newId } from './commands.js';
import { endMessages, type End } from './conclusion.js';
import { hold, holdOf, holdsOf, release } from './holds.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';
import { suppress } from './suppressions.js';

export const MAILER = Symbol('mailer');

/** Why nothing is being sent, as the server put it. */
export interface SenderStopped {
  since: Instant;
  reply: string;
}

/** An attempt that is over and not yet recorded. */
interface Settled {
  message: Message;
  outcome: Outcome;
}

/** One run through what is queued: it lasts as long as there is something to send or somebody has not answered. */
interface Run {
  now: () => Instant;
  goOn: () => boolean;
  candidates: Candidates;
  settled: Settled[];
  onTheWire: number;
  attempts: number;
  /** Attempts in a row that did not reach the server. */
  unreachable: number;
  /** Whether to look again for what has been queued since. */
  poked: boolean;
  wake: () => void;
  over: boolean;
}

@Injectable()
export class DeliveryService {
  private readonly holder: string;
  private readonly logger = new Logger('delivery');
  private readonly lanes = new Lanes();
  private current: { run: Run; result: Promise<number> } | null = null;
  private stopping = false;
  private turning: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly planning: ReminderPlanning,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.holder = newId(database);
  }

  /**
   * Sends everything whose time has come, as long as `goOn` says so; says how many attempts were made. Asked again
   * meanwhile, it looks for what has been queued since, and both get the one answer.
   */
  deliverDue(now: () => Instant, goOn: () => boolean = () => true): Promise<number> {
    if (this.current === null) {
      const run: Run = {
        now,
        goOn,
        candidates: new Candidates(this.lanes),
        settled: [],
        onTheWire: 0,
        attempts: 0,
        unreachable: 0,
        poked: false,
        wake: () => undefined,
        over: false,
      };
      const result = this.deliver(run).finally(() => (this.current = null));
      this.current = { run, result };
    } else {
      this.current.run.poked = true;
      this.current.run.wake();
    }
    return this.current.result;
  }

  /** Called by Nest at the end: nothing more is claimed, and what is still on the wire is recorded the moment it comes back. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.turning;
  }

  async senderStopped(): Promise<SenderStopped | null> {
    const refused = await holdOf(this.database.read, 'refused');
    return refused === null ? null : { since: refused.since, reply: refused.detail };
  }

  /** Lets the sender try again, as at a start, since what stopped it was a setting; with an age, only if it stopped that long ago. */
  async resumeSender(stoppedForMs = 0): Promise<void> {
    const stopped = await this.senderStopped();
    if (stopped === null) return;
    await this.database.write(async (tx) => {
      if (toMs(tx.now) - toMs(stopped.since) < stoppedForMs) return;
      await release(tx, 'refused', { actor: 'system', reason: 'started again' }, this.today(tx));
    });
  }

  private async deliver(run: Run): Promise<number> {
    try {
      for (;;) {
        // Whatever else has come back by now shares the wait for the disk.
        await new Promise((resolve) => setImmediate(resolve));
        if (run.poked) run.candidates.lookAgain();
        run.poked = false;
        const turn = this.turn(run);
        this.turning = turn.catch(() => undefined);
        const claimed = await turn;
        for (const message of claimed) void this.send(run, message);
        if (claimed.length > 0 || run.settled.length > 0 || run.poked) continue;
        if (run.onTheWire === 0) return run.attempts;
        await new Promise<void>((wake) => (run.wake = wake));
      }
    } finally {
      // Only a failing database ends a run with mail on the wire; what comes back is then recorded by itself, if it can be.
      run.over = true;
    }
  }

  /** Records what came back and claims what goes out next. */
  private async turn(run: Run): Promise<SealedMessage[]> {
    // A fan-out too wide for one transaction was left to plan; what it calls off must not go out before that.
    await this.planning.replan(run.now(), false);
    if (run.settled.length === 0 && !(await this.hasNext(run))) return [];
    const settled: Settled[] = [];
    const tried: Candidate[] = [];
    try {
      return await this.database.write(async (tx) => {
        // What comes back until the turn is given shares it.
        settled.push(...run.settled.splice(0));
        await this.conclude(tx, settled);
        return this.claimNext(tx, run, tried);
      });
    } catch (error) {
      settled.push(...run.settled.splice(0));
      return this.oneByOne(run, settled, tried, error);
    }
  }

  /** One that cannot be recorded or claimed holds up no others: each gets a transaction of its own, and that one waits an hour. */
  private async oneByOne(run: Run, settled: Settled[], tried: Candidate[], failure: unknown): Promise<SealedMessage[]> {
    this.logger.error(
      `recording ${settled.length} and claiming ${tried.length} messages together failed, so each goes alone: ${String(failure)}`,
    );
    for (const each of settled) await this.recordAlone(each);
    const claimed: SealedMessage[] = [];
    for (const candidate of tried) {
      try {
        const message = await this.database.write((tx) => this.claimOne(tx, run, candidate));
        if (message !== null) claimed.push(message);
      } catch (error) {
        this.logger.error(`message ${candidate.id} cannot be claimed and is tried again in an hour: ${String(error)}`);
        await this.database.write((tx) => putOff(tx, candidate.id));
      }
    }
    run.poked = true;
    return claimed;
  }

  /** A message whose outcome cannot be recorded keeps its claim, which runs out: nobody will know what became of it. */
  private async recordAlone(settled: Settled): Promise<void> {
    try {
      await this.database.write((tx) => this.conclude(tx, [settled]));
    } catch (error) {
      this.logger.error(`what became of message ${settled.message.id} cannot be recorded: ${String(error)}`);
    }
  }

  private async hasNext(run: Run): Promise<boolean> {
    const search = await this.search(this.database.read, run);
    return search !== null && (await run.candidates.hasNext(this.database.read, search));
  }

  /** What may go out now; null for nothing. */
  private async search(on: Reader, run: Run): Promise<Search | null> {
    if (this.stopping || !run.goOn() || run.onTheWire >= laneRules.connections || run.unreachable >= laneRules.unreachableInARow)
      return null;
    const holds = await holdsOf(on);
    if (holds.some(({ cause }) => cause === 'paused' || cause === 'refused')) return null;
    return { now: run.now(), queuedAfter: holds.find(({ cause }) => cause === 'restored')?.since ?? null };
  }

  private async claimNext(tx: Tx, run: Run, tried: Candidate[]): Promise<SealedMessage[]> {
    const claimed: SealedMessage[] = [];
    const search = await this.search(tx.manager, run);
    if (search === null) return claimed;
    const inTx = { ...search, now: tx.now };
    try {
      while (run.onTheWire + claimed.length < laneRules.connections) {
        const candidate = await run.candidates.next(tx.manager, inTx);
        if (candidate === null) break;
        tried.push(candidate);
        const message = await this.claimOne(tx, run, candidate);
        if (message !== null) claimed.push(message);
      }
      return claimed;
    } catch (error) {
      for (const { envelopeTo } of claimed) this.lanes.cancelled(domainOf(envelopeTo));
      throw error;
    }
  }

  private async claimOne(tx: Tx, run: Run, { id }: Candidate): Promise<SealedMessage | null> {
    const open = await openMessage(tx.manager, id, tx.now);
    const message = open === null ? null : await claim(tx, open, { holder: this.holder, planning: this.planning, today: this.today(tx) });
    if (message === null) return null;
    const raw = (await bytesOf(tx.manager, [id])).get(id);
    if (raw === undefined) throw new Error(`message ${id} has no bytes`);
    this.lanes.started(domainOf(message.envelopeTo), toMs(run.now()));
    return { raw, ...message };
  }

  private async send(run: Run, { raw, ...message }: SealedMessage): Promise<void> {
    run.onTheWire += 1;
    run.attempts += 1;
    const began = toMs(run.now());
    const outcome = await this.attempt({ raw, ...message });
    const now = toMs(run.now());
    run.unreachable = isUnreachable(outcome) ? run.unreachable + 1 : 0;
    this.lanes.ended(domainOf(message.envelopeTo), outcome, now - began, now);
    if (this.stopping || run.over) await this.recordAlone({ message, outcome });
    else run.settled.push({ message, outcome });
    // Only now: a run that ends waits for what is on the wire, and for its record.
    run.onTheWire -= 1;
    run.wake();
  }

  private async attempt({ raw, messageId, envelopeFrom: from, envelopeTo: to }: SealedMessage): Promise<Outcome> {
    try {
      return await this.mailer.send({ raw, messageId, envelope: { from, to } });
    } catch (error) {
      return { phase: 'connect', replyCode: null, enhancedCode: null, replyText: String(error) };
    }
  }

  /** What came of some attempts. Nothing at all is written of one whose claim has been outdated meanwhile. */
  private async conclude(tx: Tx, settled: readonly Settled[]): Promise<void> {
    const today = this.today(tx);
    const decided = settled.map((each) => ({ decision: decideAfter(each.outcome, each.message, tx.now, tx.chance.fraction()), ...each }));
    const endings = decided.flatMap(({ message, outcome, decision: { state, reason, notBefore } }) =>
      notBefore === null ? [{ message, end: { state, reason, outcome } as End }] : [],
    );
    const ended = await endMessages(tx, endings, today);
    const attempts: Attempt[] = [];
    for (const { message, outcome, decision } of decided) {
      const { state, reason, notBefore, suppressAddress, stopSender } = decision;
      const current =
        notBefore === null
          ? ended.has(message.id)
          : await moveMessage(tx, message, { state, reason, notBefore, leaseHolder: null, leaseUntil: null });
      if (!current) continue;
      const { phase, replyCode, replyText } = outcome;
      const startedAt = addMs(message.leaseUntil ?? tx.now, -leaseMs);
      attempts.push({ message: message.id, number: message.attempts, startedAt, endedAt: tx.now, phase, replyCode, replyText });
      if (suppressAddress)
        await suppress(tx, { address: message.envelopeTo.toLowerCase(), cause: 'refused', reason: replyText, by: 'system' }, today);
      if (stopSender) await this.stopSending(tx, replyText, today);
    }
    await putAttempts(tx, attempts);
  }

  private async stopSending(tx: Tx, detail: string, today: Day): Promise<void> {
    this.logger.error(
      `the mail server refuses us (${detail}): nothing more is sent until the settings are put right and the service is started again`,
    );
    await hold(tx, { cause: 'refused', since: tx.now, by: 'system', detail, holder: null, renewedAt: null }, null, today);
  }

  private today(tx: Tx): Day {
    return dayIn(this.settings.zone, tx.now);
  }
}
