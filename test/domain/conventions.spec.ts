import { describe, expect, it, test } from '@jest/globals';
import { conventionText } from '../../src/domain/convention-text.js';
import { type ConventionId, conventionsSchema, graceDaysOf } from '../../src/domain/conventions.js';
import type { Precision } from '../../src/domain/edtf/index.js';
import { readConventions } from '../../src/facts.js';

const conventions = readConventions('nowhere');
const ids = Object.keys(conventions.rules) as ConventionId[];

describe('The default conventions', () => {
  test.each(ids)('explain %s in English and French, with the value in force', (id) => {
    for (const locale of ['en', 'fr'] as const) {
      const text = conventionText(conventions, id, locale);
      expect(text).not.toMatch(/[{}]|undefined|\[object/);
      expect(text).toMatch(/\.$/);
    }
  });

  test.each([
    ['coming-weeks', 'en', '6 weeks'],
    ['coming-weeks', 'fr', '6 semaines'],
    ['undated-review', 'en', '90 days'],
    ['parts-of-month', 'en', '1–10'],
    ['grace', 'en', '7 days for a day'],
    ['week-start', 'fr', 'lundi'],
  ] as const)('%s says in %s: %s', (id, locale, words) => {
    expect(conventionText(conventions, id, locale)).toContain(words);
  });

  test.each<[Precision, number]>([
    ['day', 7],
    ['month', 30],
    ['season', 30],
    ['quarter', 30],
    ['third', 30],
    ['half', 30],
    ['year', 90],
    ['decade', 90],
    ['century', 90],
    ['coarser', 90],
  ])('give a soft date known by the %s a grace of %i days', (precision, days) => {
    expect(graceDaysOf(conventions, precision)).toBe(days);
  });
});

describe('Conventions are refused', () => {
  const { grace, 'coming-weeks': weeks, ...rest } = conventions.rules;

  test.each([
    ['without one of the rules', rest],
    ['with a rule nobody knows', { ...conventions.rules, 'coming-fortnights': weeks }],
    ['with hours for a period', { ...conventions.rules, 'coming-weeks': { ...weeks, value: 'PT12H' } }],
    ['with a negative grace', { ...conventions.rules, grace: { ...grace, value: { ...grace.value, day: -1 } } }],
    [
      'with a part of the year that is a season',
      { ...conventions.rules, 'parts-of-year': { ...conventions.rules['parts-of-year'], value: { early: 21, mid: 38, late: 39 } } },
    ],
    ['without an explanation in French', { ...conventions.rules, decade: { text: { en: 'Decades.' } } }],
  ])('%s', (_why, rules) => {
    expect(conventionsSchema.safeParse({ ...conventions, rules }).success).toBe(false);
  });

  it('and taken as they are written otherwise', () => {
    expect(conventionsSchema.parse(JSON.parse(JSON.stringify(conventions)))).toEqual(conventions);
  });
});
