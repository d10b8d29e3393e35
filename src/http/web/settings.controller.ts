/** `/settings`: how the service is set and whether it is well, for administrators. Nothing can be changed here: settings belong to whoever runs it. */
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DiagnosisService } from '../../services/diagnosis.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';
import { Allow } from '../auth/guard.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { SettingsPage } from './pages/settings.js';
import { Viewing, type Viewer } from './viewer.js';

@ApiExcludeController()
@Controller('settings')
export class SettingsController {
  constructor(
    private readonly diagnosis: DiagnosisService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Allow('settings.read')
  @HtmlPage()
  async show(@Viewing() viewer: Viewer): Promise<string> {
    const { shown, mailIsCaptured } = this.settings;
    return pageOf(SettingsPage({ viewer, shown, mailIsCaptured, diagnosis: await this.diagnosis.examine() }));
  }
}
