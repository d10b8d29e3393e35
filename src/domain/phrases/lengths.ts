/** Numbers in words, and lengths of time: "thirty (30) days", "deux ans et demi", "10 working days", "two to three years". */
import type { ConventionId } from '../conventions.js';
import { shift, shiftDays } from '../shift.js';
import { type Day, type Period, weekdayOf } from '../time.js';
import type { UnitName } from './lexicon.js';
import { type Found, isMark, type Scan, skipHyphen, wordAt } from './scan.js';

export interface Length {
  /** ISO 8601, of whole days or more. */
  period: Period;
  /** Days from Monday to Friday, when they are what is counted. */
  workingDays: number | null;
  /** "Two to three years", "une dizaine de jours". */
  approximate: boolean;
  unit: UnitName;
  used: readonly ConventionId[];
}

/** A cardinal number from 1 to 9999. */
export function numberAt(scan: Scan, at: number): Found<number> | null {
  const token = scan.tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'number') return token.text.length <= 4 && token.value > 0 ? { value: token.value, next: at + 1 } : null;
  if (token.kind !== 'word') return null;
  const found = spelledNumber(scan, at);
  if (found === null) return null;
  // Contracts say it twice: thirty (30) days.
  const again = isMark(scan, found.next, '(') && isMark(scan, found.next + 2, ')') && scan.tokens[found.next + 1]?.value === found.value;
  return again ? { value: found.value, next: found.next + 3 } : found;
}

/** A length of time. */
export function lengthAt(scan: Scan, at: number): Found<Length> | null {
  const { lex } = scan;
  const half = halfAYear(scan, at);
  if (half) return half;
  const first = numberAt(scan, at);
  if (first === null) return null;
  const second = secondNumber(scan, first.next);
  const count = second?.value ?? first.value;
  let next = skipHyphen(scan, second?.next ?? first.next);
  // "Une dizaine de jours" says about ten.
  const rough = /^(dizaine|huitaine|quinzaine|vingtaine|trentaine|douzaine)$/.test(wordAt(scan, next - 1));
  if (rough && (wordAt(scan, next) === 'de' || wordAt(scan, next) === 'd')) next++;
  let working = false;
  for (;;) {
    if (lex.workingWords.has(wordAt(scan, next))) working = true;
    else if (!lex.lengthWords.has(wordAt(scan, next))) break;
    next++;
  }
  // Sous huitaine, sous quinzaine.
  const alone = /^(huitaine|quinzaine)$/.test(wordAt(scan, at)) && next === at + 1;
  const unit = lex.units.get(wordAt(scan, next)) ?? (alone ? 'day' : undefined);
  if (unit === undefined) return null;
  if (!alone) next++;
  const extra = andAHalf(scan, next, unit);
  next = extra?.next ?? next;
  for (;;) {
    if (lex.workingWords.has(wordAt(scan, next))) working = true;
    else if (!lex.lengthWords.has(wordAt(scan, next))) break;
    next++;
  }
  const value = lengthOf(count, unit, extra?.value ?? 0, working && unit === 'day');
  return value && { value: { ...value, approximate: value.approximate || second !== null || (rough && !alone) }, next };
}

/** The day at the end of a length of time counted from `from`. */
export function after(from: Day, length: Length): Day {
  if (length.workingDays === null) return shift(from, length.period);
  let day = from;
  for (let left = length.workingDays; left > 0;) {
    day = shiftDays(day, 1);
    if (weekdayOf(day) <= 5) left--;
  }
  return day;
}

function spelledNumber(scan: Scan, at: number): Found<number> | null {
  const { lex } = scan;
  const word = wordAt(scan, at);
  if (word === 'hundred' || word === 'cent') return { value: 100, next: at + 1 };
  let next = at;
  let value = lex.tens.get(word);
  if (value !== undefined) {
    next++;
    // Quatre-vingt-dix is read from quatre on, below; here twenty-five, vingt et un, soixante-douze.
    let unitAt = skipHyphen(scan, next);
    if (wordAt(scan, unitAt) === 'et') unitAt = skipHyphen(scan, unitAt + 1);
    const units = lex.cardinals.get(wordAt(scan, unitAt));
    const article = wordAt(scan, unitAt) === 'a' || wordAt(scan, unitAt) === 'an';
    if (units !== undefined && !article && units < (value === 60 ? 20 : 10)) return { value: value + units, next: unitAt + 1 };
    return { value, next };
  }
  value = lex.cardinals.get(word);
  if (value === undefined) return null;
  next++;
  const following = wordAt(scan, skipHyphen(scan, next));
  if (value === 4 && lex.lang === 'fr' && (following === 'vingt' || following === 'vingts')) {
    next = skipHyphen(scan, next) + 1;
    const units = lex.cardinals.get(wordAt(scan, skipHyphen(scan, next)));
    return units !== undefined && units < 20 ? { value: 80 + units, next: skipHyphen(scan, next) + 1 } : { value: 80, next };
  }
  if (value === 10 && lex.lang === 'fr') {
    const units = lex.cardinals.get(following);
    if (units !== undefined && units >= 7 && units <= 9 && next !== skipHyphen(scan, next))
      return { value: 10 + units, next: skipHyphen(scan, next) + 1 };
  }
  if (following === 'hundred') return { value: value * 100, next: skipHyphen(scan, next) + 1 };
  return { value, next };
}

/** The upper end of "two to three", "2–3", "deux ou trois". */
function secondNumber(scan: Scan, at: number): Found<number> | null {
  const { lex } = scan;
  const between = isMark(scan, at, '-') || lex.or.has(wordAt(scan, at)) || lex.to.has(wordAt(scan, at));
  return between ? numberAt(scan, at + 1) : null;
}

function andAHalf(scan: Scan, at: number, unit: UnitName): Found<number> | null {
  const words = scan.lex.lang === 'fr' ? ['et', 'demi'] : ['and', 'a', 'half'];
  const fits =
    (unit === 'year' || unit === 'month') && words.every((word, i) => wordAt(scan, at + i) === word || wordAt(scan, at + i) === `${word}e`);
  return fits ? { value: unit === 'year' ? 6 : 15, next: at + words.length } : null;
}

function halfAYear(scan: Scan, at: number): Found<Length> | null {
  if (wordAt(scan, at) !== 'half' || !/^an?$/.test(wordAt(scan, at + 1)) || scan.lex.units.get(wordAt(scan, at + 2)) !== 'year')
    return null;
  return { value: { period: 'P6M', workingDays: null, approximate: false, unit: 'month', used: [] }, next: at + 3 };
}

function lengthOf(count: number, unit: UnitName, half: number, working: boolean): Length | null {
  const plain = (period: Period, approximate = false): Length => ({ period, workingDays: null, approximate, unit, used: [] });
  if (working) {
    // Five of them to the week, for whoever counts in days all the same.
    return {
      period: `P${Math.ceil((count * 7) / 5)}D`,
      workingDays: Math.min(count, 2500),
      approximate: true,
      unit,
      used: ['working-days'],
    };
  }
  switch (unit) {
    case 'hour':
      return { ...plain(`P${Math.ceil(count / 24)}D`), unit: 'day', used: ['hours'] };
    case 'day':
      return plain(`P${count}D`);
    case 'week':
      return plain(`P${count}W`);
    case 'fortnight':
      return plain(`P${count * 2}W`);
    case 'month':
      return plain(half ? `P${count}M${half}D` : `P${count}M`);
    case 'quarter':
      return plain(`P${count * 3}M`);
    case 'half':
      return plain(`P${count * 6}M`);
    case 'year':
      return plain(half ? `P${count}Y${half}M` : `P${count}Y`);
    case 'decade':
      return plain(`P${count * 10}Y`, true);
    case 'fiscal':
      return plain(`P${count}Y`);
    case 'century':
    case 'school':
      return null;
  }
}
