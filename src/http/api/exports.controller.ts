/** `/api/v1/exports/commitments.ics` and `/api/v1/changes.atom`: all that is published, for whoever has a token. */
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { locales } from '../../domain/people.js';
import { daySchema } from '../../domain/time.js';
import { FeedsService } from '../../services/feeds.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow, type IdentifiedRequest } from '../auth/guard.js';
import { answerConditionally } from '../conditional.js';
import { atomFeed } from '../web/atom.js';
import { atomType, calendarType, changesQuery, linksOf } from '../web/feeds.controller.js';
import { AnswersFile } from './answers.js';

const calendarQuery = z.strictObject({
  asOf: daySchema.optional(),
  todo: z.enum(['0', '1']).default('0'),
  lang: z.enum(locales).optional(),
});

@ApiTags('exports')
@Controller('api/v1')
export class ExportsController {
  constructor(
    private readonly feeds: FeedsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('exports/commitments.ics')
  @Allow('register.read')
  @AnswersFile('text/calendar')
  @ApiOperation({ summary: 'The published commitments with a last day as a calendar, now or as of a day' })
  async calendar(
    @Query({ schema: calendarQuery }) { asOf, todo, lang }: z.infer<typeof calendarQuery>,
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const locale = lang ?? request.identity?.person.locale;
    const body = await this.feeds.exportedCalendar(asOf ?? null, { todos: todo === '1', locale });
    return answerConditionally(request, reply, { type: calendarType, body });
  }

  @Get('changes.atom')
  @Allow('register.read')
  @AnswersFile('application/atom+xml')
  @ApiOperation({ summary: 'Changes of the published commitments as Atom, the newest first; earlier ones page by page' })
  async changes(
    @Query({ schema: changesQuery }) { lang, from }: z.infer<typeof changesQuery>,
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { changes, earlier } = await this.feeds.changesFor(null, from ?? null);
    const links = linksOf(new URL('/api/v1/changes.atom', this.settings.publicUrl), { lang, from, earlier });
    const locale = lang ?? request.identity?.person.locale ?? this.settings.locale;
    const feed = { locale, logName: this.settings.logName, of: 'all', changes, links, archived: from !== undefined };
    return answerConditionally(request, reply, { type: atomType, body: atomFeed(feed) });
  }
}
