/** `/api/v1/commitments`: what staff register and change, and what everybody who works here reads. */
import { Body, Controller, Get, Header, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { amendmentSchema, newCommitmentSchema, refSchema, type Amendment, type NewCommitment } from '../../domain/commitment.js';
import { revisionInputSchema, type RevisionInput } from '../../domain/target-reading.js';
import { daySchema } from '../../domain/time.js';
import { commitmentFilterSchema } from '../../services/reading.service.js';
import { ReadingService, type CommitmentDetail, type CommitmentList } from '../../services/reading.service.js';
import { AuditService, type ProvenEvent } from '../../services/audit.service.js';
import type { Caller } from '../../services/commands.js';
import { NoticesService, type PlannedReminder } from '../../services/notices.service.js';
import type { Page } from '../../services/people.service.js';
import { RegisterService } from '../../services/register.service.js';
import type { CommitmentView } from '../../services/views.js';
import { Allow } from '../auth/guard.js';
import { Acting, ActingOnVersion, tagged } from '../caller.js';
import { conditionBody, noteBody, progressBody, publicationBody, standingBody } from './commitment-bodies.js';
import { Answers, commitment, commitmentDetail, listOf, notice, plannedReminder, provenEvent, type NoticeOfOne } from './answers.js';

const listQuery = commitmentFilterSchema.extend({
  asOf: daySchema.optional(),
  after: refSchema.max(11).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const asOfQuery = z.strictObject({ asOf: daySchema.optional() });

@ApiTags('commitments')
@Controller('api/v1/commitments')
export class CommitmentsController {
  constructor(
    private readonly register: RegisterService,
    private readonly reading: ReadingService,
    private readonly audit: AuditService,
    private readonly noticesService: NoticesService,
  ) {}

  @Get()
  @Allow('register.read')
  @Answers(listOf(commitment))
  @ApiOperation({ summary: 'List commitments, narrowed by filters, a page at a time; asOf folds the log up to that day' })
  list(@Query({ schema: listQuery }) { after, limit, asOf, ...filter }: z.infer<typeof listQuery>): Promise<CommitmentList> {
    return this.reading.list(filter, { after: after === undefined ? 0 : Number(after.slice(2)), limit }, asOf ?? null);
  }

  @Post()
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Register a commitment; the target as a phrase to be read, or as kind and EDTF' })
  async create(
    @Acting() caller: Caller,
    @Body({ schema: newCommitmentSchema }) input: NewCommitment,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    const view = await this.register.register(caller, input);
    void reply.header('location', `/api/v1/commitments/${view.ref}`);
    return tagged(reply, view);
  }

  @Get(':ref')
  @Allow('register.read')
  @Answers(commitmentDetail)
  @ApiOperation({ summary: 'Read a commitment, with its targets, verdicts and evidence; the ETag is its version' })
  async read(
    @Param('ref', { schema: refSchema }) ref: string,
    @Query({ schema: asOfQuery }) { asOf }: z.infer<typeof asOfQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentDetail> {
    return tagged(reply, await this.reading.read(ref, asOf ?? null));
  }

  @Patch(':ref')
  @Allow('register.write')
  @Answers(commitment)
  @ApiOperation({ summary: 'Amend what is not a promise of its own; needs a reason' })
  async amend(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: amendmentSchema }) change: Amendment,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.amend(caller, ref, change));
  }

  @Post(':ref/publication')
  @HttpCode(200)
  @Allow('register.write')
  @Answers(commitment)
  @ApiOperation({ summary: 'Publish a draft, or retract (needs a reason)' })
  async publish(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: publicationBody }) body: z.infer<typeof publicationBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.publish(caller, ref, body.publication, body.reason));
  }

  @Post(':ref/targets')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Revise the target: a new revision beside the old ones; reason and source required' })
  async revise(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: revisionInputSchema }) input: RevisionInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.reviseTarget(caller, ref, input));
  }

  @Post(':ref/progress')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Report progress; never a verdict' })
  async progress(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: progressBody }) body: z.infer<typeof progressBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.reportProgress(caller, ref, body.progress, body.note));
  }

  @Post(':ref/condition')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Set the condition and its state, or remove it' })
  async condition(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: conditionBody }) body: z.infer<typeof conditionBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.setCondition(caller, ref, body.condition, body.reason));
  }

  @Post(':ref/standing')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Change the standing; needs a reason' })
  async standing(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: standingBody }) body: z.infer<typeof standingBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.setStanding(caller, ref, body.standing, body.reason));
  }

  @Post(':ref/notes')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Add a note to the history' })
  async note(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: noteBody }) body: z.infer<typeof noteBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.register.addNote(caller, ref, body.text));
  }

  @Get(':ref/history')
  @Header('cache-control', 'no-store')
  @Allow('register.read')
  @Answers(listOf(provenEvent))
  @ApiOperation({ summary: 'Every event of the commitment, each with its inclusion proof' })
  async history(@Param('ref', { schema: refSchema }) ref: string): Promise<Page<ProvenEvent>> {
    return whole(await this.audit.history(ref));
  }

  @Get(':ref/reminders')
  @Allow('register.read')
  @Answers(listOf(plannedReminder))
  @ApiOperation({ summary: 'Every reminder planned for the commitment, past and future' })
  async reminders(@Param('ref', { schema: refSchema }) ref: string): Promise<Page<PlannedReminder>> {
    return whole(await this.noticesService.reminders(ref));
  }

  @Get(':ref/notices')
  @Allow('register.read')
  @Answers(listOf(notice))
  @ApiOperation({ summary: 'What became of each reminder: who was told what, when, and the reply; or why not' })
  async notices(@Param('ref', { schema: refSchema }) ref: string): Promise<Page<NoticeOfOne>> {
    const notices = await this.noticesService.notices(ref);
    return whole(notices.map(({ commitment: _c, nominalDate: _n, dueAt: _d, subject: _s, ...told }) => told));
  }
}

/** A list that is never so long that it needs pages. */
function whole<T>(items: T[]): Page<T> {
  return { items, total: items.length, next: null };
}
