/** The port through which mail leaves. It reports how far the dialogue got and decides nothing. */
import type { Outcome } from '../domain/delivery.js';

export interface OutgoingMail {
  /** The whole message, RFC 5322; the same bytes on every attempt. */
  raw: Uint8Array;
  /** One sender, one recipient. The header fields are not looked at. */
  envelope: { from: string; to: string };
  messageId: string;
}

/**
 * How an attempt ended. Its `phase` is how far the dialogue certainly got, by the server's replies:
 * - `connect`: MAIL FROM was not answered (name lookup, connection, TLS, greeting, sign-in, a lost connection);
 * - `mail`, `rcpt`: that command was the last one answered; a refused or unanswered DATA leaves it at `rcpt`;
 * - `data`: the server asked for the message and then said nothing final, so nobody can tell whether it took it;
 * - `replied`: the server gave its final answer after the message.
 *
 * `replyCode` is null where the connection failed or fell silent instead, always in `data`; `enhancedCode` is that of
 * RFC 3463; `replyText` is the reply or what went wrong, on one line.
 */
export type SendOutcome = Outcome;
export type SendPhase = Outcome['phase'];

export interface Mailer {
  /** Never throws for what a server or a network does. It throws for a mail that must not be sent at all: not exactly one address. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  /** Sends nothing more; resolves when no connection is left. */
  close(): Promise<void>;
  /** Where mail goes, for people: no credentials. */
  describe(): string;
}
