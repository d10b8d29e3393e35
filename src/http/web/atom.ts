/** A feed of changes as Atom (RFC 4287), its archive linked page by page (RFC 5005, 4). */
import type { Change, ChangeType } from '../../domain/changes.js';
import type { Locale } from '../../domain/people.js';
import { tagUri } from '../../domain/register-name.js';
import type { Instant } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';

export interface Feed {
  locale: Locale;
  /** The log's name, which ids are made of. */
  logName: string;
  /** What tells this feed from others of the register: a person's id, or `all`. */
  of: string;
  changes: readonly Change[];
  /** Of this very document, of the newest, and of the page before it in time. */
  links: { self: string; current: string; earlier: string | null };
  archived: boolean;
}

/** When a feed was changed that has nothing in it. */
const never: Instant = '2020-01-01T00:00:00.000Z';

export function atomFeed({ locale, logName, of, changes, links, archived }: Feed): string {
  const words = wordsIn(locale).changes;
  const newest = changes.reduce((last, { recordedAt }) => (recordedAt > last ? recordedAt : last), never);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${locale}">`,
    element('id', tagUri(logName, `changes/${of}`)),
    element('title', words.title),
    element('subtitle', words.subtitle),
    element('updated', newest),
    '<author><name>Pledgebook</name></author>',
    link('self', links.self),
    ...(archived ? ['<fh:archive/>', link('current', links.current)] : []),
    ...(links.earlier === null ? [] : [link('prev-archive', links.earlier)]),
    ...changes.flatMap((change) => entry(change, logName, locale)),
    '</feed>',
    '',
  ].join('\n');
}

function entry(change: Change, logName: string, locale: Locale): string[] {
  const { index, type, ref, recordedAt, commitment } = change;
  if (commitment === null || type === 'commitment.retracted') return [];
  const words = wordsIn(locale).changes;
  return [
    '<entry>',
    element('id', tagUri(logName, `log/${index}`)),
    element('title', words.entryTitle(ref, words.headline[type], commitment.title)),
    element('updated', recordedAt),
    element('published', recordedAt),
    link('alternate', commitment.url),
    `<category term="${escaped(type)}" label="${escaped(words.headline[type])}"/>`,
    ...commitment.topics.map((topic) => `<category term="${escaped(topic)}"/>`),
    `<content type="text">${escaped(lines(change, locale).join('\n'))}</content>`,
    '</entry>',
  ];
}

/** What the change says, then what it is about. */
function lines(change: Change, locale: Locale): string[] {
  const words = wordsIn(locale).changes;
  const { commitment } = change;
  if (commitment === null) return [];
  return [
    ...(details[change.type] as (change: Change, locale: Locale) => string[])(change, locale),
    words.quoted(commitment.statement.quote),
    words.row(words.promisor, commitment.promisor.name),
    words.row(words.date, commitment.target.text[locale]),
  ];
}

const details: { [T in ChangeType]: (change: Change<T>, locale: Locale) => string[] } = {
  'commitment.published': () => [],
  'commitment.retracted': () => [],
  'commitment.amended': ({ detail: { members } }, locale) => {
    const words = wordsIn(locale).changes;
    return [words.row(words.amended, members.map((member) => words.members[member] ?? member).join(', '))];
  },
  'target.revised': ({ detail: { before, after, change, reason, source }, commitment }, locale) => {
    const words = wordsIn(locale).changes;
    return [
      ...(before === null ? [] : [words.row(words.before, before.text[locale])]),
      words.row(words.after, after.text[locale]),
      words.row(words.move, words.moves[change]),
      ...(reason === null ? [] : [words.row(words.reason, reason)]),
      ...(source === null ? [] : [words.row(words.source, source)]),
      ...(commitment?.slipDays == null ? [] : [words.row(words.slip, String(commitment.slipDays))]),
    ];
  },
  'condition.changed': ({ detail: { condition } }, locale) => {
    const words = wordsIn(locale).changes;
    const text = condition === null ? words.noCondition : words.withState(condition.text, words.conditionState[condition.state]);
    return [words.row(words.condition, text)];
  },
  'progress.reported': ({ detail }, locale) => {
    const words = wordsIn(locale).changes;
    return [words.row(words.progressLabel, words.progress[detail.progress])];
  },
  'standing.changed': ({ detail }, locale) => {
    const words = wordsIn(locale).changes;
    return [words.row(words.standingLabel, words.standing[detail.standing])];
  },
  'evidence.added': ({ detail: { url, date, shows } }, locale) => {
    const words = wordsIn(locale).changes;
    return [words.row(words.evidence, `${shows} (${formatDay(date, locale)}, ${url})`)];
  },
  'verdict.confirmed': ({ detail: { verdict, reasonCode, fulfilledOn } }, locale) => {
    const words = wordsIn(locale).changes;
    return [
      words.row(words.verdictLabel, words.verdict[verdict]),
      ...(reasonCode === null ? [] : [words.row(words.reasonCode, words.reasons[reasonCode])]),
      ...(fulfilledOn === null ? [] : [words.row(words.fulfilledOn, fulfilledOn)]),
    ];
  },
};

function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function link(rel: string, href: string): string {
  return `<link rel="${rel}" href="${escaped(href)}"/>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and attributes alike; XML 1.0 has no way at all of writing most control characters. */
function escaped(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]|\p{Surrogate}/gu, ' ').replace(/[&<>"]/g, (c) => entities[c] ?? c);
}
