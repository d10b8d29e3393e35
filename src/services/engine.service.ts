/** One pass of the engine: plan what must be planned anew, queue what is due, send what is queued. A tick only wakes it. */
import { Inject, Injectable } from '@nestjs/common';
import { onTimeMs } from '../domain/bundle.js';
import { dayIn, toMs, type Instant } from '../domain/time.js';
import { CLOCK, type Clock } from '../clock.js';
import { Database } from '../store/database.js';
import { firstOwedAt } from '../store/letters.store.js';
import { remember, remembered, nextMessageAt } from '../store/outbox.store.js';
import { nextDueAt, nextReplanAt } from '../store/reminders.store.js';
import { AuditService } from './audit.service.js';
import { DeliveryService } from './delivery.service.js';
import { LettersService } from './letters.service.js';
import type { Outage } from './mail-content.js';
import { OutboxService } from './outbox.service.js';
import { ReminderPlanning } from './reminder-planning.js';
import { SETTINGS, type Settings } from './settings.js';

const heartbeatNote = 'heartbeat';
const outageNote = 'outage';
/** The heartbeat is a write; once a minute is often enough to tell an outage by. */
const heartbeatEveryMs = 60_000;

export interface TickResult {
  at: Instant;
  replanned: number;
  queued: number;
  attempts: number;
}

@Injectable()
export class EngineService {
  private running: Promise<TickResult> | null = null;
  /** The last civil day on which everything was planned anew and a checkpoint kept. */
  private plannedOn: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly planning: ReminderPlanning,
    private readonly outbox: OutboxService,
    private readonly letters: LettersService,
    private readonly delivery: DeliveryService,
    private readonly audit: AuditService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Passes never overlap: whoever asks during one gets that one's result. */
  tick(): Promise<TickResult> {
    this.running ??= this.pass().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** When the last pass was, as the database remembers it. */
  lastTickAt(): Promise<Instant | null> {
    return remembered<Instant>(this.database.read, heartbeatNote);
  }

  /** The next instant at which a pass would find something to do; null for none in sight. */
  async nextWakeAt(): Promise<Instant | null> {
    const on = this.database.read;
    const stopped = (await this.delivery.senderStopped()) !== null;
    const sending = stopped ? null : await nextMessageAt(on);
    const times = [await nextDueAt(on), await firstOwedAt(on), sending, await nextReplanAt(on)].filter((t) => t !== null);
    return times.sort()[0] ?? null;
  }

  private async pass(): Promise<TickResult> {
    const at = this.clock.now();
    const outage = await this.outageBefore(at);
    const today = dayIn(this.settings.zone, at);
    const newDay = this.plannedOn !== today;
    const replanned = await this.planning.replan(at, newDay);
    if (newDay) await this.audit.keepCheckpoint();
    this.plannedOn = today;
    const queued = (await this.outbox.queueDue(at, outage)) + (await this.letters.queueOwed(at));
    const attempts = await this.delivery.deliverDue(() => this.clock.now());
    await this.beat(at);
    return { at, replanned, queued, attempts };
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
    await this.database.write((tx) => remember(tx, heartbeatNote, at));
  }
}
