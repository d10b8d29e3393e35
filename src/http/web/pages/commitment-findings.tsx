/** What was found about a commitment: verdicts with who said so, and the evidence they rest on. */
import type { VNode } from 'preact';
import { dayIn, type Instant } from '../../../domain/time.js';
import type { Evidence } from '../../../domain/evidence.js';
import { formatDay, wordsIn, type Words } from '../../../i18n/index.js';
import type { CommitmentPageProps } from './commitment-props.js';
import { edtfInWords } from './edtf-words.js';
import { OutsideLink } from './pieces/parts.js';

export function Verdicts({
  viewer: { locale, zone },
  detail: { verdicts, evidence },
  dossier: { names },
}: CommitmentPageProps): VNode | null {
  const { commitment: words, axes } = wordsIn(locale);
  const name = (id: string): string => names.get(id) ?? id;
  const on = (at: Instant): string => formatDay(dayIn(zone, at), locale);
  if (verdicts.length === 0) return null;
  return (
    <>
      <h2>{words.verdicts}</h2>
      {[...verdicts].reverse().map((v) => (
        <section class="finding">
          <h3>
            {axes.verdict[v.verdict]}
            {v.reasonCode === null ? null : ` · ${axes.reasonCode[v.reasonCode]}`}
            {v.fulfilledOn === null ? null : ` · ${edtfInWords(v.fulfilledOn, locale)}`}
          </h3>
          {v.rationale === null ? null : <p>{v.rationale}</p>}
          <p class="quiet">
            {words.verdictBy(name(v.proposedBy), on(v.proposedAt))},{' '}
            {v.decidedBy === null || v.decidedAt === null
              ? words.verdictState[v.state]
              : words.decidedBy(words.verdictState[v.state], name(v.decidedBy), on(v.decidedAt))}
          </p>
          <ul class="quiet">
            {evidence
              .filter(({ id }) => v.evidence.includes(id))
              .map(({ id, shows }) => (
                <li>
                  <a href={`#evidence-${id}`}>{shows}</a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function Evidences({ viewer: { locale }, detail: { evidence }, dossier: { names } }: CommitmentPageProps): VNode {
  const { commitment: words } = wordsIn(locale);
  return (
    <>
      <h2>{words.evidence}</h2>
      {evidence.length === 0 ? <p>{words.noEvidence}</p> : null}
      {evidence.map((each) => (
        <section class="finding" id={`evidence-${each.id}`}>
          <h3>{each.shows}</h3>
          {each.quote === null ? null : <blockquote dir="auto">{each.quote}</blockquote>}
          <Where evidence={each} words={words} />
          <p class="quiet">{words.evidenceOf(formatDay(each.date, locale), names.get(each.addedBy) ?? each.addedBy)}</p>
        </section>
      ))}
    </>
  );
}

function Where({ evidence, words }: { evidence: Evidence; words: Words['commitment'] }): VNode | null {
  const { id, commitment, url, archivedUrl, file } = evidence;
  if (url === null && file === null) return null;
  return (
    <p>
      {url === null ? null : <OutsideLink url={url} />}
      {archivedUrl === null ? null : (
        <>
          {' '}
          (<OutsideLink url={archivedUrl}>{words.archived}</OutsideLink>)
        </>
      )}
      {file === null ? null : (
        <>
          {' '}
          <a href={`/api/v1/commitments/${commitment}/evidence/${id}/file`}>{words.keptFile}</a>
          <span class="quiet outside"> SHA-256 {file.sha256}</span>
        </>
      )}
    </p>
  );
}
