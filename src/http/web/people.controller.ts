/** `/people`: who is here, for everybody who works here; adding, roles and disabling for administrators. */
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { newPersonSchema, personChangeSchema, type Person, type PersonChange } from '../../domain/people.js';
import type { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { PeopleService } from '../../services/people.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { callerOf, newForm, parsed, sentForm, submit, textIn, valueOf, valueOrNull, type Faults, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { NewPersonPage, PeoplePage, PersonPage } from './pages/people.js';
import { Viewing, type Viewer } from './viewer.js';

const perPage = 100;

@ApiExcludeController()
@Controller('people')
export class PeoplePagesController {
  constructor(
    private readonly people: PeopleService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Allow('people.read')
  @HtmlPage()
  async list(@Viewing() viewer: Viewer, @Query() query: unknown): Promise<string> {
    const after = textIn(query, 'after');
    const { items, next } = await this.people.byName(after, perPage);
    const just = textIn(query, 'added');
    const added = just === '' ? null : await this.people.find(just).catch(() => null);
    return pageOf(PeoplePage({ viewer, people: items, added, isFirst: after === '', next }));
  }

  @Get('new')
  @Allow('people.write')
  @HtmlPage()
  blank(@Viewing() viewer: Viewer): string {
    return pageOf(NewPersonPage({ viewer, form: newForm({ role: 'staff', locale: this.settings.locale, zone: this.settings.zone }) }));
  }

  @Post('new')
  @Allow('people.write')
  @HtmlPage()
  add(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    return submit(
      reply,
      form,
      sayingsFor(viewer),
      async () => {
        const { id } = await this.people.addPerson(callerOf(viewer, form), parsed(newPersonSchema, personIn(form)));
        return `/people?added=${id}`;
      },
      (again, refusal) => pageOf(NewPersonPage({ viewer, form: withDuplicate(again, refusal, viewer) })),
    );
  }

  @Get(':id')
  @Allow('people.write')
  @HtmlPage()
  async show(@Viewing() viewer: Viewer, @Param('id') id: string, @Query() query: unknown): Promise<string> {
    const person = await this.people.find(id);
    return pageOf(PersonPage({ viewer, person, form: filledWith(person), changed: textIn(query, 'changed') === 'yes' }));
  }

  @Post(':id')
  @Allow('people.write')
  @HtmlPage()
  change(
    @Viewing() viewer: Viewer,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    return submit(
      reply,
      form,
      sayingsFor(viewer),
      async () => {
        const change = changeIn(form, await this.people.find(id));
        if (Object.keys(change).length > 0) await this.people.changePerson(callerOf(viewer, form), id, change);
        return `/people/${id}?changed=yes`;
      },
      async (again) => {
        const person = await this.people.find(id);
        return pageOf(
          PersonPage({
            viewer,
            person,
            form: { ...filledWith(person), ...again, typed: { ...filledWith(person).typed, ...again.typed } },
            changed: false,
          }),
        );
      },
    );
  }
}

function personIn(form: FormState): Record<string, unknown> {
  const { role, ...rest } = { role: valueOf(form, 'role'), locale: valueOf(form, 'locale'), zone: valueOf(form, 'zone') };
  return { email: valueOf(form, 'email'), name: valueOrNull(form, 'name'), role: role === 'none' ? null : role, ...rest };
}

/** What is as it was is no change, and makes no event. */
function changeIn(form: FormState, person: Person): PersonChange {
  const act = valueOf(form, 'act');
  if (act !== '') return { disabled: act === 'disable' };
  const { email: _, ...typed } = personIn(form);
  const change = parsed(personChangeSchema, typed);
  return Object.fromEntries(Object.entries(change).filter(([name, value]) => person[name as keyof Person & keyof PersonChange] !== value));
}

function filledWith({ name, role, locale, zone }: Person): FormState {
  return newForm({ name: name ?? '', role: role ?? 'none', locale, zone });
}

function sayingsFor(viewer: Viewer): { faults: Faults; refusals: ReturnType<typeof wordsIn>['frame']['refusals'] } {
  const { people: words, frame } = wordsIn(viewer.locale);
  const faults = {
    '/email': { field: 'email', text: words.wrongEmail },
    '/name': { field: 'name', text: words.wrongName },
    '/zone': { field: 'zone', text: words.wrongZone },
    '/role': { field: 'role', text: words.wrongRole },
  };
  return { faults, refusals: frame.refusals };
}

/** The pointer of a duplicate is that of an address that is none, but there is another thing to say. */
function withDuplicate(form: FormState, { code }: Refusal, viewer: Viewer): FormState {
  return code === 'duplicate' ? { ...form, errors: { email: wordsIn(viewer.locale).people.duplicate } } : form;
}
