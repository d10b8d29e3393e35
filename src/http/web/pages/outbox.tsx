/** The outbox: whether mail goes out, every mail by what became of it, and why a reminder became none. */
import type { VNode } from 'preact';
import type { Message } from '../../../domain/delivery.js';
import { restoredDecisions, type Hold } from '../../../domain/holds.js';
import { formatDay, formatInstant, formatMoment, wordsIn } from '../../../i18n/index.js';
import type { MailFate } from '../../../services/mails.service.js';
import type { Notice, NoticeState } from '../../../services/notices.service.js';
import type { SenderState } from '../../../services/sender.service.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { RadioGroup, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { Empty, Pagination, StatusTag, type Tone } from './pieces/parts.js';
import { Table } from './pieces/table.js';
import { Tabs } from './pieces/tabs.js';

interface OutboxProps {
  viewer: Viewer;
  sender: SenderState;
  form: FormState;
  fate: MailFate;
  counts: Record<MailFate, number>;
  mails: { items: readonly Message[]; next: string | null };
  isFirstPage: boolean;
  /** Of the commitment that was asked about. */
  lookedUp: { ref: string; notices: readonly Notice[] | null } | null;
}

export function OutboxPage({ viewer, sender, form, fate, counts, mails, isFirstPage, lookedUp }: OutboxProps): VNode {
  const { outbox: words, frame } = wordsIn(viewer.locale);
  return (
    <Page viewer={viewer} title={words.title} here="outbox" wide wrong={isWrong(form)}>
      <ErrorSummary viewer={viewer} form={form} />
      <p>{words.intro}</p>
      <h2>{words.sender}</h2>
      <Sender viewer={viewer} sender={sender} form={form} />
      <h2>{words.fateLabel}</h2>
      <Tabs
        label={words.fateLabel}
        tabs={(Object.keys(words.fates) as MailFate[]).map((each) => ({
          href: `/outbox?fate=${each}`,
          text: `${words.fates[each]} (${counts[each]})`,
          isHere: each === fate,
        }))}
      />
      <p class="quiet">
        {words.explained[fate]} {frame.times(viewer.zone)}
      </p>
      {mails.items.length === 0 ? (
        <Empty title={words.none[fate]} />
      ) : (
        <Mails viewer={viewer} mails={mails.items} label={words.fates[fate]} />
      )}
      <Pagination
        locale={viewer.locale}
        first={isFirstPage ? null : `/outbox?fate=${fate}`}
        next={mails.next === null ? null : `/outbox?fate=${fate}&before=${mails.next}`}
      />
      <LookUp viewer={viewer} lookedUp={lookedUp} />
    </Page>
  );
}

function Sender({ viewer, sender, form }: { viewer: Viewer; sender: SenderState; form: FormState }): VNode {
  const { outbox: words } = wordsIn(viewer.locale);
  const held = new Set(sender.holds.map(({ cause }) => cause));
  const acts = [
    ...(held.has('paused') || held.has('refused') ? (['resume'] as const) : (['pause'] as const)),
    ...(held.has('clock') ? (['clock'] as const) : []),
  ];
  return (
    <>
      <p>
        <StatusTag tone={sender.sending ? 'good' : 'late'}>{sender.sending ? words.sending : words.waits}</StatusTag>
      </p>
      {sender.holds.map((hold) => (
        <HoldNotice viewer={viewer} hold={hold} />
      ))}
      {viewer.role !== 'admin' ? (
        <p class="quiet">{words.adminsOnly}</p>
      ) : (
        <details open={sender.holds.length > 0 || isWrong(form)}>
          <summary>{words.control}</summary>
          <Form viewer={viewer} form={form} action="/outbox/sender">
            {held.has('restored') ? (
              <RadioGroup
                form={form}
                name="decision"
                label={words.decide}
                choices={restoredDecisions.map((value) => ({ value, label: words.decisions[value] }))}
              />
            ) : null}
            <TextField form={form} name="reason" label={words.reason} hint={words.reasonHint} />
            <div class="buttons">
              {held.has('restored') ? (
                <button type="submit" name="act" value="restored">
                  {words.decideButton}
                </button>
              ) : null}
              {acts.map((act) => (
                <button type="submit" name="act" value={act} class={act === 'pause' ? 'second' : undefined}>
                  {words[act]}
                </button>
              ))}
            </div>
          </Form>
        </details>
      )}
    </>
  );
}

function HoldNotice({ viewer, hold }: { viewer: Viewer; hold: Hold }): VNode {
  const { outbox: words } = wordsIn(viewer.locale);
  return (
    <div class="notice">
      <p>
        {words.holds[hold.cause]} {words.since(formatInstant(hold.since, viewer.zone, viewer.locale))}.
      </p>
      <p>{hold.detail}</p>
    </div>
  );
}

function Mails({ viewer, mails, label }: { viewer: Viewer; mails: readonly Message[]; label: string }): VNode {
  const { outbox: words } = wordsIn(viewer.locale);
  return (
    <Table
      caption={label}
      isCaptionHidden
      columns={(['subject', 'to', 'state', 'at'] as const).map((column) => words.columns[column])}
      rows={mails.map((mail) => [
        <a href={`/outbox/${mail.id}`}>{mail.subject}</a>,
        <span class="address">{mail.envelopeTo}</span>,
        <MailState viewer={viewer} mail={mail} />,
        formatMoment(mail.finishedAt ?? mail.queuedAt, viewer.zone, viewer.locale),
      ])}
    />
  );
}

const mailTones: Record<Message['state'], Tone> = {
  ...{ queued: 'open', sending: 'open', sent: 'good', failed: 'late', unknown: 'soon', assumed: 'soon' },
  ...{ suppressed: 'plain', cancelled: 'plain', expired: 'late' },
};

export function MailState({ viewer, mail }: { viewer: Viewer; mail: Message }): VNode {
  const { outbox: words } = wordsIn(viewer.locale);
  const waits = mail.state === 'queued' && mail.attempts > 0;
  const further = [
    mail.reason === null ? null : (words.reasons[mail.reason] ?? mail.reason),
    mail.attempts > 1 || waits ? words.attempts(mail.attempts) : null,
    waits ? words.nextTry(formatInstant(mail.notBefore, viewer.zone, viewer.locale)) : null,
    mail.possibleDuplicate ? words.possibleDuplicate : null,
  ].filter((part) => part !== null);
  return (
    <>
      <StatusTag tone={mailTones[mail.state]}>{words.states[mail.state]}</StatusTag>
      {further.length === 0 ? null : <span class="hint">{further.join('; ')}</span>}
    </>
  );
}

const noticeTones: Record<NoticeState, Tone> = {
  ...{ queued: 'open', sent: 'good', failed: 'late', suppressed: 'plain', cancelled: 'plain' },
  ...{ missed: 'soon', skipped: 'plain', unknown: 'soon' },
} as Record<NoticeState, Tone>;

function LookUp({ viewer, lookedUp }: { viewer: Viewer; lookedUp: OutboxProps['lookedUp'] }): VNode {
  const { outbox: words, mail } = wordsIn(viewer.locale);
  const isWrong = lookedUp !== null && lookedUp.notices === null;
  return (
    <>
      <h2 id="why">{words.lookUp}</h2>
      <form method="get" action="/outbox#why">
        <div class={isWrong ? 'field wrong' : 'field'}>
          <label for="ref">{words.lookUpLabel}</label>
          <span class="hint" id="ref-hint">
            {words.lookUpHint}
          </span>
          {isWrong ? (
            <span class="field-error" id="ref-error">
              {words.lookUpWrong}
            </span>
          ) : null}
          <input
            type="text"
            id="ref"
            name="ref"
            class="short"
            value={lookedUp?.ref}
            aria-describedby={isWrong ? 'ref-hint ref-error' : 'ref-hint'}
            aria-invalid={isWrong ? true : undefined}
            autocomplete="off"
          />
        </div>
        <button type="submit" class="second">
          {words.lookUpButton}
        </button>
      </form>
      {lookedUp?.notices == null ? null : (
        <>
          <h3>
            <a href={`/commitments/${lookedUp.ref}`}>{words.noticesOf(lookedUp.ref)}</a>
          </h3>
          {lookedUp.notices.length === 0 ? (
            <p>{words.noNotices}</p>
          ) : (
            <Table
              caption={words.noticesOf(lookedUp.ref)}
              isCaptionHidden
              columns={(['day', 'what', 'to', 'state'] as const).map((column) => words.noticeColumns[column])}
              rows={lookedUp.notices.map((notice) => [
                formatDay(notice.nominalDate, viewer.locale),
                (mail.tag as Partial<Record<string, string>>)[notice.class] ?? notice.class,
                notice.person,
                <>
                  <StatusTag tone={noticeTones[notice.state]}>{words.noticeStates[notice.state]}</StatusTag>
                  <Why reason={notice.reason} reasons={words.reasons} />
                </>,
              ])}
            />
          )}
        </>
      )}
    </>
  );
}

function Why({ reason, reasons }: { reason: string | null; reasons: Partial<Record<string, string>> }): VNode | null {
  return reason === null ? null : <span class="hint">{reasons[reason] ?? reason}</span>;
}
