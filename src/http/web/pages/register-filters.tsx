/** Beside the list: what it is narrowed by, and the views that the reader saved. */
import type { VNode } from 'preact';
import { standings } from '../../../domain/axes.js';
import type { Party, Person } from '../../../domain/people.js';
import type { SavedView } from '../../../domain/saved-view.js';
import { timelinessValues } from '../../../domain/timeliness.js';
import { verdictValues } from '../../../domain/verdict.js';
import { isDay } from '../../../domain/time.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import { newForm } from '../forms.js';
import { listPath, queryOf, type Filter, type RegisterQuery } from '../register-query.js';
import type { Viewer } from '../viewer.js';
import { Select, TextField, type Option } from './pieces/fields.js';
import { Form } from './pieces/form.js';

export interface FiltersProps {
  viewer: Viewer;
  query: RegisterQuery;
  people: readonly Person[];
  parties: readonly Party[];
  views: readonly SavedView[];
  /** The name under which the view could not be saved, and why. */
  saving: { name?: string; error?: string | undefined };
}
type Props = FiltersProps & { errors: Record<string, string> };

export function Filters({ viewer, query: { typed }, people, parties, errors }: Props): VNode {
  const { register, axes } = wordsIn(viewer.locale);
  const { filters: words } = register;
  const form = { ...newForm(typed), errors };
  const among = (values: readonly string[], names: Record<string, string>): Option[] => [
    ['', words.any],
    ...values.map((value): Option => [value, names[value] ?? value]),
  ];
  return (
    <form method="get" action="/" role="search" class="filters">
      <div class="search">
        <TextField form={form} name="q" label={words.q} hint={words.qHint} />
        <button type="submit">{words.search}</button>
      </div>
      <details open={Object.keys(errors).some((name) => name in typed)}>
        <summary>{words.title}</summary>
        <div class="choices">
          <TextField form={form} name="promisor" label={words.promisor} known={parties.map(({ name }) => name)} />
          <TextField form={form} name="topic" label={words.topic} />
          <Select
            form={form}
            name="owner"
            label={words.owner}
            options={[['', words.anyone], ...people.map(({ id, name, email }): Option => [id, name ?? email ?? id])]}
          />
          <Select form={form} name="timeliness" label={words.timeliness} options={among(timelinessValues, axes.timeliness)} />
          <Select form={form} name="verdict" label={words.verdict} options={among(verdictValues, axes.verdict)} />
          <Select form={form} name="standing" label={words.standing} options={among(standings, axes.standing)} />
          <TextField form={form} name="dueFrom" label={words.dueFrom} hint={words.dayHint} />
          <TextField form={form} name="dueTo" label={words.dueTo} hint={words.dayHint} />
          <TextField form={form} name="asOf" label={words.asOf} hint={words.asOfHint} />
        </div>
        <div class="buttons">
          <button type="submit">{words.apply}</button>
          <a href="/">{words.clear}</a>
        </div>
      </details>
    </form>
  );
}

/** What the list is narrowed to, each with a way out of it. */
export function Narrowed({ viewer: { locale }, query: { typed }, people, parties }: Props): VNode | null {
  const all = wordsIn(locale);
  const { filters: words } = all.register;
  const names = Object.entries(typed) as [Filter, string][];
  const named: Partial<Record<Filter, Record<string, string>>> = { ...all.axes, outcome: all.charts.outcomes, finding: words.findings };
  const nameOf = (filter: Filter, value: string): string => {
    if (filter === 'asOf' || filter === 'dueFrom' || filter === 'dueTo') return isDay(value) ? formatDay(value, locale) : value;
    if (filter === 'owner') return people.find(({ id }) => id === value)?.name ?? value;
    if (filter === 'promisor') return parties.find(({ id }) => id === value)?.name ?? value;
    return value
      .split(filter === 'outcome' ? ',' : '\n')
      .map((each) => named[filter]?.[each] ?? each)
      .join('; ');
  };
  if (names.length === 0) return null;
  return (
    <section class="narrowed" aria-label={words.narrowed}>
      <ul class="views">
        {names.map(([name, value]) => {
          const said = all.charts.row(words[name], nameOf(name, value));
          const { [name]: _, ...others } = typed;
          return (
            <li>
              {said}
              <a href={listPath(others)} aria-label={words.without(said)} class="away">
                ×
              </a>
            </li>
          );
        })}
        <li>
          <a href="/">{words.clear}</a>
        </li>
      </ul>
    </section>
  );
}

export function SavedViews({ viewer, query, views, saving, errors }: Props): VNode | null {
  const { saved: words } = wordsIn(viewer.locale).register;
  const narrowed = queryOf(query.typed);
  const form = { ...newForm({ name: saving.name ?? '' }), errors };
  if (views.length === 0 && narrowed === '') return null;
  return (
    <section class="saved" aria-label={words.title}>
      {views.length === 0 ? null : (
        <ul class="views">
          {views.map(({ id, name, query: kept }) => (
            <li>
              <a href={`/?${kept}`}>{name}</a>
              <Form viewer={viewer} form={newForm()} action={`/views/${id}/removal`}>
                <button type="submit" class="link" aria-label={words.remove(name)}>
                  ×
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {narrowed === '' ? null : (
        <details open={saving.error !== undefined}>
          <summary>{words.save}</summary>
          <Form viewer={viewer} form={form} action="/views" hidden={{ query: narrowed }}>
            <TextField form={form} name="name" label={words.name} hint={words.nameHint} />
            <button type="submit" class="second">
              {words.save}
            </button>
          </Form>
        </details>
      )}
    </section>
  );
}
