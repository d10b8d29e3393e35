/** `/imports`: a spreadsheet is looked at as it would be read before it goes in. */
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { FileRefusal } from '../../domain/imports/faults.js';
import { importFields, mappingSchema, type Mapping } from '../../domain/imports/mapping.js';
import { Refusal } from '../../domain/refusal.js';
import { daySchema, type Day } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { WaitingImports, type WaitingImport } from '../../services/waiting-imports.js';
import { Allow } from '../auth/guard.js';
import { fileIn } from '../uploads.js';
import { callerOf, dayBoxes, dayIn, newForm, parsed, sentForm, submit, valueOf, type Faults, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { ImportPage, NewImportPage } from './pages/imports.js';
import { pageOf } from './pages/layout.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('imports')
export class ImportPagesController {
  constructor(private readonly imports: WaitingImports) {}

  @Get('new')
  @Allow('register.write')
  @HtmlPage()
  empty(@Viewing() viewer: Viewer): string {
    return pageOf(NewImportPage({ viewer, form: newForm() }));
  }

  @Post('new')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  upload(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    const { texts, forms, frame } = wordsIn(viewer.locale);
    const words = texts.imports;
    const file = fileIn(body, 'file');
    const fault = file?.isTooLarge === true ? forms.faults.fileTooLarge : words.fileMissing;
    const faults: Faults = {
      '/file': { field: 'file', text: fault },
      '/saidOn': { field: 'saidOn', text: words.saidOnWrong },
    };
    return submit(
      reply,
      form,
      { faults, refusals: frame.refusals },
      async () => {
        if (file === null || file.isTooLarge) throw new Refusal('invalid_input', 'A file.', { pointer: '/file' });
        return `/imports/${await this.imports.add(callerOf(viewer, form), file, saidOnIn(form))}`;
      },
      (again, { extra }) => {
        const wrong = extra['file'] as FileRefusal | undefined;
        return pageOf(
          NewImportPage({ viewer, form: wrong === undefined ? again : { ...again, errors: { file: words.fileFault(wrong) } } }),
        );
      },
    );
  }

  @Get(':id')
  @Allow('register.write')
  @HtmlPage()
  read(@Viewing() viewer: Viewer, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    const waiting = this.waiting(viewer, id);
    if (waiting === null) return lost(viewer, reply);
    const form = columnsForm(waiting);
    const words = wordsIn(viewer.locale).texts.imports;
    const isFit = waiting.isDone || waiting.result !== null;
    return pageOf(ImportPage({ viewer, waiting, form: isFit ? form : { ...form, errors: { 'column-title': words.mappingWrong } } }));
  }

  @Post(':id')
  @HttpCode(200)
  @Allow('register.write')
  @HtmlPage()
  async change(
    @Viewing() viewer: Viewer,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const caller = callerOf(viewer, form);
    const waiting = this.waiting(viewer, id);
    if (waiting === null) return lost(viewer, reply);
    const { texts, frame } = wordsIn(viewer.locale);
    const faults = {
      '/saidOn': { field: 'saidOn', text: texts.imports.saidOnWrong },
      '/columns': { field: 'column-title', text: texts.imports.mappingWrong },
    };
    return submit(
      reply,
      form,
      { faults, refusals: frame.refusals },
      async () => {
        if (valueOf(form, 'act') === 'confirm') await this.imports.confirm(caller, id);
        else await this.imports.tryWith(caller, id, mappingIn(form), saidOnIn(form));
        return `/imports/${id}`;
      },
      (again) => pageOf(ImportPage({ viewer, waiting, form: again })),
    );
  }

  private waiting(viewer: Viewer, id: string): WaitingImport | null {
    try {
      return this.imports.read({ actor: viewer.id, role: viewer.role }, id);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'gone') return null;
      throw error;
    }
  }
}

/** Where a file waited too long: the way on is to choose it again. */
function lost(viewer: Viewer, reply: FastifyReply): string {
  void reply.status(410);
  return pageOf(NewImportPage({ viewer, form: { ...newForm(), errors: { file: wordsIn(viewer.locale).texts.imports.lost } } }));
}

function saidOnIn(form: FormState): Day | null {
  return parsed(z.strictObject({ saidOn: daySchema.nullable() }), { saidOn: dayIn(form, 'saidOn') }).saidOn;
}

function columnsForm({ columns: { mapping }, saidOn }: WaitingImport): FormState {
  const columns = Object.fromEntries(importFields.map((field) => [`column-${field}`, mapping.columns[field] ?? '']));
  const { lang, kind, publish, idPrefix, promisor = '' } = mapping;
  return newForm({ ...columns, lang, kind, idPrefix, promisor, publish: publish ? ['yes'] : [], ...dayBoxes('saidOn', saidOn) });
}

function mappingIn(form: FormState): Mapping {
  const columns = importFields.flatMap((field) => {
    const header = form.typed[`column-${field}`]?.[0] ?? '';
    return header === '' ? [] : [[field, header]];
  });
  const promisor = valueOf(form, 'promisor');
  return parsed(mappingSchema, {
    columns: Object.fromEntries(columns) as unknown,
    lang: valueOf(form, 'lang') || 'en',
    kind: valueOf(form, 'kind') || 'pledge',
    publish: form.typed['publish']?.includes('yes') ?? false,
    idPrefix: valueOf(form, 'idPrefix'),
    ...(promisor === '' ? {} : { promisor }),
  });
}
