/**
 * Mail over SMTP: a few connections, each with a transcript of its own, so that what a reply belongs to is never in
 * doubt. nodemailer's pool is not used: its connections share one logger and it may requeue a mail by itself.
 */
import { assertOneAddress } from '../domain/address.js';
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.js';
import { SmtpSession, type SmtpTimeouts } from './smtp-session.js';
import { parseSmtpUrl, type SmtpServer } from './smtp-url.js';

export interface SmtpMailerOptions {
  url: string;
  connections?: number;
  mailsPerConnection?: number;
  /** How long a connection is kept for the next mail. */
  idleMs?: number;
  timeouts?: Partial<SmtpTimeouts>;
  /** From `send` until the server asks for the message, waiting for a connection included. */
  acceptDeadlineMs?: number;
  /** From `send` until the outcome, whatever the server does. Must stay under the lease of a claimed mail (15 minutes). */
  sendDeadlineMs?: number;
  /** How long `close` lets mails under way finish. */
  closeGraceMs?: number;
}

const MINUTE_MS = 60_000;
export const smtpDefaults = {
  connections: 5,
  mailsPerConnection: 100,
  idleMs: 5_000,
  acceptDeadlineMs: 4 * MINUTE_MS,
  sendDeadlineMs: 14.5 * MINUTE_MS,
  closeGraceMs: 20_000,
};
export const smtpTimeouts: SmtpTimeouts = { connectMs: 30_000, greetingMs: 30_000, silenceMs: 10 * MINUTE_MS };

/** Throws plain words when the URL is not one (see `parseSmtpUrl`); connects only when there is something to send. */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const { url, timeouts, ...limits } = options;
  return new SmtpMailer(parseSmtpUrl(url), { ...smtpDefaults, ...limits }, { ...smtpTimeouts, ...timeouts });
}

/** A mail on its way, and what to do when its time is up. */
interface Sending {
  session: SmtpSession | null;
  expired: string | null;
  wake: (() => void) | null;
}

class SmtpMailer implements Mailer {
  private readonly underWay = new Map<Sending, Promise<SendOutcome>>();
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();
  private readonly leaving = new Set<Promise<void>>();
  private readonly waiting: Sending[] = [];
  private busy = 0;
  private closed = false;

  constructor(
    private readonly server: SmtpServer,
    private readonly limits: typeof smtpDefaults,
    private readonly timeouts: SmtpTimeouts,
  ) {}

  describe(): string {
    return `${this.server.secure ? 'smtps' : 'smtp'}://${this.server.host}:${this.server.port}`;
  }

  send(mail: OutgoingMail): Promise<SendOutcome> {
    assertOneAddress(mail.envelope.from);
    assertOneAddress(mail.envelope.to);
    if (this.closed) return Promise.resolve(notStarted('the sender is stopping'));
    const sending: Sending = { session: null, expired: null, wake: null };
    const outcome = this.sendWithinDeadlines(mail, sending).finally(() => this.underWay.delete(sending));
    this.underWay.set(sending, outcome);
    return outcome;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const sending of this.waiting.splice(0)) this.expire(sending, 'the sender is stopping');
    for (const session of [...this.idle.keys()]) this.leave(session);
    const grace = setTimeout(() => {
      for (const sending of this.underWay.keys()) this.expire(sending, 'the sender stopped before the server answered');
    }, this.limits.closeGraceMs);
    await Promise.all(this.underWay.values());
    clearTimeout(grace);
    await Promise.all(this.leaving);
  }

  private async sendWithinDeadlines(mail: OutgoingMail, sending: Sending): Promise<SendOutcome> {
    const untilAccepted = setTimeout(() => {
      if (!sending.session?.dialogue.accepted) this.expire(sending, 'the server did not ask for the message in time');
    }, this.limits.acceptDeadlineMs);
    const untilAnswered = setTimeout(() => this.expire(sending, 'the server did not answer in time'), this.limits.sendDeadlineMs);
    try {
      if (this.busy < this.limits.connections) this.busy += 1;
      else await this.turn(sending);
      if (sending.expired !== null) return notStarted(sending.expired);
      return await this.sendOnConnection(mail, sending);
    } finally {
      clearTimeout(untilAccepted);
      clearTimeout(untilAnswered);
    }
  }

  /** Waits for a connection that somebody else gives back; whoever gives it back leaves `busy` as it is. */
  private turn(sending: Sending): Promise<void> {
    return new Promise((resolve) => {
      sending.wake = resolve;
      this.waiting.push(sending);
    });
  }

  private async sendOnConnection(mail: OutgoingMail, sending: Sending): Promise<SendOutcome> {
    try {
      const kept = this.takeIdle();
      if (kept !== null) {
        const outcome = await this.attempt(kept, mail, sending);
        // A server hangs up on idle or long-used connections. Nothing of the mail went out, so a new one is no second attempt.
        if (!isStale(outcome) || sending.expired !== null) return outcome;
      }
      return await this.attempt(new SmtpSession(this.server, this.timeouts), mail, sending);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.busy -= 1;
      else next.wake?.();
    }
  }

  private async attempt(session: SmtpSession, mail: OutgoingMail, sending: Sending): Promise<SendOutcome> {
    sending.session = session;
    const outcome = await session.send(mail);
    sending.session = null;
    if (session.usable) {
      if (this.closed || session.delivered >= this.limits.mailsPerConnection) this.leave(session);
      else
        this.idle.set(
          session,
          setTimeout(() => this.leave(session), this.limits.idleMs),
        );
    }
    return outcome;
  }

  private takeIdle(): SmtpSession | null {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(session);
      if (session.usable) return session;
    }
    return null;
  }

  private leave(session: SmtpSession): void {
    clearTimeout(this.idle.get(session));
    this.idle.delete(session);
    const left = session.quit().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  private expire(sending: Sending, reason: string): void {
    sending.expired ??= reason;
    const queued = this.waiting.indexOf(sending);
    if (queued >= 0) this.waiting.splice(queued, 1);
    if (sending.session !== null) sending.session.abort(reason);
    else sending.wake?.();
  }
}

function notStarted(reason: string): SendOutcome {
  return { phase: 'connect', replyCode: null, enhancedCode: null, replyText: reason };
}

function isStale(outcome: SendOutcome): boolean {
  return (outcome.phase === 'connect' || outcome.phase === 'mail') && (outcome.replyCode === null || outcome.replyCode === 421);
}
