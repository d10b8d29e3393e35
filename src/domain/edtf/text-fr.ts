import type { YearPart } from './calendar.js';
import { APPROXIMATE, type Mark, UNCERTAIN } from './date.js';
import { type Component, type Noun, type Wording, type YearSpan, grouped, monthSpan, noun } from './wording.js';

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
const SEASONS: readonly Noun[] = [noun('printemps', 'le '), noun('été', 'l’'), noun('automne', 'l’'), noun('hiver', 'l’')];
const ORDINALS = ['premier', 'deuxième', 'troisième', 'quatrième'];
const THIRDS: readonly Noun[] = [noun('début ', 'le '), noun('mi-', 'la '), noun('fin ', 'la ')];
const PARTS = { season: '', quarter: 'trimestre', third: 'quadrimestre', half: 'semestre' };
const HEMISPHERES = { northern: 'boréal', southern: 'austral' };
const NARROW_SPACE = '\u202f';

export const FRENCH: Wording = {
  months: MONTHS,
  dayNumber,
  year: (year) => (Math.abs(year) > 9999 ? noun(`an ${longYear(year)}`, 'l’', `l’an ${longYear(year)}`) : noun(shortYear(year))),
  decade: (first) => {
    // « Les années 2000 » seul pourrait être le siècle.
    const words = first % 100 === 0 ? `années ${first} (${first}–${first + 9})` : `années ${first}`;
    return noun(words, 'les ', `les ${words}`);
  },
  years: (first, last) => noun(`années ${first}–${last}`, 'les ', `les années ${first}–${last}`),
  someYear: noun('une année non précisée'),
  yearBetween: (first, last, estimate) =>
    noun(`une année entre ${anyYear(first)} et ${anyYear(last)}` + (estimate === undefined ? '' : `, estimée à ${anyYear(estimate)}`)),
  monthOf: (month, year, specified) => noun(`${month} ${specified ? year.words : of(year)}`),
  dayOf: (day, month, specified) => {
    const words = `${dayNumber(day)} ${specified ? month.words : of(month)}`;
    return noun(words, 'le ', specified ? words : `le ${words}`);
  },
  partOf,
  someMonthOf: (year, which) => noun(`un mois ${of(year)}${bracketed(which)}`),
  someDayOf: (period, which) => noun(`un jour ${of(period)}${bracketed(which)}`),
  at: (day, time, offset) => noun(`${day.words}, ${time}${offset && ` UTC${offset === 'Z' ? '' : offset}`}`, day.article),

  about: (date) => `vers ${date.article}${date.words}`,
  from: (date) => `à partir ${of(date)}`,
  until: (day) => (day.article === 'le ' ? `jusqu’au ${day.words}` : `jusqu’à ${day.article}${day.words}`),
  untilEndOf: (date) => `jusqu’à la fin ${of(date)}`,
  doubt: (mark) => `date ${adjectives(mark, 'feminine').join(' et ')}`,
  doubtOf,

  any: { one: 'ou', all: 'et' },
  earlier: 'avant',
  later: 'après',
  unknownStart: 'début inconnu',
  unknownEnd: 'fin inconnue',
  openStart: 'sans début',
  openEnd: 'sans fin',
  always: 'à tout moment',
};

function dayNumber(day: number): string {
  return day === 1 ? '1er' : String(day);
}

/** The noun after `de`, contracted or elided: du 3 mai, des années 2020, d’avril, de l’été. */
function of({ article, words }: Noun): string {
  if (article === 'le ') return `du ${words}`;
  if (article === 'les ') return `des ${words}`;
  if (article) return `de ${article}${words}`;
  return /^[aeiouyéèêâîôû]/i.test(words) ? `d’${words}` : `de ${words}`;
}

function bracketed(which: string): string {
  return which && ` (${which})`;
}

function shortYear(year: number): string {
  return year <= 0 ? `${1 - year} av. J.-C.` : year < 1000 ? `${year} apr. J.-C.` : String(year);
}

function longYear(year: number): string {
  return (year < 0 ? '−' : '') + grouped(year, NARROW_SPACE);
}

function anyYear(year: number): string {
  return Math.abs(year) > 9999 ? longYear(year) : shortYear(year);
}

function partOf(part: YearPart, year: Noun, span: YearSpan | null): Noun {
  const months = ` (${monthSpan(MONTHS, part.first, part.last)})`;
  const nth = part.nth - 1;
  if (part.name === 'season') {
    const season = SEASONS[nth] ?? noun('');
    const side = part.hemisphere ? ` ${HEMISPHERES[part.hemisphere]}` : '';
    const years = span ? (span.first === span.last ? span.first : `${span.first}–${span.last}`) : of(year);
    return noun(`${season.words}${side} ${years}${months}`, season.article);
  }
  if (part.name === 'third' && span) {
    const third = THIRDS[nth] ?? noun('');
    return noun(`${third.words}${year.words}${months}`, third.article);
  }
  return noun(`${ORDINALS[nth]} ${PARTS[part.name]} ${span ? year.words : of(year)}${months}`, 'le ');
}

type Form = 'masculine' | 'feminine' | 'plural';

const UNSURE: Record<Form, string> = { masculine: 'incertain', feminine: 'incertaine', plural: 'incertains' };
const ROUGH: Record<Form, string> = { masculine: 'approximatif', feminine: 'approximative', plural: 'approximatifs' };

function adjectives(mark: Mark, form: Form): string[] {
  return [...(mark & UNCERTAIN ? [UNSURE[form]] : []), ...(mark & APPROXIMATE ? [ROUGH[form]] : [])];
}

const COMPONENTS: Record<Component, string> = { ...PARTS, year: 'année', month: 'mois', day: 'jour', season: 'saison' };

function doubtOf(components: readonly Component[], mark: Mark): string {
  const feminine = components[0] === 'year' || components[0] === 'season';
  // « année et saison » would be feminine too, but then every component is marked and the whole date is in doubt.
  const form = components.length > 1 ? 'plural' : feminine ? 'feminine' : 'masculine';
  return `${components.map((c) => COMPONENTS[c]).join(' et ')} ${adjectives(mark, form).join(' et ')}`;
}
