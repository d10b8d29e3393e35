/** Each number that words leave open comes from the conventions: changing it changes the reading, which names it. */
import { describe, expect, it, test } from '@jest/globals';
import { conventionsSchema, type ConventionId, type Conventions } from '../../src/domain/conventions.js';
import { conventions, line, readOn, said } from './phrases-cast.js';

type Value<T extends ConventionId> = Conventions['rules'][T] extends { value: infer V } ? V : never;

function withRule<T extends ConventionId>(id: T, value: Value<T>): Conventions {
  return conventionsSchema.parse({ ...conventions, rules: { ...conventions.rules, [id]: { ...conventions.rules[id], value } } });
}

describe('A changed convention', () => {
  const changes: [lang: 'en' | 'fr', phrase: string, id: ConventionId, usual: string, changed: Conventions, other: string][] = [
    ['en', 'in the coming days', 'coming-days', `during ${said}/2020-12-07 approximate`, withRule('coming-days', 'P10D'), `during ${said}/2020-12-10 approximate`],
    ['en', 'in the coming weeks', 'coming-weeks', `during ${said}/2021-01-11 approximate`, withRule('coming-weeks', 'P8W'), `during ${said}/2021-01-25 approximate`],
    ['fr', 'dans les mois à venir', 'coming-months', `during ${said}/2021-05-30 approximate`, withRule('coming-months', 'P3M'), `during ${said}/2021-02-28 approximate`],
    ['fr', 'dans les années à venir', 'coming-years', `during ${said}/2023-11-30 approximate`, withRule('coming-years', 'P5Y'), `during ${said}/2025-11-30 approximate`],
    ['en', 'over the next decade', 'coming-decade', `during ${said}/2030-11-30 approximate`, withRule('coming-decade', 'P9Y'), `during ${said}/2029-11-30 approximate`],
    ['en', 'for the coming year', 'coming-year', 'throughout 2021 approximate', withRule('coming-year', 'twelve_months'), `throughout ${said}/2021-11-29 approximate`],
    ['fr', 'début 2021', 'parts-of-year', 'during 2021-37', withRule('parts-of-year', { early: 33, mid: 38, late: 36 }), 'during 2021-33'],
    ['fr', 'début mars', 'parts-of-month', 'during 2021-03-01/2021-03-10 approximate', withRule('parts-of-month', { early: [1, 7], mid: [8, 23], late: [24, 31] }), 'during 2021-03-01/2021-03-07 approximate'],
    ['en', 'in late summer 2021', 'parts-of-quarter', 'during 2021-08 approximate', withRule('parts-of-quarter', 2), 'during 2021-07/2021-08 approximate'],
    ['en', 'in the late 2020s', 'parts-of-decade', 'during 2027/2029 approximate', withRule('parts-of-decade', { early: [0, 2], mid: [3, 5], late: [6, 9] }), 'during 2026/2029 approximate'],
    ['en', 'by mid-century', 'mid-century', 'by 2050 approximate', withRule('mid-century', 55), 'by 2055 approximate'],
    ['en', 'at the turn of the year', 'turn', 'during 2020-12/2021-01 approximate', withRule('turn', 2), 'during 2020-11/2021-02 approximate'],
    ['en', 'in spring 2021', 'seasons', 'during 2021-21', withRule('seasons', 'southern'), 'during 2021-29'],
    ['en', 'next week', 'week-start', 'during 2020-12-07/2020-12-13', withRule('week-start', 'sunday'), 'during 2020-12-06/2020-12-12'],
    ['fr', 'le 03/04/2021', 'numeric-date', 'on 2021-04-03', withRule('numeric-date', 'month_first'), 'on 2021-03-04'],
    ['fr', 'le 31/12/65', 'two-digit-year', 'on 2065-12-31', withRule('two-digit-year', 40), 'on 1965-12-31'],
    ['fr', 'à la rentrée 2021', 'rentree', 'during 2021-09 approximate', withRule('rentree', 10), 'during 2021-10 approximate'],
    ['en', 'academic year 2021-22', 'school-year', 'during 2021-09/2022-08 approximate', withRule('school-year', 8), 'during 2021-08/2022-07 approximate'],
    ['en', 'from 1 to 20 June 2021', 'days-on-end', 'on 2021-06-01/2021-06-20', withRule('days-on-end', 10), 'throughout 2021-06-01/2021-06-20'],
  ]; // prettier-ignore

  test.each(changes)('%s: %s by %s', (lang, phrase, id, usual, changed, other) => {
    const readings = readOn(phrase, lang);
    expect(readings.map(line)).toEqual([usual]);
    expect(readings[0]?.conventions).toContain(id);
    expect(readOn(phrase, lang, { conventions: changed }).map(line)).toEqual([other]);
  });

  it('of the grace moves the first overdue day of a soft date, and of no other', () => {
    const changed = withRule('grace', { day: 0, month: 1, season: 1, quarter: 1, third: 1, half: 1, year: 10 });
    expect(readOn('à l’horizon 2030', 'fr')[0]).toMatchObject({ firstOverdueDay: '2031-04-01' });
    expect(readOn('à l’horizon 2030', 'fr', { conventions: changed })[0]).toMatchObject({ firstOverdueDay: '2031-01-11' });
    expect(readOn('d’ici 2030', 'fr', { conventions: changed })[0]).toMatchObject({ firstOverdueDay: '2031-01-01' });
  });
});

describe('A fiscal year', () => {
  test.each([
    ['in FY2025', undefined, 'during 2025'],
    ['in FY2025', 'US', 'during 2024-10/2025-09'],
    ['in FY2025', 'CA', 'during 2025-04/2026-03'],
    ['in FY2025', 'FR', 'during 2025'],
    ['in FY2025-26', 'UK', 'during 2025-04/2026-03'],
    ['2026-27', 'CA', 'during 2026-04/2027-03'],
    ['2026-27', undefined, 'during 2026/2027'],
    ['2026-28', 'CA', 'throughout 2026/2028'],
    ['by the end of the fiscal year', 'CA', 'by 2020-04/2021-03'],
    ['this fiscal year', 'US', 'during 2020-10/2021-09'],
    ['next fiscal year', 'AU', 'during 2021-07/2022-06'],
  ])('%s (%s) is %s', (phrase, jurisdiction, expected) => {
    expect(readOn(phrase, 'en', { jurisdiction }).map(line)).toEqual([expected]);
  });

  it('names its convention even where none is known', () => {
    expect(readOn('in FY2025', 'en')[0]?.conventions).toEqual(['fiscal-year']);
  });
});

describe('The conventions that a reading names', () => {
  test.each([
    ['en', 'by 31 March 2021', []],
    ['en', 'by 2025', ['limit-included']],
    ['fr', 'd’ici fin 2022', ['end-of-unit', 'limit-included']],
    ['fr', 'à l’horizon 2030', ['horizon', 'limit-included', 'grace']],
    ['en', 'before 31 March', ['missing-year']],
    ['en', 'on Friday', ['weekday']],
    ['en', 'in five years', ['in-a-while', 'grace']],
    ['en', 'by the end of the decade', ['decade', 'end-of-unit', 'limit-included']],
    ['en', 'within 10 working days', ['working-days', 'grace']],
    ['en', 'within 48 hours', ['hours']],
    ['en', 'every year until 2030', ['limit-included', 'first-period']],
    ['fr', 'en temps utile', []],
  ] as const)('%s: %s', (lang, phrase, expected) => {
    expect(readOn(phrase, lang)[0]?.conventions).toEqual(expected);
  });
});

describe('A date without a year', () => {
  test.each([
    ['2020-11-30', 'on 30 November', 'on 2020-11-30'],
    ['2020-12-01', 'on 30 November', 'on 2021-11-30'],
    ['2020-11-30', 'in November', 'during 2020-11'],
    ['2020-11-30', 'by the end of Q4', 'by 2020-36'],
    ['2021-01-15', 'in winter', 'during 2020-24'],
    ['2020-11-30', 'on 29 February', 'on 2024-02-29'],
    ['2096-03-01', 'on 29 February', 'on 2104-02-29'],
    ['2020-11-30', 'from November to March', 'throughout 2020-11/2021-03'],
    ['2020-11-30', 'from 20 December to 10 January', 'on 2020-12-20/2021-01-10'],
    ['2020-11-30', 'from December to March 2022', 'throughout 2021-12/2022-03'],
    ['2020-11-30', 'Tuesday 1 December', 'on 2020-12-01'],
    ['2020-11-30', 'Monday 16 November', 'on 2020-11-16'],
    ['2020-11-30', 'Sunday 1 December', 'on 2020-12-01 uncertain'],
    ['2020-11-30', 'Friday 1 December', 'on 2020-12-01 uncertain'],
  ])('said on %s: %s is %s', (saidOn, phrase, expected) => {
    expect(readOn(phrase, 'en', { saidOn }).map(line)).toEqual([expected]);
  });
});
