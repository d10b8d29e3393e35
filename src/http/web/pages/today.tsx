/** The page of the day. What waits for the reader comes first, what is merely new comes last. */
import type { ComponentChildren, VNode } from 'preact';
import { formatDay, formatInstant, formatMoment, wordsIn } from '../../../i18n/index.js';
import type { Today } from '../../../services/today.service.js';
import type { CommitmentView } from '../../../services/views.js';
import { actions } from '../../auth/actions.js';
import { newForm } from '../forms.js';
import { listPath } from '../register-query.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { Row } from './pieces/commitment-row.js';
import { Form } from './pieces/form.js';
import { CommitmentTitle, StatusTag } from './pieces/parts.js';

interface TodayProps {
  viewer: Viewer;
  today: Today;
}

export function TodayPage(props: TodayProps): VNode {
  const { viewer, today } = props;
  const { today: words } = wordsIn(viewer.locale);
  const { day, dueTo, overdue, due } = today;
  const dueList = { dueFrom: day, dueTo, verdict: 'pending', standing: 'active', publication: 'published' } as const;
  return (
    <Page viewer={viewer} title={words.title} here="today" wide>
      <p>{words.day(formatDay(day, viewer.locale))}</p>
      {(actions['verdict.decide'].roles as readonly string[]).includes(viewer.role) ? <ToDecide {...props} /> : null}
      <h2>{words.overdue}</h2>
      <Rows viewer={viewer} views={overdue} none={words.nothingOverdue} intro={words.overdueText} />
      <p>
        <a href={listPath({ timeliness: 'overdue', standing: 'active' })}>{words.allOverdue}</a>
      </p>
      <h2>{words.due}</h2>
      <Rows viewer={viewer} views={due.items} none={words.nothingDue} />
      {due.next === null ? null : (
        <p>
          <a href={listPath(dueList)}>{words.allDue(due.total)}</a>
        </p>
      )}
      <MailTrouble {...props} />
      <News {...props} />
    </Page>
  );
}

interface RowsProps {
  viewer: Viewer;
  views: readonly CommitmentView[];
  none: string;
  intro?: string;
}

function Rows({ viewer, views, none, intro }: RowsProps): VNode {
  if (views.length === 0) return <p>{none}</p>;
  return (
    <>
      {intro === undefined ? null : <p class="quiet">{intro}</p>}
      <ol class="rows">
        {views.map((view) => (
          <Row viewer={viewer} view={view} heading="h3" />
        ))}
      </ol>
    </>
  );
}

function ToDecide({ viewer, today: { toDecide, names } }: TodayProps): VNode {
  const { today: words, axes } = wordsIn(viewer.locale);
  return (
    <>
      <h2>{words.confirm}</h2>
      {toDecide.length === 0 ? <p>{words.nothingToConfirm}</p> : null}
      <ul class="bare">
        {toDecide.map(({ verdict, commitment: { ref, title } }) => (
          <li>
            <a href={`/commitments/${ref}/verdict`}>
              {ref} <CommitmentTitle title={title} />
            </a>
            <div class="quiet">{words.proposed(axes.verdict[verdict.verdict], names.get(verdict.proposedBy) ?? '')}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

function MailTrouble({ viewer, today: { mail } }: TodayProps): VNode {
  const { today: words } = wordsIn(viewer.locale);
  const troubles: ComponentChildren[] = [
    ...(mail.held ? [<StatusTag tone="late">{words.mailHeld}</StatusTag>] : []),
    ...(mail.failed === 0 ? [] : [<a href="/outbox?fate=failed">{words.mailFailed(mail.failed)}</a>]),
    ...(mail.unknown === 0 ? [] : [<a href="/outbox?fate=unknown">{words.mailUnknown(mail.unknown)}</a>]),
  ];
  return (
    <>
      <h2>{words.mail}</h2>
      {troubles.length === 0 ? (
        <p>{words.noMailTrouble}</p>
      ) : (
        <ul class="bare">
          {troubles.map((trouble) => (
            <li>{trouble}</li>
          ))}
          <li>
            <a href="/outbox">{words.outbox}</a>
          </li>
        </ul>
      )}
    </>
  );
}

function News({ viewer, today: { news, names } }: TodayProps): VNode {
  const { locale, zone } = viewer;
  const { today: words, commitment, frame } = wordsIn(locale);
  return (
    <>
      <h2>{words.news}</h2>
      <p class="quiet">
        {news.since === null ? words.newsFirst : words.newsSince(formatInstant(news.since, zone, locale))}{' '}
        {news.more ? words.newsMore(news.events.length) : null} {frame.times(zone)}
      </p>
      {news.events.length === 0 ? (
        <p>{words.noNews}</p>
      ) : (
        <>
          <ul class="bare">
            {[...byCommitment(news.events)].map(([ref, events]) => (
              <li>
                <a href={`/commitments/${ref}`}>
                  {ref} <CommitmentTitle title={events[0]?.title ?? ''} />
                </a>
                {events.map(({ event }) => (
                  <div class="quiet">
                    {names.get(event.actor) ?? commitment.system} {commitment.happened[event.type]} ·{' '}
                    {formatMoment(event.recordedAt, zone, locale)}
                  </div>
                ))}
              </li>
            ))}
          </ul>
          <Form viewer={viewer} form={newForm()} action="/today/looked" hidden={{ upTo: String(news.upTo) }}>
            <button type="submit" class="second">
              {words.looked}
            </button>
          </Form>
        </>
      )}
    </>
  );
}

/** What happened to one commitment stands together, where the newest of it stands. */
function byCommitment(events: Today['news']['events']): Map<string, Today['news']['events']> {
  const found = new Map<string, Today['news']['events']>();
  for (const each of events) {
    const ref = each.event.commitment ?? '';
    found.set(ref, [...(found.get(ref) ?? []), each]);
  }
  return found;
}
