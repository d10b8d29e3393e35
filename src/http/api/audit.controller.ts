/** `/api/v1/audit`: counts as of any day, and the log with its proofs; the checkpoint and the key are open to all. */
import { Controller, Get, Header, Inject, Param, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { csvType } from '../../documents/csv.js';
import { reportCsv, reportXlsx } from '../../documents/report-files.js';
import { reportPdf } from '../../documents/report-pdf.js';
import { xlsxType } from '../../documents/xlsx.js';
import { locales, type Locale } from '../../domain/people.js';
import { daySchema } from '../../domain/time.js';
import { AuditReportService } from '../../services/audit-report.service.js';
import { AuditService, type Checkpoint } from '../../services/audit.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { attachment } from '../attachment.js';
import { Allow, Open, type IdentifiedRequest } from '../auth/guard.js';
import { Answers, AnswersFile, AnswersText, checkpoint, consistency, inclusion, logPage } from './answers.js';
import { report } from './file-answers.js';

const asOfQuery = z.strictObject({ asOf: daySchema.optional() });
const fileQuery = asOfQuery.extend({ lang: z.enum(locales).optional() });
/** As far as the log's index can count. */
const size = z.coerce.number().int().min(0).max(2_147_483_647);
const logQuery = z.strictObject({ from: size.default(0), limit: z.coerce.number().int().min(1).max(1000).default(100) });
const proofQuery = z.strictObject({ size: size.optional() });
const consistencyQuery = z.strictObject({ from: size, to: size });

@ApiTags('audit')
@Controller()
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly reports: AuditReportService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('api/v1/audit/report')
  @Allow('audit.read')
  @Answers(report)
  @ApiOperation({ summary: 'The counts as of a day, with the checkpoint they rest on' })
  async report(@Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>): Promise<Record<string, unknown>> {
    const today = this.audit.today();
    const day = asOf ?? today;
    return { ...(await this.reports.report(day)), conservation: day === today ? await this.audit.conservation() : null };
  }

  @Get('api/v1/audit/report.csv')
  @Allow('audit.read')
  @AnswersFile('text/csv')
  @ApiOperation({ summary: 'The report as CSV, one figure a row, under the names that the JSON has' })
  async csv(@Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>): Promise<StreamableFile> {
    const found = await this.reports.report(asOf ?? this.audit.today());
    return attachment(reportCsv(found), `audit-${found.asOf}.csv`, csvType);
  }

  @Get('api/v1/audit/report.xlsx')
  @Allow('audit.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The report as a workbook, a sheet for each table' })
  async xlsx(@Query({ schema: fileQuery }) query: z.infer<typeof fileQuery>, @Req() request: IdentifiedRequest): Promise<StreamableFile> {
    const found = await this.reports.report(query.asOf ?? this.audit.today());
    return attachment(reportXlsx(found, this.localeOf(query, request)), `audit-${found.asOf}.xlsx`, xlsxType);
  }

  @Get('api/v1/audit/report.pdf')
  @Allow('audit.read')
  @AnswersFile('application/pdf')
  @ApiOperation({ summary: 'The report to be read and printed, with its pictures' })
  async pdf(@Query({ schema: fileQuery }) query: z.infer<typeof fileQuery>, @Req() request: IdentifiedRequest): Promise<StreamableFile> {
    const found = await this.reports.report(query.asOf ?? this.audit.today());
    return attachment([await reportPdf(found, this.localeOf(query, request))], `audit-${found.asOf}.pdf`, 'application/pdf');
  }

  private localeOf({ lang }: z.infer<typeof fileQuery>, { identity }: IdentifiedRequest): Locale {
    return lang ?? identity?.person.locale ?? this.settings.locale;
  }

  @Get('api/v1/audit/log')
  @Allow('audit.read')
  @Answers(logPage)
  @ApiOperation({ summary: 'Entries of the log in order, with the values beside it' })
  log(@Query({ schema: logQuery }) { from, limit }: z.infer<typeof logQuery>): ReturnType<AuditService['log']> {
    return this.audit.log(from, limit);
  }

  @Get('api/v1/audit/checkpoint')
  @Allow('audit.read')
  @Answers(checkpoint)
  @ApiOperation({ summary: 'Size, root and signed note of the log' })
  checkpoint(): Promise<Checkpoint> {
    return this.audit.checkpoint();
  }

  @Get('api/v1/audit/proofs/:index')
  @Allow('audit.read')
  @Answers(inclusion)
  @ApiOperation({ summary: 'RFC 6962 inclusion proof of an event' })
  proof(
    @Param('index', { schema: size }) index: number,
    @Query({ schema: proofQuery }) query: z.infer<typeof proofQuery>,
  ): ReturnType<AuditService['proof']> {
    return this.audit.proof(index, query.size);
  }

  @Get('api/v1/audit/consistency')
  @Allow('audit.read')
  @Answers(consistency)
  @ApiOperation({ summary: 'RFC 6962 consistency proof between two sizes of the log' })
  consistency(
    @Query({ schema: consistencyQuery }) { from, to }: z.infer<typeof consistencyQuery>,
  ): ReturnType<AuditService['consistency']> {
    return this.audit.consistency(from, to);
  }

  @Get('audit/checkpoint')
  @Open()
  @Header('content-type', 'text/plain; charset=utf-8')
  @AnswersText()
  @ApiOperation({ summary: 'The current checkpoint as a signed note, for anybody to keep' })
  async publicCheckpoint(): Promise<string> {
    return (await this.audit.checkpoint()).note;
  }

  @Get('audit/key')
  @Open()
  @Header('content-type', 'text/plain; charset=utf-8')
  @AnswersText()
  @ApiOperation({ summary: 'The verifier key of the log; after a rotation the former one stands below it for a while' })
  key(): string {
    return this.audit
      .verifierKeys()
      .map((line) => `${line}\n`)
      .join('');
  }
}
