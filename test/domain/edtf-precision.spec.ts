import { describe, expect, test } from '@jest/globals';
import { type Precision, parseEdtf } from '../../src/domain/edtf/index.js';

describe('a qualifier counts wherever it stands', () => {
  test.each<[edtf: string, uncertain: boolean, approximate: boolean]>([
    ['2004-06-11', false, false],
    ['2004-06-11?', true, false],
    ['2004-06-11~', false, true],
    ['2004-06-11%', true, true],
    ['?2004-06-11', true, false],
    ['2004-~06-11', false, true],
    ['2004-06-%11', true, true],
    ['2004~-06?-11', true, true],
    ['2004?/2006', true, false],
    ['2004/~2006', false, true],
    ['[2004,2006%]', true, true],
    ['2001-21~', false, true],
    ['20XX?', true, false],
    ['Y17000~', false, true],
    ['1950S2?', true, false],
    ['?-0050', true, false],
  ])('%s', (edtf, uncertain, approximate) => {
    expect(parseEdtf(edtf)).toMatchObject({ uncertain, approximate });
  });
});

describe('the precision of an expression', () => {
  test.each<[edtf: string, precision: Precision]>([
    ['2020-12-01', 'day'],
    ['2020-12-01T10:10:10Z', 'day'],
    ['2020-12', 'month'],
    ['1985-04-XX', 'month'],
    ['1985-04-1X', 'month'],
    ['2020', 'year'],
    ['1985-XX', 'year'],
    ['1985-XX-25', 'year'],
    ['1985-1X', 'year'],
    ['Y-17E7', 'year'],
    ['202X', 'decade'],
    ['156X-12-25', 'decade'],
    ['1950S3', 'decade'],
    ['20XX', 'century'],
    ['20XX-21', 'century'],
    ['1950S2', 'century'],
    ['1XXX', 'coarser'],
    ['XXXX-12-25', 'coarser'],
    ['../..', 'coarser'],
    ['2020-12-01/2020-12-02', 'day'],
    ['2020-12/..', 'month'],
    ['2004-06-XX/2004-07-03', 'day'],
    ['2020/2021-35', 'quarter'],
    ['[1667,1760-12]', 'month'],
  ])('%s: %s', (edtf, precision) => {
    expect(parseEdtf(edtf).precision).toBe(precision);
  });
});
