/** `/calendar/<token>.ics` and `/changes/<token>.atom`: somebody's own, for programs that can send no other credentials. */
import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { locales } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { FeedsService } from '../../services/feeds.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Open } from '../auth/guard.js';
import { answerConditionally } from '../conditional.js';
import { atomFeed } from './atom.js';

const calendarQuery = z.strictObject({ todo: z.enum(['0', '1']).default('0'), lang: z.enum(locales).optional() });
export const changesQuery = z.strictObject({
  lang: z.enum(locales).optional(),
  /** Of a page of the archive; as the feed's own links have it. */
  from: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
});

export const calendarType = 'text/calendar; charset=utf-8';
export const atomType = 'application/atom+xml; charset=utf-8';

@ApiExcludeController()
@Controller()
export class FeedsController {
  constructor(
    private readonly feeds: FeedsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('calendar/:file')
  @Open()
  @Header('x-robots-tag', 'noindex')
  async calendar(
    @Param('file') file: string,
    @Query({ schema: calendarQuery }) { todo, lang }: z.infer<typeof calendarQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const person = await this.feeds.readerOf(tokenIn(file, '.ics'));
    const body = await this.feeds.calendarOf(person, { todos: todo === '1', locale: lang });
    return answerConditionally(request, reply, { type: calendarType, body });
  }

  @Get('changes/:file')
  @Open()
  @Header('x-robots-tag', 'noindex')
  async changes(
    @Param('file') file: string,
    @Query({ schema: changesQuery }) { lang, from }: z.infer<typeof changesQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const person = await this.feeds.readerOf(tokenIn(file, '.atom'));
    const { changes, earlier } = await this.feeds.changesFor(person, from ?? null);
    const links = linksOf(new URL(`/changes/${file}`, this.settings.publicUrl), { lang, from, earlier });
    const { logName } = this.settings;
    const feed = { locale: lang ?? person.locale, logName, of: person.id, changes, links, archived: from !== undefined };
    return answerConditionally(request, reply, { type: atomType, body: atomFeed(feed) });
  }
}

/** Refused as any other address that is nobody's. */
function tokenIn(file: string, extension: string): string {
  if (!file.endsWith(extension)) throw new Refusal('not_found', 'There is no such calendar or feed, or no longer.');
  return file.slice(0, -extension.length);
}

/** The addresses of the pages of a feed, in the language that was asked for. */
export function linksOf(
  base: URL,
  { lang, from, earlier }: { lang: string | undefined; from: number | undefined; earlier: number | null },
): { self: string; current: string; earlier: string | null } {
  const at = (index?: number): string => {
    const url = new URL(base);
    if (lang !== undefined) url.searchParams.set('lang', lang);
    if (index !== undefined) url.searchParams.set('from', String(index));
    return url.href;
  };
  return { self: at(from), current: at(), earlier: earlier === null ? null : at(earlier) };
}
