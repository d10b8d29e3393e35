/** One mail: what became of it, by which attempts, and what stood in it. */
import type { VNode } from 'preact';
import type { MailKind } from '../../../domain/mail-kinds.js';
import type { Locale } from '../../../domain/people.js';
import { formatDay, formatInstant, wordsIn } from '../../../i18n/index.js';
import type { MailDetail } from '../../../services/mails.service.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { MailState } from './outbox.js';
import { BackLink, SummaryList } from './pieces/parts.js';

export function MailPage({ viewer, detail }: { viewer: Viewer; detail: MailDetail }): VNode {
  const { outbox, frame } = wordsIn(viewer.locale);
  const words = outbox.mail;
  const { mail, attempts, reminders, written } = detail;
  const at = (instant: string): string => formatInstant(instant, viewer.zone, viewer.locale);
  return (
    <Page viewer={viewer} title={mail.subject} here="outbox" above={<BackLink href="/outbox">{frame.places.outbox}</BackLink>}>
      <SummaryList
        facts={[
          { term: words.to, text: mail.envelopeTo },
          { term: words.kind, text: kindIn(viewer.locale, mail.class) },
          { term: words.state, text: <MailState viewer={viewer} mail={mail} /> },
          { term: words.queued, text: at(mail.queuedAt) },
          { term: words.ended, text: mail.finishedAt === null ? null : at(mail.finishedAt) },
          { term: words.reply, text: mail.reply },
          { term: words.messageId, text: <code>{mail.messageId}</code> },
        ]}
      />
      {reminders.length === 0 ? null : (
        <>
          <h2>{words.carries}</h2>
          <ul>
            {reminders.map((reminder) => (
              <li>
                <a href={`/commitments/${reminder.commitment}`}>{reminder.commitment}</a>, {kindIn(viewer.locale, reminder.class)},{' '}
                {formatDay(reminder.nominalDate, viewer.locale)}
              </li>
            ))}
          </ul>
        </>
      )}
      {attempts.length === 0 ? null : (
        <>
          <h2>{words.attemptsTitle}</h2>
          <ol>
            {attempts.map((attempt) => (
              <li>
                {at(attempt.startedAt)}: {attempt.phase === null ? words.underWay : words.phases[attempt.phase]}
                {attempt.replyText === null ? null : <span class="hint">{attempt.replyText}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
      <h2>{words.written}</h2>
      <p class="quiet">{words.hidden}</p>
      {written.html === null ? (
        <p class="quiet">{words.noHtml}</p>
      ) : (
        <p>
          <a href={`/outbox/${mail.id}/html`}>{words.asSent}</a> <span class="quiet">({words.asSentHint})</span>
        </p>
      )}
      <pre class="letter">{written.text}</pre>
    </Page>
  );
}

function kindIn(locale: Locale, kind: MailKind): string {
  const { mail, letters, outbox } = wordsIn(locale);
  if (kind in mail.tag) return mail.tag[kind as keyof typeof mail.tag];
  switch (kind) {
    case 'digest':
      return outbox.mail.digest;
    case 'catch_up':
      return letters.catchUp.tag;
    default:
      return letters[kind as 'confirm' | 'unsubscribed' | 'receipt' | 'bounce' | 'unreachable'].tag;
  }
}
