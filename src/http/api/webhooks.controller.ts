/** `/api/v1/webhooks`: where administrators have changes sent to. */
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { newWebhookSchema, webhookChangeSchema, type NewWebhook, type WebhookChange } from '../../domain/webhook.js';
import type { Caller } from '../../services/commands.js';
import type { Page } from '../../services/people.service.js';
import { WebhooksService, type DeliveryView, type WebhookView, type WebhookWithSecret } from '../../services/webhooks.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, idSchema, listOf, webhook, webhookDelivery, webhookWithSecret } from './answers.js';

const pageQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @Allow('webhooks.read')
  @Answers(listOf(webhook))
  @ApiOperation({ summary: 'Where changes are sent, and why not where one is disabled' })
  list(): Promise<Page<WebhookView>> {
    return this.webhooks.list();
  }

  @Post()
  @Allow('webhooks.write')
  @Answers(webhookWithSecret, 201)
  @ApiOperation({ summary: 'Have changes sent to an https address from now on; answers the secret, this once' })
  add(@Acting() caller: Caller, @Body({ schema: newWebhookSchema }) input: NewWebhook): Promise<WebhookWithSecret> {
    return this.webhooks.add(caller, input);
  }

  @Get(':id')
  @Allow('webhooks.read')
  @Answers(webhook)
  @ApiOperation({ summary: 'Read a webhook' })
  read(@Param('id', { schema: idSchema }) id: string): Promise<WebhookView> {
    return this.webhooks.read(id);
  }

  @Patch(':id')
  @Allow('webhooks.write')
  @Answers(webhook)
  @ApiOperation({ summary: 'Change its address or events, disable it, or enable it again, which sends what it missed' })
  change(
    @Acting() caller: Caller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: webhookChangeSchema }) change: WebhookChange,
  ): Promise<WebhookView> {
    return this.webhooks.change(caller, id, change);
  }

  @Post(':id/secret')
  @Allow('webhooks.write')
  @Answers(webhookWithSecret, 201)
  @ApiOperation({ summary: 'A new secret, answered this once; the former one signs beside it for a day' })
  rotate(@Acting() caller: Caller, @Param('id', { schema: idSchema }) id: string): Promise<WebhookWithSecret> {
    return this.webhooks.rotateSecret(caller, id);
  }

  @Get(':id/deliveries')
  @Allow('webhooks.read')
  @Answers(listOf(webhookDelivery))
  @ApiOperation({ summary: 'What was sent or waits, the newest first, with every attempt' })
  deliveries(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) page: z.infer<typeof pageQuery>,
  ): Promise<Page<DeliveryView>> {
    return this.webhooks.deliveries(id, { after: page.after ?? null, limit: page.limit });
  }

  @Post(':id/deliveries/:delivery/resend')
  @HttpCode(200)
  @Allow('webhooks.write')
  @Answers(webhookDelivery)
  @ApiOperation({ summary: 'Send a message again, under the same id' })
  resend(
    @Acting() caller: Caller,
    @Param('id', { schema: idSchema }) id: string,
    @Param('delivery', { schema: idSchema }) delivery: string,
  ): Promise<DeliveryView> {
    return this.webhooks.resend(caller, id, delivery);
  }
}
