/** A target in words that a person would use, English and French: what mails and lists say it was read as. */
import { type Edtf, parseEdtf } from './edtf/index.js';
import { edtfText } from './edtf/text.js';
import { everyText, periodText } from './period-text.js';
import type { Certainty, Target, TargetKind } from './target.js';

type Locale = 'en' | 'fr';

/** What of a target the words are made from. */
export type Worded = Pick<Target, 'kind' | 'edtf' | 'certainty' | 'duration' | 'trigger' | 'recurrence'> &
  Partial<Pick<Target, 'phraseLang' | 'triggeredOn' | 'latest'>>;

/** "until the end of 2024", "d’ici la fin de 2022", "début 2021 (janvier–avril), date à fixer"; no capital, in a sentence or alone. */
export function targetText(target: Worded, locale: Locale): string {
  const parsed = target.edtf === null ? null : parseEdtf(target.edtf);
  // An expression that carries its own doubt has it in its words already.
  const isDoubted = parsed === null || parsed.approximate || parsed.uncertain;
  return sentences[locale][target.kind](parsed, target) + (isDoubted ? '' : doubts[locale][target.certainty]);
}

const doubts: Record<Locale, Record<Certainty, string>> = {
  en: { exact: '', approximate: ', approximately', uncertain: ', uncertain', to_be_fixed: ', date to be fixed' },
  fr: { exact: '', approximate: ', environ', uncertain: ', incertain', to_be_fixed: ', date à fixer' },
};

type Sentence = (edtf: Edtf | null, target: Worded) => string;

/** For a kind that has a date; a target without it has not passed its checks. */
const dated =
  (say: (edtf: Edtf) => string): Sentence =>
  (edtf) =>
    edtf === null ? '' : say(edtf);

const sentences: Record<Locale, Record<TargetKind, Sentence>> = {
  en: {
    on: dated((edtf) => edtfText(edtf, 'en')),
    during: dated((edtf) => within(edtf, 'en')),
    by: dated((edtf) => until(edtf, 'en').replace(/^until/, 'by')),
    before: dated((edtf) => `before ${noun(firstDayOf(edtf), 'en')}`),
    until: dated((edtf) => until(edtf, 'en')),
    throughout: dated((edtf) =>
      isRun(edtf) ? `from ${dayOf(edtf.earliest, 'en')} to ${dayOf(edtf.latest, 'en')}` : `throughout ${noun(edtf, 'en')}`,
    ),
    from: dated((edtf) => from(edtf, 'en')),
    recurring: (edtf, target) => recurring(edtf, target, 'en', 'beginning with'),
    event: (_edtf, target) => {
      const { length, isBefore, isDayBefore, trigger, known } = eventOf(target, 'en', ['“', '”']);
      if (isDayBefore) return `before ${trigger}${known}`;
      if (length === null) return `by ${trigger}${known}`;
      return isBefore ? `no later than ${length} before ${trigger}${known}` : `within ${length} of ${trigger}${known}`;
    },
    undated: () => 'no date given',
  },
  fr: {
    on: dated((edtf) => (isDay(edtf) ? noun(edtf, 'fr') : edtfText(edtf, 'fr'))),
    during: dated((edtf) => within(edtf, 'fr')),
    by: dated((edtf) =>
      until(edtf, 'fr')
        .replace(/^jusqu’au /, 'au plus tard le ')
        .replace(/^jusqu’à la fin /, 'd’ici la fin '),
    ),
    before: dated((edtf) => `avant ${noun(firstDayOf(edtf), 'fr')}`),
    until: dated((edtf) => until(edtf, 'fr')),
    throughout: dated((edtf) => {
      if (isRun(edtf)) return `du ${dayOf(edtf.earliest, 'fr')} au ${dayOf(edtf.latest, 'fr')}`;
      return edtf.interval ? `sur la période ${edtfText(edtf, 'fr')}` : `tout au long ${ofNoun(edtf)}`;
    }),
    from: dated((edtf) => from(edtf, 'fr')),
    recurring: (edtf, target) => recurring(edtf, target, 'fr', 'à commencer par'),
    event: (_edtf, target) => {
      const { length, isBefore, isDayBefore, trigger, known } = eventOf(target, 'fr', ['«\u00a0', '\u00a0»']);
      if (isDayBefore) return `avant ${trigger}${known}`;
      if (length === null) return `d’ici ${trigger}${known}`;
      return isBefore ? `au plus tard ${length} avant ${trigger}${known}` : `dans un délai de ${length} après ${trigger}${known}`;
    },
    undated: () => 'sans date donnée',
  },
};

/** Up to the last day, in the words that EDTF text has for an open beginning: until 30 September 2021, jusqu’à la fin de 2024. */
function until({ edtf, interval, latest }: Edtf, locale: Locale): string {
  return edtfText({ edtf: `../${interval ? (latest ?? '') : edtf}` }, locale);
}

function from({ edtf, interval, earliest }: Edtf, locale: Locale): string {
  return edtfText({ edtf: `${interval ? (earliest ?? '') : edtf}/..` }, locale);
}

/** Some time in it: in March 2021, au printemps 2021, en 2021; intervals, days and parts of a year stand by themselves. */
function within(edtf: Edtf, locale: Locale): string {
  const text = edtfText(edtf, locale);
  const { precision, interval, approximate } = edtf;
  if (isDay(edtf)) return noun(edtf, locale);
  if (interval || approximate || precision === 'third') return text;
  if (locale === 'en') return `${precision === 'year' ? 'during' : 'in'} ${noun(edtf, 'en')}`;
  if (precision === 'year' || precision === 'month') return `en ${text}`;
  const withArticle = noun(edtf, 'fr');
  return withArticle.startsWith('les ')
    ? `dans ${withArticle}`
    : withArticle.startsWith('le ')
      ? `au ${withArticle.slice(3)}`
      : `à ${withArticle}`;
}

/** With its article: the third quarter of 2021, le 31 mars 2021, l’été 2021 (juin–août). */
function noun(edtf: Edtf, locale: Locale): string {
  const text = edtfText(edtf, locale);
  if (edtf.interval || edtf.approximate) return text;
  if (locale === 'en') return (edtf.precision === 'quarter' || edtf.precision === 'half') && !edtf.uncertain ? `the ${text}` : text;
  return ofNoun(edtf)
    .replace(/^du /, 'le ')
    .replace(/^des /, 'les ')
    .replace(/^(de |d’)/, '');
}

/** Behind "de", as French says it: du 31 mars 2021, de l’été 2021, d’avril 2021. */
function ofNoun(edtf: Edtf): string {
  return from(edtf, 'fr').replace(/^à partir /, '');
}

/** Before an interval is before the first of its days. */
function firstDayOf(edtf: Edtf): Edtf {
  return edtf.interval && edtf.earliest !== null ? parseEdtf(edtf.earliest) : edtf;
}

/** An interval of days. */
function isRun({ precision, interval, earliest, latest }: Edtf): boolean {
  return interval && precision === 'day' && earliest !== null && latest !== null;
}

function dayOf(day: string | null, locale: Locale): string {
  return day === null ? '' : edtfText({ edtf: day }, locale);
}

function isDay({ precision, interval }: Edtf): boolean {
  return precision === 'day' && !interval;
}

function recurring(edtf: Edtf | null, { recurrence }: Worded, locale: Locale, beginning: string): string {
  const every = everyText(recurrence ?? '', locale);
  if (edtf === null) return every;
  // An interval is filled with it, a date by itself is only the first.
  return edtf.interval ? `${every}, ${edtfText(edtf, locale)}` : `${every}, ${beginning} ${noun(edtf, locale)}`;
}

interface EventInWords {
  /** "30 days"; null where it is due with the event. */
  length: string | null;
  isBefore: boolean;
  /** What is due the day before an event is simply due before it. */
  isDayBefore: boolean;
  /** Its own words, in quotation marks where they are in another language. */
  trigger: string;
  /** The last day, once the event has one. */
  known: string;
}

function eventOf({ trigger, duration, phraseLang, triggeredOn, latest }: Worded, locale: Locale, quotes: [string, string]): EventInWords {
  const isForeign = phraseLang != null && !phraseLang.startsWith(locale);
  return {
    length: duration === null || !/[1-9]/.test(duration) ? null : periodText(duration, locale),
    isBefore: duration?.startsWith('-') ?? false,
    isDayBefore: duration === '-P1D',
    trigger: isForeign ? `${quotes[0]}${trigger}${quotes[1]}` : (trigger ?? ''),
    known: triggeredOn != null && latest != null ? ` (${dayOf(latest, locale)})` : '',
  };
}
