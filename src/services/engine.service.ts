/**
 * One pass of the engine: plan what must be planned anew, queue what is due, send what is queued. A tick only wakes it.
 * Nothing of it happens while the clock is in doubt; what a restored database took for unsent waits for a person's word.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { onTimeMs } from '../domain/bundle.js';
import { watchClock, type ClockState } from '../domain/clock-watch.js';
import { dayIn, toMs, type Instant } from '../domain/time.js';
import { CLOCK, type Clock } from '../clock.js';
import { Database } from '../store/database.js';
import { firstOwedAt } from '../store/letters.store.js';
import { remember, remembered, nextMessageAt } from '../store/outbox.store.js';
import { nextDueAt, nextReplanAt } from '../store/reminders.store.js';
import { AuditService } from './audit.service.js';
import { newId } from './commands.js';
import { BouncesService } from './bounces.service.js';
import { DeliveryService } from './delivery.service.js';
import { ErasureService } from './erasure.service.js';
import { LettersService } from './letters.service.js';
import { HighWaterService } from './high-water.service.js';
import { forgetClockHolds, hold, holdsOf } from './holds.js';
import type { Outage } from './mail-content.js';
import { OutboxService } from './outbox.service.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';
import { VersionSegments } from './version-segments.service.js';

const heartbeatNote = 'heartbeat';
const outageNote = 'outage';
/** The heartbeat is a write; once a minute is often enough to tell an outage by. */
const heartbeatEveryMs = 60_000;
/** So that what an import left to catch up on holds up no mail. */
const segmentsAPass = 4;

export interface TickResult {
  at: Instant;
  replanned: number;
  queued: number;
  attempts: number;
  bounces: number;
}

/** What a pass has done, and how its sends end. */
type Pass = Omit<TickResult, 'attempts'> & { attempts: () => Promise<number> };

@Injectable()
export class EngineService {
  private readonly holder: string;
  private readonly logger = new Logger('engine');
  private clockState: ClockState | null = null;
  /** Whether the database knows that this process doubts its clock. */
  private doubtNoted = false;
  private running: Promise<Pass> | null = null;
  /** The last civil day on which everything was planned anew and a checkpoint kept. */
  private plannedOn: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly planning: ReminderPlanning,
    private readonly outbox: OutboxService,
    private readonly letters: LettersService,
    private readonly delivery: DeliveryService,
    private readonly audit: AuditService,
    private readonly bounces: BouncesService,
    private readonly highWater: HighWaterService,
    private readonly versions: VersionSegments,
    private readonly erasure: ErasureService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.holder = newId(database);
  }

  /**
   * Planning and queuing never overlap: whoever asks during it gets that one's result. Sending goes on as long as a mail
   * server takes its time, and a later pass queues beside it.
   */
  async tick(): Promise<TickResult> {
    this.running ??= this.pass().finally(() => {
      this.running = null;
    });
    const { attempts, ...queued } = await this.running;
    return { ...queued, attempts: await attempts() };
  }

  /** When the last pass was, as the database remembers it. */
  lastTickAt(): Promise<Instant | null> {
    return remembered<Instant>(this.database.read, heartbeatNote);
  }

  /** The next instant at which a pass would find something to do; null for none in sight. */
  async nextWakeAt(): Promise<Instant | null> {
    const on = this.database.read;
    const holds = await holdsOf(on);
    const stopped = holds.some(({ cause }) => cause === 'paused' || cause === 'refused');
    const after = holds.find(({ cause }) => cause === 'restored')?.since ?? null;
    const sending = stopped ? null : await nextMessageAt(on, after);
    const times = [await nextDueAt(on, after), await firstOwedAt(on), sending, await nextReplanAt(on)];
    return times.filter((t) => t !== null).sort()[0] ?? null;
  }

  private async pass(): Promise<Pass> {
    const at = await this.database.now();
    if (!(await this.mayTrustClock())) return { at, replanned: 0, queued: 0, bounces: 0, attempts: () => Promise.resolve(0) };
    await this.highWater.check(at);
    const outage = await this.outageBefore(at);
    const today = dayIn(this.settings.zone, at);
    const newDay = this.plannedOn !== today;
    if (newDay) await this.eraseAgain();
    const replanned = await this.planning.replan(at, newDay);
    if (newDay) await this.audit.keepCheckpoint();
    this.plannedOn = today;
    const bounces = await this.bounces.readMaildir();
    const restored = (await holdsOf(this.database.read)).find(({ cause }) => cause === 'restored');
    const queued = (await this.outbox.queueDue(at, outage, restored?.since ?? null)) + (await this.letters.queueOwed(at));
    await this.beat(at);
    await this.versions.keep(segmentsAPass);
    const delivered = this.delivery.deliverDue(
      () => this.clock.now(),
      () => this.isClockSteady(),
    );
    return { at, replanned, queued, bounces, attempts: () => this.finished(delivered) };
  }

  /** A backup from before an erasure may have been put back. */
  private async eraseAgain(): Promise<void> {
    const again = await this.erasure.replay();
    if (again.length > 0) this.logger.warn(`erased again, since the database is from before it: ${again.join(', ')}`);
  }

  private async finished(delivered: Promise<number>): Promise<number> {
    const attempts = await delivered;
    if (this.isClockSteady()) await this.highWater.keep(this.clock.now());
    return attempts;
  }

  private isClockSteady(): boolean {
    const reading = { wallMs: toMs(this.clock.now()), monotonicMs: this.clock.monotonicMs() };
    this.clockState = watchClock(this.clockState, reading);
    return this.clockState.doubt === null;
  }

  /** Once in doubt, the clock is trusted again after it has run evenly for a while, or when a person lets go of the hold. */
  private async mayTrustClock(): Promise<boolean> {
    const steady = this.isClockSteady();
    const holds = (await holdsOf(this.database.read)).filter(({ cause }) => cause === 'clock');
    if (!steady && this.doubtNoted && !holds.some(({ holder }) => holder === this.holder)) {
      // A person looked at it, or another process saw that this one had long been silent.
      this.clockState = null;
      this.doubtNoted = false;
      return true;
    }
    if (!steady) await this.noteDoubt();
    else if (holds.length > 0) await this.database.write((tx) => forgetClockHolds(tx, this.holder));
    this.doubtNoted = !steady;
    return steady;
  }

  private noteDoubt(): Promise<void> {
    const jumpedMs = this.clockState?.doubt?.jumpedMs ?? 0;
    const detail = `the clock of this machine went ${jumpedMs > 0 ? 'forward' : 'back'} by ${Math.round(Math.abs(jumpedMs) / 60_000)} minutes`;
    if (!this.doubtNoted) this.logger.error(`${detail}: nothing is queued until it has run evenly for ten minutes or somebody confirms it`);
    return this.database.write(async (tx) => {
      const wanted = { cause: 'clock', since: tx.now, by: 'system', detail, holder: this.holder, renewedAt: tx.now } as const;
      await hold(tx, wanted, null, dayIn(this.settings.zone, tx.now));
    });
  }

  /** A gap since the last pass that is longer than "on time" is an outage, and mails that come late because of it say so. */
  private async outageBefore(at: Instant): Promise<Outage | null> {
    const last = await this.lastTickAt();
    if (last === null || toMs(at) - toMs(last) <= onTimeMs) return remembered<Outage>(this.database.read, outageNote);
    const outage = { from: last, to: at };
    await this.database.write((tx) => remember(tx, outageNote, outage));
    return outage;
  }

  private async beat(at: Instant): Promise<void> {
    const last = await this.lastTickAt();
    if (last !== null && toMs(at) - toMs(last) < heartbeatEveryMs && at >= last) return;
    await this.database.write(async (tx) => {
      await remember(tx, heartbeatNote, at);
      await this.highWater.count(tx);
    });
  }
}
