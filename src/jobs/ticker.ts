/** A timer and nothing else: it wakes the engine once a minute. What is due is the engine's to find. */
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { CheckpointMails } from '../services/checkpoint-mails.js';
import { EngineService } from '../services/engine.service.js';

@Injectable()
export class Ticker implements OnApplicationBootstrap {
  private readonly logger = new Logger('ticker');

  constructor(
    private readonly engine: EngineService,
    private readonly checkpoints: CheckpointMails,
  ) {}

  /**
   * The scheduler forgets runs that it slept through, so the first pass does not wait for the next minute; and nothing waits
   * for it: a mail server that takes its time must not keep the service from answering, or from being told to end.
   */
  onApplicationBootstrap(): void {
    void this.tick();
  }

  /** Not held up by the one before, which lasts as long as the slowest mail server: what may not overlap the engine keeps apart. */
  @Cron('0 * * * * *', { name: 'tick' })
  async tick(): Promise<void> {
    try {
      // After the pass, which notices a clock that jumped; the next one sends what is owed here.
      await this.engine.tick();
      await this.checkpoints.oweDue();
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
