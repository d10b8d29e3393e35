import { describe, expect, it, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { stepClasses } from '../../src/domain/reminder-policy.js';
import { composeMail } from '../../src/mail/compose.js';
import { renderReminder } from '../../src/mail/emails/reminder.js';
import { addressesIn } from '../support/mailbox.js';
import { isUrlLine, links, readable, render, squeezed } from './reminder-cast.js';
import { samples, targetOf } from './reminder-samples.js';

const everyKind = stepClasses.flatMap((kind) => (['en', 'fr'] as const).map((locale) => [kind, locale] as const));

describe.each(everyKind)('A reminder of kind %s in %s', (kind, locale) => {
  const content = { ...samples[kind], locale };
  const { subject, text, html } = renderReminder(content);

  it('arrives as one mail with a text and an HTML part', async () => {
    const raw = await composeMail({
      from: { name: 'Pledgebook', address: 'desk@example.org' },
      to: { name: content.to.name, address: 'reader@example.org' },
      subject,
      text,
      html,
      messageId: '<1@example.org>',
      references: ['<root@example.org>'],
      date: `${content.today}T07:00:00.000Z`,
    });
    const parsed = await simpleParser(raw);
    expect(addressesIn(parsed.to)).toEqual(['reader@example.org']);
    expect(parsed.subject).toBe(subject);
    expect(parsed.text).toBe(text);
    expect(parsed.html).toBe(html);
    expect(parsed.attachments).toEqual([]);
  });

  it('leaves no gap, key or code where words belong', () => {
    for (const part of [subject, text, readable(html)]) {
      expect(part).not.toMatch(/undefined|null|NaN|\[object|Invalid|\{|\}|[a-z]_[a-z]| {2}\.|\.\./);
      expect(part).not.toMatch(/encore inconnue|not known yet\b(?! whether)/);
    }
    expect(text).not.toMatch(/[<&][a-z#/]/);
  });

  it('names the commitment and its title in the subject', () => {
    expect(subject.startsWith(`${content.commitment.ref} `)).toBe(true);
    expect(subject.endsWith(content.commitment.title)).toBe(true);
    expect(subject.length).toBeLessThanOrEqual(140);
  });

  it('says what was promised, by whom, in whose words and when', () => {
    for (const part of [squeezed(text.replace(/^> /gm, '')), squeezed(readable(html))]) {
      for (const words of [content.commitment.title, content.commitment.quote, content.commitment.speaker, content.commitment.promisor]) {
        expect(part).toContain(words);
      }
    }
    expect(html).toContain('<blockquote');
    expect(html).toMatch(/<blockquote[^>]* lang="fr"/);
    expect(html).toContain(`<html lang="${locale}"`);
  });

  it('says the same in both parts', () => {
    const inHtml = squeezed(readable(html));
    const paragraphs = text.split('\n\n').map((paragraph) => squeezed(paragraph.replace(/^[>!] ?/gm, '').replace(/^[=-]+$/gm, '')).trim());
    const sentences = paragraphs.filter(
      (paragraph) => !paragraph.includes('http') && !/: {2}/.test(paragraph) && !paragraph.includes('\u2013'),
    );
    expect(sentences.length).toBeGreaterThan(2);
    for (const sentence of sentences.filter((s) => !s.includes(content.commitment.owner ?? ''))) expect(inHtml).toContain(sentence);
  });

  it('fits 78 columns as text', () => {
    const long = text.split('\n').filter((line) => [...line].length > 78 && !isUrlLine(line));
    expect(long).toEqual([]);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/\n{3}/);
  });

  it('offers every link that it was given, in both parts', () => {
    for (const url of Object.values(content.links)) {
      expect(links(html)).toContain(url);
      expect(text.split('\n')).toContain(url);
    }
  });

  it('never calls a late promise broken', () => {
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\b(broken|brisé|rompu|trahi|failed|échec)/i);
  });
});

describe('French', () => {
  test.each(stepClasses)('keeps a no-break space before : ; ? ! and inside « » (%s)', (kind) => {
    const { subject, text, html } = render(kind, { locale: 'fr' });
    for (const part of [subject, text, readable(html)]) {
      const prose = part.replace(/https?:\S+|^! /gm, '');
      expect(prose).not.toMatch(/[^\s\u00a0\d][:;?!](?=\s)|(?<!^)[ \n][:;?!»]|«[^\u00a0]/m);
    }
  });

  test.each([
    ['2020-12-01', '1er décembre 2020'],
    ['2020-12-02', '2 décembre 2020'],
    ['2021-08-11', '11 août 2021'],
  ])('writes %s as %s', (today, words) => {
    expect(render('opens', { locale: 'fr', today: '2020-11-30', target: targetOf({ kind: 'during', earliest: today }) }).text).toContain(
      words,
    );
  });
});

describe('What a mail asks, and of whom', () => {
  test.each([
    ['owner', 'you are the owner of this commitment'],
    ['followers', 'you follow this commitment'],
    ['escalation', 'you are the one to be told when this commitment stays unsettled'],
    ['auditors', 'you audit this register'],
  ] as const)('tells %s why they get it', (because, words) => {
    expect(squeezed(render('overdue', { to: { name: 'Somebody', because } }).text)).toContain(
      `For Somebody. You get this mail because ${words}.`,
    );
    expect(squeezed(render('overdue', { to: { name: null, because } }).text)).toContain(`\n You get this mail because ${words}.`.trim());
  });

  it('asks followers for nothing', () => {
    expect(squeezed(render('overdue').text)).toContain('propose a verdict');
    expect(squeezed(render('overdue', { to: { name: null, because: 'followers' } }).text)).not.toContain('propose a verdict');
  });

  it('names what else happened that day', () => {
    expect(render('lead').text).toContain('Also today: the window opens.');
    expect(render('due').text).not.toContain('Also today');
  });

  it('shows the condition with its state, and asks for it once the date has passed', () => {
    const condition = { text: 'the Taliban do not keep their commitments', state: 'pending' as const };
    const commitment = { ...samples.overdue.commitment, condition };
    expect(squeezed(render('opens').text)).toContain('the Taliban do not keep their commitments (not known yet whether it holds)');
    expect(squeezed(render('opens').text)).not.toContain('Its condition is still unresolved');
    expect(squeezed(render('overdue', { commitment }).text)).toContain(
      'Its condition is still unresolved: please record whether it was met.',
    );
    const met = { ...commitment, condition: { ...condition, state: 'met' as const } };
    expect(squeezed(render('overdue', { commitment: met }).text)).not.toContain('Its condition is still unresolved');
  });

  it('shows no link that it was not given, nor a hint about any', () => {
    const { text, html } = render('overdue', { links: { open: 'https://pledges.example.org/commitments/C-0008' } });
    expect(text).not.toMatch(/Acknowledge|Report progress|Snooze|Stop these mails|Each link/);
    expect(links(html)).toEqual(['https://press.example.org/2020/11/30/interview', 'https://pledges.example.org/commitments/C-0008']);
  });

  it('leaves out what is not known', () => {
    const commitment = { ...samples.overdue.commitment, owner: null, sourceTitle: null, sourceUrl: null };
    expect(render('overdue', { commitment }).text).not.toMatch(/Owner|Source|Condition|When, in/);
  });

  it('names a source without a title by its host', () => {
    const commitment = { ...samples.overdue.commitment, sourceTitle: null };
    expect(squeezed(render('overdue', { commitment }).text)).toContain(
      'Source: press.example.org https://press.example.org/2020/11/30/interview',
    );
  });
});

test('the same content gives the same mail', () => {
  for (const kind of stepClasses) expect(render(kind)).toEqual(render(kind));
});
