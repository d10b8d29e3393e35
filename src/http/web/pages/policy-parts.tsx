/** A policy in words, and what another would change. */
import type { VNode } from 'preact';
import { periodText } from '../../../domain/period-text.js';
import type { Locale } from '../../../domain/people.js';
import type { Policy, PolicyStep } from '../../../domain/reminder-policy.js';
import { formatInstant, wordsIn } from '../../../i18n/index.js';
import type { PolicyEffect } from '../../../services/policy-effect.service.js';
import type { Viewer } from '../viewer.js';
import { Table } from './pieces/table.js';

export function Steps({ viewer, policy }: { viewer: Viewer; policy: Policy }): VNode {
  const { planning, mail } = wordsIn(viewer.locale);
  const words = planning.policies;
  return (
    <Table
      caption={words.steps}
      isCaptionHidden
      columns={[words.stepColumns.key, words.stepColumns.what, words.stepColumns.when, words.stepColumns.to]}
      rows={policy.steps.map((step) => [
        <code>{step.key}</code>,
        mail.tag[step.class],
        whenIn(step, viewer.locale),
        step.audience.map((who) => words.audiences[who]).join(', '),
      ])}
    />
  );
}

function whenIn({ anchor, offset, businessDays, repeat }: PolicyStep, locale: Locale): string {
  const words = wordsIn(locale).planning.policies;
  const isBefore = (businessDays ?? 0) < 0 || offset.startsWith('-');
  const length = businessDays === undefined ? lengthIn(offset, locale) : words.workingDays(Math.abs(businessDays));
  const first = length === null ? words.on(words.anchors[anchor]) : words[isBefore ? 'before' : 'after'](length, words.anchors[anchor]);
  return repeat === undefined ? first : `${first}, ${words.every(lengthIn(repeat.every, locale) ?? '', repeat.max)}`;
}

/** Null for nothing at all. */
function lengthIn(period: string, locale: Locale): string | null {
  return /[1-9]/.test(period) ? periodText(period.replace(/^-/, ''), locale) : null;
}

export function Effect({ viewer, effect }: { viewer: Viewer; effect: PolicyEffect }): VNode {
  const words = wordsIn(viewer.locale).planning.policies;
  const { counts, examined, total, items } = effect;
  const all = counts.added + counts.dropped + counts.moved;
  const at = (instant: string | null): string => (instant === null ? '–' : formatInstant(instant, viewer.zone, viewer.locale));
  const { commitment, step, to, change, now, then } = words.effectColumns;
  return (
    <>
      <p>{words.effectOf(examined, total)}</p>
      {all === 0 ? (
        <p class="large">{words.noEffect}</p>
      ) : (
        <>
          <p class="large">{words.counts(counts.added, counts.dropped, counts.moved)}</p>
          {items.length < all ? <p>{words.firstOnes(items.length)}</p> : null}
          <Table
            caption={words.effect}
            isCaptionHidden
            columns={[commitment, step, to, change, now, then]}
            rows={items.map((row) => [
              <a href={`/commitments/${row.commitment}`}>{row.commitment}</a>,
              <code>{row.step}</code>,
              row.person,
              words.changes[row.change],
              at(row.from),
              at(row.to),
            ])}
          />
        </>
      )}
    </>
  );
}
