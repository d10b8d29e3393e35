/** How often: "every two years", "chaque année", "twice a year", "every June". */
import type { Period } from '../time.js';
import type { UnitName } from './lexicon.js';
import { daysAt } from './days.js';
import { numberAt } from './lengths.js';
import { weekdayStretch } from './now.js';
import { type Found, type Scan, skipWords, wordAt } from './scan.js';
import { stretchOf, type Stretch } from './stretch.js';
import { longest } from './trie.js';

export interface Recurrence {
  period: Period;
  /** "Every June", "every Monday": when, each time. */
  on: Stretch | null;
}

const PERIODS: Partial<Record<UnitName, (count: number) => Period>> = {
  day: (n) => `P${n}D`,
  week: (n) => `P${n}W`,
  fortnight: (n) => `P${2 * n}W`,
  month: (n) => `P${n}M`,
  quarter: (n) => `P${3 * n}M`,
  half: (n) => `P${6 * n}M`,
  year: (n) => `P${n}Y`,
  fiscal: (n) => `P${n}Y`,
  decade: (n) => `P${10 * n}Y`,
};

export function recurrenceAt(scan: Scan, at: number): Found<Recurrence> | null {
  const { lex, tokens } = scan;
  const found = longest(lex.recurrences, tokens, at);
  if (!found) return timesAt(scan, at);
  // "Annual" by itself says how often; an annual report is a report.
  if (found.value.startsWith('='))
    return tokens.some(({ kind }, i) => i !== at && kind !== 'mark')
      ? null
      : { value: { period: found.value.slice(1), on: null }, next: found.next };
  if (found.value !== 'every') return { value: { period: found.value, on: null }, next: found.next };
  return everyAt(scan, found.next);
}

function everyAt(scan: Scan, at: number): Found<Recurrence> | null {
  const { lex, tokens } = scan;
  const other = lex.other.has(wordAt(scan, at));
  const count = other ? { value: 2, next: at + 1 } : numberAt(scan, at);
  const on = skipWords(scan, count?.next ?? at, lex.lengthWords, 1);
  const named = longest(lex.yearWords, tokens, on);
  const unit = named && named.value !== 'year' ? 'year' : lex.units.get(wordAt(scan, on));
  const next = named && named.value !== 'year' ? named.next : on + 1;
  const period = unit && PERIODS[unit]?.(count?.value ?? 1);
  if (period) return { value: { period, on: null }, next };
  const [day] = daysAt(scan, at)?.value.stretches ?? [];
  if (day?.year === null) return { value: { period: 'P1Y', on: day }, next: daysAt(scan, at)?.next ?? at };
  if (count !== null) return null;
  const month = lex.months.get(wordAt(scan, at));
  if (month !== undefined) return { value: { period: 'P1Y', on: stretchOf('month', null, month) }, next: at + 1 };
  const season = lex.seasons.get(wordAt(scan, at));
  if (season !== undefined) return { value: { period: 'P1Y', on: stretchOf('season', null, season) }, next: at + 1 };
  const weekday = lex.weekdays.get(wordAt(scan, at));
  return weekday === undefined ? null : { value: { period: 'P1W', on: weekdayStretch(scan, weekday, null) }, next: at + 1 };
}

const TWICE: Record<string, number> = { once: 1, twice: 2, thrice: 3 };
const MONTHS_BETWEEN: Record<number, Period> = { 1: 'P1Y', 2: 'P6M', 3: 'P4M', 4: 'P3M', 6: 'P2M', 12: 'P1M' };

/** Twice a year, deux fois par an; only where the times divide the year. */
function timesAt(scan: Scan, at: number): Found<Recurrence> | null {
  const { lex, tokens } = scan;
  const word = wordAt(scan, at);
  const twice = TWICE[word];
  if (twice === undefined && tokens[at]?.kind !== 'number' && !lex.cardinals.has(word)) return null;
  const count = twice === undefined ? numberAt(scan, at) : { value: twice, next: at + 1 };
  const per = count && longest(lex.timesA, tokens, count.next);
  if (!count || !per || (twice === undefined && per.next === count.next + 1)) return null;
  const period = lex.units.get(wordAt(scan, per.next)) === 'year' ? MONTHS_BETWEEN[count.value] : undefined;
  return period === undefined ? null : { value: { period, on: null }, next: per.next + 1 };
}
