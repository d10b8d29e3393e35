import { compareDays } from './calendar.js';
import type { EdtfDate } from './date.js';
import { type EdtfInterval, type EdtfSet, type End, scan } from './expression.js';
import { calendarDay, dateText, doubts, list, nounOf } from './text-date.js';
import { ENGLISH } from './text-en.js';
import { FRENCH } from './text-fr.js';
import { type Wording, monthSpan } from './wording.js';

const WORDINGS: Record<'en' | 'fr', Wording> = { en: ENGLISH, fr: FRENCH };

/**
 * An EDTF expression in words, for a page or a mail: "1–2 December 2020", "début 2021 (janvier–avril)". No capital at
 * the start, and no preposition but those of the expression itself (`../2024` is "until the end of 2024").
 */
export function edtfText({ edtf }: { edtf: string }, locale: 'en' | 'fr'): string {
  const w = WORDINGS[locale];
  const expression = scan(edtf);
  if ('date' in expression) return dateText(expression.date, w);
  if ('interval' in expression) return intervalText(expression.interval, w);
  return setText(expression.set, w);
}

function intervalText({ start, end }: EdtfInterval, w: Wording): string {
  if (typeof start === 'object' && typeof end === 'object') return rangeText(start, end, w);
  if (typeof start === 'object' && end === 'open') return w.from(nounOf(start, w)) + doubts(start, w);
  if (start === 'open' && typeof end === 'object') return untilText(end, w);
  if (start === 'open' && end === 'open') return w.always;
  const separator = typeof start === 'object' || typeof end === 'object' ? ' – ' : ', ';
  return [endText(start, w, w.openStart, w.unknownStart), endText(end, w, w.openEnd, w.unknownEnd)].join(separator);
}

function endText(end: End, w: Wording, open: string, unknown: string): string {
  return end === 'open' ? open : end === 'unknown' ? unknown : dateText(end, w);
}

/** "The end of" only where a plain period follows: of a season, of "early 2021", the last day is said instead. */
function untilText(end: EdtfDate, w: Wording): string {
  const plain = !end.unspecified && !end.significance && !end.part;
  if (plain && end.precision === 'day') return w.until(nounOf(end, w)) + doubts(end, w);
  if (plain || (end.month === null && end.precision === 'decade')) return w.untilEndOf(nounOf(end, w)) + doubts(end, w);
  return w.until(calendarDay(end.latest, w)) + doubts(end, w);
}

/** Says once what both ends share. */
function rangeText(start: EdtfDate, end: EdtfDate, w: Wording): string {
  if (isBare(start) && isBare(end) && start.precision === end.precision) {
    const { year, month, day } = start.earliest;
    const last = end.earliest;
    if (compareDays(start.earliest, last) === 0) return dateText(start, w);
    if (start.precision === 'year') return `${year}–${last.year}`;
    if (year === last.year && start.precision === 'month')
      return w.monthOf(monthSpan(w.months, month, last.month), w.year(year), true).alone;
    if (year === last.year && start.precision === 'day') {
      const first = w.dayNumber(day) + (month === last.month ? '–' : ` ${w.months[month - 1] ?? ''} – `);
      return first + nounOf(end, w).alone;
    }
  }
  return `${dateText(start, w)} – ${dateText(end, w)}`;
}

/** Nothing but digits, and a year that is written as in everyday life. */
function isBare(date: EdtfDate): boolean {
  const { unspecified, significance, part, yearMark, monthMark, dayMark, earliest } = date;
  return !unspecified && !significance && !part && !yearMark && !monthMark && !dayMark && earliest.year >= 1000 && earliest.year <= 9999;
}

function setText({ choice, members }: EdtfSet, w: Wording): string {
  const conjunction = w.any[choice];
  const texts = members.map(({ first, last }) => {
    if (first === last && first !== 'open') return dateText(first, w);
    if (first === 'open') return last === 'open' ? w.always : `${dateText(last, w)} ${conjunction} ${w.earlier}`;
    return last === 'open' ? `${dateText(first, w)} ${conjunction} ${w.later}` : rangeText(first, last, w);
  });
  return list(texts, conjunction);
}
