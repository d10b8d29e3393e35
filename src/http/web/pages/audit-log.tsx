/** The log, page by page, as the bytes that were hashed. */
import type { VNode } from 'preact';
import type { AuditService } from '../../../services/audit.service.js';
import { formatMoment, wordsIn } from '../../../i18n/index.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { BackLink, Empty } from './pieces/parts.js';
import { Table } from './pieces/table.js';

type LogLine = Awaited<ReturnType<AuditService['log']>>['entries'][number];

interface LogProps {
  viewer: Viewer;
  entries: readonly LogLine[];
  from: number;
  size: number;
  perPage: number;
  /** What was typed as an index that is none. */
  wrong: string | null;
}

export function AuditLogPage({ viewer, entries, from, size, perPage, wrong }: LogProps): VNode {
  const { audit, frame } = wordsIn(viewer.locale);
  const words = audit.logPage;
  const last = entries.at(-1)?.index ?? from;
  return (
    <Page
      viewer={viewer}
      title={words.title}
      here="audit"
      wide
      wrong={wrong !== null}
      above={<BackLink href="/audit">{audit.title}</BackLink>}
    >
      <p>{words.intro}</p>
      <p>
        {words.size(size)}. {frame.times(viewer.zone)} <a href="/audit/verify">{audit.verify}</a>
      </p>
      <GoTo wrong={wrong} size={size} words={words} show={audit.show} />
      {entries.length === 0 ? (
        <Empty title={words.empty} />
      ) : (
        <Table
          caption={words.showing(from, last)}
          columns={[words.index, words.at, words.type, words.about, words.hash, words.bytes]}
          rows={entries.map((entry) => [
            <span id={`e${entry.index}`}>{entry.index}</span>,
            formatMoment(entry.recordedAt, viewer.zone, viewer.locale),
            <code>{entry.type}</code>,
            entry.commitment === null ? '' : <a href={`/commitments/${entry.commitment}`}>{entry.commitment}</a>,
            <code title={entry.hash}>{entry.hash.slice(0, 10)}…</code>,
            <details>
              <summary>{words.bytes}</summary>
              <pre>{entry.bytes}</pre>
              <a href={`/api/v1/audit/proofs/${entry.index}`}>{words.proof}</a>
            </details>,
          ])}
        />
      )}
      <nav class="pagination" aria-label={words.title}>
        {from === 0 ? null : <a href={`/audit/log?from=${Math.max(0, from - perPage)}`}>{words.earlier}</a>}
        {last + 1 >= size ? null : (
          <a href={`/audit/log?from=${last + 1}`} rel="next">
            {words.later}
          </a>
        )}
      </nav>
    </Page>
  );
}

interface GoToProps {
  wrong: string | null;
  size: number;
  words: { go: string; wrongIndex: (last: number) => string };
  show: string;
}

function GoTo({ wrong, size, words, show }: GoToProps): VNode {
  return (
    <form method="get" action="/audit/log">
      <div class={wrong === null ? 'field' : 'field wrong'}>
        <label for="from">{words.go}</label>
        {wrong === null ? null : (
          <span class="field-error" id="from-error">
            {words.wrongIndex(Math.max(0, size - 1))}
          </span>
        )}
        <input
          type="text"
          inputMode="numeric"
          id="from"
          name="from"
          class="short"
          value={wrong ?? ''}
          aria-describedby={wrong === null ? undefined : 'from-error'}
          aria-invalid={wrong === null ? undefined : true}
          autocomplete="off"
        />
      </div>
      <p>
        <button type="submit" class="second">
          {show}
        </button>
      </p>
    </form>
  );
}
