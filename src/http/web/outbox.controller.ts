/** `/outbox`: every mail and what became of it; the sender, paused and resumed. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { restoredWordSchema, wordSchema } from '../../domain/holds.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { MailsService, mailFates, type MailFate } from '../../services/mails.service.js';
import { NoticesService, type Notice } from '../../services/notices.service.js';
import { SenderService } from '../../services/sender.service.js';
import { Allow } from '../auth/guard.js';
import { callerOf, newForm, parsed, sentForm, submit, valueOf, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { MailPage } from './pages/mail.js';
import { OutboxPage } from './pages/outbox.js';
import { Viewing, type Viewer } from './viewer.js';

const perPage = 50;
const idPattern = /^[\w-]{1,64}$/;

const query = z.object({
  fate: z.enum(Object.keys(mailFates) as [MailFate, ...MailFate[]]).catch('sent'),
  before: z.string().regex(idPattern).nullable().catch(null),
  ref: z.string().trim().toUpperCase().max(40).nullable().catch(null),
});
type OutboxQuery = z.infer<typeof query>;

/** A mail is somebody else's document: shown without anything that could act, and without our own rights. */
const sandboxed =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

@ApiExcludeController()
@Controller('outbox')
export class OutboxController {
  constructor(
    private readonly mails: MailsService,
    private readonly notices: NoticesService,
    private readonly senders: SenderService,
  ) {}

  @Get()
  @Allow('sending.read')
  @HtmlPage()
  list(@Viewing() viewer: Viewer, @Query() asked: unknown): Promise<string> {
    return this.page(viewer, query.parse(asked ?? {}), newForm());
  }

  @Post('sender')
  @HttpCode(200)
  @Allow('sending.write')
  @HtmlPage()
  async sender(
    @Viewing() viewer: Viewer,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { outbox: words, frame } = wordsIn(viewer.locale);
    const faults = {
      '/reason': { field: 'reason', text: words.reasonMissing },
      '/decision': { field: 'decision', text: words.decisionMissing },
    };
    return submit(
      reply,
      form,
      { faults, refusals: frame.refusals },
      async () => {
        await this.act(viewer, form);
        return '/outbox';
      },
      (again) => this.page(viewer, query.parse({}), again),
    );
  }

  @Get(':id')
  @Allow('sending.read')
  @HtmlPage()
  async read(@Viewing() viewer: Viewer, @Param('id') id: string): Promise<string> {
    return pageOf(MailPage({ viewer, detail: await this.mails.read(id) }));
  }

  @Get(':id/html')
  @Allow('sending.read')
  @HtmlPage()
  async html(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { written } = await this.mails.read(id);
    if (written.html === null) throw new Refusal('not_found', 'This mail has only text.');
    void reply.header('content-security-policy', sandboxed);
    return written.html;
  }

  private async act(viewer: Viewer, form: FormState): Promise<void> {
    const caller = callerOf(viewer, form);
    const reason = valueOf(form, 'reason');
    const act = valueOf(form, 'act');
    if (act === 'restored') {
      const word = parsed(restoredWordSchema, { reason, decision: valueOf(form, 'decision') });
      await this.senders.decideRestored(caller, word.decision, word.reason);
      return;
    }
    const word = parsed(wordSchema, { reason });
    if (act === 'pause') await this.senders.pause(caller, word.reason);
    else if (act === 'clock') await this.senders.confirmClock(caller, word.reason);
    else await this.senders.resume(caller, word.reason);
  }

  private async page(viewer: Viewer, { fate, before, ref }: OutboxQuery, form: FormState): Promise<string> {
    const counts = await this.mails.counts();
    const props = {
      ...{ viewer, form, fate, counts, isFirstPage: before === null },
      sender: await this.senders.state(),
      mails: await this.mails.page(fate, before, perPage),
      lookedUp: ref === null || ref === '' ? null : { ref, notices: await this.noticesOf(ref) },
    };
    return pageOf(OutboxPage(props));
  }

  /** Null where there is no such commitment: a slip of the pen is no error page. */
  private async noticesOf(ref: string): Promise<Notice[] | null> {
    try {
      return await this.notices.notices(ref);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not_found') return null;
      throw error;
    }
  }
}
