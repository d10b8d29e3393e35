/** A reminder as a letter: which blocks, in which order, for which kind. The words are in i18n. */
import { targetText } from '../../domain/target-text.js';
import { formatDay, formatInstant, gatherDays, wordsIn } from '../../i18n/index.js';
import type { ReminderContent } from '../content.js';
import type { Block, Letter, Phrase, RenderedMail, Tone } from '../letter.js';
import { webUrl } from '../web-url.js';
import { inLanguage, linkTo, lines, oneLine, paragraphs, shortened } from './blocks.js';
import { rendered } from './rendered.js';
import { factsOf } from './reminder-facts.js';

const tones: Record<ReminderContent['kind'], Tone> = {
  opens: 'calm',
  lead: 'calm',
  due: 'soon',
  passed: 'soon',
  overdue: 'late',
  escalation: 'late',
  check_in: 'calm',
  ended: 'soon',
  review: 'calm',
  date_changed: 'calm',
  settled: 'done',
};

/** The same content gives the same mail: the day is the content's, not the clock's. */
export function renderReminder(content: ReminderContent): RenderedMail {
  return rendered(letterOf(content));
}

/** What a digest says of it in a line: "3 days overdue". */
export function headlineOf(content: ReminderContent): string {
  return wordsIn(content.locale).mail.headline[content.kind](factsOf(content));
}

function letterOf(content: ReminderContent): Letter {
  const { kind, locale, commitment } = content;
  const words = wordsIn(locale).mail;
  const facts = factsOf(content);
  const title = oneLine(commitment.title);
  const news = words.news[kind](facts);
  return {
    lang: locale,
    subject: words.subject(commitment.ref, words.headline[kind](facts), shortened(title)),
    preview: news,
    tag: words.tag[kind],
    tone: tones[kind],
    ref: commitment.ref,
    title,
    blocks: [
      ...lateNotice(content),
      ...paragraphs([news, kind === 'overdue' ? words.overdueMeans : '', alsoToday(content)]),
      {
        type: 'quote',
        quote: inLanguage(lines(commitment.quote), commitment.quoteLang),
        by: words.saidBy(oneLine(commitment.speaker), commitment.saidOn),
      },
      { type: 'facts', rows: [...factRows(content)].map(([label, value]) => ({ label: words.label(label), value })) },
      ...paragraphs(asked(content)),
      ...actions(content),
      footer(content),
    ],
  };
}

export function lateNotice({ late, today, zone, locale }: Pick<ReminderContent, 'late' | 'today' | 'zone' | 'locale'>): Block[] {
  if (late === null) return [];
  const words = wordsIn(locale).mail.late;
  const at = (instant: string | null | undefined) => (instant ? formatInstant(instant, zone, locale) : null);
  const days = late.replaced.map((replaced) => replaced.nominalDate);
  const replaced = days.length === 0 ? '' : ` ${words.replaced(gatherDays(days, today, locale), new Set(days).size)}`;
  return [{ type: 'notice', title: words.title, text: `${words.down(at(late.downFrom), at(late.downTo))}${replaced}` }];
}

function alsoToday({ also, locale }: ReminderContent): string {
  const words = wordsIn(locale).mail;
  return also.length === 0 ? '' : words.alsoToday(also.map((other) => words.also[other]));
}

/** Followers are told; those who answer for it are asked. */
function asked({ kind, locale, to, commitment }: ReminderContent): string[] {
  if (to.because === 'followers') return [];
  const words = wordsIn(locale).mail;
  const past = kind === 'passed' || kind === 'overdue' || kind === 'escalation' || kind === 'ended';
  return [past && commitment.condition?.state === 'pending' ? words.conditionUnresolved : '', words.ask[kind]];
}

function* factRows(content: ReminderContent): Generator<[string, Phrase]> {
  const { commitment, target, change, verdict, locale } = content;
  const words = wordsIn(locale).mail;
  const facts = factsOf(content);
  const labels = words.facts;

  if (verdict !== null) {
    yield [labels.verdict, { text: words.verdict(facts) }];
    const reason = Object.entries(words.reasons).find(([code]) => code === verdict.reasonCode)?.[1];
    if (reason !== undefined) yield [labels.reason, { text: reason }];
    yield [labels.asOf, { text: formatDay(verdict.on, locale) }];
  }
  if (change !== null) {
    yield [labels.before, { text: targetText(change.from, locale) }];
    yield [labels.now, { text: targetText(change.to, locale) }];
    if (change.reason !== null) yield [labels.why, { text: oneLine(change.reason) }];
    if (change.slipDays !== null) yield [labels.slip, { text: words.slip(change.slipDays) }];
  }
  yield [labels.promisor, { text: oneLine(commitment.promisor) }];
  if (target.phrase !== null) yield [labels.phrase, inLanguage(words.quoted(oneLine(target.phrase)), target.phraseLang)];
  if (change === null) yield [labels.readAs, { text: targetText(target, locale) }];
  const rules = (content.conventions ?? []).map(oneLine).filter((rule) => rule !== '');
  if (rules.length > 0) yield [labels.rules, { text: rules.join(' ') }];
  if (target.latest !== null) yield [labels.lastDay, { text: formatDay(target.latest, locale) }];
  if (facts.hasGrace && target.overdueFrom !== null) yield [labels.overdueFrom, { text: formatDay(target.overdueFrom, locale) }];
  if (target.trigger !== null && target.triggeredOn === null) yield [labels.waitsFor, { text: oneLine(target.trigger) }];
  if (commitment.condition !== null)
    yield [
      labels.condition,
      { text: words.withState(oneLine(commitment.condition.text), words.conditionState[commitment.condition.state]) },
    ];
  if (commitment.owner !== null) yield [labels.owner, { text: oneLine(commitment.owner) }];
  const sourceUrl = commitment.sourceUrl === null ? null : webUrl(commitment.sourceUrl);
  const sourceTitle = oneLine(commitment.sourceTitle ?? '') || (sourceUrl === null ? '' : new URL(sourceUrl).host);
  if (sourceTitle !== '') yield [labels.source, { text: sourceTitle, url: sourceUrl }];
}

function actions({ links, commitment, locale }: ReminderContent): Block[] {
  const words = wordsIn(locale).mail;
  const offered = [
    linkTo(words.actions.open(commitment.ref), links.open),
    linkTo(words.actions.acknowledge, links.acknowledge),
    linkTo(words.actions.progress, links.progress),
    linkTo(words.actions.snooze7, links.snooze7),
    linkTo(words.actions.snooze30, links.snooze30),
  ].filter((action) => action !== null);
  return offered.length === 0 ? [] : [{ type: 'actions', actions: offered, hint: offered.length === 1 ? '' : words.nothingRecordedYet }];
}

function footer({ to, links, locale }: ReminderContent): Block {
  const {
    mail: words,
    letters: { preferences },
  } = wordsIn(locale);
  return {
    type: 'footer',
    text: words.why(to.name === null ? null : oneLine(to.name), words.because[to.because]),
    actions: [linkTo(preferences, links.preferences), linkTo(words.actions.unsubscribe, links.unsubscribe)].filter((a) => a !== null),
  };
}
