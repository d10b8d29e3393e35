/** Every change of a commitment: who, when, what it was and became, why, and where that stands in the log. */
import type { VNode } from 'preact';
import { detectLang } from '../../../domain/phrases/index.js';
import { dayIn } from '../../../domain/time.js';
import { formatDay, formatMoment, wordsIn, type Words } from '../../../i18n/index.js';
import type { Dossier, Step } from '../../../services/dossier.service.js';
import type { Viewer } from '../viewer.js';
import { differences } from './commitment-values.js';
import { Differences } from './pieces/differences.js';

export function History({ viewer, dossier }: { viewer: Viewer; dossier: Dossier }): VNode {
  const { commitment: words, frame } = wordsIn(viewer.locale);
  return (
    <>
      <h2>{words.history}</h2>
      <p class="quiet">
        {words.historyText} {frame.times(viewer.zone)}
      </p>
      <ol class="history" reversed>
        {[...dossier.steps].reverse().map((step) => (
          <li>
            <Entry viewer={viewer} step={step} names={dossier.names} words={words} />
          </li>
        ))}
      </ol>
    </>
  );
}

interface EntryProps {
  viewer: Viewer;
  step: Step;
  names: Dossier['names'];
  words: Words['commitment'];
}

function Entry({ viewer: { locale, zone }, step: { event, before, after }, names, words }: EntryProps): VNode {
  const who = event.actor === 'system' ? words.system : (names.get(event.actor) ?? event.actor);
  const source = event.type === 'target.revised' ? event.payload.source : null;
  const said = wordsOf(event);
  return (
    <>
      <div>
        <strong>{who}</strong> {words.happened[event.type] ?? event.type}
      </div>
      <div class="quiet">
        {formatMoment(event.recordedAt, zone, locale)} · {words.index(event.index)}
        {event.validOn === dayIn(after.target.zone, event.recordedAt) ? null : ` · ${words.validOn(formatDay(event.validOn, locale))}`}
      </div>
      {before === null ? null : <Differences differences={differences(before, after, { names, locale })} words={words} />}
      {said === null ? null : (
        <p dir="auto" lang={detectLang(said)}>
          {said}
        </p>
      )}
      {event.reason === null ? null : (
        <div class="quiet">
          {words.reason}: <span lang={detectLang(event.reason)}>{event.reason}</span>
        </div>
      )}
      {source === null ? null : (
        <div class="quiet outside">
          {words.source}: {source}
        </div>
      )}
    </>
  );
}

/** What somebody wrote with the change. */
function wordsOf(event: Step['event']): string | null {
  switch (event.type) {
    case 'evidence.added':
      return event.payload.shows;
    case 'note.added':
      return event.payload.text;
    case 'progress.reported':
      return event.payload.note;
    case 'verdict.proposed':
      return event.payload.rationale;
    default:
      return null;
  }
}
