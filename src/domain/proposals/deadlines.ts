/** The deadlines that a clause names, read from the day on which it was said. */
import type { Conventions } from '../conventions.js';
import { read, type Reading } from '../phrases/index.js';
import type { Day } from '../time.js';
import { speaksOf } from './attachment.js';
import type { ProposalLexicon } from './lexicon.js';
import type { ProposedTarget } from './proposal.js';

export interface Deadlines {
  targets: ProposedTarget[];
  /** A date was named, and every one of them has passed: what is told is history. */
  past: boolean;
  /** A date was named of which it is not sure that it is of this act: none is better than a wrong one. */
  elsewhere: boolean;
}

/** Where in the clause the cue ends, and what it tells. */
export interface Told {
  cueStart: number;
  cueEnd: number;
  /** The cue tells in the past what was said or decided: a day within it, as any weekday, is when that was. */
  past: boolean;
  /** An event has its day wherever that stands. */
  event: boolean;
}

export function deadlinesIn(
  clause: string,
  at: number,
  saidOn: Day,
  told: Told,
  lexicon: ProposalLexicon,
  conventions: Conventions,
): Deadlines {
  const { lang } = lexicon;
  // Most clauses name no time: without a digit or one of the words that dates are made of there is nothing to read.
  if (!maybeDated[lang].test(clause)) return { targets: [], past: false, elsewhere: false };
  const readings = read(clause, { saidOn, lang, conventions }).filter(({ kind }) => kind !== 'undated');
  const meant = readings.filter(
    (reading) =>
      !isBaseline(clause, reading) &&
      !isName(clause, reading) &&
      !isTerm(clause, reading, lang) &&
      !(told.past && isDayOfSaying(reading, told.cueEnd)),
  );
  const own = meant.filter((reading) => !isVague(clause, reading) && (told.event || speaksOf(clause, reading, told, lexicon)));
  const ahead = own.filter((reading) => !hasPassed(reading, saidOn));
  // "Answer within ten days by the end of 2021": the day that was named comes first.
  ahead.sort((a, b) => Number(isCounted(a)) - Number(isCounted(b)));
  return {
    targets: ahead.map((reading) => placed(reading, at)),
    past: ahead.length === 0 && own.some((reading) => hasPassed(reading, saidOn)),
    elsewhere: ahead.length === 0 && own.length < meant.length,
  };
}

function hasPassed({ latest, kind, earliest }: Reading, saidOn: Day): boolean {
  return kind === 'from' ? earliest !== null && earliest.slice(0, 4) < saidOn.slice(0, 4) : latest !== null && latest < saidOn;
}

function isCounted({ text }: Reading): boolean {
  return /^(?:within|in|under|dans|sous|en) (?:les |the |a |un )?(?:\d+|\p{Ll}+) (?:(?:working|business|calendar) )?(?:hours?|days?|weeks?|months?|heures?|jours?|semaines?|mois)/iu.test(
    text,
  );
}

/** "Compared with 2015" is what is measured against. */
function isBaseline(clause: string, { start, text }: Reading): boolean {
  return (
    /^(?:since|depuis)\s/iu.test(text) ||
    (/(?:compared (?:with|to)|relative to|from|baseline|since|depuis|par rapport (?:à|au niveau de)|référence)\s*$/iu.test(
      clause.slice(0, start),
    ) &&
      /^\s*\d{4}/.test(clause.slice(start)))
  );
}

/** "The 2020/21 objectives", "a balance sheet for 1997", "cette semaine de l'égalité": what a thing is called, and no day for it. */
function isName(clause: string, { start, end, text }: Reading): boolean {
  if (/^(?:cette|this)\s(?:semaine|journée|week|day)$/iu.test(text)) return /^\s(?:de|du|des|of)\s|^\sd['’]/iu.test(clause.slice(end));
  // "L'avis prévu à l'article L. 2122-11".
  if (/(?:(?<!\p{L})(?:articles?|section|rule|no\.?|[LRD]\.)|n°|§)\s*$/iu.test(clause.slice(0, start))) return true;
  const [, lead = '', year] = /^((?:for|of|pour|de|en)\s)?(\d{4}(?:[/-]\d{2,4})?)$/iu.exec(text) ?? [];
  return year !== undefined && named.test(clause.slice(0, start) + lead);
}

const named =
  /(?<!\p{L})(?:objectifs?|exercice|budget|saison|programme|campagne|stratégie|bilan|rapport|comptes|balance sheet|accounts|annual report|estimates|expenses|season|results|figures)\s(?:(?:for|of|pour|de)\s)?$/iu;

function isDayOfSaying({ kind, end, text }: Reading, toldUntil: number): boolean {
  return (
    (end <= toldUntil && (kind === 'on' || kind === 'during' || kind === 'event')) ||
    /^(?:on |le |ce )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)$/iu.test(text.trim())
  );
}

/** Some time, and no day that anybody could be held to. */
function isVague(clause: string, { text, start, kind, conventions, duration, trigger }: Reading): boolean {
  // "For at least a year" says when it will not have ended yet.
  if (kind === 'throughout' && /(?<!\p{L})(?:at least|au moins)\s(?!\d{4})/iu.test(text)) return true;
  // "Freeze fares for one year": from when on, the words do not tell.
  if (
    kind === 'throughout' &&
    /^(?:for|pendant|durant|pour) (?:an?|one|two|three|four|five|six|un|une|deux|trois|quatre|cinq|\d+) \p{L}+$/iu.test(text)
  )
    return true;
  // "By the end of its financial year": when that is, the words do not tell.
  if (/(?:its|their|our|son|leur|notre|l['’])\s?(?:(?:financial|fiscal)\syear|exercice)/iu.test(text)) return true;
  // "In ten years' time", "dans dix ans".
  if (kind === 'on' && conventions.includes('in-a-while')) return /year|month|an(?:s|n[ée]es?)?$|mois/iu.test(text);
  // "After the crisis": of what is tied to an event, only what has to be done before it, or within a while of it.
  // "Six months after announcing it": what is told first.
  if (kind === 'event' && /^(?:avoir|être|having|\p{L}+ing)(?!\p{L})/iu.test(trigger ?? '')) return true;
  if (kind === 'event')
    return duration === undefined && !/^(?:before|by|until|till|ahead|prior|no|not|avant|d['’]ici|jusqu|au)/iu.test(text);
  // "For the 18-25 year-olds", "everyone over 18 years", "in a four-year period", "for tomorrow".
  return (
    /^(?:(?:pour|for) (?:demain|tomorrow)$|in an?\s[\p{L}\d]+-year|(?:pour|entre|chez) (?:les )?\d+\s?(?:-|–|à|et)\s?\d+ ans)/iu.test(
      text,
    ) ||
    (/^over\s\d+\syears?$/iu.test(text) &&
      /(?:everyone|anyone|people|those|children|adults|women|men|aged?|patients|all)\s+$/iu.test(clause.slice(0, start)))
  );
}

/** "Pay suppliers within thirty days", "répondre à toute demande sous dix jours": counted anew for each case, so no day is named. */
function isTerm(clause: string, reading: Reading, lang: 'en' | 'fr'): boolean {
  return isCounted(reading) && serving[lang].test(clause.slice(0, reading.start));
}

/** What is done for each case as it comes, and the words that say that there are many. */
const serving = {
  en: /(?<!\p{L})(?:pay|settle|repl(?:y|ies) to|answer|respond to|refund|acknowledge|process|review|return|handle)(?:ing)?\s+(?:(?:each|every|all|any)\s|(?:(?:our|their|your|its)\s)?(?:\p{Ll}+\s+){0,2}\p{Ll}{3,}s\s)/iu,
  fr: /(?<!\p{L})(?:les\s+(?:payer|régler|rembourser|traiter|rappeler)|(?:payer|régler|répondre|rembourser|traiter|rappeler|accuser réception)\s+(?:(?:à|de)\s+)?(?:(?:chaque|toutes?|tous|aux|les|leurs|nos|vos|ses|des)\s))/iu,
};

function placed({ start, end, ...reading }: Reading, at: number): ProposedTarget {
  return { ...reading, start: at + start, end: at + end };
}

const maybeDated = {
  en: /\d|year|month|week|day|quarter|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|decade|century|tomorrow|tonight|within|before|after|until|once|every|each|annual/iu,
  fr: /\d|ann[ée]e|an(?:s|nuel)|mois|semaine|jour|trimestre|semestre|printemps|été|automne|hiver|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|décennie|siècle|demain|dans|avant|après|jusqu|dès|chaque|tous|toutes|rentrée/iu,
};
