/**
 * The mail with a link to sign in by. It takes no part in the outbox, whose mails are kept, shown and proven: a link that
 * lets somebody in must be in nobody's hands but theirs, and is of no use by the time that a second attempt would be made.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ulid } from 'ulid';
import { CLOCK, type Clock } from '../clock.js';
import type { Person } from '../domain/people.js';
import { toMs } from '../domain/time.js';
import { composeMail } from '../mail/compose.js';
import { renderLetter } from '../mail/emails/letters.js';
import type { Mailer } from '../mail/mailer.js';
import { MAILER } from './delivery.service.js';
import { SETTINGS, type Settings } from './settings.js';

@Injectable()
export class SignInMail {
  private readonly logger = new Logger('sign-in');

  constructor(
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async send(person: Person & { email: string }, link: string): Promise<void> {
    const now = this.clock.now();
    const from = this.settings.mailFrom;
    const messageId = `<${ulid(toMs(now))}@${from.address.slice(from.address.indexOf('@') + 1)}>`;
    const letter = renderLetter({ kind: 'sign_in', locale: person.locale, to: { name: person.name }, link });
    const to = { name: person.name, address: person.email };
    const raw = await composeMail({ from, to, ...letter, messageId, references: [], date: now }, this.settings.dkim);
    const { phase, replyCode } = await this.mailer.send({ raw, envelope: { from: from.address, to: person.email }, messageId });
    if (phase !== 'replied' || (replyCode ?? 0) >= 300)
      this.logger.warn(`the link for ${person.id} was not taken by the mail server (${phase}, ${replyCode ?? 'no reply'})`);
  }
}
