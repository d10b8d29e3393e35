import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Edtf, EdtfError, parseEdtf } from '../../src/domain/edtf/index.js';
import { edtfText } from '../../src/domain/edtf/text.js';

const MS_PER_DAY = 86_400_000;

/** Undefined for what is no EDTF; any other failure passes through. */
function attempt(text: string): Edtf | undefined {
  try {
    return parseEdtf(text);
  } catch (error) {
    if (!(error instanceof EdtfError)) throw error;
    // Plain checks: a matcher for each of 100,000 texts would take most of the time.
    if (error.position < 0 || error.position > text.length || error.expected === '') throw new Error(text, { cause: error });
    return undefined;
  }
}

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(first); ms <= Date.parse(last); ms += MS_PER_DAY) days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}

const two = (n: number): string => String(n).padStart(2, '0');
const day = fc
  .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Days as numbers, so that signed years compare too. */
function dayNumber(text: string): number {
  const [, year = '', month = '', dayOfMonth = ''] = /^([+-]?\d+)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return Number(year) * 10_000 + Number(month) * 100 + Number(dayOfMonth);
}

describe('no day is ever shifted', () => {
  it('reads every day of two centuries as itself', () => {
    const shifted = daysFrom('1899-01-01', '2101-12-31').filter((text) => {
      const { earliest, latest } = parseEdtf(text);
      return earliest !== text || latest !== text;
    });
    expect(shifted).toEqual([]);
  });

  it.each([1900, 2000, 2023, 2024])('accepts exactly the days of %i', (year) => {
    const real = new Set(daysFrom(`${year}-01-01`, `${year}-12-31`));
    const accepted: string[] = [];
    for (let month = 0; month < 100; month++) {
      for (let n = 0; n < 100; n++) {
        const text = `${year}-${two(month)}-${two(n)}`;
        if (attempt(text)) accepted.push(text);
      }
    }
    expect(accepted).toEqual([...real]);
  });

  it('reads any day of the years 0000 to 9999 as itself, whatever marks or time it carries', () => {
    const marks = fc.constantFrom('', '?', '~', '%', 'T00:00:00Z', 'T23:59:59-11:30', 'T00:00:00+14');
    fc.assert(fc.property(day, marks, (text, mark) => expect(parseEdtf(text + mark)).toMatchObject({ earliest: text, latest: text })));
  });

  it('puts a day inside its month, and the month inside its year', () => {
    fc.assert(
      fc.property(day, (text) => {
        const [inner, month, year] = [text, text.slice(0, 7), text.slice(0, 4)].map(parseEdtf) as [Edtf, Edtf, Edtf];
        expect([year.earliest, month.earliest, inner.earliest].toSorted()).toEqual([year.earliest, month.earliest, inner.earliest]);
        expect([inner.latest, month.latest, year.latest].toSorted()).toEqual([inner.latest, month.latest, year.latest]);
        expect(parseEdtf(`${text}/${month.latest}`)).toMatchObject({ earliest: text, latest: month.latest });
      }),
    );
  });

  it('finds the same bounds for unspecified digits as a search through all days', () => {
    const all = daysFrom('1900-01-01', '2099-12-31');
    const digit = (digits: string) => fc.constantFrom(...digits, 'X', 'X');
    const mask = fc
      .tuple(
        fc.constantFrom('19', '20'),
        digit('0123456789'),
        digit('0123456789'),
        digit('01'),
        digit('0123456789'),
        digit('0123'),
        digit('0123456789'),
      )
      .map(([century, y1, y2, m1, m2, d1, d2]) => `${century}${y1}${y2}-${m1}${m2}-${d1}${d2}`);
    fc.assert(
      fc.property(mask, (text) => {
        const pattern = new RegExp(`^${text.replaceAll('X', '\\d')}$`);
        const parsed = attempt(text);
        expect([parsed?.earliest, parsed?.latest]).toEqual([all.find((d) => pattern.test(d)), all.findLast((d) => pattern.test(d))]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('no text makes it fail in another way than by a refusal', () => {
  /** What must hold of whatever was accepted. */
  function check(text: string): void {
    const parsed = attempt(text);
    if (!parsed) return;
    const { edtf, earliest, latest, openStart, openEnd } = parsed;
    if (edtf !== text) throw new Error(`${text} was rewritten`);
    if (earliest !== null && latest !== null && dayNumber(earliest) > dayNumber(latest)) throw new Error(`${text} ends before it begins`);
    if ((openStart && earliest !== null) || (openEnd && latest !== null)) throw new Error(`${text} has a bound at an open end`);
    for (const locale of ['en', 'fr'] as const) {
      if (/undefined|NaN|null| {2}/.test(edtfText(parsed, locale))) throw new Error(`${text} is said as ${edtfText(parsed, locale)}`);
    }
  }

  it('50,000 texts of any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 24 }), check), { numRuns: 50_000 });
  });

  it('50,000 texts of the characters of EDTF', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'00112234589XXY-----/..?~%[]{},TZES:+'), maxLength: 24 }), check), {
      numRuns: 50_000,
    });
  });

  it('20,000 texts put together from pieces of EDTF, most of them valid', () => {
    const number = (count: number) =>
      fc.string({ unit: fc.constantFrom(...'0000111222', '3', '9', 'X'), minLength: count, maxLength: count });
    const mark = fc.constantFrom('', '', '', '', '?', '~', '%');
    const month = fc.constantFrom('01', '02', '10', '12', 'XX', '0X', 'X2', '21', '24', '30', '35', '38', '41');
    const year = fc.oneof(number(4), number(4).map((n) => `-${n}`), fc.constantFrom('1950S2', 'Y170000002', 'Y-17E7', 'Y3388E2S3')); // prettier-ignore
    const parts = [
      fc.tuple(mark, year, mark),
      fc.tuple(mark, year, mark, fc.constant('-'), mark, month, mark),
      fc.tuple(mark, year, mark, fc.constant('-'), mark, month, mark, fc.constant('-'), mark, number(2), mark),
    ];
    const date = fc.oneof(...parts).map((pieces) => pieces.join(''));
    const end = fc.oneof({ weight: 5, arbitrary: date }, fc.constantFrom('', '..'));
    const set = fc
      .array(fc.tuple(date, fc.constantFrom(',', '..')), { minLength: 1, maxLength: 4 })
      .map((m) => m.flat().slice(0, -1).join(''));
    const expression = fc.oneof(
      date,
      fc.tuple(end, end).map((ends) => ends.join('/')),
      set.map((members) => `[${members}]`),
      set.map((members) => `{${members}}`),
    );
    let accepted = 0;
    fc.assert(
      fc.property(expression, (text) => {
        check(text);
        if (attempt(text)) accepted++;
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(5000);
  });

  it('a very long text', () => {
    const members = Array.from({ length: 20_000 }, (_, n) => String(n % 9999).padStart(4, '0')).join(',');
    expect(parseEdtf(`{${members}}`)).toMatchObject({ earliest: '0000-01-01', latest: '9998-12-31' });
    expect(attempt('9'.repeat(1_000_000))).toBeUndefined();
    expect(attempt(`Y${'9'.repeat(1_000_000)}`)).toBeUndefined();
    expect(attempt('['.repeat(1_000_000))).toBeUndefined();
  });
});
