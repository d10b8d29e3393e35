/** What is read out of a mail that came to a return path. */
import { describe, expect, it, test } from '@jest/globals';
import { readReport } from '../../src/mail/bounce-report.js';
import { autoReplyTo, reportOn } from '../support/bounce.js';
import { mail } from './smtp-cast.js';

describe('A delivery report', () => {
  it('is read: what became of the mail, the words of the other server, and where it was sent', async () => {
    const report = await readReport(reportOn(mail(), { diagnostic: '550 5.1.1 <reader@example.org>:' }));
    expect(report?.recipients).toEqual([
      { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 <reader@example.org>: no mailbox of that name' },
    ]);
    expect(report?.addressedTo).toContain('bounces+1=abc@example.org');
  });

  test.each([
    ['with a comment beside the action and the status', { action: 'failed (bad mailbox)', status: '5.1.1 (unknown)' }, 'failed', '5.1.1'],
    ['in capitals', { action: 'FAILED', status: '5.2.2' }, 'failed', '5.2.2'],
    ['whose status says less than its diagnosis', { status: '5.0.0', diagnostic: '550 5.1.1 nobody' }, 'failed', '5.1.1'],
    ['without a status', { status: '', diagnostic: '550 no' }, 'failed', '5.0.0'],
    ['of a delay', { action: 'delayed', status: '4.4.1', diagnostic: '421 later' }, 'delayed', '4.4.1'],
  ])('%s is understood', async (_what, reported, action, status) => {
    expect((await readReport(reportOn(mail(), reported)))?.recipients).toMatchObject([{ action, status }]);
  });

  it('keeps no line break and no more than a few hundred letters of what the other server says', async () => {
    const [recipient] = (await readReport(reportOn(mail(), { diagnostic: `550 ${'x'.repeat(5_000)}` })))?.recipients ?? [];
    expect(recipient?.diagnostic).toHaveLength(500);
  });

  it('is found by the fields that servers note the address in', async () => {
    const raw = `X-Original-To: bounces+a@example.org\r\n${reportOn(mail(), { to: 'postmaster@example.org' }).toString('latin1')}`;
    expect((await readReport(Buffer.from(raw)))?.addressedTo).toMatch(/bounces\+a@example\.org/);
  });

  test.each<[what: string, change: (raw: string) => string]>([
    ['without its machine-readable part', (raw) => raw.replace('message/delivery-status', 'text/plain')],
    ['that names no recipient', (raw) => raw.replace(/Final-Recipient[\s\S]*?\r\n\r\n/, '\r\n')],
    ['cut off in the middle', (raw) => raw.slice(0, raw.indexOf('Reporting-MTA'))],
  ])('%s cannot be read', async (_what, change) => {
    await expect(readReport(Buffer.from(change(reportOn(mail()).toString('latin1'))))).rejects.toThrow('a delivery report');
  });
});

test.each<[what: string, raw: Buffer]>([
  ['an auto-reply, even one that talks like a report', autoReplyTo(mail())],
  ['a plain mail', Buffer.from('To: a@example.org\r\nSubject: hello\r\n\r\nhello\r\n')],
  ['a read receipt', Buffer.from(reportOn(mail()).toString('latin1').replace('report-type=delivery-status', 'report-type=disposition-notification'))],
  ['a complaint', Buffer.from(reportOn(mail()).toString('latin1').replace('report-type=delivery-status', 'report-type=feedback-report'))],
  ['a report that is only quoted in a mail', Buffer.from(`To: a@example.org\r\nContent-Type: message/rfc822\r\n\r\n${reportOn(mail()).toString('latin1')}`)],
  ['nothing', Buffer.alloc(0)],
])('%s is no report', async (_what, raw) => {
  expect(await readReport(raw)).toBeNull();
}); // prettier-ignore
