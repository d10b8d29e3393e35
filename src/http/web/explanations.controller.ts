/** `/how-dates-are-read` and `/accessibility`: what is to be known about the pages themselves. */
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../clock.js';
import { detectLang, read } from '../../domain/phrases/index.js';
import { dayIn as dayOf, daySchema } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow, Open, type IdentifiedRequest } from '../auth/guard.js';
import { dayBoxes, dayIn, newForm, sentForm, valueOf } from './forms.js';
import { HtmlPage } from './html-page.js';
import { AccessibilityPage } from './pages/accessibility.js';
import { DatesPage } from './pages/dates.js';
import { pageOf } from './pages/layout.js';
import { localeOf, viewerOf, Viewing, type Viewer } from './viewer.js';

const longestPhrase = 2000;

@ApiExcludeController()
@Controller()
export class ExplanationsController {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('how-dates-are-read')
  @Allow('register.read')
  @HtmlPage()
  dates(@Viewing() viewer: Viewer, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply): string {
    const { conventions } = this.settings;
    const form = sentForm(query);
    if (!('phrase' in form.typed)) {
      const today = dayOf(viewer.zone, this.clock.now());
      return pageOf(DatesPage({ viewer, conventions, form: newForm({ lang: viewer.locale, ...dayBoxes('saidOn', today) }), tried: null }));
    }
    const phrase = valueOf(form, 'phrase');
    const saidOn = daySchema.safeParse(dayIn(form, 'saidOn'));
    const words = wordsIn(viewer.locale).planning.dates;
    const errors = {
      ...(phrase === '' || phrase.length > longestPhrase ? { phrase: words.phraseMissing } : {}),
      ...(saidOn.success ? {} : { saidOn: words.saidOnWrong }),
    };
    if (!saidOn.success || Object.keys(errors).length > 0) {
      void reply.status(422);
      return pageOf(DatesPage({ viewer, conventions, form: { ...form, errors }, tried: null }));
    }
    const chosen = valueOf(form, 'lang');
    const lang = chosen === 'en' || chosen === 'fr' ? chosen : detectLang(phrase);
    const readings = read(phrase, { saidOn: saidOn.data, lang, conventions });
    return pageOf(DatesPage({ viewer, conventions, form, tried: { readings, lang } }));
  }

  @Get('accessibility')
  @Open()
  @HtmlPage()
  accessibility(@Req() request: IdentifiedRequest): string {
    const viewer = viewerOf(request);
    return pageOf(AccessibilityPage({ viewer, locale: viewer?.locale ?? localeOf(request, this.settings.locale) }));
  }
}
