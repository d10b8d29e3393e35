/** `/audit`: the report as of a day, the log, and how to verify both; `/parties`: the record of each. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { wordsIn } from '../../i18n/index.js';
import { AuditReportService } from '../../services/audit-report.service.js';
import { AuditService } from '../../services/audit.service.js';
import { PeopleService } from '../../services/people.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { asOfIn, type AsOfAnswer } from './as-of.js';
import { seeOther } from './forms.js';
import { HtmlPage } from './html-page.js';
import { AuditLogPage } from './pages/audit-log.js';
import { AuditPage } from './pages/audit-report.js';
import { AuditVerifyPage } from './pages/audit-verify.js';
import { pageOf } from './pages/layout.js';
import { PartiesPage } from './pages/parties.js';
import { PartyPage } from './pages/party.js';
import { Viewing, type Viewer } from './viewer.js';

const eventsPerPage = 50;
const partiesPerPage = 100;

@ApiExcludeController()
@Controller()
export class AuditPagesController {
  constructor(
    private readonly audit: AuditService,
    private readonly reports: AuditReportService,
    private readonly people: PeopleService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('audit')
  @Allow('audit.read')
  @HtmlPage()
  report(@Viewing() viewer: Viewer, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    return this.asOf(viewer, query, reply, '/audit', async ({ day, form }) =>
      pageOf(AuditPage({ viewer, report: await this.reports.report(day), conservation: await this.audit.looseEnds(), form })),
    );
  }

  @Get('audit/log')
  @Allow('audit.read')
  @HtmlPage()
  async log(@Viewing() viewer: Viewer, @Query('from') asked: unknown): Promise<string> {
    const { size } = await this.audit.checkpoint();
    const typed = typeof asked === 'string' ? asked.trim() : '';
    const isIndex = /^\d{1,9}$/.test(typed) && Number(typed) < size;
    const from = isIndex ? Number(typed) : Math.max(0, size - eventsPerPage);
    const { entries } = await this.audit.log(from, eventsPerPage);
    const wrong = typed === '' || isIndex ? null : typed;
    return pageOf(AuditLogPage({ viewer, entries, from, size, perPage: eventsPerPage, wrong }));
  }

  @Get('audit/verify')
  @Allow('audit.read')
  @HtmlPage()
  async verify(@Viewing() viewer: Viewer): Promise<string> {
    const { note: checkpoint } = await this.audit.checkpoint();
    const { publicUrl } = this.settings;
    return pageOf(AuditVerifyPage({ viewer, publicUrl, checkpoint, key: this.audit.verifierKey() }));
  }

  @Get('parties')
  @Allow('register.read')
  @HtmlPage()
  async parties(@Viewing() viewer: Viewer, @Query('after') asked: unknown): Promise<string> {
    const after = typeof asked === 'string' && /^[\w-]{1,64}$/.test(asked) ? asked : undefined;
    const page = await this.people.page('party', { after, limit: partiesPerPage });
    return pageOf(PartiesPage({ viewer, ...page, isFirstPage: after === undefined }));
  }

  @Get('parties/:id')
  @Allow('register.read')
  @HtmlPage()
  party(
    @Viewing() viewer: Viewer,
    @Param('id') id: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    return this.asOf(viewer, query, reply, `/parties/${encodeURIComponent(id)}`, async ({ day, form }) =>
      pageOf(PartyPage({ viewer, record: await this.reports.record(id, day), form })),
    );
  }

  /** A day that cannot be is said beside the boxes, with today's figures under it. */
  private async asOf(
    viewer: Viewer,
    query: unknown,
    reply: FastifyReply,
    path: string,
    show: (asOf: Pick<AsOfAnswer & { kind: 'shown' }, 'day' | 'form'>) => Promise<string>,
  ): Promise<string | undefined> {
    const today = this.audit.today();
    const answer = asOfIn(query, today, wordsIn(viewer.locale).audit.wrongDay);
    if (answer.kind === 'shown') return show(answer);
    if (answer.kind === 'wrong') {
      void reply.status(422);
      return show({ day: today, form: answer.form });
    }
    seeOther(reply, `${path}?asOf=${answer.day}`);
    return undefined;
  }
}
