/** `/preferences/:token`: how often, when and in which language somebody hears from us, without an account. */
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { locales, personChangeSchema, weekdays, type PersonChange } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { FeedsService, type FeedAddresses } from '../../services/feeds.service.js';
import { CapabilitiesService, type Opened } from '../../services/capabilities.service.js';
import { PeopleService } from '../../services/people.service.js';
import { Open } from '../auth/guard.js';
import { SecretPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { PreferencesPage, type Typed } from './pages/preferences.js';

const formSchema = z.object({
  mode: z.string(),
  weekday: z.string(),
  locale: z.string(),
  zone: z.string().trim(),
  sendAt: z.string().trim(),
  pausedUntil: z.string().trim(),
});

@ApiExcludeController()
@Controller('preferences')
export class PreferencesController {
  constructor(
    private readonly capabilities: CapabilitiesService,
    private readonly people: PeopleService,
    private readonly feeds: FeedsService,
  ) {}

  @Get(':token')
  @Open()
  @SecretPage()
  async show(@Param('token') token: string): Promise<string> {
    return this.page(token, await this.open(token), {});
  }

  @Post(':token')
  @HttpCode(200)
  @Open()
  @SecretPage()
  async save(@Param('token') token: string, @Body() form: unknown): Promise<string> {
    const opened = await this.open(token);
    const typed = formSchema.safeParse(form);
    if (!typed.success) throw new Refusal('invalid_input', 'This form is not complete.');
    const { pausedUntil, ...rest } = typed.data;
    const change = personChangeSchema.safeParse({ ...rest, pausedUntil: pausedUntil === '' ? null : pausedUntil });
    if (!change.success) {
      const wrong = new Set(change.error.issues.map(({ path }) => String(path[0])));
      return this.page(token, opened, { typed: typed.data, wrong });
    }
    await this.people.changePerson({ actor: opened.person.id, role: null }, opened.person.id, changesOf(opened, change.data));
    return this.page(token, await this.open(token), { saved: true });
  }

  /** The addresses are in this answer and nowhere else: only their hash is kept, so there is no page to send the browser on to. */
  @Post(':token/feeds')
  @HttpCode(200)
  @Open()
  @SecretPage()
  async rotate(@Param('token') token: string): Promise<string> {
    const opened = await this.open(token);
    const addresses = await this.feeds.rotateCalendar({ actor: opened.person.id, role: null }, opened.person.id);
    return this.page(token, opened, { addresses });
  }

  private async open(token: string): Promise<Opened> {
    const opened = await this.capabilities.open(token);
    if (opened.capability.action !== 'preferences') throw new Refusal('not_found', 'This link is for something else.');
    return opened;
  }

  private async page(
    token: string,
    opened: Opened,
    shown: { typed?: Typed; wrong?: ReadonlySet<string>; saved?: boolean; addresses?: FeedAddresses },
  ): Promise<string> {
    const { following, stopUrl } = await this.capabilities.following(opened.person.id);
    return pageOf(
      PreferencesPage({
        path: `/preferences/${encodeURIComponent(token)}`,
        person: opened.person,
        following,
        stopUrl,
        choices: { locales, weekdays },
        ...shown,
      }),
    );
  }
}

/** What is as it was is no change, and makes no event. */
function changesOf({ person }: Opened, { pausedUntil, ...change }: PersonChange): PersonChange {
  const changed = Object.entries(change).filter(([name, value]) => person[name as keyof typeof change & keyof typeof person] !== value);
  const paused = (pausedUntil ?? null) === (person.paused?.until ?? null) ? {} : { pausedUntil };
  return { ...Object.fromEntries(changed), ...paused };
}
