import type { ConventionId, Conventions } from './conventions.js';
import { periodText } from './period-text.js';

/** What a convention says, for the page "how dates are read", with the values that are in force. */
export function conventionText(conventions: Conventions, id: ConventionId, locale: 'en' | 'fr'): string {
  const rule: { text: Record<'en' | 'fr', string>; value?: unknown } = conventions.rules[id];
  return rule.text[locale].replace(/\{value(?:\.(\w+))?\}/g, (_, member?: string) => {
    const value = member === undefined ? rule.value : (rule.value as Record<string, unknown>)[member];
    return inWords(value, locale);
  });
}

const NAMED_VALUES: Record<'en' | 'fr', Record<string, string>> = {
  en: { monday: 'Monday', sunday: 'Sunday' },
  fr: { monday: 'lundi', sunday: 'dimanche' },
};

function inWords(value: unknown, locale: 'en' | 'fr'): string {
  if (Array.isArray(value)) return value.join('–');
  if (typeof value !== 'string') return String(value);
  return value.startsWith('P') ? periodText(value, locale) : (NAMED_VALUES[locale][value] ?? value);
}
