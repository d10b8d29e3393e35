/** `/metrics`: for METRICS_TOKEN; where none is set, for this machine alone. */
import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../../clock.js';
import { Refusal } from '../../domain/refusal.js';
import { DiagnosisService } from '../../services/diagnosis.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Open } from '../auth/guard.js';
import { Metrics } from '../metrics.js';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly diagnosis: DiagnosisService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Open()
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metricsToken } = this.settings;
    if (metricsToken === null ? !isOfThisMachine(request) : !isBearing(request, metricsToken))
      throw metricsToken === null
        ? new Refusal('forbidden', 'Without METRICS_TOKEN this is for this machine alone.')
        : new Refusal('unauthenticated', 'This needs METRICS_TOKEN as a bearer token.');
    void reply.header('content-type', this.metrics.registry.contentType).header('cache-control', 'no-store');
    return this.metrics.read(await this.diagnosis.examine(), this.clock.now());
  }
}

/** What came through a proxy of this machine did not come from it. */
function isOfThisMachine({ ip, headers }: FastifyRequest): boolean {
  const passedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !passedOn && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(ip);
}

function isBearing({ headers }: FastifyRequest, token: string): boolean {
  const [sent, expected] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
