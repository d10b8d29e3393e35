/** `/upcoming` and `/policies`: what will be sent, by which rules, and what others would change. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CLOCK, type Clock } from '../../clock.js';
import { Refusal } from '../../domain/refusal.js';
import { addDays, addMs, dayIn, instantAt, instantSchema, type Instant } from '../../domain/time.js';
import { wordsIn } from '../../i18n/index.js';
import { AgendaService } from '../../services/agenda.service.js';
import { Policies, policyOf, type PolicyView } from '../../services/policies.js';
import { PolicyEffectService, type PolicyEffect } from '../../services/policy-effect.service.js';
import { Allow } from '../auth/guard.js';
import { callerOf, newForm, sentForm, submit, valueOrNull, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { PoliciesPage, PolicyPage, policyPath } from './pages/policies.js';
import { UpcomingPage } from './pages/upcoming.js';
import { policyIn, policyJson, withPolicyFaults } from './policy-form.js';
import { Viewing, type Viewer } from './viewer.js';

const days = 90;
const perPage = 200;
/** As much of a register as a person waits for. */
const effectQuery = { to: null, after: null, commitments: 200, limit: 100 } as const;
const versionParam = z.coerce.number().int().min(1).max(1_000_000);

@ApiExcludeController()
@Controller()
export class PlanningController {
  constructor(
    private readonly agenda: AgendaService,
    private readonly policies: Policies,
    private readonly effects: PolicyEffectService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('upcoming')
  @Allow('sending.read')
  @HtmlPage()
  async upcoming(@Viewing() viewer: Viewer, @Query('after') asked: unknown): Promise<string> {
    const after = instantSchema.safeParse(asked);
    return this.upcomingPage(viewer, after.success ? after.data : null, newForm({ policy: policyJson(await this.inForce()) }), null);
  }

  /** Changes nothing, so it answers with the page itself; a policy is too long for an address. */
  @Post('upcoming')
  @HttpCode(200)
  @Allow('sending.read')
  @HtmlPage()
  async tried(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const form = sentForm(body);
    try {
      const policy = policyIn(form);
      const effect = await this.effects.effectOf({ ...policy, version: policy.version ?? 1 }, effectQuery);
      return await this.upcomingPage(viewer, null, form, effect);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      void reply.status(422);
      return this.upcomingPage(viewer, null, withPolicyFaults(form, error, viewer), null);
    }
  }

  @Get('policies')
  @Allow('register.read')
  @HtmlPage()
  async list(@Viewing() viewer: Viewer): Promise<string> {
    return this.policiesPage(viewer, newForm({ policy: policyJson(await this.inForce()) }));
  }

  @Post('policies')
  @HttpCode(200)
  @Allow('policies.write')
  @HtmlPage()
  add(@Viewing() viewer: Viewer, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    const form = sentForm(body);
    return submit(
      reply,
      form,
      { faults: {}, refusals: wordsIn(viewer.locale).frame.refusals },
      async () => policyPath(await this.policies.add(callerOf(viewer, form), policyIn(form))),
      (again, refusal) => this.policiesPage(viewer, withPolicyFaults(again, refusal, viewer)),
    );
  }

  @Get('policies/:name/:version')
  @Allow('register.read')
  @HtmlPage()
  read(
    @Viewing() viewer: Viewer,
    @Param('name') name: string,
    @Param('version', { schema: versionParam }) version: number,
  ): Promise<string> {
    return this.policyPage(viewer, name, version, newForm());
  }

  @Post('policies/:name/:version')
  @HttpCode(200)
  @Allow('policies.write')
  @HtmlPage()
  activate(
    @Viewing() viewer: Viewer,
    @Param('name') name: string,
    @Param('version', { schema: versionParam }) version: number,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    return submit(
      reply,
      form,
      { faults: {}, refusals: wordsIn(viewer.locale).frame.refusals },
      async () => policyPath(await this.policies.activate(callerOf(viewer, form), name, version, valueOrNull(form, 'reason'))),
      (again) => this.policyPage(viewer, name, version, again),
    );
  }

  private async policyPage(viewer: Viewer, name: string, version: number, form: FormState): Promise<string> {
    const policy = await this.policies.read(name, version);
    const effect = policy.inForce ? null : await this.effects.effectOf(policyOf(policy), effectQuery);
    return pageOf(PolicyPage({ viewer, policy, effect, form }));
  }

  private async policiesPage(viewer: Viewer, form: FormState): Promise<string> {
    return pageOf(PoliciesPage({ viewer, policies: await this.policies.list(), form }));
  }

  private async upcomingPage(viewer: Viewer, after: Instant | null, form: FormState, effect: PolicyEffect | null): Promise<string> {
    const now = this.clock.now();
    const until = addDays(dayIn(viewer.zone, now), days);
    // What fell due a moment ago and waits for the next tick is still to come.
    const from = after ?? addMs(now, -60_000);
    const page = await this.agenda.page(from, instantAt(addDays(until, 1), '00:00', viewer.zone), perPage);
    return pageOf(UpcomingPage({ viewer, ...page, isFirstPage: after === null, days, until, form, effect }));
  }

  private async inForce(): Promise<PolicyView> {
    const found = (await this.policies.list()).find(({ inForce }) => inForce);
    if (found === undefined) throw new Error('no policy is in force');
    return found;
  }
}
