/** `/api/v1/{sender,suppressions,bounces}`: whether mail goes out, where it does not, and what came back. */
import { Body, Controller, Get, HttpCode, Post, Query, UnsupportedMediaTypeException } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { holdSchema, restoredWordSchema, wordSchema } from '../../domain/holds.js';
import { suppressionChangeSchema, suppressionSchema, type Suppression, type SuppressionChange } from '../../domain/suppression.js';
import { instantSchema } from '../../domain/time.js';
import { unreachableCauses } from '../../domain/unreachable.js';
import { bounceOutcomes, BouncesService, type BounceOutcome } from '../../services/bounces.service.js';
import type { Caller } from '../../services/commands.js';
import type { Page } from '../../services/people.service.js';
import { SenderService, type SenderState } from '../../services/sender.service.js';
import { SuppressionsService } from '../../services/suppressions.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, listOf } from './answers.js';

const pageQuery = z.strictObject({ after: z.string().max(254).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
type Word = z.infer<typeof wordSchema>;

const sender = z.strictObject({ sending: z.boolean(), holds: z.array(holdSchema) }) satisfies z.ZodType<SenderState>;
const lostOwner = z.strictObject({
  person: z.string(),
  cause: z.enum(unreachableCauses),
  since: instantSchema,
  contact: z.string().nullable(),
  commitments: z.int().positive(),
});
type LostOwners = { items: z.infer<typeof lostOwner>[]; total: number; next: null };

@ApiTags('sending')
@Controller('api/v1')
export class SendingController {
  constructor(
    private readonly senders: SenderService,
    private readonly suppressions: SuppressionsService,
    private readonly bounces: BouncesService,
  ) {}

  @Get('sender')
  @Allow('sending.read')
  @Answers(sender)
  @ApiOperation({ summary: 'Whether mail goes out, and what it waits for' })
  state(): Promise<SenderState> {
    return this.senders.state();
  }

  @Post('sender/pause')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(sender)
  @ApiOperation({ summary: 'Send nothing until the sender is resumed' })
  pause(@Acting() caller: Caller, @Body({ schema: wordSchema }) { reason }: Word): Promise<SenderState> {
    return this.senders.pause(caller, reason);
  }

  @Post('sender/resume')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(sender)
  @ApiOperation({ summary: 'Send again after a pause, or after the mail server refused us' })
  resume(@Acting() caller: Caller, @Body({ schema: wordSchema }) { reason }: Word): Promise<SenderState> {
    return this.senders.resume(caller, reason);
  }

  @Post('sender/clock')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(sender)
  @ApiOperation({ summary: 'Confirm that the clock is right after a jump' })
  clock(@Acting() caller: Caller, @Body({ schema: wordSchema }) { reason }: Word): Promise<SenderState> {
    return this.senders.confirmClock(caller, reason);
  }

  @Post('sender/restored')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(sender)
  @ApiOperation({ summary: 'Decide on what fell due between a backup and its restoration' })
  restored(
    @Acting() caller: Caller,
    @Body({ schema: restoredWordSchema }) { decision, reason }: z.infer<typeof restoredWordSchema>,
  ): Promise<SenderState> {
    return this.senders.decideRestored(caller, decision, reason);
  }

  @Get('suppressions')
  @Allow('sending.read')
  @Answers(listOf(suppressionSchema))
  @ApiOperation({ summary: 'Addresses that nothing is sent to' })
  list(@Query({ schema: pageQuery }) page: z.infer<typeof pageQuery>): Promise<Page<Suppression>> {
    return this.suppressions.page(page);
  }

  @Post('suppressions')
  @Allow('sending.write')
  @Answers(suppressionSchema, 201)
  @ApiOperation({ summary: 'Send nothing to an address any more' })
  add(@Acting() caller: Caller, @Body({ schema: suppressionChangeSchema }) change: SuppressionChange): Promise<Suppression> {
    return this.suppressions.add(caller, change);
  }

  /** The address is in the body, since addresses of requests end up in logs. */
  @Post('suppressions/lift')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(suppressionSchema)
  @ApiOperation({ summary: 'Send to an address again' })
  lift(@Acting() caller: Caller, @Body({ schema: suppressionChangeSchema }) change: SuppressionChange): Promise<Suppression> {
    return this.suppressions.lift(caller, change);
  }

  @Get('audit/lost-owners')
  @Allow('audit.read')
  @Answers(listOf(lostOwner))
  @ApiOperation({ summary: 'Owners of awaited commitments whom no mail reaches' })
  async lostOwners(): Promise<LostOwners> {
    const items = await this.suppressions.lostOwners();
    return { items, total: items.length, next: null };
  }

  @Post('bounces')
  @HttpCode(200)
  @Allow('sending.write')
  @Answers(z.strictObject({ outcome: z.enum(bounceOutcomes) }))
  @ApiConsumes('message/rfc822')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Hand over a mail that came to a return path, as it came (RFC 5322)' })
  bounce(@Acting() caller: Caller, @Body() raw: unknown): Promise<{ outcome: BounceOutcome }> {
    if (!Buffer.isBuffer(raw)) throw new UnsupportedMediaTypeException('A bounce is read as message/rfc822 only.');
    return this.bounces.receive(caller, raw);
  }
}
