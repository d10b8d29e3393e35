/** What will be sent, day by day, and what another policy would change of it. */
import type { VNode } from 'preact';
import { dayIn, type Day } from '../../../domain/time.js';
import { formatDay, formatInstant, wordsIn } from '../../../i18n/index.js';
import type { AgendaEntry } from '../../../services/agenda.service.js';
import type { PolicyEffect } from '../../../services/policy-effect.service.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { TextArea } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { Empty, Foreign, Pagination } from './pieces/parts.js';
import { Effect } from './policy-parts.js';

interface UpcomingProps {
  viewer: Viewer;
  entries: readonly AgendaEntry[];
  next: string | null;
  isFirstPage: boolean;
  days: number;
  until: Day;
  form: FormState;
  /** Of the policy that was tried. */
  effect: PolicyEffect | null;
}

export function UpcomingPage({ viewer, entries, next, isFirstPage, days, until, form, effect }: UpcomingProps): VNode {
  const { planning } = wordsIn(viewer.locale);
  const words = planning.upcoming;
  return (
    <Page viewer={viewer} title={words.title} here="upcoming" wrong={isWrong(form)}>
      <ErrorSummary viewer={viewer} form={form} />
      {effect === null ? null : (
        <section aria-labelledby="effect">
          <h2 id="effect">{planning.policies.effect}</h2>
          <Effect viewer={viewer} effect={effect} />
        </section>
      )}
      <p>{words.intro(days, formatDay(until, viewer.locale))}</p>
      {entries.length === 0 ? (
        <Empty title={words.empty}>
          <p>{words.emptyHint}</p>
        </Empty>
      ) : (
        <>
          <p class="quiet">{words.together}</p>
          {byDay(entries, viewer.zone).map(([day, ofDay]) => (
            <section>
              <h2>{formatDay(day, viewer.locale)}</h2>
              <ul class="spaced">
                {ofDay.map((entry) => (
                  <Line viewer={viewer} entry={entry} />
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
      <Pagination
        locale={viewer.locale}
        first={isFirstPage ? null : '/upcoming'}
        next={next === null ? null : `/upcoming?after=${encodeURIComponent(next)}`}
      />
      <h2 id="try">{words.tryIt}</h2>
      <details open={isWrong(form) || effect !== null}>
        <summary>{planning.policies.try}</summary>
        <Form viewer={viewer} form={form} action="/upcoming">
          <p>{words.tryHint}</p>
          <TextArea form={form} name="policy" label={planning.policies.policy} hint={planning.policies.policyHint} rows={16} />
          <button type="submit">{planning.policies.try}</button>
        </Form>
      </details>
    </Page>
  );
}

function Line({ viewer, entry }: { viewer: Viewer; entry: AgendaEntry }): VNode {
  const { planning, mail } = wordsIn(viewer.locale);
  const { reminder, title, lang, person } = entry;
  const at = formatInstant(reminder.dueAt, viewer.zone, viewer.locale).replace(/^[^,]*, /, '');
  return (
    <li>
      <a href={`/commitments/${reminder.commitment}`}>
        {reminder.commitment} <Foreign lang={lang}>{title}</Foreign>
      </a>
      <span class="hint">{planning.upcoming.line(at, mail.tag[reminder.class], person.email ?? person.name ?? '')}</span>
    </li>
  );
}

function byDay(entries: readonly AgendaEntry[], zone: string): [Day, AgendaEntry[]][] {
  const days = new Map<Day, AgendaEntry[]>();
  for (const entry of entries) {
    const day = dayIn(zone, entry.reminder.dueAt);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
