/** What the reader needs to know of a language: words, and phrases as tries. The grammar is the same for both. */
import type { Trie } from './trie.js';

export type Lang = 'en' | 'fr';

/** `half` is said of a year, a month, a decade; `fiscal` and `school` are years. */
export type UnitName =
  'hour' | 'day' | 'week' | 'fortnight' | 'month' | 'quarter' | 'half' | 'year' | 'decade' | 'century' | 'fiscal' | 'school';

/** Which stretch of a unit: its first, middle or last part, or where it ends or begins. */
export type Part = 'early' | 'mid' | 'late' | 'start' | 'end' | 'turn' | 'rest';

/** `coming` is the vague kind of next: the next year, la prochaine année. */
export type Relation = 'this' | 'next' | 'last' | 'coming';

/** `plain` is on or during, as the date has it. */
export type OpenerKind = 'plain' | 'by' | 'before' | 'until' | 'throughout' | 'from';

/** The words before a date that say what is promised about it. */
export interface Opener {
  kind: OpenerKind;
  /** Two ends follow: between … and, from … to. */
  range?: 'between' | 'from';
  /** What alone may follow; `none`: no date at all. */
  only?: 'range' | 'part' | 'day' | 'none';
  /** From what follows the date, not from the date itself. */
  after?: boolean;
  approximate?: boolean;
  horizon?: boolean;
  /** Only as the whole phrase: Horizon 2020 is a programme. */
  whole?: boolean;
  /** "For 31 March" is by that day, in French. */
  dayKind?: 'by' | 'on';
  /** What a length of time after it says: `by` (within 90 days), `in` (in five years), `for` (for four years). */
  length?: 'by' | 'in' | 'for';
  /** What a unit with its article after it says: within the year, au cours de l’année. */
  unit?: 'by' | 'plain';
  /** What coming months after it say. */
  coming?: 'by' | 'during' | 'throughout';
  /** What an event after it says: due on it, before it; `next` only when it is said to be the next one. */
  event?: 'on' | 'before' | 'next' | 'after';
  /** A number after it is likelier an amount: about 2000, up to 2030. */
  wary?: boolean;
}

/** The words after a date that say more of it. */
export type Closer = 'by' | 'from' | 'approximate' | 'to_be_fixed' | 'uncertain' | 'deadline';

/** What has no date. */
export interface Undated {
  /** Only as the whole phrase: an adjective, or a word of many uses. */
  whole?: boolean;
  /** It says that the date is still to be fixed, and may stand beside one. */
  toBeFixed?: boolean;
}

export interface Lexicon {
  lang: Lang;
  determiners: ReadonlySet<string>;
  indefinite: ReadonlySet<string>;
  /** Between a part or an ordinal and what it is part of: of, de, du. */
  links: ReadonlySet<string>;
  and: ReadonlySet<string>;
  or: ReadonlySet<string>;
  to: ReadonlySet<string>;
  months: ReadonlyMap<string, number>;
  /** Months that are other words as well, in lower case: may, march. */
  doubtfulMonths: ReadonlySet<string>;
  weekdays: ReadonlyMap<string, number>;
  /** 1 spring to 4 winter. */
  seasons: ReadonlyMap<string, number>;
  /** Seasons that are other words as well: fall, été. */
  doubtfulSeasons: ReadonlySet<string>;
  cardinals: ReadonlyMap<string, number>;
  tens: ReadonlyMap<string, number>;
  /** 1 for first; -1 for last. */
  ordinals: ReadonlyMap<string, number>;
  units: ReadonlyMap<string, UnitName>;
  /** Words for both halves of a month: quinzaine. */
  halvesOfMonth: ReadonlySet<string>;
  relationsBefore: Trie<Relation>;
  relationsAfter: Trie<Relation>;
  /** Said of several units to come: the next few …, … à venir. */
  comingBefore: Trie<true>;
  comingAfter: Trie<true>;
  few: Trie<true>;
  /** The same where nothing says that they are to come: in a few weeks. */
  some: Trie<true>;
  parts: Trie<Part>;
  /** Year-end, with the year before the word. */
  yearEnd: Trie<true>;
  /** Single days: today, demain; the offset from the day it was said. */
  days: Trie<number>;
  /** 25 December and the like, as MM-DD. */
  feasts: Trie<string>;
  /** Words that a year is announced by: the year 2030, l’an 2030. */
  yearWords: Trie<'year' | 'fiscal' | 'school'>;
  monthWords: Trie<true>;
  weekOf: Trie<true>;
  openers: Trie<Opener>;
  closers: Trie<Closer>;
  approximators: Trie<true>;
  /** Said before the words: probably by 2025. */
  doubts: Trie<true>;
  /** Lie between an opener and the date without meaning: at least, the end of business on. */
  fillers: Trie<true>;
  undated: Trie<Undated>;
  /** A period, or `every` for one to be read after it; `=P1Y` only as the whole phrase. */
  recurrences: Trie<string>;
  /** Every other year. */
  other: ReadonlySet<string>;
  timesA: Trie<true>;
  /** Said of a length of time: within 30 days *of* the signing. */
  afterEvent: Trie<true>;
  beforeEvent: Trie<true>;
  /** From today: no event at all. */
  fromNow: Trie<true>;
  ago: ReadonlySet<string>;
  workingWords: ReadonlySet<string>;
  /** Between a number and its unit, or after it, without meaning: calendar, full. */
  lengthWords: ReadonlySet<string>;
  eventNouns: ReadonlySet<string>;
  /** Of these something must be said: the end of the mission, not the end. */
  boundWords: ReadonlySet<string>;
  /** Those that need no determiner; none for any. */
  bareEvents: ReadonlySet<string>;
  eventAdjectives: ReadonlySet<string>;
  /** Adjectives behind the noun: assemblée générale. */
  eventTails: ReadonlySet<string>;
  /** Where an event’s words end. */
  eventStops: ReadonlySet<string>;
  complement: ReadonlySet<string>;
  /** Before a date that tells which one it is, not when it is due: the attacks of 11 September. */
  attributive: ReadonlySet<string>;
  /** What follows a number that is an amount. */
  amounts: ReadonlySet<string>;
  /** What may follow a number that is a year, even behind a wary opener. */
  functionWords: ReadonlySet<string>;
  conditions: Trie<true>;
  /** If possible, s’il le faut: no conditions. */
  conditionIdioms: Trie<true>;
  /** What, before "for four years", says that they are over. */
  perfect: ReadonlySet<string>;
  /** Words that may stand beside a bare year: deadline, échéance. */
  headings: ReadonlySet<string>;
  /** A date right after them is when something was said: declared on 24 November. */
  reporting: ReadonlySet<string>;
  numericDatesAreAmbiguous: boolean;
  /** The commonest words, for telling the languages apart. */
  common: ReadonlySet<string>;
}

/** One value for several patterns, separated by commas: `no|not later than, by the? latest`. */
export function phrases<V>(value: V, patterns: string): [string, V][] {
  return patterns.split(/\s*,\s*/).map((pattern) => [pattern.replace(/\s+/g, ' ').trim(), value]);
}

export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}

/** `word=1` pairs, several words to a number: `mars|mar=3`. */
export function numbers(text: string): ReadonlyMap<string, number> {
  return new Map(pairs(text).map(([word, value]) => [word, Number(value)]));
}

export function unitNames(text: string): ReadonlyMap<string, UnitName> {
  return new Map(pairs(text).map(([word, value]) => [word, value as UnitName]));
}

function pairs(text: string): [string, string][] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((pair) => {
      const [names = '', value = ''] = pair.split('=');
      return names.split('|').map((name): [string, string] => [name, value]);
    });
}
