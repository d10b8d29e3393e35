/** Several commitments in one mail: a digest, or what one mail says of all that an outage held up. */
import { formatDay, wordsIn } from '../../i18n/index.js';
import type { DigestContent, ReminderContent } from '../content.js';
import type { Block, Item, RenderedMail } from '../letter.js';
import { linkTo, oneLine, paragraphs } from './blocks.js';
import { headlineOf, lateNotice } from './reminder.js';
import { rendered } from './rendered.js';

export function renderDigest(content: DigestContent): RenderedMail {
  const { kind, mode, locale, today, reminders, links, to } = content;
  const { letters: words, mail } = wordsIn(locale);
  const count = new Set(reminders.map(({ commitment }) => commitment.ref)).size;
  const inDigest = kind === 'digest';
  const title = inDigest ? words.digest.title(count) : words.catchUp.title(count);
  const because = inDigest ? words.because.digest : mail.because[reminders[0]?.to.because ?? 'followers'];
  return rendered({
    lang: locale,
    subject: inDigest ? words.digest.subject(mode, formatDay(today, locale), count) : words.catchUp.subject(count),
    preview: reminders.map((each) => `${each.commitment.ref} ${headlineOf(each)}`).join(', '),
    tag: inDigest ? words.digest.tag[mode] : words.catchUp.tag,
    tone: inDigest ? 'calm' : 'late',
    ref: null,
    title,
    blocks: [
      ...lateNotice(content),
      ...paragraphs([inDigest ? words.digest.intro[mode] : words.catchUp.intro]),
      ...(inDigest ? inParts(reminders, words.digest) : section(words.catchUp.items, reminders)),
      {
        type: 'footer',
        text: mail.why(to.name === null ? null : oneLine(to.name), because),
        actions: [linkTo(words.preferences, links.preferences), linkTo(words.stopAll, links.unsubscribe)].filter((a) => a !== null),
      },
    ],
  });
}

const behind = new Set<ReminderContent['kind']>(['passed', 'ended', 'settled']);

function inParts(reminders: readonly ReminderContent[], words: { ahead: string; behind: string }): Block[] {
  const happened = reminders.filter(({ kind }) => behind.has(kind));
  return [
    ...section(
      words.ahead,
      reminders.filter(({ kind }) => !behind.has(kind)),
    ),
    ...section(words.behind, happened),
  ];
}

function section(heading: string, reminders: readonly ReminderContent[]): Block[] {
  return reminders.length === 0 ? [] : [{ type: 'items', heading, items: reminders.map(itemOf) }];
}

function itemOf(content: ReminderContent): Item {
  const { ref, title, promisor } = content.commitment;
  const open = linkTo(ref, content.links.open);
  return { ref, title: oneLine(title), text: headlineOf(content), by: oneLine(promisor), url: open?.url ?? null };
}
