/** `/password`: people set their own, and nobody else's. */
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { networkOf } from '../../domain/client-network.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { PasswordsService } from '../../services/passwords.service.js';
import type { Identity } from '../../services/people.service.js';
import { Cookies } from '../auth/cookies.js';
import { InSession, type IdentifiedRequest } from '../auth/guard.js';
import { newForm, seeOther, sentForm, textIn, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { PasswordPage } from './pages/password.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('password')
export class PasswordController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly cookies: Cookies,
  ) {}

  @Get()
  @InSession()
  @HtmlPage()
  show(@Req() request: IdentifiedRequest, @Viewing() viewer: Viewer, @Query() query: unknown): Promise<string> {
    return this.page(request, viewer, newForm(), textIn(query, 'done') === 'yes');
  }

  @Post()
  @InSession()
  @HtmlPage()
  async set(
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Viewing() viewer: Viewer,
    @Body() body: unknown,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { identity, session } = this.inSession(request);
    const [current = '', password = ''] = ['current', 'password'].map((name) => form.typed[name]?.[0]);
    const fault = await this.passwords.set(identity, session, { current, password }, networkOf(request.ip));
    if (fault === null) return void seeOther(reply, '/password?done=yes');
    const { faults } = wordsIn(viewer.locale).signIn.setPassword;
    void reply.status(422);
    return this.page(request, viewer, { ...form, errors: { [fault === 'current' ? 'current' : 'password']: faults[fault] } }, false);
  }

  private async page(request: IdentifiedRequest, viewer: Viewer, form: FormState, done: boolean): Promise<string> {
    const { identity, session } = this.inSession(request);
    const needsCurrent = await this.passwords.needsCurrent(identity, session);
    return pageOf(PasswordPage({ viewer, form, needsCurrent, done, email: identity.person.email ?? '' }));
  }

  private inSession(request: IdentifiedRequest): { identity: Identity; session: string } {
    const session = this.cookies.read(request, 'session');
    if (request.identity === undefined || session === null) throw new Refusal('unauthenticated', 'This is for whoever signed in.');
    return { identity: request.identity, session };
  }
}
