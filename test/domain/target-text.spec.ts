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
      'dans un délai de 30 jours après : the signing',
    ],
    [of('undated', null), 'no date given', 'sans date donnée'],
  ])('%j', (target, en, fr) => {
    expect(targetText(target, 'en').replaceAll('\u00a0', ' ')).toBe(en);
    expect(targetText(target, 'fr').replaceAll('\u00a0', ' ')).toBe(fr);
  });
});
