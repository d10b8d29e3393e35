/** What a commitment is, fact by fact: its date first, since that is what readers come for. */
import type { VNode } from 'preact';
import { targetText } from '../../../domain/target-text.js';
import type { Day } from '../../../domain/time.js';
import { formatDay, formatInstant, wordsIn } from '../../../i18n/index.js';
import type { CommitmentPageProps } from './commitment-props.js';
import { Foreign, SummaryList } from './pieces/parts.js';

export function TheDate({ viewer, detail, dossier, conventions, picture }: CommitmentPageProps): VNode {
  const { locale, zone } = viewer;
  const { commitment: words, register, axes } = wordsIn(locale);
  const { target, targetText: text, originalTarget, slipDays } = detail;
  const { facts } = words;
  const day = (value: Day | null): string | null => (value === null ? null : formatDay(value, locale));
  const window = words.window(day(target.earliest), day(target.latest));
  const slip = slipDays === null || slipDays === 0 ? null : slipDays;
  return (
    <>
      <h2>{words.date}</h2>
      {picture === null ? null : <div class="picture" dangerouslySetInnerHTML={{ __html: picture }} />}
      <SummaryList
        facts={[
          {
            term: facts.inTheirWords,
            text: target.phrase === null ? null : <Foreign lang={target.phraseLang}>{register.quoted(target.phrase)}</Foreign>,
          },
          {
            term: facts.readAs,
            text: (
              <>
                {text[locale]}
                {target.earliest === target.latest || window === text[locale] ? null : <div class="quiet">{window}</div>}
                {target.certainty === 'exact' ? null : (
                  <div class="quiet">{words.certainty(axes.certainty[target.certainty].toLowerCase())}</div>
                )}
              </>
            ),
          },
          { term: facts.overdueFrom, text: day(target.overdueFrom) },
          { term: facts.endedFrom, text: day(target.endedFrom) },
          {
            term: facts.why,
            text:
              conventions.length === 0 ? null : (
                <ul>
                  {conventions.map((why) => (
                    <li>{why}</li>
                  ))}
                </ul>
              ),
          },
          { term: facts.firstPromised, text: target.revision === 1 ? null : targetText(originalTarget, locale) },
          {
            term: facts.slip,
            text: slip === null ? null : slip > 0 ? words.later(register.days(slip)) : words.earlier(register.days(-slip)),
          },
          { term: facts.nextAlert, text: dossier.nextAlert === null ? null : formatInstant(dossier.nextAlert, zone, locale) },
        ]}
      />
    </>
  );
}

export function About({ viewer: { locale }, detail }: CommitmentPageProps): VNode {
  const { commitment: words, axes, frame } = wordsIn(locale);
  const { facts } = words;
  const { condition, owner, promisor, beneficiaries, topics, measure, kind, progress, standing, parent, supersedes } = detail;
  const link = (ref: string | null): VNode | null => (ref === null ? null : <a href={`/commitments/${ref}`}>{ref}</a>);
  return (
    <>
      <h2>{words.about}</h2>
      <SummaryList
        facts={[
          { term: facts.promisor, text: <a href={`/parties/${promisor.id}`}>{promisor.name}</a> },
          { term: facts.beneficiaries, text: beneficiaries.map(({ name }) => name).join(', ') },
          {
            term: facts.condition,
            text: condition === null ? null : words.withState(condition.text, axes.conditionState[condition.state].toLowerCase()),
          },
          { term: facts.progress, text: axes.progress[progress] },
          { term: facts.standing, text: axes.standing[standing] },
          { term: facts.kind, text: axes.kind[kind] },
          { term: facts.measure, text: measure },
          { term: facts.owner, text: owner === null ? frame.notThere : (owner.name ?? owner.email ?? owner.id) },
          {
            term: facts.topics,
            text:
              topics.length === 0
                ? null
                : topics.map((topic, i) => [i === 0 ? '' : ', ', <a href={`/?topic=${encodeURIComponent(topic)}`}>{topic}</a>]),
          },
          { term: facts.parent, text: link(parent) },
          { term: facts.supersedes, text: link(supersedes) },
        ]}
      />
    </>
  );
}
