/** A register that a story is lived in. Whatever happens in it, at the end no reminder is unaccounted for and the log holds. */
import { afterEach, expect } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { openParts, openServices } from '../../src/boot.js';
import { liveUntil } from '../../src/commands/virtual-life.js';
import { readConfig } from '../../src/config.js';
import { newPersonSchema, type Person } from '../../src/domain/people.js';
import type { Instant } from '../../src/domain/time.js';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import type { Mailer, OutgoingMail, SendOutcome } from '../../src/mail/mailer.js';
import { AuditService } from '../../src/services/audit.service.js';
import { system } from '../../src/services/commands.js';
import { EngineService, type TickResult } from '../../src/services/engine.service.js';
import { NoticesService, type Notice } from '../../src/services/notices.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import type { Settings } from '../../src/services/settings.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import { openTestApp, type TestApp, type TestAppOptions } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { accepted, memoryMailer } from '../support/mailbox.js';

export interface Story {
  app: TestApp;
  cast: Cast;
  /** Wakes the engine whenever something is due, up to `until`. */
  live(until: Instant): Promise<void>;
  /** On to an instant with nothing running, then one pass. */
  sleepUntil(until: Instant): Promise<TickResult>;
  tick(): Promise<TickResult>;
  add(email: string, change?: Record<string, unknown>): Promise<Person>;
  follow(person: { email: string | null }): Promise<string>;
  register(change?: Record<string, unknown>): Promise<CommitmentView>;
  /** Fulfilled: proposed by the desk, confirmed by the auditor. */
  settle(ref: string, day: string): Promise<void>;
  notices(ref?: string): Promise<Notice[]>;
  /** Another process on the same database, with other settings; it sends by the same mailer unless given its own. */
  restart(settings: Partial<Settings>, mailer?: Mailer): Promise<Pick<Story, 'live' | 'tick'>>;
  /** What must come to an end before the register is looked at for the last time, and closed. */
  finally(work: () => Promise<unknown>): void;
}

const open: { app: TestApp; endings: (() => Promise<unknown>)[] }[] = [];

afterEach(async () => {
  for (const { app, endings } of open.splice(0)) {
    try {
      for (const end of endings.reverse()) await end();
      expect((await app.get(AuditService).conservation()).unaccounted).toBe(0);
      expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
    } finally {
      await app.close();
    }
  }
});

export async function openStory(options: TestAppOptions = {}): Promise<Story> {
  const app = await openTestApp(options);
  const endings: (() => Promise<unknown>)[] = [];
  open.push({ app, endings });
  const people = app.get(PeopleService);
  const cast = await gather(app);
  const story: Story = {
    app,
    cast,
    live: (until) => liveUntil(app.app, app.clock, until),
    sleepUntil: (until) => {
      app.clock.advanceTo(until);
      return story.tick();
    },
    tick: () => app.get(EngineService).tick(),
    add: (email, change = {}) => people.addPerson(system, newPersonSchema.parse({ email, ...change })),
    follow: async (person) => {
      const { id } = await people.subscribe(system, { person: person.email ?? '', scope: 'all', subject: null });
      return (await people.confirm(system, id)).id;
    },
    register: (change = {}) => register(app, cast, change),
    settle: async (ref, day) => {
      const evidence = [{ url: 'https://example.org/proof', date: day, shows: 'It was published' }];
      const proposal = { verdict: 'fulfilled', rationale: 'It was published', fulfilledOn: day, evidence };
      const proposed = await app.get(VerdictsService).propose(cast.desk.caller, ref, verdictProposalSchema.parse(proposal));
      const id = await proposedVerdict(app, proposed.ref);
      await app.get(VerdictsService).decide(cast.auditor.caller, ref, id, 'confirm', null);
    },
    notices: (ref) => (ref === undefined ? app.get(NoticesService).all() : app.get(NoticesService).notices(ref)),
    restart: async (settings, mailer = app.mailer) => {
      const url = app.testDatabase.url;
      const { clock } = app;
      const parts = await openParts(readConfig({ DATA_DIR: app.dataDir, DATABASE_URL: url }), {
        clock,
        mailer,
        settings: { ...app.settings, ...settings },
      });
      const services = await openServices(parts);
      story.finally(async () => {
        await services.close();
        await parts.database.close();
      });
      return { live: (until) => liveUntil(services, clock, until), tick: () => services.get(EngineService).tick() };
    },
    finally: (work) => void endings.push(work),
  };
  return story;
}

async function proposedVerdict(app: TestApp, ref: string): Promise<string> {
  return (await app.get(ReadingService).read(ref, null)).verdicts.at(-1)?.id ?? '';
}

/** What became of each reminder, in the order of their times: `lead-P7D desk sent`. */
export function outcomes(notices: readonly Notice[]): string[] {
  return notices.map(
    ({ step, person, state, reason }) => `${step} ${person.split('@')[0]} ${state}${reason === null ? '' : `(${reason})`}`,
  );
}

/** Mail as somebody gets it: when, whom, what. */
export async function received(mails: readonly { raw: Uint8Array }[]): Promise<ParsedMail[]> {
  return Promise.all(mails.map(({ raw }) => simpleParser(Buffer.from(raw))));
}

/** `2021-03-31T06:00 desk C-0001 due today…`, in order; mails of one instant go out in any. */
export async function inbox(mails: readonly OutgoingMail[]): Promise<string[]> {
  const parsed = await received(mails);
  return parsed.map((mail, i) => `${mail.date?.toISOString().slice(0, 16)} ${mails[i]?.envelope.to.split('@')[0]} ${mail.subject}`).sort();
}

/** A mailer that answers each attempt in turn as it is told; after the last answer everything is taken. */
export function answering(...answers: SendOutcome[]): ReturnType<typeof memoryMailer> {
  const left = [...answers];
  return memoryMailer(() => left.shift() ?? accepted());
}

export const deferred: SendOutcome = { phase: 'rcpt', replyCode: 450, enhancedCode: '4.2.1', replyText: '450 4.2.1 later' };
export const cutAfterData: SendOutcome = { phase: 'data', replyCode: null, enhancedCode: null, replyText: 'The connection was closed' };
export const refusedReply = (replyCode: number, enhancedCode: string): SendOutcome => ({
  phase: 'rcpt',
  replyCode,
  enhancedCode,
  replyText: `${replyCode} ${enhancedCode} no`,
});
