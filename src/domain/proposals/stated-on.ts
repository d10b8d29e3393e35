/** When something was said, where the words tell: "le 24 novembre", "on Monday", "yesterday", counted back from publication. */
import { addDays, isDay, type Day } from '../time.js';

type Lang = 'en' | 'fr';

const nameOf = (lang: Lang, form: 'month' | 'weekday', day: string): string =>
  new Intl.DateTimeFormat(lang, { [form]: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`)).toLowerCase();

const monthsIn = (lang: Lang): string[] =>
  Array.from({ length: 12 }, (_, i) => nameOf(lang, 'month', `2001-${String(i + 1).padStart(2, '0')}-01`));
/** Monday first: 1 January 2001 was one. */
const weekdaysIn = (lang: Lang): string[] => Array.from({ length: 7 }, (_, i) => nameOf(lang, 'weekday', `2001-01-0${i + 1}`));

const months: Record<Lang, string[]> = { en: monthsIn('en'), fr: monthsIn('fr') };
const weekdays: Record<Lang, string[]> = { en: weekdaysIn('en'), fr: weekdaysIn('fr') };
const any = (names: readonly string[]): string => names.join('|');

const patterns: Record<Lang, { date: RegExp; weekday: RegExp; before: RegExp }> = {
  en: {
    date: new RegExp(`(?:on|this|dated)?\\s*(?:(?:${any(weekdays.en)}),?\\s+)?(?:the\\s+)?(?:(?<d1>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?<m1>${any(months.en)})|(?<m2>${any(months.en)})\\s+(?<d2>\\d{1,2})(?:st|nd|rd|th)?(?!\\d))(?:,?\\s+(?<y>\\d{4}))?`, 'iu'),
    weekday: new RegExp(`(?:on|this|last)\\s+(${any(weekdays.en)})(?!\\p{L})`, 'iu'),
    before: /(?<!\p{L})(?:yesterday|last night)(?!\p{L})/iu,
  },
  fr: {
    date: new RegExp(`(?:le|ce|du)\\s+(?:(?:${any(weekdays.fr)})\\s+)?(?<d1>\\d{1,2})(?:er)?\\s+(?<m1>${any(months.fr)})(?:\\s+(?<y>\\d{4}))?`, 'iu'),
    weekday: new RegExp(`(?<!\\p{L})(?:(?:ce|le)\\s+)?(${any(weekdays.fr)})(?!s|\\p{L}|\\s+(?:prochain|\\d))`, 'iu'),
    before: /(?<!\p{L})hier(?!\p{L})/iu,
  },
}; // prettier-ignore

/** The last such day on or before publication; null where the words name none. */
export function saidOnIn(words: string, lang: Lang, publishedOn: Day): Day | null {
  const { date, weekday, before } = patterns[lang];
  const { d1, m1, d2, m2, y } = date.exec(words)?.groups ?? {};
  const month = months[lang].indexOf((m1 ?? m2 ?? '').toLowerCase()) + 1;
  if (month > 0) {
    const dayIn = (year: number): Day => `${year}-${String(month).padStart(2, '0')}-${(d1 ?? d2 ?? '').padStart(2, '0')}`;
    const year = Number(publishedOn.slice(0, 4));
    const candidates = y === undefined ? [dayIn(year), dayIn(year - 1)] : [dayIn(Number(y))];
    return candidates.find((day) => isDay(day) && day <= publishedOn) ?? null;
  }
  const named = weekdays[lang].indexOf((weekday.exec(words)?.[1] ?? '').toLowerCase());
  if (named >= 0) {
    const today = (new Date(`${publishedOn}T12:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(publishedOn, -((today - named + 7) % 7));
  }
  return before.test(words) ? addDays(publishedOn, -1) : null;
}
