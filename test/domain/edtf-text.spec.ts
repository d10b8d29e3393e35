import { describe, expect, it, test } from '@jest/globals';
import { parseEdtf } from '../../src/domain/edtf/index.js';
import { edtfText } from '../../src/domain/edtf/text.js';

type Row = [edtf: string, english: string, french: string];

function says(edtf: string, english: string, french: string): void {
  const parsed = parseEdtf(edtf);
  expect([edtfText(parsed, 'en'), edtfText(parsed, 'fr')]).toEqual([english, french]);
}

describe('days, months and years', () => {
  test.each<Row>([
    ['2020-12-01', '1 December 2020', '1er décembre 2020'],
    ['2020-12-02', '2 December 2020', '2 décembre 2020'],
    ['2021-01', 'January 2021', 'janvier 2021'],
    ['2021', '2021', '2021'],
    ['2004-01-01T10:10:10', '1 January 2004, 10:10:10', '1er janvier 2004, 10:10:10'],
    ['2004-01-01T10:10:10Z', '1 January 2004, 10:10:10 UTC', '1er janvier 2004, 10:10:10 UTC'],
    ['2004-01-01T10:10:10+04:30', '1 January 2004, 10:10:10 UTC+04:30', '1er janvier 2004, 10:10:10 UTC+04:30'],
    ['0050-08', 'August AD 50', 'août 50 apr. J.-C.'],
    ['-0043-03-15', '15 March 44 BC', '15 mars 44 av. J.-C.'],
    ['Y170000002', 'the year 170,000,002', 'l’an 170\u202f000\u202f002'],
    ['Y-17E7', 'the year −170,000,000', 'l’an −170\u202f000\u202f000'],
    ['1950S2', 'a year between 1900 and 1999, estimated at 1950', 'une année entre 1900 et 1999, estimée à 1950'],
    ['1950S4', '1950', '1950'],
    [
      'Y3388E2S3',
      'a year between 338,000 and 338,999, estimated at 338,800',
      'une année entre 338\u202f000 et 338\u202f999, estimée à 338\u202f800',
    ],
  ])('%s', says);
});

describe('parts of a year', () => {
  test.each<Row>([
    ['2021-37', 'early 2021 (January–April)', 'début 2021 (janvier–avril)'],
    ['2021-38', 'mid-2021 (May–August)', 'mi-2021 (mai–août)'],
    ['2021-39', 'late 2021 (September–December)', 'fin 2021 (septembre–décembre)'],
    ['2021-33', 'first quarter of 2021 (January–March)', 'premier trimestre 2021 (janvier–mars)'],
    ['2021-35', 'third quarter of 2021 (July–September)', 'troisième trimestre 2021 (juillet–septembre)'],
    ['2021-40', 'first half of 2021 (January–June)', 'premier semestre 2021 (janvier–juin)'],
    ['2021-41', 'second half of 2021 (July–December)', 'deuxième semestre 2021 (juillet–décembre)'],
    ['2021-21', 'spring 2021 (March–May)', 'printemps 2021 (mars–mai)'],
    ['2021-24', 'winter 2021–2022 (December–February)', 'hiver 2021–2022 (décembre–février)'],
    ['2021-26', 'northern summer 2021 (June–August)', 'été boréal 2021 (juin–août)'],
    ['2021-30', 'southern summer 2021–2022 (December–February)', 'été austral 2021–2022 (décembre–février)'],
    ['15XX-22', 'summer of a year between 1500 and 1599 (June–August)', 'été d’une année entre 1500 et 1599 (juin–août)'],
    ['XXXX-37', 'first third of an unspecified year (January–April)', 'premier quadrimestre d’une année non précisée (janvier–avril)'],
  ])('%s', says);
});

describe('unspecified digits', () => {
  test.each<Row>([
    ['202X', 'the 2020s', 'les années 2020'],
    ['200X', 'the 2000s (2000–2009)', 'les années 2000 (2000–2009)'],
    ['20XX', 'the years 2000–2099', 'les années 2000–2099'],
    ['XXXX', 'an unspecified year', 'une année non précisée'],
    ['2X21', 'a year between 2021 and 2921 (2X21)', 'une année entre 2021 et 2921 (2X21)'],
    ['005X', 'a year between AD 50 and AD 59', 'une année entre 50 apr. J.-C. et 59 apr. J.-C.'],
    ['2021-XX', 'a month of 2021', 'un mois de 2021'],
    ['2004-1X', 'a month of 2004 (October–December)', 'un mois de 2004 (octobre–décembre)'],
    ['2004-X1', 'January or November 2004', 'janvier ou novembre 2004'],
    ['2021-04-XX', 'a day in April 2021', 'un jour d’avril 2021'],
    ['2021-08-XX', 'a day in August 2021', 'un jour d’août 2021'],
    ['2021-05-XX', 'a day in May 2021', 'un jour de mai 2021'],
    ['1985-XX-XX', 'a day in 1985', 'un jour de 1985'],
    ['1985-XX-01', 'the 1st of a month of 1985', 'le 1er d’un mois de 1985'],
    ['1985-XX-12', 'the 12th of a month of 1985', 'le 12 d’un mois de 1985'],
    ['1985-XX-22', 'the 22nd of a month of 1985', 'le 22 d’un mois de 1985'],
    ['2004-06-1X', 'a day in June 2004 (10–19)', 'un jour de juin 2004 (10–19)'],
    ['2004-06-X1', 'a day in June 2004 (1, 11 or 21)', 'un jour de juin 2004 (1er, 11 ou 21)'],
    ['2004-04-3X', '30 April 2004', '30 avril 2004'],
    ['2004-X1-31', '31 January 2004', '31 janvier 2004'],
    ['156X-12-25', '25 December of a year between 1560 and 1569', '25 décembre d’une année entre 1560 et 1569'],
    ['XXXX-12-XX', 'a day in December of an unspecified year', 'un jour de décembre d’une année non précisée'],
  ])('%s', says);
});

describe('qualifiers', () => {
  test.each<Row>([
    ['2021~', 'about 2021', 'vers 2021'],
    ['2021?', '2021 (uncertain)', '2021 (date incertaine)'],
    ['2021%', 'about 2021 (uncertain)', 'vers 2021 (date incertaine)'],
    ['2021-04~', 'about April 2021', 'vers avril 2021'],
    ['2021-04-01~', 'about 1 April 2021', 'vers le 1er avril 2021'],
    ['202X~', 'about the 2020s', 'vers les années 2020'],
    ['2021-35~', 'about the third quarter of 2021 (July–September)', 'vers le troisième trimestre 2021 (juillet–septembre)'],
    ['2021-38~', 'about mid-2021 (May–August)', 'vers la mi-2021 (mai–août)'],
    ['2021-22~', 'about summer 2021 (June–August)', 'vers l’été 2021 (juin–août)'],
    ['2004-06~-11', '11 June 2004 (year and month approximate)', '11 juin 2004 (année et mois approximatifs)'],
    ['2004?-06-11', '11 June 2004 (year uncertain)', '11 juin 2004 (année incertaine)'],
    ['?2004-06-~11', '11 June 2004 (year uncertain, day approximate)', '11 juin 2004 (année incertaine, jour approximatif)'],
    ['2004-%06-11', '11 June 2004 (month uncertain and approximate)', '11 juin 2004 (mois incertain et approximatif)'],
    ['2001-~21', 'spring 2001 (March–May) (season approximate)', 'printemps 2001 (mars–mai) (saison approximative)'],
    ['~2001-~21', 'about spring 2001 (March–May)', 'vers le printemps 2001 (mars–mai)'],
  ])('%s', says);
});

describe('intervals', () => {
  test.each<Row>([
    ['2020-12-01/2020-12-02', '1–2 December 2020', '1er–2 décembre 2020'],
    ['2020-12-01/2020-12-01', '1 December 2020', '1er décembre 2020'],
    ['2020-11-30/2020-12-01', '30 November – 1 December 2020', '30 novembre – 1er décembre 2020'],
    ['2020-11-30/2021-05-30', '30 November 2020 – 30 May 2021', '30 novembre 2020 – 30 mai 2021'],
    ['2021-01/2021-08', 'January–August 2021', 'janvier–août 2021'],
    ['2020-11/2021-03', 'November 2020 – March 2021', 'novembre 2020 – mars 2021'],
    ['2021/2030', '2021–2030', '2021–2030'],
    ['2004-02-01/2005-02', '1 February 2004 – February 2005', '1er février 2004 – février 2005'],
    ['1984?/2004~', '1984 (uncertain) – about 2004', '1984 (date incertaine) – vers 2004'],
    ['2004-06-XX/2004-07-03', 'a day in June 2004 – 3 July 2004', 'un jour de juin 2004 – 3 juillet 2004'],
    ['-0044/0014', '45 BC – AD 14', '45 av. J.-C. – 14 apr. J.-C.'],
  ])('%s', says);
});

describe('open and unknown ends', () => {
  test.each<Row>([
    ['../2024', 'until the end of 2024', 'jusqu’à la fin de 2024'],
    ['../2024-04', 'until the end of April 2024', 'jusqu’à la fin d’avril 2024'],
    ['../2024-05', 'until the end of May 2024', 'jusqu’à la fin de mai 2024'],
    ['../202X', 'until the end of the 2020s', 'jusqu’à la fin des années 2020'],
    ['../2021-04-01', 'until 1 April 2021', 'jusqu’au 1er avril 2021'],
    ['../2021-35', 'until 30 September 2021', 'jusqu’au 30 septembre 2021'],
    ['../2021-04-XX', 'until 30 April 2021', 'jusqu’au 30 avril 2021'],
    ['../2021-04~', 'until the end of April 2021 (approximate)', 'jusqu’à la fin d’avril 2021 (date approximative)'],
    ['2021/..', 'from 2021 onwards', 'à partir de 2021'],
    ['2021-04/..', 'from April 2021 onwards', 'à partir d’avril 2021'],
    ['2021-08-01/..', 'from 1 August 2021 onwards', 'à partir du 1er août 2021'],
    ['202X/..', 'from the 2020s onwards', 'à partir des années 2020'],
    ['2021-34/..', 'from the second quarter of 2021 (April–June) onwards', 'à partir du deuxième trimestre 2021 (avril–juin)'],
    ['2021-23/..', 'from autumn 2021 (September–November) onwards', 'à partir de l’automne 2021 (septembre–novembre)'],
    ['2021-38/..', 'from mid-2021 (May–August) onwards', 'à partir de la mi-2021 (mai–août)'],
    ['2021?/..', 'from 2021 onwards (uncertain)', 'à partir de 2021 (date incertaine)'],
    ['2020/', '2020 – unknown end', '2020 – fin inconnue'],
    ['/2020-04', 'unknown start – April 2020', 'début inconnu – avril 2020'],
    ['../..', 'at any time', 'à tout moment'],
    ['/..', 'unknown start, no end', 'début inconnu, sans fin'],
    ['../', 'no start, unknown end', 'sans début, fin inconnue'],
  ])('%s', says);
});

describe('sets', () => {
  test.each<Row>([
    ['[1667,1668,1670..1672]', '1667, 1668 or 1670–1672', '1667, 1668 ou 1670–1672'],
    ['{1667,1668,1670..1672}', '1667, 1668 and 1670–1672', '1667, 1668 et 1670–1672'],
    ['{1960,1961-12}', '1960 and December 1961', '1960 et décembre 1961'],
    ['[1667]', '1667', '1667'],
    ['[..1760-12-01]', '1 December 1760 or earlier', '1er décembre 1760 ou avant'],
    ['[1760-12..]', 'December 1760 or later', 'décembre 1760 ou après'],
    ['{..1984}', '1984 and earlier', '1984 et avant'],
    ['{2021-06-01..2021-06-03}', '1–3 June 2021', '1er–3 juin 2021'],
  ])('%s', says);
});

it('names every month in both languages', () => {
  const months = Array.from({ length: 12 }, (_, n) => parseEdtf(`2021-${String(n + 1).padStart(2, '0')}`));
  const names = (locale: 'en' | 'fr'): string[] => months.map((month) => edtfText(month, locale).replace(' 2021', ''));
  const spoken = (locale: 'en' | 'fr'): string[] =>
    Array.from({ length: 12 }, (_, n) => new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2021, n)));
  expect(names('en')).toEqual(spoken('en'));
  expect(names('fr')).toEqual(spoken('fr'));
});
