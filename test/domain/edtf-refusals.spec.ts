import { describe, expect, it, test } from '@jest/globals';
import { EdtfError, parseEdtf } from '../../src/domain/edtf/index.js';

function refusal(text: string): EdtfError {
  try {
    parseEdtf(text);
  } catch (error) {
    if (error instanceof EdtfError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('anything else is refused at its first wrong place', () => {
  test.each<[text: string, position: number, expected: string]>([
    ['', 0, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['202', 3, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['next year', 0, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    [' 2021', 0, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['+2021', 0, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['201x', 3, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    [
      '2021 ',
      4,
      'a hyphen and a month, a qualifier (? ~ %), a slash or the end of the text (a year of more than four digits begins with Y)',
    ],
    [
      '20211',
      4,
      'a hyphen and a month, a qualifier (? ~ %), a slash or the end of the text (a year of more than four digits begins with Y)',
    ],
    ['2021??', 5, 'a slash or the end of the text'],
    ['2021-06x', 7, 'a hyphen and a day, a qualifier (? ~ %), a slash or the end of the text'],
    ['2021-06-01x', 10, 'a qualifier (? ~ %), a slash or the end of the text'],
    ['2021-06-01T10:10:10Zx', 20, 'the end of the text'],
    ['-0000', 1, 'a year other than 0 after the minus sign (the year 0 is 0000)'],
    ['2021-', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-1', 6, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-00', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-13', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-20', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-42', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-2X', 5, 'a month from 01 to 12, or a part of the year from 21 (spring) to 41 (second half)'],
    ['2021-25-01', 5, 'a month from 01 to 12 (a season or another part of the year has no days)'],
    ['2021-21?-01', 5, 'a month from 01 to 12 (a season or another part of the year has no days)'],
    ['2021-06-1', 9, 'a day of two digits'],
    ['2021-06-00', 8, 'a day from 01 to 30'],
    ['2021-06-31', 8, 'a day from 01 to 30'],
    ['2021-02-29', 8, 'a day from 01 to 28'],
    ['1900-02-29', 8, 'a day from 01 to 28'],
    ['2000-02-30', 8, 'a day from 01 to 29'],
    ['-0001-02-29', 9, 'a day from 01 to 28'],
    ['2021-02-3X', 8, 'a day from 01 to 28'],
    ['20X1-02-29', 8, 'a day that some month of these digits has'],
    ['2021-XX-32', 8, 'a day that some month of these digits has'],
    ['Y2021', 5, 'a year of five to 15 digits (one of four is written without Y)'],
    ['Y17E2', 5, 'a year of five to 15 digits (one of four is written without Y)'],
    ['Y17E20', 1, 'a year of five to 15 digits (one of four is written without Y)'],
    ['Y1E999999999', 1, 'a year of five to 15 digits (one of four is written without Y)'],
    ['Y', 1, 'the digits of a year'],
    ['Y02021', 1, 'the digits of a year'],
    ['Y17E', 4, 'an exponent from 1'],
    ['Y17E0', 4, 'an exponent from 1'],
    ['Y170000002-01', 10, 'a digit, a qualifier (? ~ %), a slash or the end of the text'],
    ['1950S', 5, 'a number of significant digits from 1 to 4'],
    ['1950S0', 5, 'a number of significant digits from 1 to 4'],
    ['1950S5', 5, 'a number of significant digits from 1 to 4'],
    ['1950S2-01', 6, 'a slash or the end of the text'],
    ['2021/2020', 5, 'an end on or after 2021-01-01'],
    ['2004-06-15/2004-06-14', 11, 'an end on or after 2004-06-15'],
    ['-0031/-0044', 6, 'an end on or after -000031-01-01'],
    ['2021/2022/2023', 9, 'the end of the text'],
    ['2021/2022-01-01T10:10:10Z', 15, 'the end of the text'],
    ['/', 1, 'a date on one side of the slash'],
    ['..', 2, 'a slash'],
    ['2021/.', 5, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['{2021', 5, 'a comma, two dots, or }'],
    ['[2021}', 5, 'a comma, two dots, or ]'],
    ['{2021,', 6, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['{}', 1, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['[..]', 3, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['[1672..1670]', 7, 'an end on or after 1672-01-01'],
    ['[1667,..1670]', 6, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['[1667..,1670]', 7, 'a year of four digits (X for an unknown one; a longer year begins with Y)'],
    ['[1667/1670]', 5, 'a comma, two dots, or ]'],
    ['[1667]?', 6, 'the end of the text'],
    ['2021-06T10:10:10', 7, 'no time (only a plain YYYY-MM-DD may have one)'],
    ['2021-06-01?T10:10:10', 11, 'no time (only a plain YYYY-MM-DD may have one)'],
    ['2021-06-01T10', 13, 'a colon'],
    ['2021-06-01T10:10', 16, 'a colon'],
    ['2021-06-01T25:10:10', 11, 'an hour from 00 to 24'],
    ['2021-06-01T10:60:10', 14, 'minutes from 00 to 59'],
    ['2021-06-01T10:10:60', 17, 'seconds from 00 to 59'],
    ['2021-06-01T24:00:01', 17, 'zeros after hour 24, which is midnight'],
    ['2021-06-01T10:10:10+24:00', 20, 'hours of an offset from 00 to 23'],
    ['2021-06-01T10:10:10+04:60', 23, 'minutes of an offset from 00 to 59'],
  ])('%j at %i', (text, position, expected) => {
    const error = refusal(text);
    expect({ position: error.position, expected: error.expected }).toEqual({ position, expected });
  });

  it('says so in its message', () => {
    expect(refusal('2021-02-29').message).toBe('Not an EDTF date: at position 8, expected a day from 01 to 28');
  });
});
