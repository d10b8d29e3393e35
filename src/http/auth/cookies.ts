/**
 * The cookies of signing in. Behind https they carry the prefix `__Host-`, which no other host can set and no plain
 * connection sees. A register that is reached by plain http (on this machine, for trying out) does without: not every
 * browser keeps a Secure cookie of http://localhost.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionLastsMs, type Opened } from '../../services/sessions.service.js';
import { SETTINGS, type Settings } from '../../services/settings.js';

/** `provider`: what has to come back from the provider of identities as it was sent there. */
const names = { session: 'pledgebook', provider: 'pledgebook-provider' } as const;
type Name = keyof typeof names;

@Injectable()
export class Cookies {
  private readonly secure: boolean;

  constructor(@Inject(SETTINGS) { publicUrl }: Settings) {
    this.secure = publicUrl.startsWith('https:');
  }

  read({ headers }: FastifyRequest, name: Name): string | null {
    const start = `${this.nameOf(name)}=`;
    const found = (headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(start));
    return found === undefined || found === start ? null : found.slice(start.length);
  }

  /** Values are base64url: nothing in them needs to be encoded. */
  set(reply: FastifyReply, name: Name, value: string, lastsMs: number): void {
    this.write(reply, name, value, Math.floor(lastsMs / 1000));
  }

  /** The cookie of a session that was just opened; it is kept as long as the session can last. */
  letIn(reply: FastifyReply, { token }: Opened): void {
    this.set(reply, 'session', token, sessionLastsMs);
  }

  forget(reply: FastifyReply, name: Name): void {
    this.write(reply, name, '', 0);
  }

  private write(reply: FastifyReply, name: Name, value: string, seconds: number): void {
    const secure = this.secure ? '; Secure' : '';
    void reply.header('set-cookie', `${this.nameOf(name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
  }

  private nameOf(name: Name): string {
    return `${this.secure ? '__Host-' : ''}${names[name]}`;
  }
}
