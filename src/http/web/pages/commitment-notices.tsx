/** Who was told what about a commitment, when, and what became of it. */
import type { VNode } from 'preact';
import { formatDay, formatMoment, wordsIn } from '../../../i18n/index.js';
import type { Notice, NoticeState } from '../../../services/notices.service.js';
import type { CommitmentPageProps } from './commitment-props.js';
import { StatusTag, type Tone } from './pieces/parts.js';
import { Table } from './pieces/table.js';

export const noticeTones: Record<NoticeState, Tone> = {
  queued: 'open',
  sent: 'good',
  failed: 'late',
  suppressed: 'plain',
  cancelled: 'plain',
  missed: 'soon',
  skipped: 'plain',
  unknown: 'soon',
};

/** What somebody was told, or was to be told in earnest; the others were planned and then not owed. */
const told: ReadonlySet<NoticeState> = new Set(['queued', 'sent', 'failed', 'unknown', 'missed']);

export function Notices({ viewer, notices }: CommitmentPageProps): VNode {
  const { commitment: words, frame } = wordsIn(viewer.locale);
  const newest = [...notices].sort((a, b) => (a.at < b.at ? 1 : -1));
  const [sent, unsent] = [newest.filter(({ state }) => told.has(state)), newest.filter(({ state }) => !told.has(state))];
  return (
    <>
      <h2>{words.notices}</h2>
      <p class="quiet">{sent.length === 0 ? words.noNotices : `${words.noticesText} ${frame.times(viewer.zone)}`}</p>
      {sent.length === 0 ? null : <Rows viewer={viewer} notices={sent} />}
      {unsent.length === 0 ? null : (
        <details>
          <summary>{words.unsent(unsent.length)}</summary>
          <Rows viewer={viewer} notices={unsent} />
        </details>
      )}
    </>
  );
}

function Rows({ viewer: { locale, zone }, notices }: Pick<CommitmentPageProps, 'viewer'> & { notices: readonly Notice[] }): VNode {
  const { commitment: words, outbox, mail } = wordsIn(locale);
  const { day, what, to, state, at } = words.noticeColumns;
  return (
    <Table
      caption={words.notices}
      isCaptionHidden
      columns={[day, what, to, state, at]}
      rows={notices.map((notice) => [
        formatDay(notice.nominalDate, locale),
        (mail.tag as Partial<Record<string, string>>)[notice.class] ?? notice.class,
        <span class="address">{notice.person}</span>,
        <>
          <StatusTag tone={noticeTones[notice.state]}>{outbox.noticeStates[notice.state]}</StatusTag>
          {notice.reason === null ? null : (
            <span class="hint">{(outbox.reasons as Partial<Record<string, string>>)[notice.reason] ?? notice.reason}</span>
          )}
        </>,
        formatMoment(notice.at, zone, locale),
      ])}
    />
  );
}
