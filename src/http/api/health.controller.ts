/** `/health`: whether the process lives, and whether it can do its work. */
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../clock.js';
import { toMs } from '../../domain/time.js';
import { DiagnosisService } from '../../services/diagnosis.service.js';
import { Open, type IdentifiedRequest } from '../auth/guard.js';
import { Answers, liveness, readiness } from './answers.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly diagnosis: DiagnosisService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  @Open()
  @Answers(liveness)
  @ApiOperation({ summary: 'Whether the process answers' })
  live(): { status: 'ok'; at: string } {
    return { status: 'ok', at: this.clock.now() };
  }

  /** Yes or no to everybody; why, to whoever has a token. */
  @Get('ready')
  @Open()
  @Answers(readiness)
  @Answers(readiness, 503)
  @ApiOperation({ summary: 'Whether the database, the log and the engine are in order' })
  async ready(@Req() request: IdentifiedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Record<string, unknown>> {
    const found = await this.diagnosis.examine();
    if (!found.ready) void reply.status(503);
    const lastTickAgeMs = found.lastTickAt === null ? null : toMs(this.clock.now()) - toMs(found.lastTickAt);
    return request.identity === undefined ? { ready: found.ready } : { ...found, lastTickAgeMs };
  }
}
