/** `/sign-in`, `/sign-out`: the door. By a mailed link or a password; see provider.controller.ts for the third way. */
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isOneAddress } from '../../domain/address.js';
import { networkOf } from '../../domain/client-network.js';
import { newPersonSchema } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { PasswordsService } from '../../services/passwords.service.js';
import { ProviderService } from '../../services/provider.service.js';
import { SessionsService } from '../../services/sessions.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { SignInService } from '../../services/sign-in.service.js';
import { Cookies } from '../auth/cookies.js';
import { assertOwnForm, assertOwnOrigin } from '../auth/forgery.js';
import { Open, type IdentifiedRequest } from '../auth/guard.js';
import { localPath } from '../auth/local-path.js';
import { newForm, seeOther, sentForm, textIn, valueOf, type FormState } from './forms.js';
import { HtmlPage, SecretPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { FirstPage, GoneLinkPage, LinkPage, SentPage, SignedOutPage, SignInPage, type Stranger } from './pages/sign-in.js';
import { localeOf } from './viewer.js';

@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly passwords: PasswordsService,
    private readonly provider: ProviderService,
    private readonly sessions: SessionsService,
    private readonly cookies: Cookies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('sign-in')
  @Open()
  @HtmlPage()
  show(@Req() request: IdentifiedRequest, @Res({ passthrough: true }) reply: FastifyReply, @Query() query: unknown): string | undefined {
    const next = localPath(textIn(query, 'next'));
    if (request.identity !== undefined) return void seeOther(reply, next);
    return this.page(request, newForm(), next);
  }

  @Post('sign-in')
  @Open()
  @HtmlPage()
  async enter(
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<string | undefined> {
    assertOwnOrigin(request);
    const form = sentForm(body);
    const next = localPath(valueOf(form, 'next'));
    const { signIn: words } = wordsIn(this.reader(request).locale);
    const again = (field: string, text: string, status = 422): string => {
      void reply.status(status);
      return this.page(request, { ...form, errors: { [field]: text } }, next);
    };
    const email = valueOf(form, 'email');
    if (!isOneAddress(email)) return again('email', words.wrongAddress);
    const password = form.typed['password']?.[0] ?? '';
    try {
      if (password === '') {
        await this.signIn.ask(email, next, networkOf(request.ip));
        return void seeOther(reply, '/sign-in/sent');
      }
      const opened = await this.passwords.enter(email, password, networkOf(request.ip), this.cookies.read(request, 'session'));
      if (opened === null) return again('', words.wrongTogether);
      this.cookies.letIn(reply, opened);
      return void seeOther(reply, next);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'too_many_tries') throw error;
      const seconds = Number(error.extra['retryAfterSeconds']);
      void reply.header('retry-after', seconds);
      return again('', words.tooOften(Math.ceil(seconds / 60)), 429);
    }
  }

  @Get('sign-in/sent')
  @Open()
  @HtmlPage()
  sent(@Req() request: IdentifiedRequest): string {
    return pageOf(SentPage({ reader: this.reader(request), captured: this.settings.mailIsCaptured }));
  }

  @Get('sign-in/link/:token')
  @Open()
  @SecretPage()
  async look(
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('token') token: string,
    @Query() query: unknown,
  ): Promise<string> {
    const reader = this.reader(request);
    return this.orGone(request, reply, async () => {
      const holder = await this.signIn.holder(token);
      if (holder === 'first') return pageOf(FirstPage({ reader, form: newForm() }));
      const who = holder.name ?? holder.email ?? '';
      return pageOf(LinkPage({ reader, who, form: newForm(), next: localPath(textIn(query, 'next')) }));
    });
  }

  @Post('sign-in/link/:token')
  @Open()
  @SecretPage()
  async follow(
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string | undefined> {
    assertOwnOrigin(request);
    const former = this.cookies.read(request, 'session');
    return this.orGone(request, reply, async () => {
      if ((await this.signIn.holder(token)) === 'first') return this.begin(request, reply, token, sentForm(body));
      this.cookies.letIn(reply, await this.signIn.follow(token, former));
      return void seeOther(reply, localPath(textIn(body, 'next')));
    });
  }

  @Post('sign-out')
  @Open()
  async leave(@Req() request: IdentifiedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const session = this.cookies.read(request, 'session');
    if (request.identity?.csrf != null) assertOwnForm(request, request.identity.csrf);
    if (session !== null) await this.sessions.close(session);
    this.cookies.forget(reply, 'session');
    seeOther(reply, '/signed-out');
  }

  @Get('signed-out')
  @Open()
  @HtmlPage()
  left(@Req() request: IdentifiedRequest): string {
    return pageOf(SignedOutPage({ reader: { ...this.reader(request), path: '/signed-out' } }));
  }

  private async begin(request: IdentifiedRequest, reply: FastifyReply, token: string, form: FormState): Promise<string | undefined> {
    const reader = this.reader(request);
    const { first: words, wrongAddress } = wordsIn(reader.locale).signIn;
    const who = newPersonSchema.safeParse({ email: valueOf(form, 'email'), name: valueOf(form, 'name'), locale: reader.locale });
    if (who.success) {
      this.cookies.letIn(reply, await this.signIn.followAsFirst(token, who.data, this.cookies.read(request, 'session')));
      return void seeOther(reply, '/password');
    }
    const wrong = new Set(who.error.issues.map(({ path }) => path[0]));
    const errors = {
      ...(wrong.has('name') ? { name: words.wrongName } : {}),
      ...(wrong.has('email') ? { email: wrongAddress } : {}),
    };
    void reply.status(422);
    return pageOf(FirstPage({ reader, form: { ...form, errors } }));
  }

  private async orGone(request: IdentifiedRequest, reply: FastifyReply, work: () => Promise<string | undefined>): Promise<string> {
    try {
      return (await work()) ?? '';
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'gone') throw error;
      void reply.status(410);
      return pageOf(GoneLinkPage({ reader: this.reader(request) }));
    }
  }

  private page(request: IdentifiedRequest, form: FormState, next: string): string {
    const path = next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
    return pageOf(SignInPage({ reader: { ...this.reader(request), path }, form, next, provider: this.provider.name }));
  }

  private reader(request: IdentifiedRequest): Stranger {
    return { locale: localeOf(request, this.settings.locale), path: localPath(request.url) };
  }
}
