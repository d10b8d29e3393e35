import { describe, expect, test } from '@jest/globals';
import { targetText } from '../../src/domain/target-text.js';
import type { Certainty, TargetKind } from '../../src/domain/target.js';

const of = (kind: TargetKind, edtf: string | null, certainty: Certainty = 'exact') => ({
  kind,
  edtf,
  certainty,
  duration: null,
  trigger: null,
  recurrence: null,
});

describe('a target in words', () => {
  test.each([
    [of('until', '2024'), 'until the end of 2024', 'jusqu’à la fin de 2024'],
    [of('by', '2022'), 'by the end of 2022', 'd’ici la fin de 2022'],
    [of('by', '2021-03-31'), 'by 31 March 2021', 'au plus tard le 31 mars 2021'],
    [of('by', '2021-35'), 'by 30 September 2021', 'au plus tard le 30 septembre 2021'],
    [of('by', '202X'), 'by the end of the 2020s', 'd’ici la fin des années 2020'],
    [of('by', '2030', 'approximate'), 'by the end of 2030, approximately', 'd’ici la fin de 2030, environ'],
    [of('before', '2021-03-31'), 'before 31 March 2021', 'avant le 31 mars 2021'],
    [of('on', '2021-06-14'), '14 June 2021', 'le 14 juin 2021'],
    [of('on', '2020-12-01/2020-12-02'), '1–2 December 2020', '1er–2 décembre 2020'],
    [of('during', '2021'), 'during 2021', 'en 2021'],
    [of('during', '2021-37', 'to_be_fixed'), 'early 2021 (January–April), date to be fixed', 'début 2021 (janvier–avril), date à fixer'],
    [
      of('during', '2020-11-30/2021-05-30', 'approximate'),
      '30 November 2020 – 30 May 2021, approximately',
      '30 novembre 2020 – 30 mai 2021, environ',
    ],
    [of('during', '2021~', 'approximate'), 'about 2021', 'vers 2021'],
    [of('throughout', '2021', 'approximate'), 'throughout 2021, approximately', 'tout au long de 2021, environ'],
    [of('throughout', '2021/2024'), 'throughout 2021–2024', 'sur la période 2021–2024'],
    [of('from', '2021-01-01'), 'from 1 January 2021 onwards', 'à partir du 1er janvier 2021'],
    [{ ...of('recurring', '2021/2030'), recurrence: 'P1Y' }, 'every year, 2021–2030', 'chaque année, 2021–2030'],
    [{ ...of('recurring', null), recurrence: 'P2Y' }, 'every 2 years', 'tous les 2 ans'],
    [
      { ...of('event', null), duration: 'P30D', trigger: 'the signing' },
      'within 30 days of the signing',
      'dans un délai de 30 jours après the signing',
    ],
    [of('undated', null), 'no date given', 'sans date donnée'],
  ])('%j', (target, en, fr) => {
    expect(targetText(target, 'en').replaceAll('\u00a0', ' ')).toBe(en);
    expect(targetText(target, 'fr').replaceAll('\u00a0', ' ')).toBe(fr);
  });
});

describe('A date in a sentence', () => {
  test.each([
    [of('during', '2021-04'), 'in April 2021', 'en avril 2021'],
    [of('during', '2021-21'), 'in spring 2021 (March–May)', 'au printemps 2021 (mars–mai)'],
    [of('during', '2021-22'), 'in summer 2021 (June–August)', 'à l’été 2021 (juin–août)'],
    [of('during', '2021-33'), 'in the first quarter of 2021 (January–March)', 'au premier trimestre 2021 (janvier–mars)'],
    [of('during', '2021-40'), 'in the first half of 2021 (January–June)', 'au premier semestre 2021 (janvier–juin)'],
    [of('during', '2022-38'), 'mid-2022 (May–August)', 'mi-2022 (mai–août)'],
    [of('during', '203X'), 'in the 2030s', 'dans les années 2030'],
    [of('by', '2021/2024'), 'by 31 December 2024', 'au plus tard le 31 décembre 2024'],
    [of('before', '2021-22'), 'before summer 2021 (June–August)', 'avant l’été 2021 (juin–août)'],
    [of('before', '2021-33'), 'before the first quarter of 2021 (January–March)', 'avant le premier trimestre 2021 (janvier–mars)'],
    [of('before', '2021/2024'), 'before 1 January 2021', 'avant le 1er janvier 2021'],
    [of('before', '2030~', 'approximate'), 'before about 2030', 'avant vers 2030'],
    [of('until', '2021-04'), 'until the end of April 2021', 'jusqu’à la fin d’avril 2021'],
    [of('throughout', '2021-04'), 'throughout April 2021', 'tout au long d’avril 2021'],
    [
      of('throughout', '2021-40'),
      'throughout the first half of 2021 (January–June)',
      'tout au long du premier semestre 2021 (janvier–juin)',
    ],
    [of('throughout', '2020-11-30/2024-11-30'), 'from 30 November 2020 to 30 November 2024', 'du 30 novembre 2020 au 30 novembre 2024'],
    [of('from', '2022', 'uncertain'), 'from 2022 onwards, uncertain', 'à partir de 2022, incertain'],
    [of('from', '2021-21'), 'from spring 2021 (March–May) onwards', 'à partir du printemps 2021 (mars–mai)'],
    [of('on', '2021-03-01'), '1 March 2021', 'le 1er mars 2021'],
    [{ ...of('recurring', '2022/..'), recurrence: 'P1Y' }, 'every year, from 2022 onwards', 'chaque année, à partir de 2022'],
    [
      { ...of('recurring', '2021-03-31'), recurrence: 'P1Y' },
      'every year, beginning with 31 March 2021',
      'chaque année, à commencer par le 31 mars 2021',
    ],
    [{ ...of('recurring', null), recurrence: 'P1M' }, 'every month', 'chaque mois'],
    [{ ...of('recurring', null), recurrence: 'P2W' }, 'every 2 weeks', 'toutes les 2 semaines'],
  ])('%j', (target, en, fr) => {
    expect([targetText(target, 'en'), targetText(target, 'fr')]).toEqual([en, fr]);
  });
});

describe('An event in words', () => {
  const waiting = (trigger: string, duration: string | null, phraseLang: string) => ({
    ...of('event', null),
    trigger,
    duration,
    phraseLang,
  });

  test.each([
    [waiting('la COP28', null, 'fr'), 'by “la COP28”', 'd’ici la COP28'],
    [waiting('the summit', '-P1D', 'en'), 'before the summit', 'avant « the summit »'],
    [waiting('le scrutin', '-P30D', 'fr'), 'no later than 30 days before “le scrutin”', 'au plus tard 30 jours avant le scrutin'],
    [
      waiting('the signing', 'P1Y6M', 'en'),
      'within 1 year and 6 months of the signing',
      'dans un délai de 1 an et 6 mois après « the signing »',
    ],
    [waiting('la signature', 'P0D', 'fr-BE'), 'by “la signature”', 'd’ici la signature'],
    [
      { ...waiting('the signing', 'P30D', 'en'), triggeredOn: '2021-06-14', latest: '2021-07-14' },
      'within 30 days of the signing (14 July 2021)',
      'dans un délai de 30 jours après « the signing » (14 juillet 2021)',
    ],
  ])('%j', (target, en, fr) => {
    expect([targetText(target, 'en'), targetText(target, 'fr').replaceAll('\u00a0', ' ')]).toEqual([en, fr]);
  });
});
