/** The languages that a quote is likely to be in, by their names in the reader's; the reader's own two first. */
import { locales, type Locale } from '../../../domain/people.js';
import type { Option } from './pieces/fields.js';

const others = [
  'ar',
  'da',
  'de',
  'el',
  'es',
  'fa',
  'fi',
  'he',
  'hi',
  'it',
  'ja',
  'ko',
  'nl',
  'no',
  'pl',
  'ps',
  'pt',
  'ru',
  'sv',
  'tr',
  'uk',
  'zh',
];

const made = new Map<Locale, readonly Option[]>();

/** Made once for each language: naming them takes longer than rendering the page. */
export function languageOptions(locale: Locale): readonly Option[] {
  let options = made.get(locale);
  if (options === undefined) {
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    const option = (lang: string): Option => [lang, names.of(lang) ?? lang];
    const rest = others.map(option).sort(([, a], [, b]) => a.localeCompare(b, locale));
    options = [...locales.map(option), ...rest];
    made.set(locale, options);
  }
  return options;
}
