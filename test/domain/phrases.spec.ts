import { describe, expect, it, test } from '@jest/globals';
import { accepts, boundsOf, casesIn, type Expression, line, type Read, readOn, said, short } from './phrases-cast.js';

describe('The table of the specification, said on 30 November 2020', () => {
  test.each([
    ['fr', 'en 2021', 'during 2021', '2021-01-01', '2021-12-31', '2022-01-01'],
    ['fr', 'jusqu’en 2024', 'until 2024', said, '2024-12-31', null],
    ['fr', 'les 1er et 2 décembre', 'on 2020-12-01/2020-12-02', '2020-12-01', '2020-12-02', '2020-12-03'],
    [
      'fr',
      'au début de l’année prochaine, à une date qui reste à fixer',
      'during 2021-37 to_be_fixed',
      '2021-01-01',
      '2021-04-30',
      '2021-05-31',
    ],
    ['fr', 'pour la prochaine année', 'throughout 2021 approximate', '2021-01-01', '2021-12-31', null],
    ['fr', 'dans les mois à venir', 'during 2020-11-30/2021-05-30 approximate', '2020-11-30', '2021-05-30', '2021-06-07'],
    ['fr', 'd’ici fin 2022', 'by 2022', said, '2022-12-31', '2023-01-01'],
    ['en', 'by the end of Q3', 'by 2021-35', said, '2021-09-30', '2021-10-01'],
    ['en', 'before 31 March', 'before 2021-03-31', said, '2021-03-30', '2021-03-31'],
    ['fr', 'à l’horizon 2030', 'by 2030 approximate', said, '2030-12-31', '2031-04-01'],
    ['en', 'every year until 2030', 'recurring 2021/2030 P1Y', '2021-01-01', '2030-12-31', '2022-01-01'],
    ['en', 'within 90 days', 'by 2021-02-28', said, '2021-02-28', '2021-03-01'],
  ] as const)('%s: %s', (lang, phrase, expected, earliest, latest, firstOverdueDay) => {
    const [reading, ...others] = readOn(phrase, lang);
    expect(others).toEqual([]);
    expect(line(reading!)).toBe(expected);
    expect(reading).toMatchObject({ earliest, latest, firstOverdueDay, text: phrase, start: 0, end: phrase.length });
  });
});

describe.each(['fr', 'en'] as const)('The expressions of policy language (%s)', (lang) => {
  test.each(casesIn<Expression>(`expressions-${lang}`).map((c) => [c.text, c] as const))('%s', (text, expected) => {
    const readings = readOn(text, lang, { saidOn: expected.saidOn });
    if (expected.kind === null) {
      expect(readings).toEqual([]);
      return;
    }
    expect(readings).toHaveLength(1);
    const [reading] = readings;
    expect([expected.kind, ...(expected.kindAlso ?? [])]).toContain(reading?.kind);
    expect(reading).toMatchObject({ edtf: expected.edtf, certainty: expected.certainty });
    if (reading?.edtf == null) return;
    const { earliest, latest } = boundsOf(reading.edtf);
    expect([expected.anchorStart, earliest, accepts(expected.anchorStart, earliest)]).toEqual([expected.anchorStart, earliest, true]);
    expect([expected.anchorEnd, latest, accepts(expected.anchorEnd, latest)]).toEqual([expected.anchorEnd, latest, true]);
  });
});

describe.each(['fr', 'en'] as const)('Further phrases, and what must not be read (%s)', (lang) => {
  test.each(casesIn<{ text: string; readings: Read[] }>(`phrases-${lang}`).map((c) => [c.text, c.readings] as const))(
    '%s',
    (text, expected) => {
      expect(readOn(text, lang).map(short)).toEqual(expected);
    },
  );
});

describe('The way it is written', () => {
  test.each([
    ['d’ici l’été 2025', "d'ici l'été 2025"],
    ['d’ici l’été 2025', 'D‘ici l‘été 2025'],
    ['d’ici l’été 2025', 'D’ICI L’ETE 2025'],
    ['d’ici l’été 2025', 'd’ici l’e\u0301te\u0301 2025'],
    ['d’ici l’été 2025', 'd’ici\u00a0l’été\u202f2025'],
    ['d’ici l’été 2025', '  d’ici  l’été  2025  '],
    ['au 1er trimestre 2021', 'au premier trimestre 2021'],
    ['au 1er trimestre 2021', 'AU 1ER TRIMESTRE 2021'],
    ['dès 2021', 'DES 2021'],
    ['à partir du 1er janvier 2021', 'A PARTIR DU 1ER JANVIER 2021'],
    ['du 23 au 24 novembre 2020', 'Du 23 au 24 novembre 2020.'],
    ['2021–2024', '2021-2024'],
    ['2021–2024', '2021‑2024'],
    ['2021–2024', '2021 — 2024'],
  ])('%s is read as %s', (usual, other) => {
    const [reading] = readOn(usual, 'fr');
    expect(readOn(other, 'fr').map(line)).toEqual([line(reading!)]);
  });

  it('tells dès from the article des', () => {
    expect(readOn('l’évolution des 2021 dossiers', 'fr')).toEqual([]);
  });
});

describe('In running text', () => {
  it.each([
    ['fr', 'nous nous engageons à les aider à les financer jusqu’en 2024, et les Alliés y pourvoient', ['jusqu’en 2024']],
    ['fr', 'Le sommet, prévu les 1er et 2 décembre, aura lieu à Bruxelles.', ['prévu les 1er et 2 décembre']],
    ['en', 'Allies will meet in Brussels on 14 June 2021 to decide.', ['on 14 June 2021']],
    ['en', 'We will publish it (by 31 March 2021) and report annually.', ['by 31 March 2021', 'annually']],
    ['en', 'A two-year plan.\n\nBy 2025, all of it.', ['By 2025']],
  ] as const)('%s: %s', (lang, text, expected) => {
    const readings = readOn(text, lang);
    expect(readings.map((r) => r.text)).toEqual(expected);
    for (const { start, end, text: found } of readings) expect(text.slice(start, end)).toBe(found);
  });

  it('returns every deadline, and none that had passed beside them', () => {
    const text = 'As agreed in 2015, we will halve emissions by 2030 and reach net zero by 2050.';
    expect(readOn(text, 'en').map(line)).toEqual(['by 2030', 'by 2050']);
    expect(readOn('in 2015', 'en').map(line)).toEqual(['during 2015']);
  });

  it('leaves the date of a condition to the condition', () => {
    expect(readOn('We will leave by May 2021 if they sign by March 2021.', 'en').map(line)).toEqual(['by 2021-05']);
    expect(readOn('If they sign by March 2021, we will leave by May 2021.', 'en').map(line)).toEqual(['by 2021-05']);
  });

  it('does not take the day on which something was said for a deadline', () => {
    expect(readOn('il avait déclaré le 24 novembre que la mission continuera', 'fr')).toEqual([]);
  });
});

describe('Two readings of the same words', () => {
  it('are both given for a numeric date in English, the usual one first', () => {
    const readings = readOn('by 03/04/2021', 'en');
    expect(readings.map(line)).toEqual(['by 2021-04-03', 'by 2021-03-04']);
    expect(readings.map(({ start, end }) => [start, end])).toEqual([
      [0, 13],
      [0, 13],
    ]);
    expect(readings.every((r) => r.conventions.includes('numeric-date'))).toBe(true);
  });

  it.each([
    ['en', 'by 31/12/2021', 'by 2021-12-31'],
    ['en', 'by 12/31/2021', 'by 2021-12-31'],
    ['en', 'by 05/05/2021', 'by 2021-05-05'],
    ['fr', 'le 03/04/2021', 'on 2021-04-03'],
  ] as const)('are not where only one is possible: %s %s', (lang, phrase, expected) => {
    expect(readOn(phrase, lang).map(line)).toEqual([expected]);
  });
});
