/** `/assets/…`: what pages need beside themselves. */
import { readFileSync } from 'node:fs';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Open } from '../auth/guard.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  private style: string | undefined;

  @Get('style.css')
  @Open()
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  css(): string {
    this.style ??= readFileSync(new URL('./assets/style.css', import.meta.url), 'utf8');
    return this.style;
  }
}
