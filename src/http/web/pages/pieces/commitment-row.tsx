/** A commitment in a list: what it is, what was said beside what it was read as, and where it stands. */
import type { VNode } from 'preact';
import { detectLang } from '../../../../domain/phrases/index.js';
import { dayIn, type Day, type Instant } from '../../../../domain/time.js';
import { formatDay, wordsIn } from '../../../../i18n/index.js';
import type { CommitmentView } from '../../../../services/views.js';
import type { Viewer } from '../../viewer.js';
import { Foreign } from './parts.js';
import { StatusTags } from './status.js';

interface RowProps {
  view: CommitmentView;
  viewer: Viewer;
  alert?: Instant | undefined;
  /** The past day that the list is of. */
  asOf?: Day | undefined;
  /** Below another heading, a lower one. */
  heading?: 'h2' | 'h3';
}

export function Row({ view, viewer: { locale, zone }, alert, asOf, heading: Heading = 'h2' }: RowProps): VNode {
  const words = wordsIn(locale);
  const { register } = words;
  const { ref, title, promisor, target, targetText, slipDays } = view;
  return (
    <li class="row">
      <div>
        <span class="quiet">{ref}</span>
        <Heading>
          <a href={`/commitments/${ref}${asOf === undefined ? '' : `?asOf=${asOf}`}`} lang={detectLang(title)}>
            {title}
          </a>
        </Heading>
        <span class="quiet">{promisor.name}</span>
      </div>
      <div>
        {targetText[locale]}
        {target.phrase === null ? null : (
          <div class="quiet">
            <Foreign lang={target.phraseLang}>{register.quoted(target.phrase)}</Foreign>
          </div>
        )}
        {slipDays === null || slipDays === 0 ? null : (
          <div class="quiet">{slipDays > 0 ? register.slipped(slipDays) : register.forward(-slipDays)}</div>
        )}
      </div>
      <div>
        <StatusTags view={view} words={words} />
        {alert === undefined ? null : <div class="quiet">{register.nextAlert(formatDay(dayIn(zone, alert), locale))}</div>}
      </div>
    </li>
  );
}
