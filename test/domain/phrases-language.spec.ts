import { describe, expect, it, test } from '@jest/globals';
import { compareReadings, detectLang } from '../../src/domain/phrases/index.js';
import { casesIn, type Expression, readOn } from './phrases-cast.js';

describe('The language of a phrase', () => {
  test.each([
    ['jusqu’en 2024', 'fr'],
    ['until 2024', 'en'],
    ['au T3 2021', 'fr'],
    ['by Q3 2021', 'en'],
    ['2021', 'en'],
    ['le 31/12/2021', 'fr'],
    ['nous nous engageons à les aider', 'fr'],
    ['we commit to help them', 'en'],
    ['mi-2023', 'fr'],
    ['mid-2023', 'en'],
    ['', 'en'],
  ])('%s is %s', (phrase, lang) => {
    expect(detectLang(phrase)).toBe(lang);
  });

  it('is told from nearly every expression of a few words', () => {
    for (const lang of ['fr', 'en'] as const) {
      const cases = casesIn<Expression>(`expressions-${lang}`);
      const right = cases.filter(({ text }) => detectLang(text) === lang);
      expect(right.length / cases.length).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe('Two wordings of one commitment', () => {
  const compare = (en: string, fr: string) => compareReadings(readOn(en, 'en'), readOn(fr, 'fr'));

  test.each([
    ['by fall 2028', 'd’ici l’automne 2028'],
    ['By winter 2025', 'D’ici l’hiver 2025'],
    ['Biannually until 2029', 'Deux fois par année jusqu’en 2029'],
    ['Annually, by March 31', 'Chaque année, au plus tard le 31 mars'],
    ['Ongoing', 'Permanent'],
    ['within 30 days of the signing', 'dans les 30 jours suivant la signature'],
    ['by 2030, and net zero by 2050', 'la neutralité en 2050 au plus tard, et d’ici 2030'],
    ['a plan', 'un plan'],
  ])('agree: %s / %s', (en, fr) => {
    expect(compare(en, fr)).toEqual({ agree: true, disagreements: [] });
  });

  it('disagree on the date, and say in what', () => {
    const { agree, disagreements } = compare('by 2025', 'd’ici 2026');
    expect(agree).toBe(false);
    expect(disagreements.map(({ a, b, fields }) => [a?.edtf, b?.edtf, fields])).toEqual([['2025', '2026', ['latest']]]);
  });

  test.each([
    ['in 2025', 'd’ici 2025', ['kind', 'earliest']],
    ['around 2025', 'en 2025', ['certainty']],
    ['every year', 'tous les deux ans', ['recurrence']],
    ['within 30 days of the signing', 'dans les 60 jours suivant la signature', ['duration']],
  ])('%s / %s differ', (en, fr, fields) => {
    expect(compare(en, fr).disagreements.map((d) => d.fields)).toEqual([fields]);
  });

  it('disagree where one has a deadline more', () => {
    const { agree, disagreements } = compare('by 2030 and by 2050', 'd’ici 2030');
    expect(agree).toBe(false);
    expect(disagreements.map(({ a, b }) => [a?.edtf, b?.edtf])).toEqual([['2050', undefined]]);
    expect(compareReadings([], readOn('by 2030', 'en')).disagreements).toMatchObject([{ a: null, b: { edtf: '2030' } }]);
  });
});
