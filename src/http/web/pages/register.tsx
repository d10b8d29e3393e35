/** The list of commitments: each in a few words, with what was said beside what it was read as. */
import type { VNode } from 'preact';
import type { Day, Instant } from '../../../domain/time.js';
import { formatDay, wordsIn, type Words } from '../../../i18n/index.js';
import type { CommitmentList } from '../../../services/reading.service.js';
import { actions } from '../../auth/actions.js';
import { listPath, type RegisterQuery } from '../register-query.js';
import { Page } from './layout.js';
import { Row } from './pieces/commitment-row.js';
import { ErrorSummary } from './pieces/form.js';
import { Empty, Pagination } from './pieces/parts.js';
import { FirstSteps } from './register-empty.js';
import { Filters, Narrowed, SavedViews, type FiltersProps } from './register-filters.js';

export interface RegisterPageProps extends FiltersProps {
  list: CommitmentList;
  nextAlerts: ReadonlyMap<string, Instant>;
  today: Day;
}

export function RegisterPage(props: RegisterPageProps): VNode {
  const { viewer, query, list, nextAlerts, today, saving } = props;
  const words = wordsIn(viewer.locale);
  const { register } = words;
  const isNarrowed = Object.keys(query.typed).length > 0;
  const mayRegister = (actions['register.write'].roles as readonly string[]).includes(viewer.role);
  const errors = { ...faultsOf(query, register), ...(saving.error === undefined ? {} : { name: saving.error }) };
  const wrong = Object.keys(errors).length > 0;
  if (list.total === 0 && !isNarrowed)
    return (
      <Page viewer={viewer} title={register.title} here="register">
        <FirstSteps words={register.empty} mayRegister={mayRegister} />
      </Page>
    );
  return (
    <Page viewer={viewer} title={register.title} here="register" wide wrong={wrong}>
      <ErrorSummary viewer={viewer} form={{ errors }} />
      {mayRegister ? (
        <p>
          <a class="button" href="/commitments/new">
            {register.register}
          </a>
        </p>
      ) : null}
      <Filters {...props} errors={errors} />
      <Narrowed {...props} errors={errors} />
      <SavedViews {...props} errors={errors} />
      {list.items.length === 0 ? (
        <Empty title={register.nothingFound.title}>
          <p>{register.nothingFound.text}</p>
          <p>
            <a href="/">{register.filters.clear}</a>
          </p>
        </Empty>
      ) : (
        <>
          <p role="status">{register.showing(list.items.length, list.total, formatDay(query.asked.asOf ?? today, viewer.locale))}</p>
          <ol class="rows">
            {list.items.map((view) => (
              <Row view={view} viewer={viewer} alert={nextAlerts.get(view.ref)} asOf={query.asked.asOf} />
            ))}
          </ol>
        </>
      )}
      <Pagination
        locale={viewer.locale}
        first={query.after === null ? null : listPath(query.typed)}
        next={list.next === null ? null : listPath(query.typed, list.next)}
      />
    </Page>
  );
}

const days: ReadonlySet<string> = new Set(['dueFrom', 'dueTo', 'asOf']);

/** What to say of each filter that cannot be taken. */
function faultsOf({ wrong }: RegisterQuery, { filters }: Words['register']): Record<string, string> {
  const said = (name: string): string => (name === 'promisor' ? filters.nobody : days.has(name) ? filters.wrongDay : filters.wrongChoice);
  return Object.fromEntries([...wrong].map((name) => [name, said(name)]));
}
