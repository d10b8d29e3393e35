import type { YearPart } from './calendar.js';
import { APPROXIMATE, type Mark, UNCERTAIN } from './date.js';
import { type Component, type Noun, type Wording, type YearSpan, grouped, monthSpan, noun } from './wording.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const SEASONS = ['spring', 'summer', 'autumn', 'winter'];
const ORDINALS = ['first', 'second', 'third', 'fourth'];
const THIRDS = ['early ', 'mid-', 'late '];

/** British day-month-year order, as the register's pages write days. */
export const ENGLISH: Wording = {
  months: MONTHS,
  dayNumber: String,
  year: (year) => (Math.abs(year) > 9999 ? noun(`year ${longYear(year)}`, 'the ', `the year ${longYear(year)}`) : noun(shortYear(year))),
  decade: (first) => {
    // "The 2000s" could be the century.
    const words = first % 100 === 0 ? `${first}s (${first}–${first + 9})` : `${first}s`;
    return noun(words, 'the ', `the ${words}`);
  },
  years: (first, last) => noun(`years ${first}–${last}`, 'the ', `the years ${first}–${last}`),
  someYear: noun('an unspecified year'),
  yearBetween: (first, last, estimate) =>
    noun(`a year between ${anyYear(first)} and ${anyYear(last)}` + (estimate === undefined ? '' : `, estimated at ${anyYear(estimate)}`)),
  monthOf: (month, year, specified) => noun(specified ? `${month} ${year.words}` : `${month} of ${full(year)}`),
  dayOf: (day, month, specified) => noun(specified ? `${day} ${month.words}` : `the ${ordinal(day)} of ${full(month)}`),
  partOf,
  someMonthOf: (year, which) => noun(`a month of ${full(year)}${bracketed(which)}`),
  someDayOf: (period, which) => noun(`a day in ${full(period)}${bracketed(which)}`),
  at: (day, time, offset) => noun(`${day.words}, ${time}${offset && ` UTC${offset === 'Z' ? '' : offset}`}`),

  about: (date) => `about ${full(date)}`,
  from: (date) => `from ${full(date)} onwards`,
  until: (day) => `until ${full(day)}`,
  untilEndOf: (date) => `until the end of ${full(date)}`,
  doubt,
  doubtOf: (components, mark) => `${components.map(componentName).join(' and ')} ${doubt(mark)}`,

  any: { one: 'or', all: 'and' },
  earlier: 'earlier',
  later: 'later',
  unknownStart: 'unknown start',
  unknownEnd: 'unknown end',
  openStart: 'no start',
  openEnd: 'no end',
  always: 'at any time',
};

function full({ article, words }: Noun): string {
  return article + words;
}

function bracketed(which: string): string {
  return which && ` (${which})`;
}

function shortYear(year: number): string {
  return year <= 0 ? `${1 - year} BC` : year < 1000 ? `AD ${year}` : String(year);
}

function longYear(year: number): string {
  return (year < 0 ? '−' : '') + grouped(year, ',');
}

function anyYear(year: number): string {
  return Math.abs(year) > 9999 ? longYear(year) : shortYear(year);
}

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  return `${day}${(!teen && ['', 'st', 'nd', 'rd'][day % 10]) || 'th'}`;
}

function partOf(part: YearPart, year: Noun, span: YearSpan | null): Noun {
  const months = ` (${monthSpan(MONTHS, part.first, part.last)})`;
  const nth = part.nth - 1;
  if (part.name === 'season') {
    const side = part.hemisphere ? `${part.hemisphere} ` : '';
    const years = span ? (span.first === span.last ? span.first : `${span.first}–${span.last}`) : `of ${full(year)}`;
    return noun(`${side}${SEASONS[nth]} ${years}${months}`);
  }
  if (part.name === 'third' && span) return noun(`${THIRDS[nth]}${year.words}${months}`);
  return noun(`${ORDINALS[nth]} ${part.name} of ${full(year)}${months}`, 'the ');
}

function componentName(component: Component): string {
  return component === 'third' ? 'part of the year' : component;
}

function doubt(mark: Mark): string {
  return [mark & UNCERTAIN ? 'uncertain' : '', mark & APPROXIMATE ? 'approximate' : ''].filter(Boolean).join(' and ');
}
