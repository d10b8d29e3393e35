/** A text beside what may be commitments in it: nothing is accepted before a person decides, one by one. */
import type { ComponentChildren, VNode } from 'preact';
import type { Decision, SourceText } from '../../../domain/texts.js';
import { targetText } from '../../../domain/target-text.js';
import type { Locale } from '../../../domain/people.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { TextProposals } from '../../../services/texts.service.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { BackLink, Foreign, OutsideLink, StatusTag, SummaryList } from './pieces/parts.js';

export type ProposalItem = TextProposals['items'][number];

/** A text that was given no title is called by whose it is and when it was published. */
export function titleOf({ title, issuer, publishedOn }: SourceText, locale: Locale): string {
  return title ?? `${issuer}, ${formatDay(publishedOn, locale)}`;
}

/** What is not promised by anybody stands apart. */
const isApart = ({ kind }: ProposalItem): boolean => kind === 'request' || kind === 'event';

export function TextPage({ viewer, found }: { viewer: Viewer; found: TextProposals }): VNode {
  const { texts } = wordsIn(viewer.locale);
  const words = texts.one;
  const { text, content, items, misses } = found;
  const promised = items.filter((item) => !isApart(item));
  const [likely, possible] = [promised.filter(({ tier }) => tier === 'likely'), promised.filter(({ tier }) => tier === 'possible')];
  const apart = items.filter(isApart);
  return (
    <Page
      viewer={viewer}
      title={titleOf(text, viewer.locale)}
      here="texts"
      wide
      above={<BackLink href="/texts">{texts.list.title}</BackLink>}
    >
      <SummaryList
        facts={[
          { term: words.issuer, text: text.issuer },
          { term: words.published, text: formatDay(text.publishedOn, viewer.locale) },
          { term: words.source, text: text.url === null ? null : <OutsideLink url={text.url} /> },
          { term: words.sha256, text: <code>{text.sha256}</code> },
        ]}
      />
      <div class="beside">
        <section aria-labelledby="source">
          <h2 id="source">{words.text}</h2>
          <div class="source" lang={text.lang} tabIndex={0}>
            {marked(content, items, misses)}
          </div>
        </section>
        <section aria-labelledby="proposals">
          <h2 id="proposals">{words.proposals}</h2>
          {items.length === 0 ? <p>{words.nothing}</p> : null}
          {likely.length === 0 ? null : <h3>{words.likely}</h3>}
          {likely.map((item) => (
            <Card viewer={viewer} item={item} lang={text.lang} text={text.id} />
          ))}
          <Folded title={words.possible(possible.length)} items={possible} viewer={viewer} lang={text.lang} text={text.id} />
          <Folded title={words.apart(apart.length)} items={apart} viewer={viewer} lang={text.lang} text={text.id} />
          {misses.length === 0 ? null : (
            <>
              <h3>{words.misses}</h3>
              <ul>
                {misses.map((miss) => (
                  <li>
                    <a href={`/commitments/${miss.commitment ?? ''}`}>{miss.commitment}</a>{' '}
                    <Foreign lang={text.lang}>{content.slice(miss.start, miss.end)}</Foreign>
                  </li>
                ))}
              </ul>
            </>
          )}
          <p>{words.unproposed(text.withoutProposal)}</p>
          <p>
            <a class="button second" href={`/texts/${text.id}/add`}>
              {words.add}
            </a>
          </p>
        </section>
      </div>
    </Page>
  );
}

/** The text with a mark for each proposal and each addition, linked to its card; what overlaps a mark gets none of its own. */
function marked(content: string, items: readonly ProposalItem[], misses: readonly Decision[]): ComponentChildren[] {
  const places = [
    ...items.map(({ id, start, end }) => ({ start, end, id })),
    ...misses.map(({ start, end }) => ({ start, end, id: null })),
  ].sort((a, b) => a.start - b.start);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const { start, end, id } of places) {
    if (start < at) continue;
    const words = content.slice(start, end);
    parts.push(
      content.slice(at, start),
      <mark id={id === null ? undefined : `in-${id}`}>{id === null ? words : <a href={`#${id}`}>{words}</a>}</mark>,
    );
    at = end;
  }
  return [...parts, content.slice(at)];
}

interface FoldedProps {
  title: string;
  items: readonly ProposalItem[];
  viewer: Viewer;
  lang: Locale;
  text: string;
}

function Folded({ title, items, ...rest }: FoldedProps): VNode | null {
  return items.length === 0 ? null : (
    <details>
      <summary>{title}</summary>
      {items.map((item) => (
        <Card item={item} {...rest} />
      ))}
    </details>
  );
}

function Card({ viewer, item, lang, text }: { viewer: Viewer; item: ProposalItem; lang: Locale; text: string }): VNode {
  const words = wordsIn(viewer.locale).texts.one;
  return (
    <article class="card" id={item.id}>
      <blockquote lang={lang}>{item.quote}</blockquote>
      <ProposalFacts viewer={viewer} item={item} lang={lang} />
      {item.decision === null ? (
        <p>
          <a class="button" href={`/texts/${text}/proposals/${item.id}`} aria-label={words.decideOn(item.quote)}>
            {words.decide}
          </a>
        </p>
      ) : (
        <p>
          <StatusTag tone={item.decision.outcome === 'rejected' ? 'plain' : 'good'}>{words.outcomes[item.decision.outcome]}</StatusTag>{' '}
          {item.decision.commitment === null ? null : <a href={`/commitments/${item.decision.commitment}`}>{item.decision.commitment}</a>}
        </p>
      )}
      <details>
        <summary>{words.why}</summary>
        <ul>
          {item.reasons.map(([reason, points], i) => (
            <li>
              {words.points(points)} {i === 0 ? words.cue(reason) : (words.reasons[reason] ?? reason)}
            </li>
          ))}
        </ul>
        <p class="quiet">{words.noProbability}</p>
      </details>
      <p class="quiet">
        <a href={`#in-${item.id}`}>{words.inText}</a>
      </p>
    </article>
  );
}

/** What was inferred, each part called so, with why. */
export function ProposalFacts({ viewer, item, lang }: { viewer: Viewer; item: ProposalItem; lang: Locale }): VNode {
  const { texts, axes } = wordsIn(viewer.locale);
  const words = texts.one;
  const { promisor, target } = item;
  const deduced = (why: string | null): VNode => <span class="quiet">{words.deduced(why)}</span>;
  return (
    <>
      <SummaryList
        facts={[
          { term: words.kind, text: axes.kind[item.kind] },
          {
            term: words.promisor,
            text:
              promisor === null ? (
                words.unknown
              ) : (
                <>
                  <Foreign lang={lang}>{promisor.text}</Foreign> {deduced(words.how[promisor.how])}
                </>
              ),
          },
          { term: words.speaker, text: item.speaker },
          { term: words.saidOn, text: formatDay(item.statedOn, viewer.locale) },
          {
            term: words.when,
            text:
              target === null ? (
                words.noDate
              ) : (
                <>
                  <Foreign lang={lang}>{target.text}</Foreign> – {readAs(target, viewer.locale)} {deduced(null)}
                </>
              ),
          },
          {
            term: words.condition,
            text:
              item.condition === null ? null : (
                <>
                  <Foreign lang={lang}>{item.condition}</Foreign> {deduced(null)}
                </>
              ),
          },
        ]}
      />
      {[
        item.furtherTargets.length === 0 ? null : words.further(item.furtherTargets.length),
        item.compound ? words.compound : null,
        item.polarity === 'will_not' ? words.refrains : null,
        item.mergeWith === null ? null : (
          <>
            <a href={`#${item.mergeWith}`}>{words.twin}</a>
          </>
        ),
      ]
        .filter((each) => each !== null)
        .map((each) => (
          <p class="quiet">{each}</p>
        ))}
    </>
  );
}

export function readAs(target: NonNullable<ProposalItem['target']>, locale: Locale): string {
  const { kind, edtf, certainty, duration, trigger, recurrence } = target;
  return targetText(
    { kind, edtf, certainty, duration: duration ?? null, trigger: trigger ?? null, recurrence: recurrence ?? null },
    locale,
  );
}
