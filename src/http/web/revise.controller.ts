/** `/commitments/:ref/revise`: a new date beside the old ones, recorded once somebody has seen what it changes. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../clock.js';
import { refSchema } from '../../domain/commitment.js';
import { Refusal } from '../../domain/refusal.js';
import type { Target } from '../../domain/target.js';
import { readTarget, revisionInputSchema, type RevisionInput } from '../../domain/target-reading.js';
import { dayIn, type Day } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { DossierService } from '../../services/dossier.service.js';
import { ReadingService, type CommitmentDetail } from '../../services/reading.service.js';
import { RegisterService } from '../../services/register.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { onLatest } from './conflict.js';
import { callerOn, dayIn as dayTyped, newForm, parsed, sentForm, submit, together, valueOf, type Faults, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { RevisePage } from './pages/revise.js';
import { checkDate, hasSeen, targetFaults, targetOf, type Checked } from './target-entry.js';
import { Viewing, type Viewer } from './viewer.js';

const moveSchema = revisionInputSchema.omit({ target: true });
const announcement = revisionInputSchema.pick({ saidOn: true });

@ApiExcludeController()
@Controller('commitments')
export class ReviseController {
  constructor(
    private readonly register: RegisterService,
    private readonly reading: ReadingService,
    private readonly dossiers: DossierService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':ref/revise')
  @Allow('register.write')
  @HtmlPage()
  async start(@Viewing() viewer: Viewer, @Param('ref', { schema: refSchema }) ref: string): Promise<string> {
    const detail = await this.reading.read(ref, null);
    return this.page(viewer, detail, newForm({}, detail.version), null);
  }

  @Post(':ref/revise')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  async send(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const detail = await this.reading.read(ref, null);
    const { forms, frame } = wordsIn(viewer.locale);
    const faults: Faults = {
      ...targetFaults(forms.faults),
      '/saidOn': { field: 'announcedOn', text: forms.faults.date },
      '/change': { field: 'change', text: forms.faults.change },
      '/reason': { field: 'reason', text: forms.faults.reason },
      '/source': { field: 'source', text: forms.faults.source },
    };
    const step = async (): Promise<string | { page: string }> => {
      const checked = this.check(form, detail);
      const asked = valueOf(form, 'do');
      if (!['go', 'record'].includes(asked) || !hasSeen(form, checked)) return { page: await this.page(viewer, detail, form, checked) };
      const [target, move] = together(
        () => targetOf(form, checked),
        () => moveOf(form),
      );
      const input: RevisionInput = { ...move, target };
      const revised = this.revisedBy(input, detail);
      if (asked === 'go') return { page: await this.page(viewer, detail, form, checked, revised) };
      await this.register.reviseTarget(callerOn(viewer, form), ref, input);
      return `/commitments/${ref}?saved=1`;
    };
    return submit(reply, form, { faults, refusals: frame.refusals }, step, (again) =>
      this.page(viewer, detail, again, this.checkedBefore(again, detail)),
    );
  }

  private check(form: FormState, { statement, target }: CommitmentDetail): Checked {
    const { saidOn = target.saidOn } = parsed(announcement, announcedIn(form));
    if (saidOn > this.today()) throw new Refusal('invalid_input', `${saidOn} is after today.`, { pointer: '/saidOn' });
    return checkDate(form, { saidOn, lang: statement.lang, conventions: this.settings.conventions });
  }

  private checkedBefore(form: FormState, detail: CommitmentDetail): Checked | null {
    if (form.typed['checked'] === undefined) return null;
    try {
      return this.check(form, detail);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** What would be recorded, worked out as the register will. */
  private revisedBy({ target, change, reason, source, saidOn }: RevisionInput, detail: CommitmentDetail): Target {
    const context = { statement: detail.statement, zone: detail.target.zone, conventions: this.settings.conventions };
    const read = readTarget(target, context, saidOn ?? detail.target.saidOn);
    return { ...read, revision: detail.target.revision + 1, change, reason, source };
  }

  private async page(
    viewer: Viewer,
    detail: CommitmentDetail,
    sent: FormState,
    checked: Checked | null,
    revised: Target | null = null,
  ): Promise<string> {
    const latest = await onLatest(sent, detail, this.dossiers);
    const { conventions } = this.settings;
    return pageOf(RevisePage({ viewer, detail, ...latest, conventions, today: this.today(), checked, revised }));
  }

  private today(): Day {
    return dayIn(this.settings.zone, this.clock.now());
  }
}

function announcedIn(form: FormState): { saidOn?: string } {
  const day = dayTyped(form, 'announcedOn');
  return day === null ? {} : { saidOn: day };
}

function moveOf(form: FormState): Omit<RevisionInput, 'target'> {
  return parsed(moveSchema, {
    ...announcedIn(form),
    change: valueOf(form, 'change'),
    reason: valueOf(form, 'reason'),
    source: valueOf(form, 'source'),
  });
}
