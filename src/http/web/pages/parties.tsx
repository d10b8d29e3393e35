/** Everybody who promised, was promised something or spoke. */
import type { VNode } from 'preact';
import type { Party } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { Empty, Pagination } from './pieces/parts.js';

interface PartiesProps {
  viewer: Viewer;
  items: readonly Party[];
  next: string | null;
  isFirstPage: boolean;
}

export function PartiesPage({ viewer, items, next, isFirstPage }: PartiesProps): VNode {
  const { party: words } = wordsIn(viewer.locale).audit;
  const sorted = [...items].sort((a, b) => a.name.localeCompare(b.name, viewer.locale));
  return (
    <Page viewer={viewer} title={words.list} here="parties">
      <p>{words.listIntro}</p>
      {items.length === 0 ? (
        <Empty title={words.empty} />
      ) : (
        <ul class="spaced">
          {sorted.map(({ id, name }) => (
            <li>
              <a href={`/parties/${id}`}>{name}</a>
            </li>
          ))}
        </ul>
      )}
      <Pagination locale={viewer.locale} first={isFirstPage ? null : '/parties'} next={next === null ? null : `/parties?after=${next}`} />
    </Page>
  );
}
