/** `/api/v1/{parties,people,subscriptions}`: who promises, who works here, and who follows what. */
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  newPartySchema,
  newPersonSchema,
  newSubscriptionSchema,
  personChangeSchema,
  type NewPerson,
  type NewSubscription,
  type Party,
  type Person,
  type PersonChange,
  type Subscription,
} from '../../domain/people.js';
import type { Caller } from '../../services/commands.js';
import { ErasureService } from '../../services/erasure.service.js';
import { FeedsService, type FeedAddresses } from '../../services/feeds.service.js';
import { PeopleService, type Page } from '../../services/people.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, erasure, feedAddresses, idSchema, listOf, party, person, subscription } from './answers.js';

const pageQuery = z.strictObject({ after: idSchema.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
type PageQuery = z.infer<typeof pageQuery>;
const changeBody = personChangeSchema.refine((change) => Object.keys(change).length > 0, { error: 'at least one field to change' });

@ApiTags('people')
@Controller('api/v1')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly feeds: FeedsService,
    private readonly erasures: ErasureService,
  ) {}

  @Get('parties')
  @Allow('register.read')
  @Answers(listOf(party))
  @ApiOperation({ summary: 'Parties: who promises, benefits or speaks' })
  parties(@Query({ schema: pageQuery }) page: PageQuery): Promise<Page<Party>> {
    return this.people.page('party', page);
  }

  @Post('parties')
  @Allow('register.write')
  @Answers(party, 201)
  @ApiOperation({ summary: 'Add a party' })
  addParty(@Acting() caller: Caller, @Body({ schema: newPartySchema }) { name }: { name: string }): Promise<Party> {
    return this.people.addParty(caller, name);
  }

  @Get('people')
  @Allow('people.read')
  @Answers(listOf(person))
  @ApiOperation({ summary: 'People who work here or follow commitments' })
  list(@Query({ schema: pageQuery }) page: PageQuery): Promise<Page<Person>> {
    return this.people.page('person', page);
  }

  @Post('people')
  @Allow('people.write')
  @Answers(person, 201)
  @ApiOperation({ summary: 'Add a person; without a role they follow but do not work here' })
  add(@Acting() caller: Caller, @Body({ schema: newPersonSchema }) input: NewPerson): Promise<Person> {
    return this.people.addPerson(caller, input);
  }

  @Patch('people/:id')
  @Allow('people.write')
  @Answers(person)
  @ApiOperation({ summary: "Change a person's role, zone, language or send hour, or disable them" })
  change(
    @Acting() caller: Caller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: changeBody }) change: PersonChange,
  ): Promise<Person> {
    return this.people.changePerson(caller, id, change);
  }

  @Post('people/:id/erasure')
  @HttpCode(200)
  @Allow('people.write')
  @Answers(erasure)
  @ApiOperation({ summary: 'Erase a person: name, address and the free text they stand in, for good; the log holds as before' })
  erase(@Acting() caller: Caller, @Param('id', { schema: idSchema }) id: string): ReturnType<ErasureService['erase']> {
    return this.erasures.erase(caller, id);
  }

  @Post('people/:id/calendar')
  @Allow('people.write')
  @Answers(feedAddresses, 201)
  @ApiOperation({
    summary: "New addresses for a person's calendar and feed of changes, answered this once; the former ones are dead at once",
  })
  rotateCalendar(@Acting() caller: Caller, @Param('id', { schema: idSchema }) id: string): Promise<FeedAddresses> {
    return this.feeds.rotateCalendar(caller, id);
  }

  @Get('subscriptions')
  @Allow('people.read')
  @Answers(listOf(subscription))
  @ApiOperation({ summary: 'Who follows what' })
  subscriptions(@Query({ schema: pageQuery }) page: PageQuery): Promise<Page<Subscription>> {
    return this.people.page('subscription', page);
  }

  @Post('subscriptions')
  @Allow('subscriptions.write')
  @Answers(subscription, 201)
  @ApiOperation({ summary: 'Subscribe a person to a commitment, a party, a topic or all' })
  subscribe(@Acting() caller: Caller, @Body({ schema: newSubscriptionSchema }) input: NewSubscription): Promise<Subscription> {
    return this.people.subscribe(caller, input);
  }

  @Post('subscriptions/:id/end')
  @HttpCode(200)
  @Allow('subscriptions.write')
  @Answers(subscription)
  @ApiOperation({ summary: 'End a subscription' })
  end(@Acting() caller: Caller, @Param('id', { schema: idSchema }) id: string): Promise<Subscription> {
    return this.people.unsubscribe(caller, id);
  }
}
