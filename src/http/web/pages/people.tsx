/** Who is here: the list, adding somebody, and what may be changed about them. */
import type { VNode } from 'preact';
import { locales, roles, type Person } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { languages, Page } from './layout.js';
import { RadioGroup, Select, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink, Notice, Pagination, StatusTag } from './pieces/parts.js';
import { Table } from './pieces/table.js';

interface PeopleProps {
  viewer: Viewer;
  people: readonly Person[];
  /** Who was just added. */
  added: Person | null;
  isFirst: boolean;
  next: string | null;
}

export function PeoplePage({ viewer, people, added, isFirst, next }: PeopleProps): VNode {
  const { people: words } = wordsIn(viewer.locale);
  const isAdmin = viewer.role === 'admin';
  const rows = people.map((person) => {
    const name = person.name ?? person.email ?? words.erased;
    return [
      isAdmin ? <a href={`/people/${person.id}`}>{name}</a> : name,
      person.email === null ? words.erased : <span class="address">{person.email}</span>,
      words.roles[person.role ?? 'none'],
      <span lang={person.locale}>{languages[person.locale]}</span>,
      person.zone,
      person.disabledAt === null ? words.active : words.disabled,
    ];
  });
  return (
    <Page viewer={viewer} title={words.title} here="people" wide>
      {added === null ? null : <Notice>{words.added(added.name ?? added.email ?? '')}</Notice>}
      <p>{words.intro}</p>
      {isAdmin ? (
        <p>
          <a class="button" href="/people/new">
            {words.add}
          </a>
        </p>
      ) : null}
      <Table
        caption={words.title}
        isCaptionHidden
        columns={(['name', 'email', 'role', 'locale', 'zone', 'state'] as const).map((column) => words.columns[column])}
        rows={rows}
      />
      <Pagination
        locale={viewer.locale}
        first={isFirst ? null : '/people'}
        next={next === null ? null : `/people?after=${encodeURIComponent(next)}`}
      />
    </Page>
  );
}

export function NewPersonPage({ viewer, form }: { viewer: Viewer; form: FormState }): VNode {
  const { people: words } = wordsIn(viewer.locale);
  return (
    <Page
      viewer={viewer}
      title={words.addTitle}
      here="people"
      wrong={isWrong(form)}
      above={<BackLink href="/people">{words.back}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      <Form viewer={viewer} form={form}>
        <TextField form={form} name="email" label={words.email} type="email" />
        <PersonFields viewer={viewer} form={form} />
        <p>
          <button type="submit">{words.addButton}</button>
        </p>
      </Form>
    </Page>
  );
}

export function PersonPage({
  viewer,
  person,
  form,
  changed,
}: {
  viewer: Viewer;
  person: Person;
  form: FormState;
  changed: boolean;
}): VNode {
  const { people: words } = wordsIn(viewer.locale);
  const isHere = person.disabledAt === null;
  return (
    <Page
      viewer={viewer}
      title={person.name ?? person.email ?? words.erased}
      here="people"
      wrong={isWrong(form)}
      above={<BackLink href="/people">{words.back}</BackLink>}
    >
      {changed ? <Notice>{words.changed}</Notice> : null}
      <ErrorSummary viewer={viewer} form={form} />
      <p>
        {person.email ?? words.erased} <StatusTag tone={isHere ? 'good' : 'plain'}>{isHere ? words.active : words.disabled}</StatusTag>
      </p>
      {isHere ? (
        <Form viewer={viewer} form={form}>
          <PersonFields viewer={viewer} form={form} />
          <p>
            <button type="submit">{words.save}</button>
          </p>
        </Form>
      ) : null}
      <h2>{isHere ? words.disableTitle : words.enableTitle}</h2>
      <p>{isHere ? words.disableHint : words.enableHint}</p>
      <Form viewer={viewer} form={{ ...form, once: `${form.once}-state` }} hidden={{ act: isHere ? 'disable' : 'enable' }}>
        <p>
          <button type="submit" class="second">
            {isHere ? words.disable : words.enable}
          </button>
        </p>
      </Form>
    </Page>
  );
}

function PersonFields({ viewer, form }: { viewer: Viewer; form: FormState }): VNode {
  const { people: words, frame } = wordsIn(viewer.locale);
  return (
    <>
      <TextField form={form} name="name" label={frame.optional(words.name)} />
      <RadioGroup
        form={form}
        name="role"
        label={words.role}
        hint={words.roleHint}
        choices={([...roles, 'none'] as const).map((value) => ({ value, label: words.roles[value], hint: words.may[value] }))}
      />
      <Select form={form} name="locale" label={words.locale} options={locales.map((locale) => [locale, languages[locale]])} />
      <TextField form={form} name="zone" label={words.zone} hint={words.zoneHint} />
    </>
  );
}
