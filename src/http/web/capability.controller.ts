/** `/a/:token`: what a link in a mail allows. GET shows, POST acts; the one-click of RFC 8058 is such a POST. */
import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { progressValues } from '../../domain/axes.js';
import { wordsIn } from '../../i18n/index.js';
import { CapabilitiesService, type Opened, type ProgressReport } from '../../services/capabilities.service.js';
import { Open } from '../auth/guard.js';
import { SecretPage } from './html-page.js';
import { ActPage } from './pages/act.js';
import { pageOf } from './pages/layout.js';

const longestNote = 5_000;

@ApiExcludeController()
@Controller('a')
export class CapabilityController {
  constructor(private readonly capabilities: CapabilitiesService) {}

  @Get(':token')
  @Open()
  @SecretPage()
  async show(@Param('token') token: string): Promise<string> {
    return pageOf(ActPage({ opened: await this.capabilities.open(token), done: false }));
  }

  @Post(':token')
  @HttpCode(200)
  @Open()
  @SecretPage()
  async act(@Param('token') token: string, @Body() form: unknown): Promise<string> {
    const opened = await this.capabilities.open(token);
    const typed = typedIn(form);
    const report = opened.capability.action === 'progress' ? reportOf(opened, typed) : null;
    if (report !== null && 'errors' in report) return pageOf(ActPage({ opened, done: false, errors: report.errors, typed }));
    // The same report by the same link is one report, however often it is sent.
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([token, report]))
      .digest('base64url');
    await this.capabilities.act(opened, report, fingerprint);
    return pageOf(ActPage({ opened, done: true }));
  }
}

function reportOf({ person }: Opened, typed: { progress: string; note: string }): ProgressReport | { errors: Record<string, string> } {
  const { progress: words } = wordsIn(person.locale).pages;
  const progress = progressValues.find((value) => value === typed.progress);
  const errors = {
    ...(progress === undefined ? { progress: words.choose } : {}),
    ...(typed.note.length > longestNote ? { note: words.noteTooLong } : {}),
  };
  if (progress === undefined || Object.keys(errors).length > 0) return { errors };
  return { progress, note: typed.note.trim() === '' ? null : typed.note.trim() };
}

/** A form holds texts; whatever else is sent is as good as nothing. */
function typedIn(form: unknown): { progress: string; note: string } {
  const text = (name: string): string => {
    const value = typeof form === 'object' && form !== null ? (form as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { progress: text('progress'), note: text('note') };
}
