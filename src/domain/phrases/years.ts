/** Years: plain, of two digits, fiscal, school years, spans of them; and the year that follows a month or a season. */
import { type Found, isMark, saidMonth, saidYear, type Scan, skipHyphen, skipWords } from './scan.js';
import { monthText, stretchOf, writtenStretch, type Stretch, yearText } from './stretch.js';
import { longest } from './trie.js';

const CURRENCIES = '$€£¥';

/** A number that is a year: four digits, no amount, no paragraph, no part of a longer number. */
export function yearNumberAt(scan: Scan, at: number): Found<number> | null {
  const token = scan.tokens[at];
  if (token?.kind !== 'number' || token.text.length !== 4 || token.value < 1800 || token.value > 2199) return null;
  return isAmount(scan, at) ? null : { value: token.value, next: at + 1 };
}

/** Whether money, a count or a name stands around the number: $2021, 2000 troops, n° 2021, +2021. */
function isAmount({ tokens, lex }: Scan, at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (
    before?.kind === 'mark' &&
    (CURRENCIES.includes(before.text) || '+#°№~'.includes(before.text)) &&
    tokens[at]?.glued &&
    before.text !== '~'
  )
    return true;
  if (before?.kind === 'mark' && before.text === '°') return true;
  if (after === undefined) return false;
  if (after.kind === 'mark') return after.text === '%' || after.text === '°' || (CURRENCIES.includes(after.text) && after.text.length > 0);
  const perCent = (after.text === 'per' || after.text === 'pour') && tokens[at + 2]?.text === 'cent';
  return after.kind === 'word' && (perCent || lex.amounts.has(after.text));
}

/** 2021–2024, 2021-22, 2021/22: two years, the second after the first. */
export function yearSpanAt(scan: Scan, at: number): Found<{ first: number; last: number; short: boolean }> | null {
  const first = scan.tokens[at];
  const sign = scan.tokens[at + 1];
  const last = scan.tokens[at + 2];
  if (first?.kind !== 'number' || first.text.length !== 4 || last?.kind !== 'number') return null;
  const dash = sign?.kind === 'mark' && (sign.text === '-' || sign.text === '/');
  if (!dash || first.value < 1800 || first.value > 2199) return null;
  const tight = sign.glued && last.glued;
  if (last.text.length === 2 && tight) {
    const century = first.value - (first.value % 100);
    const value = century + last.value + (last.value === 0 ? 100 : 0);
    return value > first.value ? { value: { first: first.value, last: value, short: true }, next: at + 3 } : null;
  }
  if (last.text.length !== 4 || last.value <= first.value || last.value > 2199 || (sign.text === '/' && last.value !== first.value + 1))
    return null;
  return yearNumberAt(scan, at + 2) ? { value: { first: first.value, last: last.value, short: false }, next: at + 3 } : null;
}

/** 2021-06: a month, where it cannot be a span of years. */
export function isoMonthAt(scan: Scan, at: number): Found<Stretch> | null {
  const [year, sign, month] = [scan.tokens[at], scan.tokens[at + 1], scan.tokens[at + 2]];
  if (year?.kind !== 'number' || year.text.length !== 4 || !isMark(scan, at + 1, '-') || !sign?.glued) return null;
  if (month?.kind !== 'number' || !month.glued || month.text.length !== 2 || month.value < 1 || month.value > 12) return null;
  return { value: stretchOf('month', year.value, month.value), next: at + 3 };
}

/** A span of years as a stretch: a fiscal year where the jurisdiction has one, else the years themselves. */
export function spanOfYears(scan: Scan, first: number, last: number, fiscal: boolean): Stretch {
  const year = scan.jurisdiction === null ? undefined : scan.rules['fiscal-year'].value[scan.jurisdiction];
  if (last === first + 1 && year && year.firstMonth > 1 && year.firstMonth <= 12) {
    const edtf = `${monthText(first, year.firstMonth)}/${monthText(last, year.firstMonth - 1)}`;
    return writtenStretch('span', edtf, 'exact', ['fiscal-year']);
  }
  return writtenStretch('span', `${yearText(first)}/${yearText(last)}`, 'exact', fiscal ? ['fiscal-year'] : []);
}

/** One fiscal year by its number: the calendar year where no jurisdiction says otherwise. */
export function fiscalYear(scan: Scan, label: number): Stretch {
  const year = scan.jurisdiction === null ? undefined : scan.rules['fiscal-year'].value[scan.jurisdiction];
  if (!year || year.firstMonth === 1) return { ...stretchOf('year', label), used: ['fiscal-year'] };
  const first = year.named === 'by_its_end' ? label - 1 : label;
  return spanOfYears(scan, first, first + 1, true);
}

/** The number of the fiscal year that the day it was said lies in, `offset` years on. */
export function fiscalYearNow(scan: Scan, offset: number): Stretch {
  const year = scan.jurisdiction === null ? undefined : scan.rules['fiscal-year'].value[scan.jurisdiction];
  const begun = !year || saidMonth(scan) >= year.firstMonth ? saidYear(scan) : saidYear(scan) - 1;
  const named = year && year.firstMonth > 1 && year.named === 'by_its_end' ? begun + 1 : begun;
  return fiscalYear(scan, named + offset);
}

export function schoolYear(scan: Scan, first: number): Stretch {
  const month = scan.rules['school-year'].value;
  const last = month === 1 ? monthText(first, 12) : monthText(first + 1, month - 1);
  return writtenStretch('span', `${monthText(first, month)}/${last}`, 'approximate', ['school-year']);
}

/** FY2025, FY25, FY2025-26; also after "fiscal year", "exercice", "school year". */
export function namedYearAt(scan: Scan, at: number): Found<Stretch> | null {
  const token = scan.tokens[at];
  const code = token?.kind === 'code' ? /^(?:fy|cy)(\d{4}|\d{2})$/.exec(token.text) : null;
  if (code) {
    const label = Number(code[1]) + (code[1]?.length === 2 ? 2000 : 0);
    const sign = scan.tokens[at + 1];
    const end = scan.tokens[at + 2];
    const span =
      sign?.kind === 'mark' &&
      (sign.text === '-' || sign.text === '/') &&
      sign.glued &&
      end?.kind === 'number' &&
      end.glued &&
      end.value % 100 === (label + 1) % 100;
    if (span) return { value: spanOfYears(scan, label, label + 1, true), next: at + 3 };
    const year = token?.text.startsWith('cy') ? stretchOf('year', label) : fiscalYear(scan, label);
    return { value: year, next: at + 1 };
  }
  const name = longest(scan.lex.yearWords, scan.tokens, at);
  if (!name) return null;
  const on = skipWords(scan, skipHyphen(scan, name.next), scan.lex.links, 1);
  const span = yearSpanAt(scan, on);
  if (span) {
    const { first, last } = span.value;
    const school = name.value === 'school' && last === first + 1;
    return { value: school ? schoolYear(scan, first) : spanOfYears(scan, first, last, name.value === 'fiscal'), next: span.next };
  }
  const year = yearNumberAt(scan, on) ?? twoDigitsAt(scan, on);
  if (!year) return null;
  const { value } = year;
  if (name.value === 'school') return { value: schoolYear(scan, value), next: year.next };
  return { value: name.value === 'fiscal' ? fiscalYear(scan, value) : stretchOf('year', value), next: year.next };
}

/** A year of two digits, only where an apostrophe says so: ’21. */
export function twoDigitsAt(scan: Scan, at: number): Found<number> | null {
  const token = scan.tokens[at];
  if (token?.kind !== 'number' || token.text.length !== 2 || !/['’]/.test(scan.phrase[token.start - 1] ?? '')) return null;
  return { value: fullYear(scan, token.value), next: at + 1 };
}

/** A year of two digits by the convention: less than so many years ahead. */
export function fullYear(scan: Scan, digits: number): number {
  const said = saidYear(scan);
  const ahead = said - (said % 100) + digits;
  const most = said + scan.rules['two-digit-year'].value;
  return ahead >= most ? ahead - 100 : ahead + 100 < most ? ahead + 100 : ahead;
}
