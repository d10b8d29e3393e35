/** `/api/v1/exports/commitments.{csv,xlsx,json,ics}` and `/api/v1/changes.atom`: all that is published, for whoever has a token. */
import { Controller, Get, Inject, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { csvType } from '../../documents/csv.js';
import { xlsxType } from '../../documents/xlsx.js';
import { locales } from '../../domain/people.js';
import { daySchema } from '../../domain/time.js';
import { AuditService } from '../../services/audit.service.js';
import { ExportsService } from '../../services/exports.service.js';
import { FeedsService } from '../../services/feeds.service.js';
import type { RegisterFile } from '../../services/imports.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow, type IdentifiedRequest } from '../auth/guard.js';
import { answerConditionally } from '../conditional.js';
import { atomFeed } from '../web/atom.js';
import { atomType, calendarType, changesQuery, linksOf } from '../web/feeds.controller.js';
import { attachment } from '../attachment.js';
import { Answers, AnswersFile } from './answers.js';
import { registerFile } from './file-answers.js';

const asOfQuery = z.strictObject({ asOf: daySchema.optional() });
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
    private readonly exports: ExportsService,
    private readonly audit: AuditService,
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

  @Get('exports/commitments.csv')
  @Allow('register.read')
  @AnswersFile('text/csv')
  @ApiOperation({ summary: 'The published commitments as CSV, now or as of a day; made for spreadsheets, so text is never a formula' })
  async csv(@Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>): Promise<StreamableFile> {
    const day = asOf ?? this.audit.today();
    return attachment(await this.exports.csv(day), `commitments-${day}.csv`, csvType);
  }

  @Get('exports/commitments.xlsx')
  @Allow('register.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The same as a workbook, with what it rests on in a sheet of its own' })
  async xlsx(@Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>): Promise<StreamableFile> {
    const day = asOf ?? this.audit.today();
    return attachment(await this.exports.xlsx(day), `commitments-${day}.xlsx`, xlsxType);
  }

  @Get('exports/commitments.json')
  @Allow('register.read')
  @Answers(registerFile)
  @ApiOperation({ summary: 'The same as a register file, which POST /imports takes' })
  json(@Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>): Promise<RegisterFile> {
    return this.exports.json(asOf ?? this.audit.today());
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
