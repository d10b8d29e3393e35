/** A spreadsheet on its way into the register: chosen, looked at as it would be read, confirmed. */
import type { VNode } from 'preact';
import { commitmentKinds } from '../../../domain/axes.js';
import { importFields } from '../../../domain/imports/mapping.js';
import type { RowReading } from '../../../domain/imports/row.js';
import { targetText } from '../../../domain/target-text.js';
import type { Locale } from '../../../domain/people.js';
import { spanText } from '../../../documents/charts/span.js';
import { wordsIn } from '../../../i18n/index.js';
import type { WaitingImport } from '../../../services/waiting-imports.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { CheckBoxes, DateBoxes, FileField, Select, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink, Notice } from './pieces/parts.js';
import { Table } from './pieces/table.js';

export function NewImportPage({ viewer, form }: { viewer: Viewer; form: FormState }): VNode {
  const { list, imports: words } = wordsIn(viewer.locale).texts;
  return (
    <Page viewer={viewer} title={words.title} here="texts" wrong={isWrong(form)} above={<BackLink href="/texts">{list.title}</BackLink>}>
      <ErrorSummary viewer={viewer} form={form} />
      <p>{words.intro}</p>
      <Form viewer={viewer} form={form} encoding="multipart/form-data">
        <FileField form={form} name="file" label={words.file} hint={words.fileHint} accept=".csv,.xlsx,.json,text/csv,application/json" />
        <DateBoxes form={form} name="saidOn" label={words.saidOn} locale={viewer.locale} />
        <button type="submit">{words.dryRun}</button>
      </Form>
    </Page>
  );
}

interface ImportProps {
  viewer: Viewer;
  waiting: WaitingImport;
  form: FormState;
}

export function ImportPage({ viewer, waiting, form }: ImportProps): VNode {
  const { imports: words } = wordsIn(viewer.locale).texts;
  const { result, isDone } = waiting;
  return (
    <Page
      viewer={viewer}
      title={waiting.name}
      here="texts"
      wide
      wrong={isWrong(form)}
      above={<BackLink href="/imports/new">{words.title}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      {isDone && result !== null ? (
        <Notice>
          <h2>{words.done}</h2>
          <p>{words.doneText(result.registered, result.updated)}</p>
          <p>
            <a href="/">{words.toRegister}</a>
          </p>
        </Notice>
      ) : (
        <>
          {result === null ? null : <Outcome viewer={viewer} result={result} form={form} />}
          <Columns viewer={viewer} waiting={waiting} form={form} />
          {result === null ? null : <AllReadings viewer={viewer} waiting={waiting} rows={result.rows} />}
        </>
      )}
    </Page>
  );
}

interface OutcomeProps extends Omit<ImportProps, 'waiting'> {
  result: NonNullable<WaitingImport['result']>;
}

function Outcome({ viewer, result, form }: OutcomeProps): VNode {
  const { imports: words } = wordsIn(viewer.locale).texts;
  const { deadlines } = result;
  const coming = result.registered + result.updated;
  const { row, column, detail } = words.refusalColumns;
  return (
    <>
      <h2>{words.found}</h2>
      <p>{words.counts(result.rows, result.registered, result.updated, result.unchanged, result.nothing)}</p>
      <p>{words.deadlines(deadlines.read, deadlines.unreadable, deadlines.ambiguous, deadlines.none)}</p>
      {deadlines.unreadable + deadlines.ambiguous === 0 ? null : <p class="quiet">{words.undated}</p>}
      {result.refusals > 0 ? (
        <>
          <h3>{words.refused}</h3>
          <p>{words.refusals(result.refusals)}</p>
          <Table
            caption={words.refused}
            isCaptionHidden
            columns={[row, column, detail]}
            rows={result.refused.slice(0, 100).map((refusal) => [refusal.row, refusal.column, words.fault(refusal)])}
          />
        </>
      ) : coming === 0 ? null : (
        <Form viewer={viewer} form={form}>
          <button type="submit" name="act" value="confirm">
            {words.confirm(coming)}
          </button>
        </Form>
      )}
      {result.disagreements.length === 0 ? null : (
        <>
          <h3>{words.disagreements}</h3>
          <Readings viewer={viewer} readings={result.disagreements.slice(0, 100)} title={words.disagreements} />
        </>
      )}
    </>
  );
}

function AllReadings({ viewer, waiting, rows }: Omit<ImportProps, 'form'> & { rows: number }): VNode {
  const { imports: words } = wordsIn(viewer.locale).texts;
  return (
    <>
      <h2>{words.readings}</h2>
      {waiting.readings.length < rows ? <p class="quiet">{words.shown(waiting.readings.length)}</p> : null}
      <Readings viewer={viewer} readings={waiting.readings} title={words.readings} />
    </>
  );
}

function Readings({ viewer, readings, title }: { viewer: Viewer; readings: readonly RowReading[]; title: string }): VNode {
  const { imports: words } = wordsIn(viewer.locale).texts;
  const { row, phrase, readAs, window } = words.readingColumns;
  return (
    <Table
      caption={title}
      isCaptionHidden
      columns={[row, phrase, readAs, window]}
      rows={readings.map((reading) => {
        const [only] = reading.readings;
        const taken = reading.taken === 'read' && only !== undefined ? only : null;
        const said = reading.taken === 'read' ? '' : words.taken[reading.taken];
        return [
          reading.row,
          reading.phrase ?? '–',
          taken === null ? said : wordsOf(taken, viewer.locale),
          taken === null ? '–' : spanText(taken, viewer.locale),
        ];
      })}
    />
  );
}

function wordsOf({ kind, edtf, certainty, duration, trigger, recurrence }: RowReading['readings'][number], locale: Locale): string {
  return targetText(
    { kind, edtf, certainty, duration: duration ?? null, trigger: trigger ?? null, recurrence: recurrence ?? null },
    locale,
  );
}

function Columns({ viewer, waiting, form }: ImportProps): VNode {
  const { texts, axes, planning } = wordsIn(viewer.locale);
  const words = texts.imports;
  const { headers, mappingFrom } = waiting.columns;
  return (
    <>
      <h2 id="columns">{words.mapping}</h2>
      <p>{words.mappingFrom[mappingFrom]}</p>
      <details open={waiting.result === null || waiting.result.refusals > 0 || isWrong(form)}>
        <summary>{words.change}</summary>
        <Form viewer={viewer} form={form}>
          {importFields.map((field) => (
            <Select
              form={form}
              name={`column-${field}`}
              label={words.fields[field]}
              options={[['', words.noColumn], ...headers.map((header) => [header, header] as const)]}
            />
          ))}
          <TextField form={form} name="promisor" label={words.onePromisor} />
          <DateBoxes form={form} name="saidOn" label={words.saidOn} locale={viewer.locale} />
          <Select
            form={form}
            name="lang"
            label={words.lang}
            options={(['en', 'fr'] as const).map((lang) => [lang, planning.dates.languages[lang]])}
          />
          <Select form={form} name="kind" label={words.kind} options={commitmentKinds.map((kind) => [kind, axes.kind[kind]])} />
          <TextField form={form} name="idPrefix" label={words.idPrefix} short />
          <CheckBoxes form={form} name="publish" label={words.publish} choices={[{ value: 'yes', label: words.publishChoice }]} />
          <button type="submit" name="act" value="again" class={waiting.result === null ? undefined : 'second'}>
            {words.again}
          </button>
        </Form>
      </details>
    </>
  );
}
