/**
 * A stretch of time as words give it, before it is known which year is meant and what is promised about it; and the
 * EDTF that it is written as. Every number that words leave open comes from the conventions.
 */
import type { ConventionId, Conventions } from '../conventions.js';
import { EdtfError, parseEdtf } from '../edtf/index.js';
import type { Certainty } from '../target-kinds.js';
import { type Day, daysBetween, daysInMonth, weekdayOf } from '../time.js';
import type { Part } from './lexicon.js';

export type Grain = 'day' | 'week' | 'month' | 'season' | 'quarter' | 'half' | 'year' | 'decade' | 'century' | 'span';

export interface Stretch {
  grain: Grain;
  /** First year of a decade or century; null where none was said. */
  year: number | null;
  /** Month 1–12, season 1–4 from spring, quarter, half. */
  n: number;
  day: number;
  /** Of a month: some of its days, counted from its end where negative. */
  days: readonly [first: number, last: number] | null;
  /** Monday 1 to Sunday 7, where it was said. */
  weekday: number | null;
  /** Of weeks, fiscal years and periods counted from a day: written already. */
  edtf: string | null;
  part: Part | null;
  /** Without a year: the one after the day it was said, or the last one before it. */
  pick: 'next' | 'last' | null;
  certainty: Certainty;
  used: readonly ConventionId[];
}

export interface Written {
  edtf: string;
  certainty: Certainty;
  used: readonly ConventionId[];
}

/** `limit`: what is said about it reaches up to its end (`by`), or stops short of it (`before`), or neither. */
export type Limit = 'end' | 'start' | 'none';

/** A stretch of which nothing more was said. A function, for objects made by spreading cost ten times as much. */
export function stretchOf(grain: Grain, year: number | null, n = 0, day = 0): Stretch {
  return { grain, year, n, day, days: null, weekday: null, edtf: null, part: null, pick: null, certainty: 'exact', used: NONE };
}

/** One that is written already. */
export function writtenStretch(grain: Grain, edtf: string, certainty: Certainty, used: readonly ConventionId[]): Stretch {
  return { grain, year: null, n: 0, day: 0, days: null, weekday: null, edtf, part: null, pick: null, certainty, used };
}

const NONE: readonly ConventionId[] = [];

/** With its year, where it had none: by convention the next one that is not over on `saidOn`. Null where there is no such date. */
export function withYear(stretch: Stretch, saidOn: Day, limit: Limit, rules: Conventions['rules']): Stretch | null {
  if (stretch.edtf !== null) return stretch;
  if (stretch.year !== null) return onItsWeekday(stretch);
  const said = Number(saidOn.slice(0, 4));
  const back = stretch.pick === 'last';
  // Only a winter, or the turn of a year, may have begun in the year before; the 29th of February may be eight years off.
  for (let step = stretch.grain === 'season' ? -1 : 0; step <= 8; step++) {
    const dated = withThisYear(stretch, back ? said - Math.max(step, 0) : said + step, saidOn, limit, rules);
    if (dated !== null) return dated;
  }
  return null;
}

/** In days. */
const JUST_GONE = 92;

function withThisYear(stretch: Stretch, year: number, saidOn: Day, limit: Limit, rules: Conventions['rules']): Stretch | null {
  const dated = { ...stretch, year };
  const bounds = boundsOf(dated, limit, rules);
  if (bounds === null) return null;
  const fits =
    stretch.pick === 'last' ? bounds.latest < saidOn : stretch.pick === 'next' ? bounds.earliest > saidOn : bounds.latest >= saidOn;
  if (!fits) return null;
  if (stretch.weekday === null) return { ...dated, used: [...stretch.used, 'missing-year'] };
  // Where the weekday only fits the date just gone, that is the one; a year ago is not just gone.
  const gone = { ...stretch, year: year - 1 };
  const isGone = !weekdayFits(dated) && weekdayFits(gone) && daysBetween(dayText(year - 1, stretch.n, stretch.day), saidOn) <= JUST_GONE;
  const meant = onItsWeekday(isGone ? gone : dated);
  return { ...meant, used: [...meant.used, 'missing-year', 'weekday'] };
}

/** How a stretch whose year is known is written. Null where there is no such day, as on 31 June. */
export function write(stretch: Stretch, limit: Limit, rules: Conventions['rules']): Written | null {
  const { certainty, used } = stretch;
  const base = stretch.edtf ?? plain(stretch, rules);
  if (base === null) return null;
  const whole: Written = {
    edtf: base,
    certainty,
    used: stretch.grain === 'season' ? [...used, 'seasons'] : stretch.grain === 'decade' ? [...used, 'decade'] : used,
  };
  const { part } = stretch;
  if (part === null || part === 'rest' || stretch.grain === 'day' || stretch.days !== null) return whole;
  if (part === 'end' && limit !== 'none') return { ...whole, used: [...whole.used, 'end-of-unit'] };
  if (part === 'start' && limit === 'start') return whole;
  const written = part === 'turn' ? turnOf(stretch, rules) : partOf(stretch, PART_NAMES[part], rules);
  if (written === null) return { ...whole, certainty: softer(certainty, 'approximate') };
  return { edtf: written.edtf, certainty: softer(certainty, written.certainty), used: [...whole.used, ...written.used] };
}

/** First and last day. */
export function boundsOf(stretch: Stretch, limit: Limit, rules: Conventions['rules']): { earliest: Day; latest: Day } | null {
  const written = write(stretch, limit, rules);
  return written === null ? null : boundsOfEdtf(written.edtf);
}

export function boundsOfEdtf(edtf: string): { earliest: Day; latest: Day } | null {
  try {
    const { earliest, latest } = parseEdtf(edtf);
    return earliest === null || latest === null ? null : { earliest, latest };
  } catch (error) {
    if (error instanceof EdtfError) return null;
    throw error;
  }
}

const SOFTNESS: readonly Certainty[] = ['exact', 'approximate', 'uncertain', 'to_be_fixed'];

/** The one that promises less. */
export function softer(a: Certainty, b: Certainty): Certainty {
  return SOFTNESS.indexOf(a) < SOFTNESS.indexOf(b) ? b : a;
}

export function yearText(year: number): string {
  return String(year).padStart(4, '0');
}

export function monthText(year: number, month: number): string {
  return `${yearText(year)}-${month < 10 ? '0' : ''}${month}`;
}

export function dayText(year: number, month: number, day: number): string {
  return `${monthText(year, month)}-${day < 10 ? '0' : ''}${day}`;
}

function plain({ grain, year, n, day, days }: Stretch, rules: Conventions['rules']): string | null {
  if (year === null) return null;
  switch (grain) {
    case 'day':
      return day >= 1 && day <= daysInMonth(year, n) ? dayText(year, n, day) : null;
    case 'month':
      return days === null ? monthText(year, n) : daysOfMonth(year, n, days);
    case 'season':
      return monthText(year, n + (rules.seasons.value === 'southern' ? 28 : 20));
    case 'quarter':
      return monthText(year, n + 32);
    case 'half':
      return monthText(year, n + 39);
    case 'year':
      return yearText(year);
    case 'decade':
      return `${yearText(year).slice(0, 3)}X`;
    case 'century':
      return `${yearText(year).slice(0, 2)}XX`;
    case 'week':
    case 'span':
      return null;
  }
}

function daysOfMonth(year: number, month: number, days: readonly [number, number]): string {
  const length = daysInMonth(year, month);
  const [first, last] = days.map((day) => dayText(year, month, Math.min(day < 0 ? length + 1 + day : day, length)));
  return `${first}/${last}`;
}

type PartName = 'early' | 'mid' | 'late';
const PART_NAMES: Record<Exclude<Part, 'turn' | 'rest'>, PartName> = {
  early: 'early',
  start: 'early',
  mid: 'mid',
  late: 'late',
  end: 'late',
};

/** A part by the convention for its unit; null where there is none, as for early in a quarter. */
function partOf({ grain, year, n }: Stretch, part: PartName, rules: Conventions['rules']): Written | null {
  if (year === null) return null;
  if (grain === 'year')
    return { edtf: `${yearText(year)}-${rules['parts-of-year'].value[part]}`, certainty: 'exact', used: ['parts-of-year'] };
  if (grain === 'month') {
    const [first, last] = rules['parts-of-month'].value[part];
    const end = Math.min(last, daysInMonth(year, n));
    return {
      edtf: `${dayText(year, n, Math.min(first, end))}/${dayText(year, n, end)}`,
      certainty: 'approximate',
      used: ['parts-of-month'],
    };
  }
  if (grain === 'quarter' || grain === 'season' || grain === 'half') return partOfMonths(grain, year, n, part, rules);
  if (grain === 'decade') {
    const [first, last] = rules['parts-of-decade'].value[part];
    return { edtf: `${yearText(year + first)}/${yearText(year + last)}`, certainty: 'approximate', used: ['parts-of-decade'] };
  }
  if (grain === 'century' && part === 'mid')
    return { edtf: yearText(year + rules['mid-century'].value), certainty: 'approximate', used: ['mid-century'] };
  return null;
}

/** Its first months, those around its middle, its last. */
function partOfMonths(
  grain: 'quarter' | 'season' | 'half',
  year: number,
  n: number,
  part: PartName,
  rules: Conventions['rules'],
): Written | null {
  const bounds = boundsOfEdtf(plain(stretchOf(grain, year, n), rules) ?? '');
  if (bounds === null) return null;
  const length = grain === 'half' ? 6 : 3;
  const count = rules['parts-of-quarter'].value;
  const before = part === 'early' ? 0 : part === 'late' ? length - count : Math.floor((length - count) / 2);
  const start = Number(bounds.earliest.slice(0, 4)) * 12 + Number(bounds.earliest.slice(5, 7)) - 1 + before;
  const month = (index: number): string => monthText(Math.floor(index / 12), (index % 12) + 1);
  // The middle of six months is between the third and the fourth.
  const last = start + count - 1 + (part === 'mid' && (length - count) % 2 === 1 ? 1 : 0);
  return { edtf: start === last ? month(start) : `${month(start)}/${month(last)}`, certainty: 'approximate', used: ['parts-of-quarter'] };
}

/** The turn of a year is the one before it; of a decade or a century, the one at its end. */
function turnOf({ grain, year }: Stretch, rules: Conventions['rules']): Written | null {
  if (year === null) return null;
  const months = rules.turn.value;
  const used: ConventionId[] = ['turn'];
  if (grain === 'year') return { edtf: `${monthText(year - 1, 13 - months)}/${monthText(year, months)}`, certainty: 'approximate', used };
  if (grain !== 'decade' && grain !== 'century') return null;
  const next = year + (grain === 'decade' ? 10 : 100);
  return { edtf: `${yearText(next - 1)}/${yearText(next)}`, certainty: 'approximate', used };
}

function weekdayFits({ year, n, day, weekday }: Stretch): boolean {
  return year !== null && day <= daysInMonth(year, n) && weekdayOf(dayText(year, n, day)) === weekday;
}

/** A weekday that does not fit its date leaves the date in doubt. */
function onItsWeekday(stretch: Stretch): Stretch {
  if (stretch.weekday === null || stretch.grain !== 'day' || weekdayFits(stretch)) return stretch;
  return { ...stretch, certainty: softer(stretch.certainty, 'uncertain'), used: [...stretch.used, 'weekday'] };
}
