import { beforeAll, describe, expect, test } from '@jest/globals';
import { EdtfError, parseEdtf } from '../../src/domain/edtf/index.js';

/** What is used of the npm package edtf, which comes without types. Its bounds are instants, open ones infinite. */
type Theirs = (text: string) => { min: number | null; max: number | null };

let theirs: Theirs;

beforeAll(async () => {
  ({ default: theirs } = (await import('edtf' as string)) as { default: Theirs });
});

function theirDays(text: string): string {
  try {
    const { min, max } = theirs(text);
    return [min, max].map(dayOf).join(' ');
  } catch {
    return 'refused';
  }
}

function dayOf(ms: number | null): string {
  return ms === null || !Number.isFinite(ms) ? 'null' : (new Date(ms).toISOString().split('T')[0] ?? '');
}

function ourDays(text: string): string {
  try {
    const { earliest, latest } = parseEdtf(text);
    return `${earliest} ${latest}`;
  } catch (error) {
    if (error instanceof EdtfError) return 'refused';
    throw error;
  }
}

const SAME = [
  ...['1985-04-12', '1985-04', '1985', '0000', '2000-02-29', '1985-04-12T23:20:30Z', '1964/2008', '2004-06/2006-08', '2004-02-01/2005-02-08'],
  ...['2004-02-01/2005-02', '2004-02-01/2005', '2005/2006-02', '1984?', '2004-06~', '2004-06-11%', '201X', '20XX', '2004-XX', '1985-04-XX'],
  ...['1985-XX-XX', '1985-04-12/..', '1985-04/..', '1985/..', '../1985-04-12', '../1985-04', '../1985', '1985-04-12/', '1985-04/', '1985/'],
  ...['/1985-04-12', '/1985-04', '/1985', '../..', '-1985', '-0001', '1950S4', 'Y17E3', '[..1760-12-03]', '[1760-12..]', '[1667,1760-12]'],
  ...['[1760-01,1760-02,1760-12..]', '[..1984]', '{1960,1961-12}', '{..1984}', '2004-06~-11', '2004?-06-11', '?2004-06-~11', '2004-%06-11'],
  ...['156X-12-25', '15XX-12-25', 'XXXX-12-XX', '1XXX-XX', '1XXX-12', '1984-1X', '2004-06-~01/2004-06-~20', '2004-06-XX/2004-07-03', '2001-34', '2001-40'],
]; // prettier-ignore

const REFUSED = [
  ...['', '20x', 'Y', '2021-13', '2021-00', '2021-42', '2021-06-32', '2021-25-01', '2021/2020', 'Y2021', '-0000', '{2021', '{}', '[..]', '2021??', '2021-2X'],
]; // prettier-ignore

describe('the npm package edtf finds the same days', () => {
  test.each(SAME)('%s', (text) => {
    expect(ourDays(text)).toBe(theirDays(text));
    expect(ourDays(text)).not.toBe('refused');
  });

  test.each(REFUSED)('and refuses %j too', (text) => {
    expect([ourDays(text), theirDays(text)]).toEqual(['refused', 'refused']);
  });
});

describe('the npm package edtf differs, knowingly', () => {
  test.each<[text: string, why: string, ours: string, theirs: string]>([
    ['1985-04-12T23:20:30-04', 'it moves the day to UTC', '1985-04-12 1985-04-12', '1985-04-13 1985-04-13'],
    ['1985-04-12T24:00:00Z', 'it moves the midnight at the end of a day to the next', '1985-04-12 1985-04-12', '1985-04-13 1985-04-13'],
    ['Y170000002', 'its years end with those of Date', '+170000002-01-01 +170000002-12-31', 'null null'],
    ['Y-17E7', 'its years end with those of Date', '-170000000-01-01 -170000000-12-31', 'null null'],
    ['Y3388E2S3', 'its years end with those of Date', '+338000-01-01 +338999-12-31', 'null null'],
    ['1950S2', 'it leaves significant digits out of the bounds', '1900-01-01 1999-12-31', '1950-01-01 1950-12-31'],
    ['2001-21', 'its spring begins in January', '2001-03-01 2001-05-31', '2001-01-01 2001-03-31'],
    ['2001-24', 'its winter ends with the year', '2001-12-01 2002-02-28', '2001-10-01 2001-12-31'],
    ['2001-29', 'its southern spring begins in October', '2001-09-01 2001-11-30', '2001-10-01 2001-12-31'],
    ['2001-38', 'its second third of a year has five months', '2001-05-01 2001-08-31', '2001-05-01 2001-09-30'],
    ['{1667,1668,1670..1672}', 'it takes the start of the last range for its end', '1667-01-01 1672-12-31', '1667-01-01 1670-12-31'],
    ['20XX-02-29', 'it ends a leap day in a common year', '2000-02-29 2096-02-29', '2000-02-29 2099-02-28'],
    ['-000X', 'it loses the minus sign', '-000009-01-01 -000001-12-31', '0000-01-01 0009-12-31'],
    ['2021-02-29', 'it moves a day that does not exist', 'refused', '2021-03-01 2021-03-01'],
    ['20X1-02-29', 'it moves a day that does not exist', 'refused', '2001-03-01 2091-03-01'],
    ['[1672..1670]', 'it takes a range backwards', 'refused', '1672-01-01 1672-12-31'],
    ['1985-04-12T23:20', 'it takes a time without seconds', 'refused', '1985-04-12 1985-04-12'],
    ['2021/2022-01-01T10:10:10Z', 'it takes a time in an interval', 'refused', '2021-01-01 2022-01-01'],
    ['[1667, 1668]', 'it takes spaces in a set', 'refused', '1667-01-01 1668-12-31'],
    ['202', 'it knows the decades of ISO 8601-2, which EDTF has not', 'refused', '2020-01-01 2029-12-31'],
    ['19', 'it knows the centuries of ISO 8601-2, which EDTF has not', 'refused', '1900-01-01 1999-12-31'],
    ['1950S5', 'it takes more significant digits than there are', 'refused', '1950-01-01 1950-12-31'],
    ['Y17E2', 'it takes a short year with Y', 'refused', '1700-01-01 1700-12-31'],
    ['Y17E20', 'it takes a year of any length, without bounds', 'refused', 'null null'],
    ['/', 'it takes an interval without any date', 'refused', 'null null'],
    ['2001-21/2001-23', 'it takes no season in an interval', '2001-03-01 2001-11-30', 'refused'],
    ['[2001-21,2002]', 'it takes no season in a set', '2001-03-01 2002-12-31', 'refused'],
    ['201X-22', 'it takes no unspecified digit beside a season', '2010-06-01 2019-08-31', 'refused'],
    ['Y17000~', 'it takes no qualifier on a long year', '+017000-01-01 +017000-12-31', 'refused'],
  ])('%s: %s', (text, _why, ours, others) => {
    expect([ourDays(text), theirDays(text)]).toEqual([ours, others]);
  });
});
