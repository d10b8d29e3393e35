/** Letters that no step makes: owed in the transaction of what they answer, queued as mails by the next pass. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { LetterKind } from '../domain/mail-kinds.js';
import type { LetterSubject, OwedLetter } from '../domain/owed-letter.js';
import type { Person, Subscription } from '../domain/people.js';
import { sizeIn } from '../domain/log/note.js';
import { atOnce } from '../domain/send-time.js';
import { addMs, dayIn, instantAt, type Instant } from '../domain/time.js';
import type { Followed, LetterContent } from '../mail/content.js';
import { renderLetter } from '../mail/emails/letters.js';
import { Database, type Tx } from '../store/database.js';
import { oweLetter, owedLetters, takeOwed } from '../store/letters.store.js';
import { commitmentsByRefs } from '../store/commitments.store.js';
import { insertMessages } from '../store/outbox.store.js';
import { endedSubscriptions } from '../store/people.store.js';
import { readRow } from '../store/register.store.js';
import { sealInto } from './envelope.js';
import { Links } from './links.js';
import { SETTINGS, type Settings } from './settings.js';

const batchSize = 100;
const dayMs = 24 * 3_600_000;

/** How long a letter is worth sending, and whether it goes out once more when nobody can tell if it arrived. */
const terms: Record<LetterKind, { worthMs: number; resend: boolean }> = {
  confirm: { worthMs: 7 * dayMs, resend: true },
  unsubscribed: { worthMs: 7 * dayMs, resend: false },
  receipt: { worthMs: 7 * dayMs, resend: false },
  bounce: { worthMs: 30 * dayMs, resend: true },
  unreachable: { worthMs: 30 * dayMs, resend: true },
  checkpoint: { worthMs: 30 * dayMs, resend: true },
};

@Injectable()
export class LettersService {
  private readonly logger = new Logger('letters');

  constructor(
    private readonly database: Database,
    private readonly links: Links,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Writes down, in the transaction of what happened, that a person is owed a letter. */
  owe(tx: Tx, person: string, subject: LetterSubject): Promise<void> {
    return oweLetter(tx, person, subject);
  }

  /** Queues a mail for every letter owed; says how many. */
  async queueOwed(now: Instant): Promise<number> {
    let queued = 0;
    for (;;) {
      const owed = await owedLetters(this.database.read, batchSize);
      for (const letter of owed) if (await this.queueOne(letter, now)) queued++;
      if (owed.length < batchSize) return queued;
    }
  }

  private async queueOne(letter: OwedLetter, now: Instant): Promise<boolean> {
    const drop = (state: OwedLetter['state'], reason: string): Promise<boolean> =>
      this.database.write(async (tx) => {
        await takeOwed(tx, letter.id, { state, reason });
        return false;
      });
    const person = await readRow(this.database.read, 'person', letter.person);
    if (person === null || person.email === null || person.disabledAt !== null) return drop('suppressed', 'nobody_to_tell');
    const { kind } = letter.subject;
    let content: LetterContent | null;
    try {
      content = await this.contentOf(letter.subject, person, now);
    } catch (error) {
      this.logger.error(`no ${kind} letter could be made for ${letter.id}: ${String(error)}`);
      return drop('failed', 'poisoned');
    }
    if (content === null) return drop('cancelled', 'no_longer_owed');
    const message = await sealInto(
      this.database,
      {
        ...renderLetter(content),
        person: person.id,
        class: kind,
        commitment: 'commitment' in content ? content.commitment.ref : null,
        expiresAt: addMs(letter.owedAt, terms[kind].worthMs),
        resendWhenUnknown: terms[kind].resend,
        to: { name: person.name, address: person.email },
        unsubscribeUrl: null,
      },
      this.settings,
      now,
    );
    return this.database.write(async (tx) => {
      if (!(await takeOwed(tx, letter.id, { state: 'bundled', message: message.id }))) return false;
      await insertMessages(tx, [kind === 'checkpoint' ? { ...message, notBefore: morningOf(person, now) } : message]);
      return true;
    });
  }

  /** Null where there is nothing left to say: it was confirmed meanwhile, or taken up again. */
  private async contentOf(subject: LetterSubject, person: Person, now: Instant): Promise<LetterContent | null> {
    const to = { locale: person.locale, to: { name: person.name } };
    switch (subject.kind) {
      case 'confirm': {
        const subscription = await readRow(this.database.read, 'subscription', subject.subscription);
        if (subscription === null || subscription.confirmedAt !== null || subscription.unsubscribedAt !== null) return null;
        const link = this.links.act({ action: 'confirm', person: person.id, subject: subscription.id }, now);
        return { kind: 'confirm', ...to, followed: await this.followed(subscription), link };
      }
      case 'unsubscribed': {
        const ended = await endedSubscriptions(this.database.read, person.id, subject.endedAt);
        if (ended.length === 0) return null;
        const link = this.links.act({ action: 'resubscribe', person: person.id, subject: subject.endedAt }, now);
        return { kind: 'unsubscribed', ...to, followed: await Promise.all(ended.map((each) => this.followed(each))), link };
      }
      case 'receipt': {
        const commitment = await this.about(subject.commitment);
        return commitment && { kind: 'receipt', ...to, commitment, progress: subject.progress };
      }
      case 'checkpoint': {
        const { day, note } = subject;
        return { kind: 'checkpoint', ...to, day, size: sizeIn(note), note, keyUrl: this.links.to('/audit/key') };
      }
      case 'unreachable': {
        const lost = await readRow(this.database.read, 'person', subject.person);
        const commitments = (await commitmentsByRefs(this.database.read, subject.commitments)).map(({ ref, title, verdict }) => ({
          ref,
          title,
          url: this.links.to(`/commitments/${ref}`),
          settled: verdict !== 'pending',
        }));
        const left = commitments.filter(({ settled }) => !settled);
        if (left.length === 0) return null;
        return {
          kind: 'unreachable',
          ...to,
          owner: lost?.name ?? lost?.email ?? null,
          cause: subject.cause,
          count: subject.count,
          commitments: left,
        };
      }
      case 'bounce': {
        const commitment = await this.about(subject.commitment);
        const missed = await readRow(this.database.read, 'person', subject.person);
        return commitment && { kind: 'bounce', ...to, commitment, address: missed?.email ?? null, reply: subject.reply };
      }
    }
  }

  /** What a subscription is to, in a form that words can be made of. */
  async followed({ scope, subject }: Pick<Subscription, 'scope' | 'subject'>): Promise<Followed> {
    if (scope === 'commitment') return { scope, ref: subject, name: (await this.about(subject ?? ''))?.title ?? null };
    if (scope === 'party') return { scope, ref: null, name: (await readRow(this.database.read, 'party', subject ?? ''))?.name ?? null };
    return { scope, ref: null, name: subject };
  }

  private async about(ref: string): Promise<{ ref: string; title: string; url: string } | null> {
    const commitment = await readRow(this.database.read, 'commitment', ref);
    return commitment && { ref, title: commitment.title, url: this.links.to(`/commitments/${ref}`) };
  }
}

/** Nobody did anything that such a letter answers, so it comes at the hour at which the reader wants mail. */
function morningOf(person: Person, now: Instant): Instant {
  const hour = instantAt(dayIn(person.zone, now), person.sendAt, person.zone);
  return atOnce(hour > now ? hour : now, person);
}
