/** What is told of those who promise, and of what was found: the record of a party, and verdicts in the words of schema.org. */
import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { claimReviewOf, type ClaimReview } from '../../domain/claim-review.js';
import { refSchema } from '../../domain/commitment.js';
import { locales } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { daySchema } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { AuditReportService, type PartyRecord } from '../../services/audit-report.service.js';
import { AuditService } from '../../services/audit.service.js';
import { ReadingService } from '../../services/reading.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { Answers, AnswersFile, idSchema } from './answers.js';
import { partyRecord } from './file-answers.js';

const asOfQuery = z.strictObject({ asOf: daySchema.optional() });
const langQuery = z.strictObject({ lang: z.enum(locales).optional() });

@Controller('api/v1')
export class RecordsController {
  constructor(
    private readonly reports: AuditReportService,
    private readonly audit: AuditService,
    private readonly reading: ReadingService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('parties/:id/record')
  @ApiTags('people')
  @Allow('register.read')
  @Answers(partyRecord)
  @ApiOperation({ summary: 'What a party promised that is published, and what became of it, now or as of a day' })
  record(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>,
  ): Promise<PartyRecord> {
    return this.reports.record(id, asOf ?? this.audit.today());
  }

  @Get('commitments/:ref/claim-review')
  @ApiTags('commitments')
  @Allow('register.read')
  @Header('content-type', 'application/ld+json')
  @AnswersFile('application/ld+json', { type: 'object' })
  @ApiOperation({ summary: 'The verdict on a published commitment as a ClaimReview of schema.org' })
  async claimReview(
    @Param('ref', { schema: refSchema }) ref: string,
    @Query({ schema: langQuery }) { lang }: z.infer<typeof langQuery>,
  ): Promise<ClaimReview> {
    const view = await this.reading.publicView(ref);
    const { publicUrl, locale } = this.settings;
    const verdictName = wordsIn(lang ?? locale).axes.verdict[view?.verdict ?? 'pending'];
    const review = view === null ? null : claimReviewOf(view, { verdictName, reviewer: { name: new URL(publicUrl).host, url: publicUrl } });
    if (review === null) throw new Refusal('not_found', `There is no published verdict on ${ref}.`);
    return review;
  }
}
