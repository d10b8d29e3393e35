/** A target in words that a person would use, English and French: what mails and lists say it was read as. */
import { parseEdtf } from './edtf/index.js';
import { edtfText } from './edtf/text.js';
import { everyText, periodText } from './period-text.js';
import type { Certainty, Target, TargetKind } from './target.js';
import type { Locale } from './people.js';

type Worded = Pick<Target, 'kind' | 'edtf' | 'certainty' | 'duration' | 'trigger' | 'recurrence'>;
type Wording = (edtf: string, target: Worded) => string;

/** "until the end of 2024", "d’ici la fin de 2022", "début 2021 (janvier–avril), date à fixer". */
export function targetText(target: Worded, locale: Locale): string {
  const edtf = target.edtf ?? '';
  // An expression that carries its own doubt has it in its words already.
  const doubted = edtf !== '' && (parseEdtf(edtf).approximate || parseEdtf(edtf).uncertain);
  return wordings[locale][target.kind](edtf, target) + (doubted ? '' : doubts[locale][target.certainty]);
}

const doubts: Record<Locale, Record<Certainty, string>> = {
  en: { exact: '', approximate: ', approximately', uncertain: ', uncertain', to_be_fixed: ', date to be fixed' },
  fr: { exact: '', approximate: ', environ', uncertain: ', incertain', to_be_fixed: ', date à fixer' },
};

/** The end of an expression with its preposition: "until 30 September 2021", "jusqu’à la fin de 2024". */
function untilText(edtf: string, locale: Locale): string {
  const { interval, latest } = parseEdtf(edtf);
  return edtfText({ edtf: `../${interval ? (latest ?? '') : edtf}` }, locale);
}

function fromText(edtf: string, locale: Locale): string {
  const { interval, earliest } = parseEdtf(edtf);
  return edtfText({ edtf: `${interval ? (earliest ?? '') : edtf}/..` }, locale);
}

const isYear = (edtf: string): boolean => /^\d{4}$/.test(edtf);
const isDay = (edtf: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(edtf);

const wordings: Record<Locale, Record<TargetKind, Wording>> = {
  en: {
    on: (edtf) => edtfText({ edtf }, 'en'),
    during: (edtf) => `${isYear(edtf) ? 'during ' : ''}${edtfText({ edtf }, 'en')}`,
    by: (edtf) => untilText(edtf, 'en').replace(/^until/, 'by'),
    before: (edtf) => `before ${edtfText({ edtf }, 'en')}`,
    until: (edtf) => untilText(edtf, 'en'),
    throughout: (edtf) => `throughout ${edtfText({ edtf }, 'en')}`,
    from: (edtf) => fromText(edtf, 'en'),
    recurring: (edtf, { recurrence }) => everyText(recurrence ?? '', 'en') + (edtf === '' ? '' : `, ${edtfText({ edtf }, 'en')}`),
    event: (_edtf, { duration, trigger }) =>
      duration === null ? `when it comes to ${trigger}` : `within ${periodText(duration, 'en')} ${duration.startsWith('-') ? 'before' : 'of'} ${trigger}`,
    undated: () => 'no date given',
  },
  fr: {
    on: (edtf) => `${isDay(edtf) ? 'le ' : ''}${edtfText({ edtf }, 'fr')}`,
    during: (edtf) => `${isYear(edtf) ? 'en ' : ''}${edtfText({ edtf }, 'fr')}`,
    by: (edtf) =>
      untilText(edtf, 'fr')
        .replace(/^jusqu’au /, 'au plus tard le ')
        .replace(/^jusqu’à la fin /, 'd’ici la fin '),
    before: (edtf) => `avant ${isDay(edtf) ? 'le ' : ''}${edtfText({ edtf }, 'fr')}`,
    until: (edtf) => untilText(edtf, 'fr'),
    throughout: (edtf) => `${isYear(edtf) ? 'tout au long de ' : 'sur la période '}${edtfText({ edtf }, 'fr')}`,
    from: (edtf) => fromText(edtf, 'fr'),
    recurring: (edtf, { recurrence }) => everyText(recurrence ?? '', 'fr') + (edtf === '' ? '' : `, ${edtfText({ edtf }, 'fr')}`),
    event: (_edtf, { duration, trigger }) =>
      duration === null ? `à l’échéance : ${trigger}` : `dans un délai de ${periodText(duration, 'fr')} ${duration.startsWith('-') ? 'avant' : 'après'} : ${trigger}`,
    undated: () => 'sans date donnée',
  },
};
