/** `/texts`: from a text to commitments, each decided on by a person. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { titleToBeginWith } from '../../domain/proposals/title.js';
import { Refusal } from '../../domain/refusal.js';
import { decisionInputSchema, missInputSchema, newTextSchema } from '../../domain/texts.js';
import { instantSchema } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { BrowsingService } from '../../services/browsing.service.js';
import { TextsService, type TextProposals } from '../../services/texts.service.js';
import { Allow } from '../auth/guard.js';
import { acceptedIn, commitmentFaults, withAmbiguity } from './accepted-form.js';
import { callerOf, dayIn, newForm, parsed, sentForm, submit, valueOf, valueOrNull, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { locate } from './located.js';
import { AddFromTextPage, DecidePage } from './pages/decide.js';
import { pageOf } from './pages/layout.js';
import { TextPage, type ProposalItem } from './pages/text.js';
import { NewTextPage, TextsPage } from './pages/texts.js';
import { Viewing, type Viewer } from './viewer.js';

const perPage = 50;

@ApiExcludeController()
@Controller('texts')
export class TextPagesController {
  constructor(
    private readonly texts: TextsService,
    private readonly browsing: BrowsingService,
  ) {}

  @Get()
  @Allow('register.read')
  @HtmlPage()
  async list(@Viewing() viewer: Viewer, @Query('before') asked: unknown): Promise<string> {
    const before = instantSchema.safeParse(asked);
    const texts = await this.texts.page(before.success ? before.data : null, perPage);
    return pageOf(TextsPage({ viewer, texts, isFirstPage: !before.success, quality: await this.texts.quality() }));
  }

  @Get('new')
  @Allow('register.write')
  @HtmlPage()
  empty(@Viewing() viewer: Viewer): string {
    return pageOf(NewTextPage({ viewer, form: newForm({ lang: 'auto', format: 'txt' }) }));
  }

  @Post('new')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  keep(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    const { texts, frame } = wordsIn(viewer.locale);
    const words = texts.add;
    const faults = {
      '/content': { field: 'content', text: words.contentMissing },
      '/publishedOn': { field: 'publishedOn', text: words.publishedWrong },
      '/issuer': { field: 'issuer', text: words.issuerMissing },
      '/title': { field: 'title', text: words.titleLong },
      '/url': { field: 'url', text: words.urlWrong },
    };
    return submit(
      reply,
      form,
      { faults, refusals: frame.refusals },
      async () => `/texts/${(await this.texts.keep(callerOf(viewer, form), newTextIn(form))).id}`,
      (again, refusal) => {
        const here = refusal.code === 'duplicate' ? { ...again, errors: { content: words.contentHere } } : again;
        return pageOf(NewTextPage({ viewer, form: here }));
      },
    );
  }

  @Get(':id')
  @Allow('register.read')
  @HtmlPage()
  async read(@Viewing() viewer: Viewer, @Param('id') id: string): Promise<string> {
    return pageOf(TextPage({ viewer, found: await this.texts.proposals(id) }));
  }

  @Get(':id/add')
  @Allow('register.write')
  @HtmlPage()
  async adding(@Viewing() viewer: Viewer, @Param('id') id: string): Promise<string> {
    const { text } = await this.texts.proposals(id);
    return pageOf(AddFromTextPage({ viewer, text, form: newForm({ kind: 'pledge' }), ...(await this.browsing.choices()) }));
  }

  @Post(':id/add')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  async add(
    @Viewing() viewer: Viewer,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { text, content } = await this.texts.proposals(id);
    return submit(
      reply,
      form,
      { faults: commitmentFaults(viewer, ''), refusals: wordsIn(viewer.locale).frame.refusals },
      async () => {
        const place = locate(valueOf(form, 'quote'), content);
        const input = parsed(missInputSchema, { ...acceptedIn(form, text.lang, null), kind: valueOf(form, 'kind'), ...place });
        const { commitment } = await this.texts.addMiss(callerOf(viewer, form), id, input);
        return commitment === null ? `/texts/${id}` : `/commitments/${commitment.ref}`;
      },
      async (again, refusal) =>
        pageOf(AddFromTextPage({ viewer, text, form: withAmbiguity(again, refusal, viewer), ...(await this.browsing.choices()) })),
    );
  }

  @Get(':id/proposals/:proposal')
  @Allow('register.write')
  @HtmlPage()
  async deciding(@Viewing() viewer: Viewer, @Param('id') id: string, @Param('proposal') proposal: string): Promise<string> {
    const { found, item } = await this.proposal(id, proposal);
    const { kind, promisor, target, condition } = item;
    const title = titleToBeginWith(item);
    const form = newForm({ title, kind, promisor: promisor?.text ?? '', when: target?.text ?? '', condition: condition ?? '' });
    return pageOf(DecidePage({ viewer, text: found.text, item, form, ...(await this.browsing.choices()) }));
  }

  @Post(':id/proposals/:proposal')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  async decide(
    @Viewing() viewer: Viewer,
    @Param('id') id: string,
    @Param('proposal') proposal: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { found, item } = await this.proposal(id, proposal);
    const { texts, frame } = wordsIn(viewer.locale);
    const faults = {
      ...commitmentFaults(viewer, '/commitment'),
      '/reason': { field: 'reason', text: texts.decide.reasonMissing },
      '/into': { field: 'into', text: texts.decide.intoWrong },
    };
    return submit(
      reply,
      form,
      { faults, refusals: { ...frame.refusals, not_allowed_now: texts.decide.already } },
      async () => {
        await this.texts.decide(callerOf(viewer, form), proposal, parsed(decisionInputSchema, decisionIn(form, found, item)));
        return `/texts/${id}#${proposal}`;
      },
      async (again, refusal) => {
        const form = withAmbiguity(again, refusal, viewer);
        return pageOf(DecidePage({ viewer, text: found.text, item, form, ...(await this.browsing.choices()) }));
      },
    );
  }

  private async proposal(id: string, proposal: string): Promise<{ found: TextProposals; item: ProposalItem }> {
    const found = await this.texts.proposals(id);
    const item = found.items.find((each) => each.id === proposal);
    if (item === undefined) throw new Refusal('not_found', 'There is no such proposal in this text.');
    return { found, item };
  }
}

function newTextIn(form: FormState): ReturnType<typeof newTextSchema.parse> {
  const lang = valueOf(form, 'lang');
  return parsed(newTextSchema, {
    content: (form.typed['content']?.[0] ?? '').trim() === '' ? '' : form.typed['content']?.[0],
    format: valueOf(form, 'format') || 'txt',
    publishedOn: dayIn(form, 'publishedOn') ?? '',
    issuer: valueOf(form, 'issuer'),
    ...(lang === 'en' || lang === 'fr' ? { lang } : {}),
    title: valueOrNull(form, 'title'),
    url: valueOrNull(form, 'url'),
  });
}

function decisionIn(form: FormState, { text }: TextProposals, item: ProposalItem): unknown {
  const act = valueOf(form, 'act');
  if (act === 'reject') return { decision: 'reject', reason: valueOf(form, 'reason') };
  if (act === 'merge') return { decision: 'merge', into: valueOf(form, 'into').toUpperCase() };
  return { decision: 'accept', commitment: { ...acceptedIn(form, text.lang, item), kind: valueOf(form, 'kind') } };
}
