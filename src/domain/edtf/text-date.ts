import { type CivilDay, type YearPart, compareDays } from './calendar.js';
import { APPROXIMATE, type EdtfDate, type Mark } from './date.js';
import { type YearDigits, daysFitting, firstYear, hasX, lastYear, monthsFitting } from './unspecified.js';
import { type Component, type Noun, type Wording, monthSpan, noun } from './wording.js';

/** A date by itself, its qualifiers said. */
export function dateText(date: EdtfDate, w: Wording): string {
  const whole = wholeMark(date);
  if (whole === undefined) return nounOf(date, w).alone + doubts(date, w);
  // "About" comes first; what else is doubted is said behind.
  const words = whole & APPROXIMATE ? w.about(nounOf(date, w)) : nounOf(date, w).alone;
  const rest = whole & ~APPROXIMATE;
  return rest ? `${words} (${w.doubt(rest)})` : words;
}

/** What the qualifiers say, in brackets, where a preposition takes the place of "about"; nothing when there are none. */
export function doubts(date: EdtfDate, w: Wording): string {
  const whole = wholeMark(date);
  if (whole !== undefined) return whole ? ` (${w.doubt(whole)})` : '';
  const byMark = new Map<Mark, Component[]>();
  for (const [component, mark] of marked(date)) if (mark) byMark.set(mark, [...(byMark.get(mark) ?? []), component]);
  return ` (${[...byMark].map(([mark, components]) => w.doubtOf(components, mark)).join(', ')})`;
}

/** The mark that every component has; undefined when they differ. */
function wholeMark(date: EdtfDate): Mark | undefined {
  const marks = marked(date).map(([, mark]) => mark);
  return marks.every((mark) => mark === marks[0]) ? marks[0] : undefined;
}

function marked(date: EdtfDate): [Component, Mark][] {
  const components: [Component, Mark][] = [['year', date.yearMark]];
  if (date.part) components.push([date.part.name, date.monthMark]);
  if (date.month !== null) components.push(['month', date.monthMark]);
  if (date.day !== null) components.push(['day', date.dayMark]);
  return components;
}

/** A date in words without its qualifiers. */
export function nounOf(date: EdtfDate, w: Wording): Noun {
  const { year, significance, part, month, day, time } = date;
  if (significance) {
    const { first, last } = significance;
    const estimate = typeof year === 'number' ? year : firstYear(year);
    return first === last ? w.year(first) : w.yearBetween(first, last, estimate);
  }
  if (typeof year === 'number') return w.year(year);
  if (part) return partNoun(year, part, w);
  if (month === null) return yearNoun(date, year, w);
  if (day === null) return monthNoun(year, month, w);
  if (date.precision === 'day')
    return time === null ? calendarDay(date.earliest, w) : w.at(calendarDay(date.earliest, w), time.slice(0, 8), time.slice(8));
  return dayNoun(date, year, month, day, w);
}

/** A day of the calendar in words. */
export function calendarDay({ year, month, day }: CivilDay, w: Wording): Noun {
  return w.dayOf(day, w.monthOf(monthName(month, w), w.year(year), true), true);
}

/** `1667, 1668 or 1670`. */
export function list(items: readonly string[], conjunction: string): string {
  return [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter(Boolean).join(` ${conjunction} `);
}

function yearNoun(date: EdtfDate, year: YearDigits, w: Wording): Noun {
  const first = firstYear(year);
  // Unspecified digits at the end stand for the decade or the century; before the year 1000 those have no such names.
  if (!hasX(year.digits) || first < 1000 || !/^\d+X+$/.test(year.digits)) return oneYear(year, w);
  return date.precision === 'decade' ? w.decade(first) : w.years(first, lastYear(year));
}

/** The year of a longer date: a single one, even where its last digits are unspecified. */
function oneYear(year: YearDigits, w: Wording): Noun {
  if (!hasX(year.digits)) return w.year(firstYear(year));
  if (year.digits === 'XXXX' && !year.negative) return w.someYear;
  const between = w.yearBetween(firstYear(year), lastYear(year));
  // Where more is known than the first and last year, the digits say it best.
  return /X\d/.test(year.digits) ? noun(`${between.words} (${year.negative ? '-' : ''}${year.digits})`) : between;
}

function partNoun(year: YearDigits, part: YearPart, w: Wording): Noun {
  const first = firstYear(year);
  const named = !hasX(year.digits) && first >= 1000;
  return w.partOf(part, oneYear(year, w), named ? { first, last: part.last > 12 ? first + 1 : first } : null);
}

function monthNoun(year: YearDigits, month: string, w: Wording): Noun {
  const ofYear = oneYear(year, w);
  if (month === 'XX') return w.someMonthOf(ofYear, '');
  const months = monthsFitting(month);
  // The digits leave one month, two that are ten apart, or a run of more.
  if (months.length > 2) return w.someMonthOf(ofYear, monthSpan(w.months, months[0] ?? 1, months.at(-1) ?? 12));
  const names = months.map((m) => monthName(m, w));
  return w.monthOf(list(names, w.any.one), ofYear, !hasX(year.digits));
}

function dayNoun({ earliest, latest }: EdtfDate, year: YearDigits, month: string, day: string, w: Wording): Noun {
  if (compareDays(earliest, latest) === 0) return calendarDay(earliest, w);
  const period = month === 'XX' && day === 'XX' ? oneYear(year, w) : monthNoun(year, month, w);
  if (day === 'XX') return w.someDayOf(period, '');
  const days = daysFitting(year, month, day);
  const [first, second] = days;
  if (first === undefined || second === undefined) return w.dayOf(first ?? 1, period, month !== 'XX');
  const numbers = days.map((d) => w.dayNumber(d));
  return w.someDayOf(period, second === first + 1 ? `${numbers[0]}–${numbers.at(-1)}` : list(numbers, w.any.one));
}

function monthName(month: number, w: Wording): string {
  return w.months[month - 1] ?? '';
}
