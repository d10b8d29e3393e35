/** How dates are read: try a phrase, examples read on the spot, and the conventions behind them. */
import type { VNode } from 'preact';
import { conventionText } from '../../../domain/convention-text.js';
import type { ConventionId, Conventions } from '../../../domain/conventions.js';
import type { Locale } from '../../../domain/people.js';
import { read, type Reading } from '../../../domain/phrases/index.js';
import { targetText } from '../../../domain/target-text.js';
import { targetKinds } from '../../../domain/target.js';
import type { Day } from '../../../domain/time.js';
import { spanText } from '../../../documents/charts/span.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { DateBoxes, Select, TextField } from './pieces/fields.js';
import { ErrorSummary, isWrong } from './pieces/form.js';
import { SummaryList } from './pieces/parts.js';
import { Table } from './pieces/table.js';

/** Chosen so that every kind and the conventions that are used most are seen. */
const examples: Record<Locale, readonly string[]> = {
  en: [
    'on 1 and 2 December',
    'in 2021',
    'by the end of 2022',
    'before 31 March',
    'until 2024',
    'in the coming year',
    'from 2022 on',
    'every year until 2030',
    'early next year, at a date to be fixed',
    'in the coming months',
    'by the end of Q3',
    'within 30 days of the signing',
    'in due course',
  ],
  fr: [
    'les 1er et 2 décembre',
    'en 2021',
    'd’ici fin 2022',
    'avant le 31 mars',
    'jusqu’en 2024',
    'pour la prochaine année',
    'à partir de 2022',
    'chaque année jusqu’en 2030',
    'au début de l’année prochaine, à une date qui reste à fixer',
    'dans les mois à venir',
    'd’ici la fin du troisième trimestre',
    'dans les 30 jours suivant la signature',
    'en temps utile',
  ],
};

/** The day that examples are said on: fixed, so that the page says the same tomorrow. */
export const examplesSaidOn: Day = '2020-11-30';

export interface Tried {
  readings: readonly Reading[];
  lang: Locale;
}

interface DatesProps {
  viewer: Viewer;
  conventions: Conventions;
  form: FormState;
  tried: Tried | null;
}

export function DatesPage({ viewer, conventions, form, tried }: DatesProps): VNode {
  const { planning, axes } = wordsIn(viewer.locale);
  const words = planning.dates;
  const { locale } = viewer;
  return (
    <Page viewer={viewer} title={words.title} here="dates" wrong={isWrong(form)}>
      <ErrorSummary viewer={viewer} form={form} />
      <p>{words.intro}</p>
      <h2 id="try">{words.try}</h2>
      {tried === null ? null : <Readings viewer={viewer} conventions={conventions} tried={tried} />}
      <form method="get" action="/how-dates-are-read" novalidate>
        <TextField form={form} name="phrase" label={words.phrase} hint={words.phraseHint} />
        <Select
          form={form}
          name="lang"
          label={words.lang}
          options={[
            ['en', words.languages.en],
            ['fr', words.languages.fr],
          ]}
        />
        <DateBoxes form={form} name="saidOn" label={words.saidOn} hint={words.saidOnHint} locale={locale} />
        <p>
          <button type="submit">{words.read}</button>
        </p>
      </form>
      <h2>{words.kinds}</h2>
      <ul>
        {targetKinds.map((kind) => (
          <li>{axes.targetKind[kind]}</li>
        ))}
      </ul>
      <p>{words.overdueHint}</p>
      <h2>{words.examples}</h2>
      <p class="quiet">{words.examplesSaid(formatDay(examplesSaidOn, locale))}</p>
      <Examples locale={locale} conventions={conventions} />
      <h2>{words.conventions}</h2>
      <p class="quiet">{words.conventionsHint}</p>
      <ul class="spaced">
        {(Object.keys(conventions.rules) as ConventionId[]).map((id) => (
          <li id={id}>{conventionText(conventions, id, locale)}</li>
        ))}
      </ul>
    </Page>
  );
}

function Readings({ viewer, conventions, tried }: { viewer: Viewer; conventions: Conventions; tried: Tried }): VNode {
  const words = wordsIn(viewer.locale).planning.dates;
  const { readings, lang } = tried;
  return (
    <div class="notice" role="status">
      {readings.length === 0 ? <p>{words.none}</p> : readings.length > 1 ? <p>{words.several}</p> : null}
      {readings.map((reading) => (
        <SummaryList
          facts={[
            { term: words.facts.text, text: <span lang={lang}>{reading.text}</span> },
            { term: words.facts.readAs, text: <strong>{readAs(reading, viewer.locale)}</strong> },
            { term: words.facts.window, text: spanText(reading, viewer.locale) },
            { term: words.facts.overdue, text: overdueIn(reading, viewer.locale) },
            { term: words.facts.edtf, text: reading.edtf === null ? null : <code>{reading.edtf}</code> },
            {
              term: words.facts.by,
              text:
                reading.conventions.length === 0 ? null : (
                  <ul>
                    {reading.conventions.map((id) => (
                      <li>
                        <a href={`#${id}`}>{conventionText(conventions, id, viewer.locale)}</a>
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      ))}
    </div>
  );
}

function readAs({ kind, edtf, certainty, duration, trigger, recurrence }: Reading, locale: Locale): string {
  return targetText(
    { kind, edtf, certainty, duration: duration ?? null, trigger: trigger ?? null, recurrence: recurrence ?? null },
    locale,
  );
}

function overdueIn({ firstOverdueDay }: Reading, locale: Locale): string {
  return firstOverdueDay === null ? wordsIn(locale).planning.dates.facts.never : formatDay(firstOverdueDay, locale);
}

function Examples({ locale, conventions }: { locale: Locale; conventions: Conventions }): VNode {
  const words = wordsIn(locale).planning.dates;
  const rows = examples[locale].map((phrase) => {
    const readings = read(phrase, { saidOn: examplesSaidOn, lang: locale, conventions });
    const [reading] = readings;
    if (reading === undefined) return [phrase, words.none, '–', '–'];
    return [phrase, readAs(reading, locale), spanText(reading, locale), overdueIn(reading, locale)];
  });
  const { phrase, readAs: as, window, overdue } = words.exampleColumns;
  return <Table caption={words.examples} isCaptionHidden columns={[phrase, as, window, overdue]} rows={rows} />;
}
