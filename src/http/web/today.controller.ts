/** `/today`: what somebody who opens the register has to know. Looking at it changes nothing; saying that one has looked does. */
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TodayService } from '../../services/today.service.js';
import { Allow } from '../auth/guard.js';
import { seeOther, textIn } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { TodayPage } from './pages/today.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('today')
export class TodayController {
  constructor(private readonly today: TodayService) {}

  @Get()
  @Allow('register.read')
  @HtmlPage()
  async show(@Viewing() viewer: Viewer): Promise<string> {
    return pageOf(TodayPage({ viewer, today: await this.today.of(viewer) }));
  }

  @Post('looked')
  @Allow('register.read')
  async looked(@Viewing() viewer: Viewer, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const [upTo] = /^\d{1,9}$/.exec(textIn(body, 'upTo')) ?? [];
    if (upTo !== undefined) await this.today.looked(viewer.id, Number(upTo));
    seeOther(reply, '/today');
  }
}
