/** The sample register lived through, four years of it, held against what the captured mails say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { readSample, liveThroughSample } from '../../src/commands/sample.js';
import { lineOf } from '../../src/commands/demo.js';
import { dayIn } from '../../src/domain/time.js';
import { createFileMailer } from '../../src/mail/file-mailer.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { AuditService } from '../../src/services/audit.service.js';
import { NoticesService, type Notice } from '../../src/services/notices.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { addressesIn, readMailbox, type CapturedMail } from '../support/mailbox.js';

const hour = 3_600_000;
const beforeStart = new Date(Date.parse('2020-11-30T07:00:00Z') - hour).toISOString();

interface Lived {
  app: TestApp;
  mails: CapturedMail[];
  notices: Notice[];
  dir: string;
}

async function live(kind: 'sqlite' | 'postgres'): Promise<Lived> {
  const dir = mkdtempSync(join(tmpdir(), 'pledgebook-sample-'));
  const sample = readSample();
  const app = await openTestApp({ kind, now: beforeStart, mailer: createFileMailer({ dir }), settings: { zone: sample.zone } });
  await liveThroughSample(app.app, app.clock, sample, '2025-01-31');
  return { app, dir, mails: await readMailbox(dir), notices: await app.get(NoticesService).all() };
}

describeOnEachDatabase('the sample register', (kind) => {
  let lived: Lived;

  beforeAll(async () => {
    lived = await live(kind);
  }, 120_000);

  afterAll(async () => {
    await lived.app.close();
    rmSync(lived.dir, { recursive: true, force: true });
  });

  /** Mails to one person about one commitment, as `instant subject`. */
  const mailsTo = (person: string, ref: string): CapturedMail[] =>
    lived.mails.filter((m) => addressesIn(m.parsed.to).includes(`${person}@example.org`) && m.parsed.subject?.includes(ref) === true);
  const timesOf = (person: string, ref: string): string[] =>
    mailsTo(person, ref).map((m) => m.parsed.date?.toISOString().slice(0, 16) ?? '');
  const noticesOf = (ref: string, step: string): Notice[] => lived.notices.filter((n) => n.commitment === ref && n.step === step);
  const outcomes = (ref: string, step: string): string[] => [
    ...new Set(noticesOf(ref, step).map((n) => (n.reason === null ? n.state : `${n.state}(${n.reason})`))),
  ];

  test.each([
    ['C-0001', 'until', '2024', '2020-11-24', '2024-12-31', 'exact'],
    ['C-0002', 'during', '2021', '2021-01-01', '2021-12-31', 'exact'],
    ['C-0003', 'throughout', '2021', '2021-01-01', '2021-12-31', 'approximate'],
    ['C-0004', 'undated', null, null, null, 'exact'],
    ['C-0005', 'during', '2020-11-30/2021-05-30', '2020-11-30', '2021-05-30', 'approximate'],
    ['C-0006', 'on', '2020-12-01/2020-12-02', '2020-12-01', '2020-12-02', 'exact'],
    ['C-0007', 'during', '2021-37', '2021-01-01', '2021-04-30', 'to_be_fixed'],
    ['C-0008', 'by', '2021-01-15', '2020-11-17', '2021-01-15', 'exact'],
  ])('%s was read as %s %s, %s to %s', async (ref, targetKind, edtf, earliest, latest, certainty) => {
    const { originalTarget } = await lived.app.get(ReadingService).read(ref, null);
    expect(originalTarget).toMatchObject({ kind: targetKind, edtf, earliest, latest, certainty });
  });

  test.each([
    ['2022-01-01', { fulfilled: 5, partly_fulfilled: 0, not_fulfilled: 1, not_verifiable: 0, pending: 2 }],
    ['2025-01-31', { fulfilled: 5, partly_fulfilled: 1, not_fulfilled: 2, not_verifiable: 0, pending: 0 }],
  ])('the report as of %s counts what was recorded by then', async (day, verdicts) => {
    const report = await lived.app.get(AuditReportService).report(day);
    expect(report.verdict).toEqual(verdicts);
  });

  it('opens the window of C-0002 at eight in the morning of each reader', () => {
    expect(timesOf('desk', 'C-0002')[0]).toBe('2021-01-01T07:00');
    expect(timesOf('follower-kabul', 'C-0002')[0]).toBe('2021-01-01T03:30');
    // A digest on the Monday before holds the week ahead.
    expect(noticesOf('C-0002', 'opens').find(({ person }) => person.startsWith('follower-newyork'))).toMatchObject({
      state: 'sent',
      at: '2020-12-28T13:00:00.000Z',
    });
  });

  it('sends nothing for the leads of C-0006 that had passed, merges window and lead, and says it is due', () => {
    for (const step of ['lead-P90D', 'lead-P30D', 'lead-P7D']) expect(outcomes('C-0006', step)).toEqual(['missed(retroactive)']);
    expect(timesOf('desk', 'C-0006')).toEqual(['2020-12-01T07:00', '2020-12-02T07:00', '2020-12-02T17:00']);
    const merged = noticesOf('C-0006', 'lead-P1D')[0];
    expect(noticesOf('C-0006', 'opens-on').find((n) => n.person === merged?.person)?.messageId).toBe(merged?.messageId);
  });

  it('sends one honest mail about C-0008 after the outage, to the desk and each follower, and none during it', () => {
    const during = lived.mails.filter((m) => {
      const at = m.parsed.date?.toISOString() ?? '';
      return at > '2021-01-04T23:00' && at < '2021-01-18T11:00';
    });
    expect(during).toEqual([]);
    for (const person of ['desk', 'follower-kabul', 'follower-newyork']) {
      expect(timesOf(person, 'C-0008')).toContain('2021-01-18T11:00');
      const late = mailsTo(person, 'C-0008').find((m) => m.parsed.date?.toISOString() === '2021-01-18T11:00:00.000Z');
      expect(late?.parsed.subject).toContain('3 days overdue');
      // New York was told of the 8th in the digest of Monday the 4th, before the outage.
      const days = person === 'follower-newyork' ? '14 and 15' : '8, 14 and 15';
      expect(late?.parsed.text?.replace(/\s+(!\s+)?/g, ' ')).toMatch(
        new RegExp(`reminders of ${days} January( 2021)? were not sent because the service was down`),
      );
    }
    for (const step of ['lead-P1D', 'due']) expect(outcomes('C-0008', step)).toEqual(['missed(collapsed)']);
    expect(outcomes('C-0008', 'lead-P7D').sort()).toEqual(['missed(collapsed)', 'sent']);
    expect(timesOf('desk', 'C-0008')[0]).toBe('2020-12-16T07:00');
  });

  it('reads C-0008 as overdue from the 16th though it was met on time', async () => {
    const overdue = await lived.app.get(ReadingService).read('C-0008', '2021-01-19');
    expect(overdue).toMatchObject({ timeliness: 'overdue', verdict: 'pending' });
    expect(await lived.app.get(ReadingService).read('C-0008', null)).toMatchObject({ timeliness: 'met_on_time', verdict: 'fulfilled' });
  });

  it('tells everybody of the new date of C-0007 with its slip, then counts down to it', () => {
    expect(timesOf('desk', 'C-0007')).toEqual([
      '2021-01-01T07:00', // window opens
      '2021-01-30T07:00', // 90 days
      '2021-03-31T06:00', // 30 days
      '2021-04-22T10:00', // moved
      '2021-05-15T06:00', // 30 days
      '2021-06-07T06:00', // 7 days
      '2021-06-13T06:00', // tomorrow
      '2021-06-14T06:00', // today
      '2021-06-14T16:00', // settled
    ]);
    const moved = mailsTo('desk', 'C-0007').find((m) => m.parsed.date?.toISOString().startsWith('2021-04-22') === true);
    expect(moved?.parsed.subject).toContain('45 days later');
    expect(lived.notices.filter((n) => n.commitment === 'C-0007' && n.class === 'overdue' && n.state === 'sent')).toEqual([]);
  });

  it('asks once a year whether C-0001 is kept, never calls it overdue, and is silent once it is settled', () => {
    const sent = lived.notices.filter((n) => n.commitment === 'C-0001' && n.state === 'sent');
    expect(sent.filter((n) => n.class === 'check_in').map((n) => n.nominalDate)).toEqual(['2021-11-24']);
    expect(sent.filter((n) => n.class === 'overdue')).toEqual([]);
    const after = sent.filter((n) => n.at > '2022-03-01T12:00').map((n) => `${n.at.slice(0, 10)} ${n.person.split('@')[0]} ${n.step}`);
    expect(after).toEqual(['2022-03-07 follower-newyork settled-1']);
  });

  it('leads to the end of C-0003, asks for its verdict, and goes to the desk lead when none comes', () => {
    const sentOn = (step: string): string[] => [
      ...new Set(noticesOf('C-0003', step).flatMap((n) => (n.state === 'sent' ? [n.nominalDate] : []))),
    ];
    expect(sentOn('lead-P90D')).toEqual(['2021-10-02']);
    expect(sentOn('lead-P30D')).toEqual(['2021-12-01']);
    expect(sentOn('ended')).toEqual(['2022-01-01']);
    expect(sentOn('ended-1')).toEqual(['2022-01-31']);
    expect(timesOf('lead', 'C-0003')).toEqual(['2022-04-01T06:00']);
    expect(timesOf('auditor', 'C-0003')).toContain('2022-01-01T13:00');
  });

  it('reviews C-0004 every 90 days from its last update while it has no date', () => {
    expect(
      noticesOf('C-0004', 'review-undated')
        .filter((n) => n.state === 'sent')
        .map((n) => n.nominalDate),
    ).toEqual(['2021-02-28']);
    const reviews = lived.notices
      .filter((n) => n.commitment === 'C-0004' && n.class === 'review' && n.state === 'sent')
      .map((n) => n.nominalDate);
    expect(reviews).toEqual(['2021-02-28', '2021-05-29', '2021-08-27']);
  });

  it('writes to everybody in their own language, one recipient a mail', () => {
    for (const { parsed } of lived.mails) expect(addressesIn(parsed.to)).toHaveLength(1);
    for (const m of mailsTo('lead', 'C-0003')) expect(m.parsed.text).toMatch(/verdict/);
    expect(mailsTo('auditor', 'C-0003')[0]?.parsed.subject).toContain('verdict attendu');
  });

  it('leaves no reminder unaccounted for, no mail sent twice, and rows that are the fold of the log', async () => {
    expect(await lived.app.get(AuditService).conservation()).toMatchObject({ unaccounted: 0, open: 0 });
    expect(new Set(lived.mails.map((m) => m.parsed.messageId)).size).toBe(lived.mails.length);
    expect(lived.mails).toHaveLength(new Set(lived.notices.flatMap((n) => (n.state === 'sent' ? [n.messageId] : []))).size);
    expect(await lived.app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
  });

  it('gives nobody two mails about one commitment on one day, but for what happened that day', () => {
    const zones: Record<string, string> = Object.fromEntries(readSample().people.map((p) => [p.email, p.zone ?? 'UTC']));
    const planned = lived.notices.filter((n) => n.state === 'sent' && n.class !== 'settled' && n.class !== 'date_changed');
    const messages = new Map<string, Set<string>>();
    for (const n of planned) {
      const day = `${n.commitment} ${n.person} ${dayIn(zones[n.person] ?? 'UTC', n.at)}`;
      messages.set(day, (messages.get(day) ?? new Set()).add(n.messageId ?? ''));
    }
    expect([...messages].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });
});

describe('two lives of the sample', () => {
  it('have the same rows, but for Message-IDs', async () => {
    const rows: unknown[] = [];
    for (let run = 0; run < 2; run++) {
      const { app, dir, notices } = await live('sqlite');
      rows.push(notices.map((notice) => ({ ...lineOf(notice), messageId: null })));
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    }
    expect(rows[0]).toEqual(rows[1]);
  }, 120_000);
});
