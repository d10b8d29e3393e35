/** The one place where the parts are bound together: the database, the clock, the mailer and the settings. */
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { CLOCK, type Clock } from './clock.js';
import { AuditController } from './http/api/audit.controller.js';
import { CommitmentsController } from './http/api/commitments.controller.js';
import { DatesController } from './http/api/dates.controller.js';
import { ExportsController } from './http/api/exports.controller.js';
import { HealthController } from './http/api/health.controller.js';
import { ImportsController } from './http/api/imports.controller.js';
import { MetricsController } from './http/api/metrics.controller.js';
import { PeopleController } from './http/api/people.controller.js';
import { PoliciesController } from './http/api/policies.controller.js';
import { RecordsController } from './http/api/records.controller.js';
import { SendingController } from './http/api/sending.controller.js';
import { TextsController } from './http/api/texts.controller.js';
import { VerdictsController } from './http/api/verdicts.controller.js';
import { WebhooksController } from './http/api/webhooks.controller.js';
import { Cookies } from './http/auth/cookies.js';
import { AccessGuard } from './http/auth/guard.js';
import { Metrics } from './http/metrics.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validation } from './http/validation.js';
import { AssetsController } from './http/web/assets.controller.js';
import { AuditPagesController } from './http/web/audit.controller.js';
import { ExplanationsController } from './http/web/explanations.controller.js';
import { CapabilityController } from './http/web/capability.controller.js';
import { ImportPagesController } from './http/web/imports.controller.js';
import { ChangesController } from './http/web/changes.controller.js';
import { CommitmentPageController } from './http/web/commitment.controller.js';
import { TodayController } from './http/web/today.controller.js';
import { NewCommitmentController } from './http/web/new-commitment.controller.js';
import { ReviseController } from './http/web/revise.controller.js';
import { VerdictPagesController } from './http/web/verdict.controller.js';
import { RegisterPagesController } from './http/web/register.controller.js';
import { LanguageController } from './http/web/language.controller.js';
import { PasswordController } from './http/web/password.controller.js';
import { OutboxController } from './http/web/outbox.controller.js';
import { PlanningController } from './http/web/planning.controller.js';
import { PeoplePagesController } from './http/web/people.controller.js';
import { PreferencesController } from './http/web/preferences.controller.js';
import { ProviderController } from './http/web/provider.controller.js';
import { SettingsController } from './http/web/settings.controller.js';
import { SignInController } from './http/web/sign-in.controller.js';
import { FeedsController } from './http/web/feeds.controller.js';
import { Ticker } from './jobs/ticker.js';
import { TextPagesController } from './http/web/texts.controller.js';
import { WebhookTicker } from './jobs/webhook-ticker.js';
import type { Mailer } from './mail/mailer.js';
import { AgendaService } from './services/agenda.service.js';
import { Allowances } from './services/allowances.js';
import { AttentionService } from './services/attention.service.js';
import type { ProposalModel } from './outgoing/proposal-model.js';
import type { Poster } from './outgoing/poster.js';
import { AsOfService } from './services/as-of.service.js';
import { AuditReportService } from './services/audit-report.service.js';
import { AuditService } from './services/audit.service.js';
import { CapabilitiesService } from './services/capabilities.service.js';
import { BouncesService } from './services/bounces.service.js';
import { BrowsingService } from './services/browsing.service.js';
import { BulkRegistering } from './services/bulk-registering.js';
import { CheckpointMails } from './services/checkpoint-mails.js';
import { Commands } from './services/commands.js';
import { DeliveryService, MAILER } from './services/delivery.service.js';
import { DiagnosisService } from './services/diagnosis.service.js';
import { DossierService } from './services/dossier.service.js';
import { EngineService } from './services/engine.service.js';
import { ErasureService } from './services/erasure.service.js';
import { EvidenceService } from './services/evidence.service.js';
import { ExportsService } from './services/exports.service.js';
import { FeedsService } from './services/feeds.service.js';
import { HighWaterService } from './services/high-water.service.js';
import { ImportsService } from './services/imports.service.js';
import { KeysService } from './services/keys.service.js';
import { ContentGatherer } from './services/mail-content.js';
import { LettersService } from './services/letters.service.js';
import { Links } from './services/links.js';
import { MailWriter } from './services/mail-writing.js';
import { MailsService } from './services/mails.service.js';
import { NoticesService } from './services/notices.service.js';
import { OutboxService } from './services/outbox.service.js';
import { PasswordsService } from './services/passwords.service.js';
import { PeopleService } from './services/people.service.js';
import { Policies } from './services/policies.js';
import { PolicyEffectService } from './services/policy-effect.service.js';
import { PreviewService } from './services/preview.service.js';
import { ProviderService } from './services/provider.service.js';
import { ReadingService } from './services/reading.service.js';
import { RegisterService } from './services/register.service.js';
import { ReminderPlanning } from './services/reminder-planning.js';
import { SenderService } from './services/sender.service.js';
import { SessionsService } from './services/sessions.service.js';
import { SETTINGS, type Settings } from './services/settings.js';
import { SignInMail } from './services/sign-in-mail.js';
import { SignInService } from './services/sign-in.service.js';
import { SuppressionsService } from './services/suppressions.service.js';
import { TableImportsService } from './services/table-imports.service.js';
import { PROPOSAL_MODEL, TextsService } from './services/texts.service.js';
import { VerdictsService } from './services/verdicts.service.js';
import { VerificationService } from './services/verification.service.js';
import { VersionSegments } from './services/version-segments.service.js';
import { TodayService } from './services/today.service.js';
import { Views } from './services/views.js';
import { WaitingImports } from './services/waiting-imports.js';
import { WebhookDeliveryService } from './services/webhook-delivery.service.js';
import { POSTER, WebhooksService } from './services/webhooks.service.js';
import { Database } from './store/database.js';

export interface Parts {
  database: Database;
  clock: Clock;
  mailer: Mailer;
  /** Sends webhooks. */
  poster: Poster;
  settings: Settings;
  /** Asked for proposals besides the rules; null, as by default, for none. */
  model?: ProposalModel | null;
}

const services = [
  AgendaService,
  Allowances,
  AsOfService,
  AttentionService,
  AuditReportService,
  AuditService,
  BulkRegistering,
  CapabilitiesService,
  BouncesService,
  BrowsingService,
  CheckpointMails,
  Commands,
  ContentGatherer,
  DeliveryService,
  DiagnosisService,
  DossierService,
  EngineService,
  ErasureService,
  EvidenceService,
  ExportsService,
  FeedsService,
  HighWaterService,
  ImportsService,
  KeysService,
  LettersService,
  Links,
  MailWriter,
  MailsService,
  NoticesService,
  OutboxService,
  PasswordsService,
  PeopleService,
  Policies,
  PolicyEffectService,
  PreviewService,
  ProviderService,
  ReadingService,
  RegisterService,
  ReminderPlanning,
  SenderService,
  SessionsService,
  SignInMail,
  SignInService,
  SuppressionsService,
  TableImportsService,
  TextsService,
  VerdictsService,
  VerificationService,
  VersionSegments,
  TodayService,
  Views,
  WaitingImports,
  WebhookDeliveryService,
  WebhooksService,
];

@Module({})
export class AppModule {
  /** Everything; with `ticking` the scheduler wakes the engine by itself. */
  static of({ database, clock, mailer, poster, settings, model = null }: Parts, { ticking }: { ticking: boolean }): DynamicModule {
    return {
      module: AppModule,
      imports: ticking ? [ScheduleModule.forRoot()] : [],
      controllers: [
        CommitmentsController,
        VerdictsController,
        PeopleController,
        RecordsController,
        SendingController,
        DatesController,
        PoliciesController,
        TextsController,
        ImportsController,
        AuditController,
        HealthController,
        MetricsController,
        CapabilityController,
        LanguageController,
        PasswordController,
        PeoplePagesController,
        RegisterPagesController,
        TodayController,
        NewCommitmentController,
        CommitmentPageController,
        ReviseController,
        ChangesController,
        VerdictPagesController,
        PreferencesController,
        ProviderController,
        SettingsController,
        SignInController,
        OutboxController,
        AuditPagesController,
        PlanningController,
        ExplanationsController,
        TextPagesController,
        ImportPagesController,
        AssetsController,
        ExportsController,
        FeedsController,
        WebhooksController,
      ],
      providers: [
        { provide: Database, useValue: database },
        { provide: CLOCK, useValue: clock },
        { provide: MAILER, useValue: mailer },
        { provide: POSTER, useValue: poster },
        { provide: SETTINGS, useValue: settings },
        Cookies,
        Metrics,
        { provide: PROPOSAL_MODEL, useValue: model },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useValue: validation },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...services,
        ...(ticking ? [Ticker, WebhookTicker] : []),
      ],
    };
  }
}
