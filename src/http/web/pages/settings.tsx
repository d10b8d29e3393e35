/** How the service is set, and whether it is well. */
import type { VNode } from 'preact';
import { formatInstant, wordsIn } from '../../../i18n/index.js';
import type { Diagnosis } from '../../../services/diagnosis.service.js';
import type { Settings } from '../../../services/settings.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { StatusTag, SummaryList } from './pieces/parts.js';
import { Table } from './pieces/table.js';

interface SettingsProps extends Pick<Settings, 'shown' | 'mailIsCaptured'> {
  viewer: Viewer;
  diagnosis: Diagnosis;
}

export function SettingsPage({ viewer, shown, mailIsCaptured, diagnosis }: SettingsProps): VNode {
  const { settings: words } = wordsIn(viewer.locale);
  const { database, lastTickAt, conservation, faults, ready } = diagnosis;
  return (
    <Page viewer={viewer} title={words.title} here="settings" wide>
      <h2>{words.health}</h2>
      <p>
        <StatusTag tone={ready ? 'good' : 'late'}>{ready ? words.ready : words.notReady}</StatusTag>
      </p>
      {ready ? null : (
        // As the command line says them.
        <ul lang="en">
          {faults.map((fault) => (
            <li>{fault}</li>
          ))}
        </ul>
      )}
      <SummaryList
        facts={[
          { term: words.facts.database, text: database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL' },
          {
            term: words.facts.lastTick,
            text: lastTickAt === null ? words.facts.never : formatInstant(lastTickAt, viewer.zone, viewer.locale),
          },
          { term: words.facts.unaccounted, text: String(conservation.unaccounted) },
          { term: words.facts.open, text: String(conservation.open) },
          { term: words.facts.mail, text: mailIsCaptured ? words.facts.captured : words.facts.sent },
        ]}
      />
      <p>
        <a href="/outbox">{words.outbox}</a>
      </p>
      <h2>{words.table}</h2>
      <p>{words.intro}</p>
      <Table
        caption={words.table}
        isCaptionHidden
        columns={[words.columns.name, words.columns.value, words.columns.source]}
        rows={shown.map(({ name, value, source }) => [
          <code>{name}</code>,
          value ?? <span class="quiet">{words.unset}</span>,
          words.sources[source] ?? source,
        ])}
      />
    </Page>
  );
}
