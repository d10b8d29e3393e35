/** One commitment: what was said, what it was read as, where it stands, and how it came to be so. */
import type { VNode } from 'preact';
import { detectLang } from '../../../domain/phrases/index.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { CommitmentPageProps } from './commitment-props.js';
import { Actions, Waiting } from './commitment-actions.js';
import { About, TheDate } from './commitment-facts.js';
import { Evidences, Verdicts } from './commitment-findings.js';
import { History } from './commitment-history.js';
import { Notices } from './commitment-notices.js';
import { Page } from './layout.js';
import { BackLink, Notice as Noted, OutsideLink } from './pieces/parts.js';
import { Quote } from './pieces/quote.js';
import { StatusTags } from './pieces/status.js';

export function CommitmentPage(props: CommitmentPageProps): VNode {
  const { viewer, detail, asOf, saved } = props;
  const words = wordsIn(viewer.locale);
  const { commitment } = words;
  const { ref, title, statement } = detail;
  return (
    <Page
      viewer={viewer}
      title={title}
      titleLang={detectLang(title)}
      here="register"
      above={<BackLink href={asOf === null ? '/' : `/?asOf=${asOf}`}>{commitment.back}</BackLink>}
    >
      {saved ? <Noted>{commitment.saved}</Noted> : null}
      {asOf === null ? null : (
        <Noted>
          {commitment.asOf(formatDay(asOf, viewer.locale))} <a href={`/commitments/${ref}`}>{commitment.asItIs}</a>
        </Noted>
      )}
      <p>
        <strong>{ref}</strong> · {detail.promisor.name}
      </p>
      <p>
        <StatusTags view={detail} words={words} />
      </p>
      <Waiting {...props} />
      {asOf === null ? <Actions {...props} /> : null}
      <h2>{commitment.said}</h2>
      <Quote quote={statement.quote} lang={statement.lang} phrase={detail.originalTarget.phrase} />
      <Source {...props} />
      <TheDate {...props} />
      <About {...props} />
      <Verdicts {...props} />
      <Evidences {...props} />
      {asOf === null ? <Notices {...props} /> : null}
      <History {...props} />
    </Page>
  );
}

function Source({ viewer: { locale }, detail: { statement } }: CommitmentPageProps): VNode {
  const { commitment: words } = wordsIn(locale);
  const { speaker, speakerRole, saidOn, publishedOn, source } = statement;
  const name = [source?.title, source?.publisher].filter((part) => part != null).join(', ');
  const parts = [
    ...(speaker === null ? [] : [words.by(speaker, speakerRole)]),
    words.saidOn(formatDay(saidOn, locale)),
    ...(publishedOn === null ? [] : [words.publishedOn(formatDay(publishedOn, locale))]),
  ];
  return (
    <p class="quiet">
      {parts.join(', ')}
      {source === null || (name === '' && source.url === null) ? null : (
        <>
          <br />
          {source.url === null ? name : <OutsideLink url={source.url}>{name === '' ? source.url : name}</OutsideLink>}
        </>
      )}
    </p>
  );
}
