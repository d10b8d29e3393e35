import type { YearPart } from './calendar.js';
import type { Mark } from './date.js';

/** A date in words, apart from the article that it takes inside a phrase. */
export interface Noun {
  /** With its space, if it has one: `the `, `le `, `l’`, or nothing. */
  article: string;
  words: string;
  /** Standing alone: `the 2020s`, but `third quarter of 2021`. */
  alone: string;
}

/** A component that a qualifier is about. */
export type Component = 'year' | 'month' | 'day' | YearPart['name'];

/** What a language needs to say any EDTF date. */
export interface Wording {
  /** One word for each of the twelve months. */
  months: readonly string[];
  dayNumber(day: number): string;
  year(year: number): Noun;
  decade(first: number): Noun;
  /** A stretch of years such as a century. */
  years(first: number, last: number): Noun;
  /** One year of which nothing is known. */
  someYear: Noun;
  yearBetween(first: number, last: number, estimate?: number): Noun;
  /** `month` is a name, or some; the year is said otherwise when it is not specified. */
  monthOf(month: string, year: Noun, specified: boolean): Noun;
  dayOf(day: number, month: Noun, specified: boolean): Noun;
  partOf(part: YearPart, year: Noun, span: YearSpan | null): Noun;
  someMonthOf(year: Noun, which: string): Noun;
  someDayOf(monthOrYear: Noun, which: string): Noun;
  /** `time` is a wall clock, `offset` one of ISO 8601 or nothing. */
  at(day: Noun, time: string, offset: string): Noun;

  about(date: Noun): string;
  from(date: Noun): string;
  until(day: Noun): string;
  untilEndOf(date: Noun): string;
  /** What a qualifier says of a whole date: `uncertain`. */
  doubt(mark: Mark): string;
  /** What a qualifier says of some components: `month and day approximate`. */
  doubtOf(components: readonly Component[], mark: Mark): string;

  /** Between the last two of several, and before `earlier` or `later`. */
  any: Record<'one' | 'all', string>;
  earlier: string;
  later: string;
  unknownStart: string;
  unknownEnd: string;
  openStart: string;
  openEnd: string;
  always: string;
}

/** The two years that a winter touches, or the one. */
export interface YearSpan {
  first: number;
  last: number;
}

export function noun(words: string, article = '', alone = words): Noun {
  return { article, words, alone };
}

/** `March–May`, or `March` when there is only one. */
export function monthSpan(months: readonly string[], first: number, last: number): string {
  const name = (month: number): string => months[(month - 1) % 12] ?? '';
  return first === last ? name(first) : `${name(first)}–${name(last)}`;
}

/** Digits in groups of three. */
export function grouped(value: number, separator: string): string {
  return String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, separator);
}
