/** Bounces: what comes back to the return path of a mail, from a maildir or over the API, and what follows from it. */
import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { failureIn, isWornOut, type BounceKind, type ReportedRecipient } from '../domain/bounce.js';
import type { Message } from '../domain/delivery.js';
import { Refusal } from '../domain/refusal.js';
import { messageInReturnPath, returnPath } from '../domain/return-path.js';
import { dayIn } from '../domain/time.js';
import { readReport } from '../mail/bounce-report.js';
import { moveToRead, newMail, putAside } from '../mail/maildir.js';
import { insertBounce, isBounceKnown, scoredDays } from '../store/bounces.store.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { messagesByIds, remember, remembered } from '../store/outbox.store.js';
import { record } from '../store/register.store.js';
import { Commands, system, type Caller } from './commands.js';
import { SETTINGS, type Settings } from './settings.js';
import { suppress } from './suppressions.js';

const webhookNote = 'bounceWebhook';
/** One pass reads so many; the rest wait for the next. */
const readAtOnce = 500;

/** What a mail to a return path turned out to be. */
export const bounceOutcomes = ['recorded', 'known', 'no_report', 'no_message_of_ours', 'nothing_failed'] as const;
export type BounceOutcome = (typeof bounceOutcomes)[number];

/** Where bounces of a message go: a path of its own where somebody reads them, else plainly to whom mail is from. */
export async function envelopeSender(on: Reader, { mailFrom, linkSecret, bounceMaildir }: Settings, message: string): Promise<string> {
  const isRead = bounceMaildir !== null || (await remembered(on, webhookNote)) !== null;
  return isRead ? returnPath(linkSecret, message, mailFrom.address) : mailFrom.address;
}

@Injectable()
export class BouncesService {
  private readonly logger = new Logger('bounces');

  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Reads what was delivered to the maildir since; says how many files it dealt with. One that cannot be read is put aside. */
  async readMaildir(): Promise<number> {
    const { bounceMaildir: maildir } = this.settings;
    if (maildir === null) return 0;
    const mails = await newMail(maildir, readAtOnce);
    for (const { name, read } of mails) {
      let report: Read | null;
      try {
        const raw = await read();
        report = raw === null ? null : await this.read(raw);
      } catch (error) {
        this.logger.error(`a mail to a return path cannot be read and was moved to broken/${name}: ${(error as Error).message}`);
        await putAside(maildir, name);
        continue;
      }
      if (report === null) continue;
      const found = report;
      // A database that fails throws from here: the file stays where it is, for the next pass.
      await this.database.write((tx) => this.recordIn(tx, found));
      await moveToRead(maildir, name);
    }
    return mails.length;
  }

  /** A report handed over by whoever receives our mail. The first one also says that somebody does: from then on return paths name messages. */
  async receive(caller: Caller, raw: Uint8Array): Promise<{ outcome: BounceOutcome }> {
    let report: Read;
    try {
      report = await this.read(raw);
    } catch (error) {
      throw new Refusal('invalid_input', (error as Error).message);
    }
    return this.commands.run(caller, async (tx) => {
      if ((await remembered(tx.manager, webhookNote)) === null) await remember(tx, webhookNote, { since: tx.now });
      return { outcome: await this.recordIn(tx, report) };
    });
  }

  private async read(raw: Uint8Array): Promise<Read> {
    const report = await readReport(raw);
    const id = createHash('sha256').update(raw).digest('hex');
    const message = report === null ? null : messageInReturnPath(this.settings.linkSecret, report.addressedTo);
    return { id, message, isReport: report !== null, failure: report === null ? null : failureIn(report.recipients) };
  }

  private async recordIn(tx: Tx, { id, isReport, message: about, failure }: Read): Promise<BounceOutcome> {
    if (!isReport) return 'no_report';
    const [message] = about === null ? [] : await messagesByIds(tx.manager, [about]);
    // Of somebody who was erased no address is known, and none is learnt from a report.
    if (message === undefined || message.envelopeTo === '') return 'no_message_of_ours';
    if (failure === null) return 'nothing_failed';
    if (await isBounceKnown(tx.manager, id)) return 'known';
    await this.recordFailure(tx, id, message, failure);
    return 'recorded';
  }

  private async recordFailure(tx: Tx, id: string, message: Message, failure: Failure): Promise<void> {
    const { kind, status, diagnostic } = failure;
    const address = message.envelopeTo.toLowerCase();
    const day = dayIn(this.settings.zone, tx.now);
    const days = await scoredDays(tx.manager, address);
    const scored = kind === 'hard' && !days.includes(day);
    await insertBounce(tx, { id, message: message.id, address, kind, status, diagnostic, day, scored, at: tx.now });
    const { person, messageId, commitment } = message;
    const payload = { person, message: message.id, messageId, kind, status, diagnostic };
    await record(tx, { type: 'notice.bounced', commitment, actor: 'system', about: person, payload }, day);
    const reason = diagnostic ?? status;
    if (kind === 'dead') await suppress(tx, { address, cause: 'bounced', reason, by: system.actor }, day);
    if (scored && isWornOut([...days, day], day)) await suppress(tx, { address, cause: 'bounced_often', reason, by: system.actor }, day);
  }
}

type Failure = ReportedRecipient & { kind: BounceKind };

interface Read {
  id: string;
  isReport: boolean;
  /** The message of ours that it was addressed about. */
  message: string | null;
  failure: Failure | null;
}
