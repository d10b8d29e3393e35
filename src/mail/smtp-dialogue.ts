/**
 * What one SMTP connection's transcript proves. nodemailer's `err.code` cannot tell a mail that was delivered from one
 * that was not (a connection cut before DATA and one cut after the final dot are both ECONNECTION), so the replies are
 * matched with the commands they answer, in order. The order is all there is: with PIPELINING (RFC 2920) MAIL, RCPT and
 * DATA leave in one segment and their replies come later.
 */
import type { SendOutcome, SendPhase } from './mailer.js';

/** What nodemailer's errors carry beyond a message; the package types them less strictly. */
export interface SmtpFailure extends Error {
  /** The command that a reply refused. */
  command?: string;
  response?: string;
  responseCode?: number;
}

type Awaited = 'mail' | 'rcpt' | 'data' | 'other';

const LONGEST_REPLY_TEXT = 500;

export class SmtpDialogue {
  private awaited: Awaited[] = [];
  private reached: Exclude<SendPhase, 'replied'> = 'connect';

  /** Forget the message before: a connection carries several. */
  begin(): void {
    this.awaited = [];
    this.reached = 'connect';
  }

  /** Whether the server asked for the message, after which it alone knows whether it took it. */
  get accepted(): boolean {
    return this.reached === 'data';
  }

  /** A logger for nodemailer, bound to this connection: `transactionLog` hands it every line of the dialogue. */
  readonly logger = {
    debug: (entry: { tnx?: string }, line: string) => {
      if (entry.tnx === 'client') this.sent(line);
      if (entry.tnx === 'server') this.received(line);
    },
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };

  delivered(reply: string): SendOutcome {
    return { phase: 'replied', replyCode: codeOf(reply), enhancedCode: enhancedCodeOf(reply), replyText: oneLine(reply) };
  }

  /** What is known after a failure. A reply code decides; without one, whatever was certainly reached. */
  failed(failure: SmtpFailure, messageLeft: boolean): SendOutcome {
    const replyCode = failure.responseCode ?? null;
    return {
      phase: replyCode === null ? this.reachedWithoutReply(messageLeft) : this.refusedAt(failure.command),
      replyCode,
      enhancedCode: enhancedCodeOf(failure.response ?? ''),
      replyText: oneLine(failure.response ?? failure.message),
    };
  }

  private sent(line: string): void {
    const verb = /^(MAIL|RCPT|DATA)\b/.exec(line)?.[1];
    this.awaited.push(verb === undefined ? 'other' : (verb.toLowerCase() as Awaited));
  }

  private received(line: string): void {
    const answered = this.awaited.shift();
    if (answered === 'mail' || answered === 'rcpt') this.reached = answered;
    // Some servers say 250 to DATA; nodemailer sends the message then, as after 354.
    else if (answered === 'data' && /^[23]/.test(line)) this.reached = 'data';
  }

  /** A fragment of a reply counts for nothing: "25" before the line broke off took no mail, and "35" asked for none. */
  private reachedWithoutReply(messageLeft: boolean): SendPhase {
    if (!this.accepted) return this.reached;
    return messageLeft ? 'data' : 'rcpt';
  }

  /** Pipelined, the replies to RCPT and DATA arrive after the one that decided, so the refused command goes first. */
  private refusedAt(command: string | undefined): SendPhase {
    if (command === 'MAIL FROM') return 'mail';
    if (command === 'RCPT TO') return 'rcpt';
    return this.reached === 'data' ? 'replied' : this.reached;
  }
}

function codeOf(reply: string): number | null {
  const code = /^\d{3}/.exec(reply)?.[0];
  return code === undefined ? null : Number(code);
}

function enhancedCodeOf(reply: string): string | null {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null;
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REPLY_TEXT);
}
