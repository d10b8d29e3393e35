/** `/api/v1/{texts,proposals}`: from a text to commitments, each decided on by a person. */
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { proposalSchema, tiers } from '../../domain/proposals/index.js';
import {
  decisionInputSchema,
  decisionSchema,
  missInputSchema,
  newTextSchema,
  sourceTextSchema,
  type DecisionInput,
  type MissInput,
  type NewText,
  type ProposalQuality,
} from '../../domain/texts.js';
import type { Caller } from '../../services/commands.js';
import type { AskedModel } from '../../services/asking-model.js';
import { TextsService, type Decided, type TextProposals } from '../../services/texts.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, commitment, idSchema, listOf } from './answers.js';

const tally = { right: z.int().nonnegative(), decided: z.int().nonnegative() };
const quality = z.strictObject({
  ...{ decided: z.int(), accepted: z.int(), rejected: z.int(), merged: z.int(), missed: z.int() },
  precision: z.number().nullable(),
  byTier: z.array(z.strictObject({ tier: z.enum(tiers), ...tally })),
  byCue: z.array(z.strictObject({ cue: z.string(), ...tally })),
}) satisfies z.ZodType<ProposalQuality>;
const proposals = listOf(proposalSchema.extend({ decision: decisionSchema.nullable() })).extend({
  text: sourceTextSchema,
  content: z.string(),
  misses: z.array(decisionSchema),
});
const askedModel = z.strictObject({
  notice: z.string(),
  model: z.string(),
  host: z.string(),
  suggested: z.int(),
  dropped: z.int(),
  failure: z.string().nullable(),
}) satisfies z.ZodType<AskedModel>;
const decided = z.strictObject({ decision: decisionSchema, commitment: commitment.nullable() }) satisfies z.ZodType<Decided>;

@ApiTags('texts')
@Controller('api/v1')
export class TextsController {
  constructor(private readonly texts: TextsService) {}

  @Post('texts')
  @Allow('register.write')
  @Answers(sourceTextSchema.extend({ model: askedModel.nullable() }), 201)
  @ApiOperation({ summary: 'Keep a text byte for byte and propose what may be commitments in it; registers nothing' })
  async keep(
    @Acting() caller: Caller,
    @Body({ schema: newTextSchema }) input: NewText,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ReturnType<TextsService['keep']> {
    const text = await this.texts.keep(caller, input);
    void reply.header('location', `/api/v1/texts/${text.id}/proposals`);
    return text;
  }

  @Get('texts/:id/proposals')
  @Allow('register.read')
  @Answers(proposals)
  @ApiOperation({ summary: 'The text as it is read, its proposals in its order, and what was decided on each' })
  async proposals(@Param('id', { schema: idSchema }) id: string): Promise<TextProposals & { total: number; next: null }> {
    const found = await this.texts.proposals(id);
    return { ...found, total: found.items.length, next: null };
  }

  @Post('texts/:id/misses')
  @Allow('register.write')
  @Answers(decided, 201)
  @ApiOperation({ summary: 'Register a commitment from a selection that nothing was proposed for; counted as a miss' })
  addMiss(
    @Acting() caller: Caller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: missInputSchema }) input: MissInput,
  ): Promise<Decided> {
    return this.texts.addMiss(caller, id, input);
  }

  @Post('proposals/:id/decision')
  @Allow('register.write')
  @Answers(decided, 201)
  @ApiOperation({ summary: 'Accept with edits (registers it), reject with a reason, or merge; a decision stays' })
  decide(
    @Acting() caller: Caller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: decisionInputSchema }) input: DecisionInput,
  ): Promise<Decided> {
    return this.texts.decide(caller, id, input);
  }

  @Get('proposals/quality')
  @Allow('register.read')
  @Answers(quality)
  @ApiOperation({ summary: 'How good the proposals have been here, by what people decided; the misses too' })
  quality(): Promise<ProposalQuality> {
    return this.texts.quality();
  }
}
