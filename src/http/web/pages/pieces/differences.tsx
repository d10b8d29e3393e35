/** Old beside new, member by member. */
import type { VNode } from 'preact';
import type { Words } from '../../../../i18n/index.js';
import type { Difference } from '../commitment-values.js';

export function Differences({ differences, words }: { differences: readonly Difference[]; words: Words['commitment'] }): VNode | null {
  if (differences.length === 0) return null;
  return (
    <dl class="differences">
      {differences.map(({ term, before, after, lang }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            <span class="unseen">{words.from} </span>
            <del lang={lang ?? undefined}>{before}</del>
            <span aria-hidden="true"> → </span>
            <span class="unseen">{words.to} </span>
            <ins lang={lang ?? undefined}>{after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
