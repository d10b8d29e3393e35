/** `/commitments/:ref/…`: one form for each thing that staff change about a commitment. */
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { refSchema } from '../../domain/commitment.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { BrowsingService } from '../../services/browsing.service.js';
import { DossierService } from '../../services/dossier.service.js';
import { EvidenceService } from '../../services/evidence.service.js';
import { ReadingService } from '../../services/reading.service.js';
import { RegisterService } from '../../services/register.service.js';
import { VerdictsService } from '../../services/verdicts.service.js';
import { Allow } from '../auth/guard.js';
import { fileIn } from '../uploads.js';
import { changes, type Change } from './changes/index.js';
import { onLatest } from './conflict.js';
import { callerOn, newForm, sentForm, submit, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { ChangePage } from './pages/change.js';
import { pageOf } from './pages/layout.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('commitments')
export class ChangesController {
  constructor(
    private readonly register: RegisterService,
    private readonly verdicts: VerdictsService,
    private readonly files: EvidenceService,
    private readonly reading: ReadingService,
    private readonly dossiers: DossierService,
    private readonly browsing: BrowsingService,
  ) {}

  @Get(':ref/evidence/new')
  @Allow('register.write')
  @HtmlPage()
  evidence(@Viewing() viewer: Viewer, @Param('ref', { schema: refSchema }) ref: string): Promise<string> {
    return this.show(viewer, ref, 'evidence');
  }

  @Post(':ref/evidence/new')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  addEvidence(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    return this.change(viewer, ref, 'evidence', body, reply);
  }

  @Get(':ref/:change')
  @Allow('register.write')
  @HtmlPage()
  show(@Viewing() viewer: Viewer, @Param('ref', { schema: refSchema }) ref: string, @Param('change') name: string): Promise<string> {
    return this.page(viewer, ref, changeCalled(name), null);
  }

  @Post(':ref/:change')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  change(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Param('change') name: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const change = changeCalled(name);
    const form = sentForm(body);
    const file = fileIn(body, 'file');
    const { forms, frame } = wordsIn(viewer.locale);
    const act = async (): Promise<string> => {
      await change.act({ register: this.register, verdicts: this.verdicts, files: this.files }, callerOn(viewer, form), ref, form, file);
      return `/commitments/${ref}?saved=1`;
    };
    return submit(reply, form, { faults: change.faults(forms.faults), refusals: frame.refusals }, act, (again) =>
      this.page(viewer, ref, change, again),
    );
  }

  private async page(viewer: Viewer, ref: string, change: Change, sent: FormState | null): Promise<string> {
    const detail = await this.reading.read(ref, null);
    const { form, since } = await onLatest(sent ?? newForm(change.start(detail), detail.version), detail, this.dossiers);
    const choices = await this.browsing.choices();
    const words = wordsIn(viewer.locale);
    return pageOf(
      ChangePage({
        ...{ viewer, detail, form, since },
        title: change.title(words.forms, detail),
        encoding: change.encoding,
        children: change.Fields({ viewer, detail, form, words, ...choices }),
      }),
    );
  }
}

function changeCalled(name: string): Change {
  if (Object.hasOwn(changes, name)) return changes[name as keyof typeof changes];
  throw new Refusal('not_found', 'There is no such form.');
}
