/** `POST /language`: in which language the pages speak, kept in the browser; mails follow the person's own preference. */
import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { locales } from '../../domain/people.js';
import { Open } from '../auth/guard.js';
import { localPath } from '../auth/local-path.js';
import { seeOther, textIn } from './forms.js';
import { languageCookie } from './viewer.js';

const keptForSeconds = 365 * 24 * 3600;

@ApiExcludeController()
@Controller('language')
export class LanguageController {
  @Post()
  @Open()
  choose(@Body() body: unknown, @Res() reply: FastifyReply): void {
    const wanted = textIn(body, 'language');
    const locale = locales.find((each) => each === wanted);
    if (locale !== undefined)
      void reply.header('set-cookie', `${languageCookie}=${locale}; Path=/; Max-Age=${keptForSeconds}; SameSite=Lax; HttpOnly`);
    seeOther(reply, localPath(textIn(body, 'back')));
  }
}
