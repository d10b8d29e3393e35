import { describe, expect, it, test } from '@jest/globals';
import type { StepClass } from '../../src/domain/reminder-policy.js';
import type { ReminderContent } from '../../src/mail/content.js';
import { readable, render, squeezed } from './reminder-cast.js';
import { samples, targetOf, targets } from './reminder-samples.js';

describe('The subject', () => {
  const lead = (change: Partial<ReminderContent>) => render('lead', change).subject;
  const sub = (kind: StepClass, change: Partial<ReminderContent> = {}) => render(kind, change).subject;
  const fr = { locale: 'fr' } as const;

  test.each([
    [lead({}), 'C-0008 due on 15 January 2021, in 30 days: Reduce'],
    [lead({ today: '2021-01-14' }), 'C-0008 due on 15 January 2021, tomorrow: Reduce'],
    [lead(fr), 'C-0008 échéance le 15 janvier 2021, dans 30 jours\u00a0: Reduce'],
    [lead({ ...fr, today: '2021-01-14' }), 'C-0008 échéance le 15 janvier 2021, demain\u00a0: Reduce'],
    [lead({ target: targets.throughout2021, today: '2021-12-01' }), 'C-0008 ends on 31 December 2021, in 30 days: Reduce'],
    [
      lead({ ...fr, target: targets.throughout2021, today: '2021-12-01' }),
      'C-0008 prend fin le 31 décembre 2021, dans 30 jours\u00a0: Reduce',
    ],
    [sub('opens'), 'C-0002 opens today: Take'],
    [sub('opens', { today: '2021-01-03' }), 'C-0002 opens on 1 January 2021: Take'],
    [
      sub('opens', { target: targetOf({ kind: 'from', earliest: '2021-01-01', latest: null, overdueFrom: null }) }),
      'C-0002 starts today: Take',
    ],
    [sub('due'), 'C-0008 due today, 15 January 2021: Reduce'],
    [sub('due', fr), 'C-0008 échéance aujourd’hui, 15 janvier 2021\u00a0: Reduce'],
    [sub('passed'), 'C-0007 date passed on 30 April 2021, not yet overdue: Hold'],
    [sub('overdue'), 'C-0008 3 days overdue: Reduce'],
    [sub('overdue', { today: '2021-01-16' }), 'C-0008 1 day overdue: Reduce'],
    // In New York it is still the 15th when the 16th begins in Brussels.
    [sub('overdue', { today: '2021-01-15' }), 'C-0008 1 day overdue: Reduce'],
    [sub('overdue', { target: targets.early2021, today: '2021-05-31' }), 'C-0008 1 day overdue: Reduce'],
    [sub('overdue', fr), 'C-0008 en retard depuis 3 jours\u00a0: Reduce'],
    [sub('overdue', { ...fr, today: '2021-01-16' }), 'C-0008 en retard depuis 1 jour\u00a0: Reduce'],
    [sub('escalation'), 'C-0008 escalated, 14 days overdue: Reduce'],
    [
      sub('escalation', { target: targets.throughout2021, today: '2022-03-31' }),
      'C-0008 escalated, no verdict 90 days after its end: Reduce',
    ],
    [sub('check_in'), 'C-0003 still being kept? Keep'],
    [sub('check_in', fr), 'C-0003 toujours tenu\u00a0? Keep'],
    [sub('ended'), 'C-0003 ended on 31 December 2021, verdict due: Keep'],
    [sub('review'), 'C-0004 has no date, time to review it: Keep'],
    [sub('review', { target: targets.year2021 }), 'C-0004 not updated lately, time to review it: Keep'],
    [sub('date_changed'), 'C-0007 moved to 14 June 2021, 45 days later: Hold'],
    [sub('settled'), 'C-0008 fulfilled on time: Reduce'],
  ])('%s', (subject, beginning) => {
    expect(subject.startsWith(beginning)).toBe(true);
  });

  it('shortens a long title at a word', () => {
    const subject = sub('due', { commitment: { ...samples.due.commitment, title: 'word '.repeat(60) } });
    expect(subject).toMatch(/^C-0008 due today, 15 January 2021: (word ){17}word…$/);
  });
});

describe('A mail that comes late', () => {
  it('says so, from when to when the service was down, and which reminders it stands for', () => {
    for (const part of [squeezed(render('overdue').text.replace(/^! /gm, '')), squeezed(readable(render('overdue').html))]) {
      expect(part).toContain(
        'This mail is late. The service was down from 5 January 2021, 00:00 (Europe/Brussels) to 18 January 2021, 12:00 (Europe/Brussels).',
      );
      expect(part).toContain('The reminders of 8, 14 and 15 January were not sent because the service was down.');
    }
  });

  it('says it in French', () => {
    const text = squeezed(render('overdue', { locale: 'fr' }).text.replace(/^! /gm, ''));
    expect(text).toContain(
      'Le service a été interrompu du 5 janvier 2021, 00:00 (Europe/Brussels) au 18 janvier 2021, 12:00 (Europe/Brussels).',
    );
    expect(text).toContain('Les rappels des 8, 14 et 15 janvier n’ont pas été envoyés parce que le service était interrompu.');
  });

  it('gives the hours in the reader’s zone', () => {
    const text = squeezed(render('overdue', { zone: 'Asia/Kabul' }).text.replace(/^! /gm, ''));
    expect(text).toContain('from 5 January 2021, 03:30 (Asia/Kabul) to 18 January 2021, 15:30 (Asia/Kabul)');
    expect(squeezed(render('overdue', { zone: 'America/New_York' }).text.replace(/^! /gm, ''))).toContain(
      'from 4 January 2021, 18:00 (America/New_York)',
    );
  });

  test.each<[string, string[], string]>([
    ['one day', ['2021-01-14'], 'The reminder of 14 January was not sent'],
    ['the same day twice', ['2021-01-14', '2021-01-14'], 'The reminder of 14 January was not sent'],
    ['two months', ['2021-01-14', '2020-12-30', '2020-12-31'], 'The reminders of 30 and 31 December 2020; 14 January were not sent'],
  ])('names %s', (_, days, words) => {
    const late = { downFrom: null, replaced: days.map((nominalDate) => ({ class: 'lead' as const, nominalDate })) };
    expect(squeezed(render('overdue', { late }).text.replace(/^! /gm, ''))).toContain(`The service was down. ${words} because`);
  });

  it('names no reminders where it stands for none', () => {
    const { text } = render('overdue', { late: { downFrom: '2021-01-04T23:00:00.000Z', replaced: [] } });
    expect(text).toContain('The service was down from 5 January 2021, 00:00 (Europe/Brussels) on.');
    expect(text).not.toContain('not sent');
  });

  it('is the only one to speak of an outage', () => {
    expect(render('overdue', { late: null }).text).not.toMatch(/late|service was down/);
  });
});

describe('What a mail says of the date', () => {
  it('gives the phrase as it was said, marked with its language', () => {
    const { text, html } = render('passed');
    expect(squeezed(text)).toContain('“au début de l’année prochaine, à une date qui reste à fixer”');
    expect(html).toContain('<span lang="fr">“au début');
  });

  it('says why a soft date is not overdue yet, and from when it is', () => {
    const text = squeezed(render('passed').text);
    expect(text).toContain(
      'The last day for this was 30 April 2021. As the date was still to be fixed, it counts as overdue only from 31 May 2021.',
    );
    expect(text).toContain('Overdue from: 31 May 2021');
  });

  it('counts an exact date as overdue from the day after', () => {
    const text = squeezed(render('overdue').text);
    expect(text).toContain('This is 3 days overdue. Its last day was 15 January 2021, and no verdict has been recorded.');
    expect(text).not.toContain('Overdue from');
  });

  it('does not count the days of grace as overdue', () => {
    const text = squeezed(render('overdue', { target: targets.early2021, today: '2021-06-02' }).text);
    expect(text).toContain(
      'This is 3 days overdue. Its last day was 30 April 2021; as the date was still to be fixed, it counts as overdue since 31 May 2021.',
    );
  });

  it('names the rules by which the phrase was read', () => {
    const conventions = ['“Early” in a year is its first four months.', 'A date to be fixed has 30 days of grace.'];
    expect(squeezed(render('passed', { conventions }).text)).toContain(`By the rule: ${conventions.join(' ')}`);
    expect(squeezed(render('passed', { locale: 'fr', conventions: ['Une règle.'] }).text)).toContain('Selon la règle\u00a0: Une règle.');
    expect(render('passed').text).not.toContain('By the rule');
  });

  it('says what an event waits for', () => {
    const target = targetOf({
      kind: 'event',
      edtf: null,
      earliest: null,
      latest: null,
      overdueFrom: null,
      trigger: 'the signing of the treaty',
      duration: 'P30D',
    });
    expect(squeezed(render('review', { target }).text)).toContain('Waits for: the signing of the treaty');
  });

  test.each<[string, Partial<ReminderContent['target']>, string]>([
    ['later', {}, 'The date of this moved from 30 April 2021 to 14 June 2021, 45 days later.'],
    ['earlier', { latest: '2021-04-29' }, 'The date of this moved from 30 April 2021 to 29 April 2021, 1 day earlier.'],
    ['the same last day', { latest: '2021-04-30' }, 'The date of this was set out anew; its last day is still 30 April 2021.'],
    ['withdrawn', { change: 'withdrawn', latest: null }, 'The date of this was withdrawn, and no other has been named.'],
    ['no date any more', { latest: null }, 'The date of this changed.'],
  ])('a changed date: %s', (_, to, words) => {
    const target = { ...targets.june14, ...to };
    const { text } = render('date_changed', { target, change: { from: targets.early2021, to: target, reason: null, slipDays: null } });
    expect(squeezed(text)).toContain(words);
    expect(text).not.toContain('Slip');
  });

  it('a date where there was none', () => {
    const change = { from: targets.undated, to: targets.june14, reason: 'It was announced.', slipDays: null };
    expect(squeezed(render('date_changed', { change }).text)).toContain('This has a date now: 14 June 2021.');
  });

  it('gives the reason for the change and the slip from the first date', () => {
    const text = squeezed(render('date_changed').text);
    expect(text).toContain('Why it changed: The date of the summit was announced.');
    expect(text).toContain('Slip from the first date: 45 days later');
  });
});

describe('What a mail says of the verdict', () => {
  const settled = (verdict: Partial<NonNullable<ReminderContent['verdict']>>) =>
    render('settled', { verdict: { verdict: 'fulfilled', timeliness: null, days: null, reasonCode: null, on: '2021-06-14', ...verdict } });

  test.each([
    [settled({ timeliness: 'met_on_time', days: 0 }), 'fulfilled on time'],
    [settled({ timeliness: 'met_late', days: 45 }), 'fulfilled, 45 days late'],
    [settled({ timeliness: 'met_late', days: null }), 'fulfilled'],
    [settled({ verdict: 'partly_fulfilled' }), 'partly fulfilled'],
    [settled({ verdict: 'not_verifiable' }), 'not verifiable'],
  ])('%#: %s', ({ subject, text }, words) => {
    expect(subject).toContain(`C-0008 ${words}: `);
    expect(text).toContain(`The verdict on this is: ${words}.`);
    expect(text).not.toContain('Reason:');
  });

  it('gives the reason where something was not fulfilled', () => {
    const { text } = settled({ verdict: 'not_fulfilled', reasonCode: 'partner_withdrew' });
    expect(squeezed(text)).toContain('Verdict: not fulfilled Reason: a partner withdrew As of: 14 June 2021');
  });

  it('shows no reason that it has no words for', () => {
    expect(settled({ verdict: 'not_fulfilled', reasonCode: 'something_new' }).text).not.toMatch(/Reason:|something_new/);
  });
});
