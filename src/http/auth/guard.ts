/** Every route is closed unless it says whom it is open to. */
import { applyDecorators, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../domain/refusal.js';
import { PeopleService, type Identity } from '../../services/people.service.js';
import { SessionsService } from '../../services/sessions.service.js';
import { actions, type Action } from './actions.js';
import { Cookies } from './cookies.js';
import { assertOwnForm } from './forgery.js';

const allowed = 'allowed';

/** Opens a route to the roles that may do this. */
export const Allow = (action: Action): MethodDecorator => applyDecorators(SetMetadata(allowed, action), ApiBearerAuth());
/** Opens a route to everybody, without a token. */
export const Open = (): MethodDecorator => SetMetadata(allowed, 'open');
/** Opens a route to whoever is signed in with a browser: it is about their own sign-in, which a token has no part in. */
export const InSession = (): MethodDecorator => SetMetadata(allowed, 'session');

export type IdentifiedRequest = FastifyRequest & { identity?: Identity };

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly people: PeopleService,
    private readonly sessions: SessionsService,
    private readonly cookies: Cookies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const wanted = this.reflector.get<Action | 'open' | 'session' | undefined>(allowed, context.getHandler());
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const identity = await this.identify(request);
    if (identity !== null) request.identity = identity;
    if (wanted === 'open') return true;
    if (identity === null) throw new Refusal('unauthenticated', 'This needs a token: Authorization: Bearer plg_…');
    if (wanted === undefined) throw new Refusal('forbidden', 'Nobody may do this.');
    if (identity.csrf !== null) assertOwnForm(request, identity.csrf);
    if (wanted === 'session') {
      if (identity.csrf === null) throw new Refusal('forbidden', 'This is for people who signed in with a browser, not for tokens.');
      return true;
    }
    const { roles, scope } = actions[wanted];
    if (!(roles as readonly string[]).includes(identity.role))
      throw new Refusal('forbidden', `This is for ${roles.join(' and ')}; you are here as ${identity.role}.`);
    if (!identity.scopes.includes(scope)) throw new Refusal('forbidden', `This token was made without the scope ${scope}.`);
    return true;
  }

  /** By the token that was sent, else by the session of the browser. A token that is not good is not made up for by a session. */
  private async identify(request: FastifyRequest): Promise<Identity | null> {
    const { authorization = '' } = request.headers;
    if (/^Bearer\b/i.test(authorization)) {
      const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization) ?? [];
      return token === undefined ? null : this.people.identify(token);
    }
    const session = this.cookies.read(request, 'session');
    return session === null ? null : this.sessions.identify(session);
  }
}
