/** Commitments in a calendar, in the reader's language: the calendar part of a mail, the feed, the export. */
import { setImmediate as turn } from 'node:timers/promises';
import { todoStatus, type CalendarEntry } from '../domain/calendar-entry.js';
import type { Locale } from '../domain/people.js';
import { targetText } from '../domain/target-text.js';
import { addDays } from '../domain/time.js';
import { wordsIn } from '../i18n/index.js';
import { dateTimeValue, dateValue, icalendar, parameterValue, textValue, type Component } from './icalendar.js';
import type { Mailbox } from './compose.js';
import { webUrl } from './web-url.js';

const productId = '-//Pledgebook//Commitments//EN';

interface Reader {
  locale: Locale;
  publicUrl: string;
}

/** What goes into a mail beside its text: `content` for mail programs that understand `method`. */
export interface CalendarPart {
  method: 'PUBLISH' | 'CANCEL';
  content: string;
}

/** One commitment's entry as iMIP wants it (RFC 6047; an organizer is obligatory, RFC 5546, 3.2.1). */
export function calendarPart(entry: CalendarEntry, organizer: Mailbox, reader: Reader): CalendarPart {
  const method = entry.state === 'cancelled' ? 'CANCEL' : 'PUBLISH';
  const event = eventOf(entry, reader);
  event.lines.push([`ORGANIZER;CN=${parameterValue(organizer.name ?? organizer.address)}`, `mailto:${organizer.address}`]);
  return { method, content: icalendar({ name: 'VCALENDAR', lines: [...head, ['METHOD', method]] }, icalendar(event)) };
}

export interface CalendarFile extends Reader {
  /** Some at a time, so that nobody need hold them all. */
  pages: AsyncIterable<readonly CalendarEntry[]> | Iterable<readonly CalendarEntry[]>;
  /** Each also as a to-do. */
  todos: boolean;
  /** How often a program that subscribed should ask again (RFC 7986, 5.7); null for a file that is not subscribed to. */
  refresh: string | null;
}

/** Between them whatever else the process serves has its turn: writing these takes some milliseconds. */
const entriesAtOnce = 100;

/** Many commitments as one calendar. Events and to-dos, no method: it is there to be read, not a message. */
export async function calendarFile({ pages, todos, refresh, ...reader }: CalendarFile): Promise<string> {
  const name = textValue(wordsIn(reader.locale).calendar.name);
  const lines: Component['lines'] = [...head, ['NAME', name], ['X-WR-CALNAME', name]];
  if (refresh !== null) lines.push(['REFRESH-INTERVAL;VALUE=DURATION', refresh], ['X-PUBLISHED-TTL', refresh]);
  let written = '';
  for await (const entries of pages)
    for (const [i, entry] of entries.entries()) {
      if (i > 0 && i % entriesAtOnce === 0) await turn();
      written += icalendar(eventOf(entry, reader));
      if (todos) written += icalendar(todoOf(entry, reader));
    }
  return icalendar({ name: 'VCALENDAR', lines }, written);
}

const head: Component['lines'] = [
  ['VERSION', '2.0'],
  ['PRODID', productId],
  ['CALSCALE', 'GREGORIAN'],
];

/** All day: from its last day to the one after, and in nobody's way. */
function eventOf(entry: CalendarEntry, reader: Reader): Component {
  const days: Component['lines'] = [
    ['DTSTART;VALUE=DATE', dateValue(entry.day)],
    ...(entry.day < '9999-12-31' ? [['DTEND;VALUE=DATE', dateValue(addDays(entry.day, 1))] as [string, string]] : []),
  ];
  if (entry.furtherDays.length > 0) days.push(['RDATE;VALUE=DATE', entry.furtherDays.map(dateValue).join(',')]);
  return {
    name: 'VEVENT',
    lines: [...shared(entry, entry.uid, reader), ...days, ['STATUS', entry.state.toUpperCase()], ['TRANSP', 'TRANSPARENT']],
  };
}

/** Under a UID of its own, since a calendar may hold one component of each. */
function todoOf(entry: CalendarEntry, reader: Reader): Component {
  const status = todoStatus(entry);
  const { verdictAt } = entry.commitment;
  const lines = shared(entry, `todo.${entry.uid}`, reader);
  lines.push(['DUE;VALUE=DATE', dateValue(entry.furtherDays.at(-1) ?? entry.day)], ['STATUS', status]);
  if (status === 'COMPLETED' && verdictAt !== null) lines.push(['COMPLETED', dateTimeValue(verdictAt)]);
  return { name: 'VTODO', lines };
}

function shared(entry: CalendarEntry, uid: string, { locale, publicUrl }: Reader): Component['lines'] {
  const { commitment, sequence, stampedAt } = entry;
  const words = wordsIn(locale).calendar;
  const settled = commitment.verdict === 'pending' ? null : words.verdict[commitment.verdict];
  const lines: Component['lines'] = [
    ['UID', uid],
    ['DTSTAMP', dateTimeValue(stampedAt)],
    ['LAST-MODIFIED', dateTimeValue(stampedAt)],
    ['SEQUENCE', String(sequence)],
    ['SUMMARY', textValue(words.summary(settled, commitment.title, targetText(commitment.target, locale)))],
    ['DESCRIPTION', textValue(description(entry, locale))],
  ];
  if (commitment.topics.length > 0) lines.push(['CATEGORIES', commitment.topics.map(textValue).join(',')]);
  const url = webUrl(new URL(`/commitments/${commitment.ref}`, publicUrl).href);
  if (url !== null) lines.push(['URL', url]);
  return lines;
}

function description({ commitment, promisor }: CalendarEntry, locale: Locale): string {
  const words = wordsIn(locale).calendar;
  const { statement, target, condition, verdict, progress } = commitment;
  const rows: [label: string, value: string][] = [
    [words.promisor, promisor],
    [words.readAs, targetText(target, locale)],
    ...(condition === null
      ? []
      : [[words.condition, words.withState(condition.text, words.conditionState[condition.state])] as [string, string]]),
    verdict === 'pending' ? [words.progressLabel, words.progress[progress]] : [words.verdictLabel, words.verdict[verdict]],
  ];
  return [
    `${words.quoted(statement.quote)}${statement.speaker === null ? '' : ` (${statement.speaker})`}`,
    '',
    ...rows.map(([label, value]) => words.row(label, value)),
    words.row(words.reference, commitment.ref),
  ].join('\n');
}
