/** A mail server that misbehaves at every stage, and remembers what it took: what went out is what it says, not what we think. */
import type { Chance } from '../../chance.js';
import { addMs, type Instant } from '../../domain/time.js';
import type { Mailer, OutgoingMail, SendOutcome } from '../../mail/mailer.js';
import { oneOf, weighted, type Weather } from './fault.js';
import type { Process, Turns } from './turns.js';

export interface Accepted {
  messageId: string;
  to: string;
  raw: Uint8Array;
  at: Instant;
}

interface Answer {
  outcome: SendOutcome;
  accepted: boolean;
  /** How long the server takes over it. */
  afterMs: number;
}

const minuteMs = 60_000;
const reply = (phase: SendOutcome['phase'], replyText: string): SendOutcome => ({
  phase,
  replyCode: Number(replyText.slice(0, 3)),
  enhancedCode: /^\d{3} (\d\.\d\.\d)/.exec(replyText)?.[1] ?? null,
  replyText,
});
const lost = (phase: SendOutcome['phase']): SendOutcome => ({
  phase,
  replyCode: null,
  enhancedCode: null,
  replyText: 'The connection was closed',
});
const taken = reply('replied', '250 2.0.0 taken');
const soon = (outcome: SendOutcome, accepted = false): Answer => ({ outcome, accepted, afterMs: 0 });

/** What may come instead of acceptance; the names of those whose fate the sender cannot know end in `cut`. */
const misfortunes: Answer[] = [
  soon(reply('connect', '421 4.3.2 busy')),
  soon(lost('connect')),
  soon(reply('mail', '451 4.7.1 slow down')),
  soon(reply('rcpt', '450 4.2.1 greylisted, try again in 300 seconds')),
  soon(reply('rcpt', '452 4.2.2 mailbox full')),
  soon(lost('rcpt')),
  soon(lost('data')),
  soon(lost('data'), true),
  soon(lost('data'), true),
  soon(reply('replied', '451 4.3.0 later')),
  soon(reply('replied', '554 5.6.0 no')),
  { outcome: taken, accepted: true, afterMs: 9 * minuteMs },
  { outcome: lost('data'), accepted: true, afterMs: 14 * minuteMs },
  { outcome: lost('data'), accepted: false, afterMs: 14 * minuteMs },
];
/** Refusals of ourselves, which stop the sender: rarer, as nothing goes on until somebody sets them right. */
const refusals: Answer[] = [soon(reply('connect', '535 5.7.8 wrong password')), soon(reply('rcpt', '550 5.7.1 not from you'))];
const nobody = soon(reply('rcpt', '550 5.1.1 nobody here'));

export class SimulatedServer {
  readonly accepted: Accepted[] = [];
  readonly conversations: string[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly weather: () => Weather,
    private readonly now: () => Instant,
    /** Addresses where nobody is. */
    private readonly isDead: (address: string) => boolean,
  ) {}

  /** The mailer that a process has. */
  mailerOf(process: Process, turns: Turns): Mailer {
    return {
      send: async (mail) => {
        await turns.wait(process, 'send');
        const { outcome, accepted, afterMs } = this.answer(mail);
        if (accepted)
          this.accepted.push({ messageId: mail.messageId, to: mail.envelope.to, raw: Uint8Array.from(mail.raw), at: this.now() });
        this.conversations.push(`${this.now()} ${mail.envelope.to} ${outcome.replyText}${accepted ? ' (taken)' : ''}`);
        process.out -= 1;
        await turns.wait(process, 'reply', afterMs === 0 ? null : addMs(this.now(), afterMs));
        process.out -= 1;
        return outcome;
      },
      close: () => Promise.resolve(),
      describe: () => 'a simulated server',
    };
  }

  private answer(mail: OutgoingMail): Answer {
    if (this.isDead(mail.envelope.to)) return nobody;
    const { mail: bad } = this.weather();
    const what = weighted(this.chance, { taken: 1 - bad, misfortune: bad * 0.99, refusal: bad * 0.01 });
    if (what === 'taken') return soon(taken, true);
    return oneOf(this.chance, what === 'misfortune' ? misfortunes : refusals);
  }
}
