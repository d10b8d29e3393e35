/** `/`: the register as a list, narrowed by what stands in the address; and each reader's saved views of it. */
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { wordsIn } from '../../i18n/index.js';
import { Refusal } from '../../domain/refusal.js';
import { dayIn } from '../../domain/time.js';
import { CLOCK, type Clock } from '../../clock.js';
import { BrowsingService } from '../../services/browsing.service.js';
import { ReadingService, type CommitmentList } from '../../services/reading.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { seeOther, sentForm, submit, valueOf } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { RegisterPage } from './pages/register.js';
import { listPath, registerQuery, type RegisterQuery } from './register-query.js';
import { Viewing, type Viewer } from './viewer.js';

const rowsOfPage = 50;
const nothing: CommitmentList = { items: [], total: 0, next: null };

@ApiExcludeController()
@Controller()
export class RegisterPagesController {
  constructor(
    private readonly reading: ReadingService,
    private readonly browsing: BrowsingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Allow('register.read')
  @HtmlPage()
  list(@Viewing() viewer: Viewer, @Query() query: unknown): Promise<string> {
    return this.page(viewer, registerQuery(query));
  }

  @Post('views')
  @Allow('register.read')
  @HtmlPage()
  save(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    const query = registerQuery(Object.fromEntries(new URLSearchParams(valueOf(form, 'query'))));
    const { register, frame } = wordsIn(viewer.locale);
    const faults = {
      '/name': { field: 'name', text: register.saved.wrongName },
      '/views': { field: 'name', text: register.saved.tooMany },
    };
    const save = async (): Promise<string> => {
      await this.browsing.save(viewer.id, valueOf(form, 'name'), listPath(query.typed).slice(2));
      return listPath(query.typed);
    };
    return submit(reply, form, { faults, refusals: frame.refusals }, save, (again) =>
      this.page({ ...viewer, path: '/' }, query, { name: valueOf(form, 'name'), error: again.errors['name'] ?? again.errors[''] }),
    );
  }

  @Post('views/:id/removal')
  @Allow('register.read')
  async remove(@Viewing() viewer: Viewer, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.browsing.remove(viewer.id, id);
    seeOther(reply, '/');
  }

  private async page(viewer: Viewer, query: RegisterQuery, saving: { name?: string; error?: string | undefined } = {}): Promise<string> {
    const { wrong, list } = await this.found(query);
    return pageOf(
      RegisterPage({
        viewer,
        query: { ...query, wrong },
        list,
        nextAlerts: query.asked.asOf === undefined ? await this.browsing.nextAlerts(list.items.map(({ ref }) => ref)) : new Map(),
        ...(await this.browsing.choices()),
        views: await this.browsing.savedViews(viewer.id),
        today: dayIn(this.settings.zone, this.clock.now()),
        saving,
      }),
    );
  }

  /** Nothing is shown under filters that cannot be taken: a list that leaves one out would answer another question. */
  private async found({ asked, after, wrong }: RegisterQuery): Promise<{ list: CommitmentList; wrong: RegisterQuery['wrong'] }> {
    if (wrong.size > 0) return { list: nothing, wrong };
    const { asOf = null, promisor, ...filter } = asked;
    const party = promisor === undefined ? null : await this.browsing.partyCalled(promisor);
    if (promisor !== undefined && party === null) return { list: nothing, wrong: new Set(['promisor']) };
    const page = { after: after === null ? 0 : Number(after.slice(2)), limit: rowsOfPage };
    try {
      return { list: await this.reading.list({ ...filter, ...(party === null ? {} : { promisor: party.id }) }, page, asOf), wrong };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'invalid_input') return { list: nothing, wrong: new Set(['asOf']) };
      throw error;
    }
  }
}
