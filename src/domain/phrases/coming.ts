/** Time to come, vague or counted: "in the coming months", "les six prochains mois", "the weeks and months ahead". */
import type { ConventionId } from '../conventions.js';
import { shift } from '../shift.js';
import type { Period } from '../time.js';
import { lengthAt, numberAt } from './lengths.js';
import type { UnitName } from './lexicon.js';
import { type Found, type Scan, skipWords, wordAt } from './scan.js';
import type { Written } from './stretch.js';
import { longest } from './trie.js';

export interface Coming extends Written {
  period: Period;
  /** Without a number: as long as the convention says. */
  vague: boolean;
}

const CONVENTIONS: Partial<Record<UnitName, ConventionId & `coming-${string}`>> = {
  day: 'coming-days',
  week: 'coming-weeks',
  month: 'coming-months',
  year: 'coming-years',
  decade: 'coming-decade',
};

/** `singular`: a single unit will do, as in "within the next year". */
export function comingAt(scan: Scan, at: number, singular = false): Found<Coming> | null {
  return before(scan, at, singular) ?? behind(scan, at) ?? some(scan, at, singular);
}

/** A few months, quelques semaines; "within weeks" alone. */
function some(scan: Scan, at: number, alone: boolean): Found<Coming> | null {
  const found = longest(scan.lex.some, scan.tokens, skipWords(scan, at, scan.lex.determiners, 1));
  return found ? vague(scan, found.next, true) : alone && scan.lex.lang === 'en' ? vague(scan, at, false) : null;
}

/** The next (few | six) months. */
function before(scan: Scan, at: number, singular: boolean): Found<Coming> | null {
  const { lex, tokens } = scan;
  const on = skipWords(scan, at, lex.determiners, 2);
  const few = longest(lex.few, tokens, on);
  const early = few ? null : numberAt(scan, on);
  const coming = longest(lex.comingBefore, tokens, few?.next ?? early?.next ?? on);
  if (!coming) return null;
  const fewer = longest(lex.few, tokens, coming.next);
  const start = fewer?.next ?? coming.next;
  if (early) return counted(scan, start, early.value);
  const late = fewer ? null : lengthAt(scan, start);
  if (late && numberAt(scan, start)) return window(scan, late.value.period, late.value.approximate, false, [], late.next);
  if (singular && lex.units.get(wordAt(scan, start)) !== undefined && !/s$/.test(wordAt(scan, start))) return counted(scan, start, 1);
  const article = on > at || few !== undefined || fewer !== undefined || lex.lang === 'fr';
  return vague(scan, start, article);
}

/** The (six) months ahead, les mois à venir, les six mois à venir. */
function behind(scan: Scan, at: number): Found<Coming> | null {
  const { lex, tokens } = scan;
  const on = skipWords(scan, at, lex.determiners, 2);
  const few = longest(lex.few, tokens, on);
  const start = few?.next ?? on;
  const length = few ? null : lengthAt(scan, start);
  if (length) {
    const coming = longest(lex.comingAfter, tokens, length.next);
    const counts = coming && !followsEvent(scan, coming.next - 1);
    return counts ? window(scan, length.value.period, length.value.approximate, false, [], coming.next) : null;
  }
  const found = vague(scan, start, true);
  const coming = found && longest(lex.comingAfter, tokens, found.next);
  return found && coming ? { value: found.value, next: coming.next } : null;
}

/** "Les trente jours suivant la signature" are counted from an event, "le mois suivant l’assemblée" too. */
export function followsEvent(scan: Scan, last: number): boolean {
  const { lex } = scan;
  return (
    /^(suivante?s?|suivent|suivront|suit)$/.test(wordAt(scan, last)) &&
    (lex.determiners.has(wordAt(scan, last + 1)) || lex.links.has(wordAt(scan, last + 1)))
  );
}

/** A number already read, then its unit: six prochains mois. */
function counted(scan: Scan, at: number, count: number): Found<Coming> | null {
  const unit = scan.lex.units.get(wordAt(scan, at));
  const periods: Partial<Record<UnitName, Period>> = {
    day: `P${count}D`,
    week: `P${count}W`,
    month: `P${count}M`,
    quarter: `P${3 * count}M`,
    half: `P${6 * count}M`,
    year: `P${count}Y`,
    decade: `P${10 * count}Y`,
  };
  const period = unit && periods[unit];
  return period ? window(scan, period, false, false, [], at + 1) : null;
}

/** "Months" alone; of "weeks and months" the longer. A single one is vague only of a decade: "the next year" is a year. */
function vague(scan: Scan, at: number, article: boolean): Found<Coming> | null {
  const { lex, rules } = scan;
  const word = wordAt(scan, at);
  const unit = lex.units.get(word);
  const isPlural = /s$/.test(word) && unit !== 'century';
  if (unit === undefined || (!isPlural && !(unit === 'decade' && article))) return null;
  const joined = lex.and.has(wordAt(scan, at + 1)) || lex.or.has(wordAt(scan, at + 1));
  const more = joined ? lex.units.get(wordAt(scan, skipWords(scan, at + 2, lex.determiners, 1))) : undefined;
  const id = CONVENTIONS[more ?? unit];
  if (id === undefined || (lex.lang === 'fr' && word === 'mois' && !article)) return null;
  const next = more === undefined ? at + 1 : skipWords(scan, at + 2, lex.determiners, 1) + 1;
  return window(scan, rules[id].value, true, true, [id], next);
}

function window(scan: Scan, period: Period, approximate: boolean, isVague: boolean, used: ConventionId[], next: number): Found<Coming> {
  const edtf = `${scan.saidOn}/${shift(scan.saidOn, period)}`;
  return { value: { edtf, certainty: approximate ? 'approximate' : 'exact', used, period, vague: isVague }, next };
}
