/** `/commitments/new`: registering a commitment in two steps, without a script and without losing what was typed. */
import { Body, Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../clock.js';
import { Refusal } from '../../domain/refusal.js';
import { dayIn, type Day } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { BrowsingService } from '../../services/browsing.service.js';
import { RegisterService } from '../../services/register.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { callerOf, newForm, sentForm, submit, together, valueOf, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { entryOf, newCommitmentFaults, statementOf } from './new-commitment.js';
import { pageOf } from './pages/layout.js';
import { NewCommitmentPage } from './pages/new-commitment.js';
import { checkDate, hasSeen, targetOf, type Checked } from './target-entry.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('commitments/new')
export class NewCommitmentController {
  constructor(
    private readonly register: RegisterService,
    private readonly browsing: BrowsingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Allow('register.write')
  @HtmlPage()
  async start(@Viewing() viewer: Viewer): Promise<string> {
    const { people } = await this.browsing.choices();
    const owner = people.find(({ id }) => id === viewer.id)?.email ?? '';
    return this.page(viewer, newForm({ lang: viewer.locale, owner, kind: 'pledge' }), null);
  }

  @Post()
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  send(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    const { forms, frame } = wordsIn(viewer.locale);
    const step = async (): Promise<string | { page: string }> => {
      const statement = statementOf(form);
      const checked = this.check(form);
      if (!['draft', 'publish'].includes(valueOf(form, 'do')) || !hasSeen(form, checked))
        return { page: await this.page(viewer, form, checked) };
      const [target, entry] = together(
        () => targetOf(form, checked),
        () => entryOf(form, statement),
      );
      const { ref } = await this.register.register(callerOf(viewer, form), { ...entry, target });
      return `/commitments/${ref}?saved=1`;
    };
    return submit(reply, form, { faults: newCommitmentFaults(forms.faults), refusals: frame.refusals }, step, (again) =>
      this.page(viewer, again, this.checkedBefore(again)),
    );
  }

  /** Refuses a day to come here already: words that count from it would be read wrongly. */
  private check(form: FormState): Checked {
    const { saidOn, lang } = statementOf(form);
    const refusal = new Refusal('invalid_input', `${saidOn} is after today.`, { pointer: '/statement/saidOn' });
    if (saidOn > this.today()) throw refusal;
    return checkDate(form, { saidOn, lang, conventions: this.settings.conventions });
  }

  /** The second step goes on where it was, unless what was said cannot be taken any more. */
  private checkedBefore(form: FormState): Checked | null {
    if (form.typed['checked'] === undefined) return null;
    try {
      return this.check(form);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  private async page(viewer: Viewer, form: FormState, checked: Checked | null): Promise<string> {
    const { people, parties } = await this.browsing.choices();
    const { conventions } = this.settings;
    return pageOf(NewCommitmentPage({ viewer, form, checked, people, parties, conventions, today: this.today() }));
  }

  private today(): Day {
    return dayIn(this.settings.zone, this.clock.now());
  }
}
