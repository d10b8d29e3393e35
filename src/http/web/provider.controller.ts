/** `/sign-in/provider`: to the provider of identities, and back. GET both ways, since that is how browsers are sent from site to site. */
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { networkOf } from '../../domain/client-network.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { ProviderService } from '../../services/provider.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Cookies } from '../auth/cookies.js';
import { Open, type IdentifiedRequest } from '../auth/guard.js';
import { localPath } from '../auth/local-path.js';
import { statusOf } from '../problem.filter.js';
import { newForm, seeOther, textIn } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { SignInPage } from './pages/sign-in.js';
import { localeOf } from './viewer.js';

/** As long as somebody may take to sign in elsewhere. */
const journeyLastsMs = 15 * 60_000;

@ApiExcludeController()
@Controller('sign-in/provider')
export class ProviderController {
  constructor(
    private readonly provider: ProviderService,
    private readonly cookies: Cookies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Open()
  @HtmlPage()
  depart(
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: unknown,
  ): Promise<string | undefined> {
    return this.orDoor(request, reply, async () => {
      const { url, journey } = await this.provider.depart(localPath(textIn(query, 'next')));
      this.cookies.set(reply, 'provider', journey, journeyLastsMs);
      return url;
    });
  }

  @Get('return')
  @Open()
  @HtmlPage()
  arrive(@Req() request: IdentifiedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    return this.orDoor(request, reply, async () => {
      const kept = this.cookies.read(request, 'provider');
      this.cookies.forget(reply, 'provider');
      const query = request.url.slice(request.url.indexOf('?') + 1);
      const opened = await this.provider.arrive(`?${query}`, kept, networkOf(request.ip), this.cookies.read(request, 'session'));
      this.cookies.letIn(reply, opened);
      return localPath(opened.next);
    });
  }

  /** Where to go on; what did not work is said at the door. */
  private async orDoor(request: IdentifiedRequest, reply: FastifyReply, work: () => Promise<string>): Promise<string | undefined> {
    try {
      return void seeOther(reply, await work());
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
      const reader = { locale: localeOf(request, this.settings.locale), path: '/sign-in' };
      const { signIn: words } = wordsIn(reader.locale);
      const text = error.extra['unknownHere'] === true ? words.notHere : words.providerFailed;
      void reply.status(statusOf[error.code]);
      return pageOf(SignInPage({ reader, form: { ...newForm(), errors: { '': text } }, next: '/', provider: this.provider.name }));
    }
  }
}
