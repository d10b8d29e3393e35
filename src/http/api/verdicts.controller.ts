/** `/api/v1/commitments/:ref/{evidence,verdicts}`: what was found, proposed by one person and confirmed by another. */
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { refSchema } from '../../domain/commitment.js';
import { evidenceInputSchema } from '../../domain/evidence.js';
import { verdictDecisionSchema, verdictProposalSchema, type VerdictProposal } from '../../domain/verdict.js';
import type { Caller } from '../../services/commands.js';
import { VerdictsService } from '../../services/verdicts.service.js';
import type { CommitmentView } from '../../services/views.js';
import { Allow } from '../auth/guard.js';
import { ActingOnVersion, tagged } from '../caller.js';
import { Answers, commitment, idSchema } from './answers.js';

@ApiTags('commitments')
@Controller('api/v1/commitments')
export class VerdictsController {
  constructor(private readonly verdicts: VerdictsService) {}

  @Post(':ref/evidence')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Record a piece of evidence' })
  async evidence(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: evidenceInputSchema }) body: z.infer<typeof evidenceInputSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.verdicts.addEvidence(caller, ref, body));
  }

  @Post(':ref/verdicts')
  @Allow('verdict.propose')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Propose a verdict with at least one piece of evidence' })
  async propose(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: verdictProposalSchema }) proposal: VerdictProposal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.verdicts.propose(caller, ref, proposal));
  }

  @Post(':ref/verdicts/:id/confirmation')
  @HttpCode(200)
  @Allow('verdict.decide')
  @Answers(commitment)
  @ApiOperation({ summary: 'Confirm or return a proposed verdict; never its proposer, the registrar or the owner' })
  async decide(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: verdictDecisionSchema }) body: z.infer<typeof verdictDecisionSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    return tagged(reply, await this.verdicts.decide(caller, ref, id, body.decision, body.reason));
  }
}
