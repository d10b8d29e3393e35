/** `/api/v1/policies`: when people are reminded, as versions that are added and put in force, and what a change would change. */
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { refSchema } from '../../domain/commitment.js';
import { policyIdOf } from '../../domain/policy-versions.js';
import { newPolicySchema, type NewPolicy } from '../../domain/reminder-policy.js';
import { daySchema } from '../../domain/time.js';
import type { Caller } from '../../services/commands.js';
import type { Page } from '../../services/people.service.js';
import { Policies, policyOf, type PolicyView } from '../../services/policies.js';
import { PolicyEffectService, type PolicyEffect } from '../../services/policy-effect.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, listOf, policyEffect, policyView } from './answers.js';

const nameParam = z.string().min(1).max(60);
const versionParam = z.coerce.number().int().min(1).max(1_000_000);
const pageQuery = z.strictObject({ after: z.string().max(80).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const activationBody = z.strictObject({ reason: z.string().trim().min(1).max(2000).nullable().default(null) });
const trialBody = z.strictObject({
  /** A policy that is only tried, or a version that is there. */
  policy: z.union([newPolicySchema, z.strictObject({ name: nameParam, version: z.int().min(1) })]),
  to: daySchema.nullable().default(null),
  after: refSchema.nullable().default(null),
  commitments: z.int().min(1).max(1000).default(200),
  limit: z.int().min(0).max(1000).default(100),
});

@ApiTags('policies')
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(
    private readonly policies: Policies,
    private readonly effects: PolicyEffectService,
  ) {}

  @Get()
  @Allow('register.read')
  @Answers(listOf(policyView))
  @ApiOperation({ summary: 'The versions of reminder policies, and which is in force' })
  async list(@Query({ schema: pageQuery }) { after, limit }: z.infer<typeof pageQuery>): Promise<Page<PolicyView>> {
    const all = await this.policies.list();
    const rest = all.slice(all.findIndex((view) => policyIdOf(view) === after) + 1);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items, total: all.length, next: rest.length > limit && last !== undefined ? policyIdOf(last) : null };
  }

  @Post()
  @Allow('policies.write')
  @Answers(policyView, 201)
  @ApiOperation({ summary: 'Add the next version of a policy; it is in force once it is activated' })
  add(@Acting() caller: Caller, @Body({ schema: newPolicySchema }) policy: NewPolicy): Promise<PolicyView> {
    return this.policies.add(caller, policy);
  }

  @Post('effect')
  @HttpCode(200)
  @Allow('register.read')
  @Answers(policyEffect)
  @ApiOperation({ summary: 'What would be sent besides, no more or at another time by another policy; changes nothing' })
  async effect(@Body({ schema: trialBody }) { policy, ...query }: z.infer<typeof trialBody>): Promise<PolicyEffect> {
    const tried =
      'steps' in policy ? { ...policy, version: policy.version ?? 1 } : policyOf(await this.policies.read(policy.name, policy.version));
    return this.effects.effectOf(tried, query);
  }

  @Get(':name/:version')
  @Allow('register.read')
  @Answers(policyView)
  @ApiOperation({ summary: 'One version of a policy' })
  read(
    @Param('name', { schema: nameParam }) name: string,
    @Param('version', { schema: versionParam }) version: number,
  ): Promise<PolicyView> {
    return this.policies.read(name, version);
  }

  @Post(':name/:version/activation')
  @HttpCode(200)
  @Allow('policies.write')
  @Answers(policyView)
  @ApiOperation({ summary: 'Put a version in force: every plan is made again by it' })
  activate(
    @Acting() caller: Caller,
    @Param('name', { schema: nameParam }) name: string,
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: activationBody }) { reason }: z.infer<typeof activationBody>,
  ): Promise<PolicyView> {
    return this.policies.activate(caller, name, version, reason);
  }
}
