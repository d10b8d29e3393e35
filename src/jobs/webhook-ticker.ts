/** A timer for webhooks, apart from the one that wakes the engine: a slow endpoint must not hold up a mail. */
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { WebhookDeliveryService } from '../services/webhook-delivery.service.js';

@Injectable()
export class WebhookTicker implements OnApplicationBootstrap {
  private readonly logger = new Logger('webhooks');

  constructor(private readonly deliveries: WebhookDeliveryService) {}

  /** Not waited for: the server answers before somebody else's does. */
  onApplicationBootstrap(): void {
    void this.tick();
  }

  @Cron('30 * * * * *', { name: 'webhooks', waitForCompletion: true })
  async tick(): Promise<void> {
    try {
      await this.deliveries.deliverDue();
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
