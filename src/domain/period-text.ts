/** Periods in words: "30 days", "1 year and 6 months", "30 jours". */
import type { Period } from './time.js';

type Locale = 'en' | 'fr';

interface Counted {
  count: number;
  unit: number;
}

const UNITS: Record<Locale, readonly (readonly [one: string, many: string])[]> = {
  en: [
    ['year', 'years'],
    ['month', 'months'],
    ['week', 'weeks'],
    ['day', 'days'],
  ],
  fr: [
    ['an', 'ans'],
    ['mois', 'mois'],
    ['semaine', 'semaines'],
    ['jour', 'jours'],
  ],
};
const AND: Record<Locale, string> = { en: ' and ', fr: ' et ' };
const EVERY_SINGLE: Record<Locale, readonly string[]> = {
  en: ['every year', 'every month', 'every week', 'every day'],
  fr: ['chaque année', 'chaque mois', 'chaque semaine', 'chaque jour'],
};

/** How long a period is; a minus is left out, for the sentence around it says before or after. */
export function periodText(period: Period, locale: Locale): string {
  const words = partsOf(period).map(({ count, unit }) => `${count} ${UNITS[locale][unit]?.[count === 1 ? 0 : 1] ?? ''}`);
  return words.length === 0 ? `0 ${UNITS[locale][3]?.[locale === 'fr' ? 0 : 1] ?? ''}` : words.join(AND[locale]);
}

/** How often: "every year", "every 6 months", "tous les 2 ans". */
export function everyText(period: Period, locale: Locale): string {
  const parts = partsOf(period);
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.count === 1) return EVERY_SINGLE[locale][only.unit] ?? '';
  const every = locale === 'en' ? 'every' : only?.unit === 2 ? 'toutes les' : 'tous les';
  return `${every} ${periodText(period, locale)}`;
}

function partsOf(period: Period): Counted[] {
  const found = /^-?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period)?.slice(1) ?? [];
  return found.map((count, unit) => ({ count: Number(count ?? 0), unit })).filter(({ count }) => count > 0);
}
