/** `/api/v1/{dates,conventions}`: how phrases are read, and by which conventions. */
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Conventions } from '../../domain/conventions.js';
import { detectLang, read, type Reading } from '../../domain/phrases/index.js';
import { daySchema } from '../../domain/time.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { Answers, conventions, readings } from './answers.js';

const readingBody = z.strictObject({ phrase: z.string().min(1).max(2000), saidOn: daySchema, lang: z.enum(['en', 'fr']).optional() });

@ApiTags('dates')
@Controller('api/v1')
export class DatesController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Post('dates/readings')
  @HttpCode(200)
  @Allow('register.read')
  @Answers(readings)
  @ApiOperation({ summary: 'Read a deadline phrase as it was meant on the day it was said; changes nothing' })
  read(@Body({ schema: readingBody }) { phrase, saidOn, lang = detectLang(phrase) }: z.infer<typeof readingBody>): {
    phrase: string;
    lang: string;
    readings: Reading[];
  } {
    return { phrase, lang, readings: read(phrase, { saidOn, lang, conventions: this.settings.conventions }) };
  }

  @Get('conventions')
  @Allow('register.read')
  @Answers(conventions)
  @ApiOperation({ summary: 'The conventions by which imprecise dates are read' })
  conventions(): Conventions {
    return this.settings.conventions;
  }
}
