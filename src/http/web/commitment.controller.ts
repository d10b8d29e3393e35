/** `/commitments/:ref`: everything about one commitment, now or as of a day. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { CLOCK, type Clock } from '../../clock.js';
import { commitmentWindow } from '../../documents/charts/commitment-window.js';
import { refSchema } from '../../domain/commitment.js';
import { conventionText } from '../../domain/convention-text.js';
import type { ConventionId } from '../../domain/conventions.js';
import { dayIn, daySchema } from '../../domain/time.js';
import { AsOfService } from '../../services/as-of.service.js';
import { DossierService } from '../../services/dossier.service.js';
import { NoticesService } from '../../services/notices.service.js';
import { ReadingService } from '../../services/reading.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { HtmlPage } from './html-page.js';
import { CommitmentPage } from './pages/commitment.js';
import { pageOf } from './pages/layout.js';
import { Viewing, type Viewer } from './viewer.js';

const pageQuery = z.object({ asOf: daySchema.nullable().default(null), saved: z.string().optional() });

@ApiExcludeController()
@Controller('commitments')
export class CommitmentPageController {
  constructor(
    private readonly reading: ReadingService,
    private readonly dossiers: DossierService,
    private readonly notices: NoticesService,
    private readonly asOf: AsOfService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':ref')
  @Allow('register.read')
  @HtmlPage()
  async show(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Query({ schema: pageQuery }) { asOf, saved }: z.infer<typeof pageQuery>,
  ): Promise<string> {
    const detail = await this.reading.read(ref, asOf);
    const { target, originalTarget } = detail;
    const picture = commitmentWindow(
      {
        first: originalTarget,
        current: target,
        today: asOf ?? dayIn(this.settings.zone, this.clock.now()),
        metOn: detail.verdict === 'fulfilled' || detail.verdict === 'partly_fulfilled' ? detail.fulfilledOn : null,
      },
      { locale: viewer.locale },
    );
    return pageOf(
      CommitmentPage({
        viewer,
        detail,
        dossier: await this.dossiers.of(ref, asOf === null ? undefined : (await this.asOf.at(asOf)).index),
        notices: asOf === null ? await this.notices.notices(ref) : [],
        conventions: target.conventions
          .filter((id): id is ConventionId => id in this.settings.conventions.rules)
          .map((id) => conventionText(this.settings.conventions, id, viewer.locale)),
        picture,
        asOf,
        saved: saved !== undefined,
      }),
    );
  }
}
