/** `/commitments/:ref/verdict`: proposed by one person; confirmed or returned, on the same page, by another. */
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { refSchema } from '../../domain/commitment.js';
import { ownersSince } from '../../domain/owners.js';
import { verdictDecisionSchema, verdictProposalSchema } from '../../domain/verdict.js';
import { wordsIn } from '../../i18n/index.js';
import { DossierService } from '../../services/dossier.service.js';
import { ReadingService } from '../../services/reading.service.js';
import { VerdictsService } from '../../services/verdicts.service.js';
import { Allow } from '../auth/guard.js';
import { onLatest } from './conflict.js';
import { callerOn, newForm, parsed, sentForm, submit, valueOf, valueOrNull, type FormState } from './forms.js';
import { HtmlPage } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { DecisionPage, ProposalPage, whyNot } from './pages/verdict.js';
import { Viewing, type Viewer } from './viewer.js';

/** Whoever confirms says so: nothing is taken as a yes. */
const decisionBody = verdictDecisionSchema.extend({ decision: z.enum(['confirm', 'return']) });

@ApiExcludeController()
@Controller('commitments')
export class VerdictPagesController {
  constructor(
    private readonly verdicts: VerdictsService,
    private readonly reading: ReadingService,
    private readonly dossiers: DossierService,
  ) {}

  @Get(':ref/verdict')
  @Allow('register.read')
  @HtmlPage()
  show(@Viewing() viewer: Viewer, @Param('ref', { schema: refSchema }) ref: string): Promise<string> {
    return this.page(viewer, ref, null);
  }

  @Post(':ref/verdict')
  @HttpCode(200)
  @Allow('verdict.propose')
  @HtmlPage()
  propose(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { forms, frame } = wordsIn(viewer.locale);
    const faults = Object.fromEntries(
      (['verdict', 'rationale', 'reasonCode', 'fulfilledOn', 'evidence'] as const).map((field) => [
        `/${field}`,
        { field, text: forms.faults[field] },
      ]),
    );
    const propose = async (): Promise<string> => {
      const proposal = parsed(verdictProposalSchema, {
        verdict: valueOf(form, 'verdict'),
        rationale: valueOf(form, 'rationale'),
        reasonCode: valueOrNull(form, 'reasonCode'),
        fulfilledOn: valueOrNull(form, 'fulfilledOn'),
        evidence: form.typed['evidence'] ?? [],
      });
      await this.verdicts.propose(callerOn(viewer, form), ref, proposal);
      return `/commitments/${ref}?saved=1`;
    };
    return submit(reply, form, { faults, refusals: frame.refusals }, propose, (again) => this.page(viewer, ref, again));
  }

  @Post(':ref/verdict/decision')
  @HttpCode(200)
  @Allow('verdict.decide')
  @HtmlPage()
  decide(
    @Viewing() viewer: Viewer,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const form = sentForm(body);
    const { forms, frame } = wordsIn(viewer.locale);
    const faults = {
      '/decision': { field: 'decision', text: forms.faults.decision },
      '/reason': { field: 'reason', text: forms.faults.returned },
    };
    const decide = async (): Promise<string> => {
      const { decision, reason } = parsed(decisionBody, { decision: valueOf(form, 'decision'), reason: valueOrNull(form, 'reason') });
      await this.verdicts.decide(callerOn(viewer, form), ref, valueOf(form, 'id'), decision, reason);
      return `/commitments/${ref}?saved=1`;
    };
    return submit(reply, form, { faults, refusals: frame.refusals }, decide, (again) => this.page(viewer, ref, again));
  }

  private async page(viewer: Viewer, ref: string, sent: FormState | null): Promise<string> {
    const detail = await this.reading.read(ref, null);
    const latest = await onLatest(sent ?? newForm({}, detail.version), detail, this.dossiers);
    const proposal = detail.verdicts.find(({ state }) => state === 'proposed');
    if (proposal === undefined) return pageOf(ProposalPage({ viewer, detail, ...latest }));
    const { steps, names } = await this.dossiers.of(ref);
    const owners = ownersSince(steps.map(({ event }) => event), proposal.id); // prettier-ignore
    const proposer = names.get(proposal.proposedBy) ?? proposal.proposedBy;
    return pageOf(DecisionPage({ viewer, detail, ...latest, proposal, proposer, mayNot: whyNot(viewer, detail, proposal, owners) }));
  }
}
