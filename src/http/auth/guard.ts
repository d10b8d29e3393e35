/** Every route is closed unless it says whom it is open to. */
import { applyDecorators, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../domain/refusal.js';
import { PeopleService, type Identity } from '../../services/people.service.js';
import { actions, type Action } from './actions.js';
import { assertOwnForm } from './forgery.js';

const allowed = 'allowed';

/** Opens a route to the roles that may do this. */
export const Allow = (action: Action): MethodDecorator => applyDecorators(SetMetadata(allowed, action), ApiBearerAuth());
/** Opens a route to everybody, without a token. */
export const Open = (): MethodDecorator => SetMetadata(allowed, 'open');

export type IdentifiedRequest = FastifyRequest & { identity?: Identity };

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly people: PeopleService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const wanted = this.reflector.get<Action | 'open' | undefined>(allowed, context.getHandler());
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const identity = await this.identify(request);
    if (identity !== null) request.identity = identity;
    if (identity !== null && identity.csrf !== null) assertOwnForm(request, identity.csrf);
    if (wanted === 'open') return true;
    if (identity === null) throw new Refusal('unauthenticated', 'This needs a token: Authorization: Bearer plg_…');
    if (wanted === undefined) throw new Refusal('forbidden', 'Nobody may do this.');
    const { roles, scope } = actions[wanted];
    if (!(roles as readonly string[]).includes(identity.role))
      throw new Refusal('forbidden', `This is for ${roles.join(' and ')}; you are here as ${identity.role}.`);
    if (!identity.scopes.includes(scope)) throw new Refusal('forbidden', `This token was made without the scope ${scope}.`);
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Identity | null> {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    return token === undefined ? null : this.people.identify(token);
  }
}
