/** `/api/v1/commitments/:ref/{evidence,verdicts}`: what was found, proposed by one person and confirmed by another. */
import { Body, Controller, Get, Header, HttpCode, Param, Post, Res, type StreamableFile } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { refSchema } from '../../domain/commitment.js';
import { evidenceInputSchema, evidenceUploadSchema } from '../../domain/evidence.js';
import { verdictDecisionSchema, verdictProposalSchema, type VerdictProposal } from '../../domain/verdict.js';
import type { Caller } from '../../services/commands.js';
import { EvidenceService } from '../../services/evidence.service.js';
import { VerdictsService } from '../../services/verdicts.service.js';
import type { CommitmentView } from '../../services/views.js';
import { attachment } from '../attachment.js';
import { Allow } from '../auth/guard.js';
import { ActingOnVersion, tagged } from '../caller.js';
import { isUploaded, type UploadedFile } from '../uploads.js';
import { Answers, AnswersFile, commitment, idSchema } from './answers.js';

const fileField = z.unknown().refine(isUploaded, { error: 'a file with something in it' }).meta({ type: 'string', format: 'binary' });
const evidenceBody = z.union([evidenceInputSchema, evidenceUploadSchema.extend({ file: fileField })]);

@ApiTags('commitments')
@Controller('api/v1/commitments')
export class VerdictsController {
  constructor(
    private readonly verdicts: VerdictsService,
    private readonly files: EvidenceService,
  ) {}

  @Post(':ref/evidence')
  @Allow('register.write')
  @Answers(commitment, 201)
  @ApiOperation({ summary: 'Record a piece of evidence: a link as JSON, or a form with a file, which may be the copy of a link' })
  @ApiConsumes('application/json', 'multipart/form-data')
  async evidence(
    @ActingOnVersion() caller: Caller,
    @Param('ref', { schema: refSchema }) ref: string,
    @Body({ schema: evidenceBody }) body: z.infer<typeof evidenceBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommitmentView> {
    if (!('file' in body)) return tagged(reply, await this.verdicts.addEvidence(caller, ref, body));
    const { file, ...input } = body;
    return tagged(reply, await this.files.addFile(caller, ref, input, file as UploadedFile));
  }

  @Get(':ref/evidence/:id/file')
  @Allow('register.read')
  @Header('content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")
  @AnswersFile('application/octet-stream')
  @ApiOperation({ summary: 'The file of a piece of evidence, as it was sent, to be kept and not shown' })
  async file(@Param('ref', { schema: refSchema }) ref: string, @Param('id', { schema: idSchema }) id: string): Promise<StreamableFile> {
    const { stream, name, type } = await this.files.open(ref, id);
    return attachment(stream, name, type);
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
