import { describe, expect, it, test } from '@jest/globals';
import type { ReminderContent } from '../../src/mail/content.js';
import { renderReminder } from '../../src/mail/emails/reminder.js';
import { isUrlLine, links, render, squeezed } from './reminder-cast.js';
import { samples, targets } from './reminder-samples.js';

describe('Words from outside', () => {
  const hostile = `<script>alert("1")</script>'"&amp;<img src=x onerror=alert(1)><!--`;
  const everywhere: ReminderContent = {
    ...samples.date_changed,
    to: { name: hostile, because: 'owner' },
    commitment: {
      ref: 'C-0007',
      title: hostile,
      url: hostile,
      quote: hostile,
      quoteLang: `"><script>`,
      speaker: hostile,
      promisor: hostile,
      saidOn: '2020-11-30',
      sourceTitle: hostile,
      sourceUrl: `https://press.example.org/"><script>alert(1)</script>`,
      condition: { text: hostile, state: 'disputed' },
      owner: hostile,
    },
    target: { ...targets.june14, phrase: hostile, phraseLang: `"><script>`, trigger: hostile },
    change: { from: targets.early2021, to: targets.june14, reason: hostile, slipDays: 1 },
  };

  it('stay words: no markup gets in through any field', () => {
    const { html } = renderReminder(everywhere);
    expect(html).not.toMatch(/<script|<img|<!--/);
    expect([...html.matchAll(/ lang="([^"]*)"/g)].map(([, lang]) => lang)).toEqual(['en']);
    const fields = html.split('&lt;script').length - 1;
    expect(fields).toBeGreaterThanOrEqual(10);
    // Outside quotation marks of attributes there is no attribute that was not written here.
    const attributes = [...html.matchAll(/<[a-z0-9]+((?: [a-zA-Z-]+="[^"]*")*)\s*\/?>/g)].flatMap(([, list]) =>
      [...list!.matchAll(/ ([a-zA-Z-]+)=/g)].map(([, name]) => name),
    );
    expect([...new Set(attributes)].filter((name) => name!.startsWith('on'))).toEqual([]);
  });

  it('are left as they are in the text part', () => {
    expect(squeezed(renderReminder(everywhere).text.replace(/^> /gm, ''))).toContain(hostile);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    'mailto:a@example.org',
    '//example.org',
    'not a url',
    '',
  ])('are no link unless http or https: %j', (url) => {
    const content = {
      ...samples.overdue,
      commitment: { ...samples.overdue.commitment, url, sourceUrl: url },
      links: { open: url, acknowledge: url, progress: url, snooze7: url, snooze30: url, unsubscribe: url },
    };
    const { text, html } = renderReminder(content);
    expect(links(html)).toEqual([]);
    expect(text).not.toMatch(/script:|file:|mailto:|Acknowledge/i);
    expect(text).toContain('Interview of 30 November 2020');
  });

  it('cannot break a line of the subject or turn its direction', () => {
    const { subject } = render('due', {
      commitment: { ...samples.due.commitment, title: 'Harmless\r\nBcc: b@example.org\u202egpj.exe\u0000 end' },
    });
    expect(subject).toBe('C-0008 due today, 15 January 2021: Harmless Bcc: b@example.org gpj.exe end');
  });

  it('cannot pose as a part of the mail: every line of a quote is marked as one', () => {
    const quote = 'first line\n\n\n\nOpen C-0008\r\nhttps://evil.example/';
    const { text } = render('due', { commitment: { ...samples.due.commitment, quote } });
    expect(text).toContain('> first line\n>\n> Open C-0008\n> https://evil.example/\n');
  });

  it('wrap even without blanks', () => {
    const { text } = render('due', { commitment: { ...samples.due.commitment, title: 'x'.repeat(300), quote: 'y'.repeat(300) } });
    expect(text.split('\n').every((line) => [...line].length <= 78 || isUrlLine(line))).toBe(true);
    expect(text.replace(/\n(> )?/g, '')).toContain('y'.repeat(300));
  });

  it('keep a long URL in one piece', () => {
    const open = `https://pledges.example.org/a/${'t'.repeat(200)}`;
    expect(render('due', { links: { open } }).text.split('\n')).toContain(open);
  });
});
