/** `/a/:token`: what a link in a mail allows. GET shows, POST acts; the one-click of RFC 8058 is such a POST. */
import { Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { render } from 'preact-render-to-string';
import { Refusal } from '../../domain/refusal.js';
import { openCapability, type Capability } from '../../services/capability.js';
import { PeopleService } from '../../services/people.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Open } from '../auth/guard.js';
import { UnsubscribePage } from './pages/unsubscribe.js';

@ApiExcludeController()
@Controller('a')
export class CapabilityController {
  constructor(
    private readonly people: PeopleService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':token')
  @Open()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async show(@Param('token') token: string): Promise<string> {
    return this.page(this.open(token), false);
  }

  @Post(':token')
  @HttpCode(200)
  @Open()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async act(@Param('token') token: string): Promise<string> {
    const capability = this.open(token);
    await this.people.unsubscribe({ actor: capability.person, role: null }, capability.subject);
    return this.page(capability, true);
  }

  private open(token: string): Capability {
    const capability = openCapability(this.settings.linkSecret, token);
    if (capability === null) throw new Refusal('not_found', 'This link is not one of ours, or was cut short.');
    return capability;
  }

  private async page(capability: Capability, done: boolean): Promise<string> {
    const person = (await this.people.list()).find((p) => p.id === capability.person);
    return `<!doctype html>${render(UnsubscribePage({ locale: person?.locale ?? this.settings.locale, done }))}`;
  }
}
