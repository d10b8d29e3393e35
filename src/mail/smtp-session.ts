/** One SMTP connection: opened once, carries one mail after another, reports each as an outcome. */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { OutgoingMail, SendOutcome } from './mailer.js';
import { SmtpDialogue, type SmtpFailure } from './smtp-dialogue.js';
import type { SmtpServer } from './smtp-url.js';

export interface SmtpTimeouts {
  connectMs: number;
  greetingMs: number;
  /** Silence from the server. RFC 5321, 4.5.3.2.6 wants ten minutes after the final dot. */
  silenceMs: number;
}

const QUIT_PATIENCE_MS = 2_000;

export class SmtpSession {
  readonly dialogue = new SmtpDialogue();
  /** Mails that this connection delivered. */
  delivered = 0;
  private readonly connection: SMTPConnection;
  private opened = false;
  private abortedBecause: string | null = null;

  constructor(
    private readonly server: SmtpServer,
    timeouts: SmtpTimeouts,
  ) {
    this.connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.secure,
      requireTLS: server.requireTLS,
      tls: { rejectUnauthorized: server.verifyCertificate },
      ...(server.name === null ? {} : { name: server.name }),
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.greetingMs,
      socketTimeout: timeouts.silenceMs,
      logger: this.dialogue.logger,
      transactionLog: true,
    });
    // An idle connection that breaks is noticed by `usable`; unheard, its 'error' would end the process.
    this.connection.on('error', () => undefined);
  }

  get usable(): boolean {
    return !this.connection.destroyed;
  }

  async send(mail: OutgoingMail): Promise<SendOutcome> {
    this.dialogue.begin();
    // A stream, since it knows whether it was read: nodemailer starts to once the server has asked for the message.
    const body = Readable.from(Buffer.from(mail.raw.buffer, mail.raw.byteOffset, mail.raw.byteLength), { objectMode: false });
    try {
      if (!this.opened) await this.open();
      const reply = await this.step<SMTPConnection.SentMessageInfo>((done) =>
        this.connection.send({ from: mail.envelope.from, to: [mail.envelope.to] }, body, done),
      );
      this.delivered += 1;
      return this.dialogue.delivered(reply.response ?? '');
    } catch (failure) {
      this.connection.close();
      return this.dialogue.failed(failure as SmtpFailure, body.readableDidRead);
    }
  }

  /** Ends the connection at once; a mail under way fails with this reason. */
  abort(reason: string): void {
    this.abortedBecause ??= reason;
    this.connection.close();
  }

  /** Takes leave of the server, which gets two seconds to answer. */
  async quit(): Promise<void> {
    if (!this.usable) return;
    await new Promise<void>((resolve) => {
      const patience = setTimeout(() => this.connection.close(), QUIT_PATIENCE_MS);
      this.connection.once('end', () => {
        clearTimeout(patience);
        resolve();
      });
      this.connection.quit();
    });
  }

  private async open(): Promise<void> {
    await this.step<void>((done) => this.connection.connect(done));
    const { auth } = this.server;
    if (auth !== null && this.connection.allowsAuth) {
      await this.step<boolean>((done) => this.connection.login({ user: auth.user, pass: auth.pass }, done));
    }
    this.opened = true;
  }

  /** nodemailer calls back, or emits 'error', or (when closed under way) only 'end': whichever comes first settles the step. */
  private async step<T>(run: (done: (failure?: Error | null, value?: T) => void) => void): Promise<T> {
    let stop = (): void => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        // After a 421 'end' is emitted before the callback that carries the reply, so it waits its turn.
        const ended = () => setImmediate(() => reject(new Error(this.abortedBecause ?? 'The connection was closed')));
        this.connection.once('error', reject);
        this.connection.once('end', ended);
        stop = () => {
          this.connection.off('error', reject);
          this.connection.off('end', ended);
        };
        run((failure, value) => (failure ? reject(failure) : resolve(value as T)));
      });
    } finally {
      stop();
    }
  }
}
