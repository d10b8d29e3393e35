/** What an attempt at sending means for the message, and when it is tried again. */
import { describe, expect, it, test } from '@jest/globals';
import { decideAfter, decideUnknown, hintedWaitMs, leaseMs, type Decision, type Outcome } from '../../src/domain/delivery.js';
import { addMs, toMs } from '../../src/domain/time.js';

const now = '2021-03-31T06:00:00.000Z';
const first: Parameters<typeof decideAfter>[1] = { attempts: 1, expiresAt: null, possibleDuplicate: false };

function outcome(phase: Outcome['phase'], reply: string): Outcome {
  const [, code, enhanced] = /^(\d{3})[ -]?([245]\.\d+\.\d+)?/.exec(reply) ?? [];
  return { phase, replyCode: code === undefined ? null : Number(code), enhancedCode: enhanced ?? null, replyText: reply };
}

const decide = (phase: Outcome['phase'], reply: string, message = first, jitter = 0): Decision =>
  decideAfter(outcome(phase, reply), message, now, jitter);
const minutes = ({ notBefore }: Decision): number | null => (notBefore === null ? null : (toMs(notBefore) - toMs(now)) / 60_000);

describe('A reply', () => {
  type Row = [reply: string, phase: Outcome['phase'], state: Decision['state'], reason: string | null, afterMinutes: number | null];

  test.each<Row>([
    ['250 2.0.0 taken', 'replied', 'sent', null, null],
    ['250 taken', 'replied', 'sent', null, null],

    ['421 4.3.2 busy', 'connect', 'queued', 'deferred', 5],
    ['421 4.3.2 shutting down', 'replied', 'queued', 'deferred', 5],
    ['450 4.2.1 greylisted', 'rcpt', 'queued', 'deferred', 5],
    ['450 4.7.1 slow down', 'mail', 'queued', 'deferred', 5],
    ['451 4.3.0 later', 'replied', 'queued', 'deferred', 5],
    ['452 4.3.1 full', 'replied', 'queued', 'deferred', 5],
    ['454 4.7.0 temporary authentication failure', 'connect', 'queued', 'deferred', 5],
    ['450 4.2.1 try again in 300 seconds', 'rcpt', 'queued', 'deferred', 5],
    ['450 4.2.1 try again in 3600 seconds', 'rcpt', 'queued', 'deferred', 60],

    ['421 4.7.0 too many', 'rcpt', 'queued', 'deferred', 5],
    ['421 4.4.2 timeout', 'mail', 'queued', 'deferred', 5],
    ['450 4.2.1 greylisted for 600 seconds', 'rcpt', 'queued', 'deferred', 10],
    ['451 4.3.0 later', 'rcpt', 'queued', 'deferred', 5],
    ['452 4.3.1 full', 'mail', 'queued', 'deferred', 5],
    ['499 whatever that is', 'replied', 'queued', 'deferred', 5],

    ['550 5.1.1 nobody', 'rcpt', 'failed', 'address_refused', null],
    ['550 5.1.1 nobody', 'replied', 'failed', 'address_refused', null],
    ['554 5.1.2 no such domain', 'rcpt', 'failed', 'address_refused', null],
    ['550 5.1.10 null MX', 'rcpt', 'failed', 'address_refused', null],
    ['551 5.1.6 moved', 'replied', 'failed', 'address_refused', null],
    ['550 no such user here', 'rcpt', 'failed', 'refused', null],
    ['552 5.2.2 mailbox full', 'rcpt', 'failed', 'refused', null],
    ['554 5.6.0 no', 'replied', 'failed', 'refused', null],
    ['554 no', 'mail', 'failed', 'refused', null],
    ['554 no', 'rcpt', 'failed', 'refused', null],
    ['554 no', 'replied', 'failed', 'refused', null],
    ['550 no', 'mail', 'failed', 'refused', null],
    ['599 whatever that is', 'replied', 'failed', 'refused', null],

    ['554 no SMTP service here', 'connect', 'queued', 'deferred', 5],
    ['550 not from your address', 'connect', 'queued', 'deferred', 5],
    ['503 5.5.1 out of order', 'rcpt', 'queued', 'deferred', 5],

    ['550 5.7.1 not you', 'mail', 'queued', 'sender_refused', 15],
    ['554 5.7.1 listed', 'connect', 'queued', 'sender_refused', 15],
    ['550 5.7.26 unauthenticated', 'replied', 'queued', 'sender_refused', 15],
    ['535 5.7.8 wrong', 'connect', 'queued', 'sender_refused', 15],
    ['535 wrong', 'connect', 'queued', 'sender_refused', 15],
    ['530 sign in first', 'mail', 'queued', 'sender_refused', 15],
    ['553 5.1.8 your domain does not exist', 'mail', 'queued', 'sender_refused', 15],
    ['550 5.1.0 sender rejected', 'mail', 'queued', 'sender_refused', 15],
    ['550 5.7.1 not you', 'rcpt', 'queued', 'sender_refused', 15],
    ['534 5.7.9 too weak', 'connect', 'queued', 'sender_refused', 15],

    ['getaddrinfo ENOTFOUND', 'connect', 'queued', 'unreachable', 5],
    ['connect ECONNREFUSED', 'connect', 'queued', 'unreachable', 5],
    ['the certificate has expired', 'connect', 'queued', 'unreachable', 5],
    ['The connection was closed', 'mail', 'queued', 'unreachable', 5],
    ['The connection was closed before 354', 'rcpt', 'queued', 'unreachable', 5],
    ['The connection was closed after 354', 'data', 'unknown', 'no_reply_after_data', 15],
  ])('%s (%s): %s', (reply, phase, state, reason, afterMinutes) => {
    const decision = decide(phase, reply);
    expect(decision).toMatchObject({ state, reason });
    expect(minutes(decision)).toBe(afterMinutes);
    expect(decision.suppressAddress).toBe(reason === 'address_refused');
    expect(decision.stopSender).toBe(reason === 'sender_refused');
  });
});

describe('The next attempt', () => {
  const steps: [attempts: number, minutes: number][] = [
    [1, 5],
    [2, 15],
    [3, 30],
    [4, 60],
    [5, 120],
    [6, 240],
    [7, 240],
    [50, 240],
  ];

  test.each(steps)('after %d comes %d minutes later, or up to a fifth more', (attempts, wait) => {
    const after = (jitter: number): number | null => minutes(decide('rcpt', '450 4.2.1 later', { ...first, attempts }, jitter));
    expect(after(0)).toBe(wait);
    expect(after(0.5)).toBeCloseTo(wait * 1.1, 3);
    expect(after(0.999_999)).toBeLessThanOrEqual(wait * 1.2);
  });

  it('comes when the server asked for it, whichever attempt it was', () => {
    for (const attempts of [1, 6]) {
      const again = (jitter: number): number | null =>
        minutes(decide('rcpt', '450 4.2.1 try again in 900 seconds', { ...first, attempts }, jitter));
      expect(again(0)).toBe(15);
      expect(again(0.999_999)).toBeLessThanOrEqual(18);
    }
  });

  it('does not come where the mail is not worth sending any more by then', () => {
    const expiresAt = addMs(now, 5 * 60_000);
    expect(decide('rcpt', '450 later', { ...first, expiresAt })).toMatchObject({ state: 'expired', reason: 'expired', notBefore: null });
    expect(decide('rcpt', '450 later', { ...first, expiresAt: addMs(expiresAt, 1) })).toMatchObject({ state: 'queued' });
    expect(decide('rcpt', '450 try again in 2 hours', { ...first, expiresAt: addMs(now, 3_600_000) })).toMatchObject({ state: 'expired' });
  });

  it('of what may have arrived already ends as not known, never as missed', () => {
    const again = { attempts: 2, expiresAt: addMs(now, 60_000), possibleDuplicate: true };
    expect(decide('rcpt', '450 later', again)).toMatchObject({ state: 'assumed', reason: 'expired' });
  });
});

test.each([
  ['450 4.2.1 try again in 300 seconds', 300],
  ['450 greylisted, retry after 120 s', 120],
  ['451 Please try again in 5 minutes', 300],
  ['451 come back in 2 hours', 7200],
  ['451 in 1 min', 60],
  ['451 try again in 999999 hours', 5 * 86_400],
  ['451 try again in 2 days', null],
  ['450 4.2.0 Greylisted for 5 minutes', 300],
  ['450 please wait 90 seconds', 90],
  ['450 retry after 00:05:30', 330],
  ['450 try again in 2 hrs', 7200],
  ['451 TRY AGAIN IN 60 SECONDS', 60],
  ['450 4.2.1 try again later', null],
  ['450 in 30 days', null],
  ['421 too many, 300 seconds', null],
])('%s asks for %s seconds', (reply, seconds) => {
  expect(hintedWaitMs(reply)).toBe(seconds === null ? null : seconds * 1000);
});

test.each([
  [true, false, 'queued'],
  [true, true, 'assumed'],
  [false, false, 'assumed'],
  [false, true, 'assumed'],
] as const)('not known; worth sending again: %s; sent again already: %s → %s', (resendWhenUnknown, possibleDuplicate, becomes) => {
  expect(decideUnknown({ resendWhenUnknown, possibleDuplicate })).toBe(becomes);
});

test('a claim outlasts the ten minutes that a server may take to answer', () => {
  expect(leaseMs).toBeGreaterThan(10 * 60_000);
});
