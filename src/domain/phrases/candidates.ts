/** What may be a deadline at a token: what opens it, the time it names, what closes it, and the kind that this makes. */
import type { ConventionId } from '../conventions.js';
import type { Certainty, TargetKind } from '../target-kinds.js';
import { addDays, daysBetween, type Period } from '../time.js';
import { comingAt } from './coming.js';
import { anyEventAt, eventAt } from './events.js';
import { after, lengthAt, type Length } from './lengths.js';
import type { Closer, Opener } from './lexicon.js';
import { type Moment, momentAt } from './moments.js';
import { recurrenceAt } from './recurrences.js';
import { type Found, isMark, type Scan, skipWords, wordAt } from './scan.js';
import { type Settled, settle } from './settle.js';
import { boundsOfEdtf, type Limit, softer, type Stretch } from './stretch.js';
import { longest, matches } from './trie.js';

export interface Candidate {
  kind: TargetKind;
  edtf: string | null;
  certainty: Certainty;
  used: readonly ConventionId[];
  duration?: Period;
  trigger?: string;
  recurrence?: Period;
  /** Tokens: the first, and the one after the last. */
  first: number;
  next: number;
  /** Only when nothing else was said, or behind another deadline and "and". */
  weak: boolean;
  /** Whether words before it say what is promised about the date. */
  opened: boolean;
  /** Says that a date is still to be fixed. */
  toBeFixed: boolean;
  /** A year stands in it, or it is counted from a day. */
  yearSaid: boolean;
  /** A date that does not exist, as 31 June: nothing is read from it, nor from a part of it. */
  impossible: boolean;
}

const BLANK: Omit<Candidate, 'kind' | 'first' | 'next'> = {
  edtf: null,
  certainty: 'exact',
  used: [],
  weak: false,
  opened: false,
  toBeFixed: false,
  yearSaid: true,
  impossible: false,
};

/**
 * All deadlines that one expression at `at` names; none where there is no expression. `inherited`: what the deadline
 * before it said, for a date that is joined to it ("by June 2022 for …, and June 2023 for …").
 */
export function candidatesAt(scan: Scan, at: number, inherited: Opener['kind'] | null): Candidate[] {
  const recurring = recurrence(scan, at);
  if (recurring.length > 0) return recurring;
  const undated = longest(scan.lex.undated, scan.tokens, at);
  const doubt = longest(scan.lex.doubts, scan.tokens, at);
  const dated = opened(scan, doubt?.next ?? at);
  const found = dated.length > 0 ? dated : bare(scan, doubt?.next ?? at, inherited);
  const reach = Math.max(0, ...found.map(({ next }) => next));
  if (undated && undated.next >= reach) {
    return [{ ...BLANK, kind: 'undated', first: at, next: undated.next, weak: undated.value.whole ?? false, toBeFixed: undated.value.toBeFixed ?? false, opened: true }];
  }
  return doubt ? found.map((candidate) => ({ ...candidate, first: at, certainty: softer(candidate.certainty, 'uncertain') })) : found;
}

function recurrence(scan: Scan, at: number): Candidate[] {
  const found = recurrenceAt(scan, at);
  if (!found) return [];
  const { period, on } = found.value;
  const dates = on === null ? [] : settle(scan, { stretches: [on], joined: 'one', otherwise: null, strong: true }, 'none', true);
  const date = dates[0];
  return [{ ...BLANK, kind: 'recurring', recurrence: period, edtf: date?.edtf ?? null, used: date?.used ?? [], first: at, next: found.next, opened: true }];
}

/** Behind words that say what is promised: by, jusqu’en, within. */
function opened(scan: Scan, at: number): Candidate[] {
  for (const { value: opener, next } of matches(scan.lex.openers, scan.tokens, at)) {
    if (isArticle(scan, at)) continue;
    const found = behind(scan, opener, at, isMark(scan, next, ':') ? next + 1 : next);
    if (found.length > 0) return found;
  }
  return [];
}

/** "Des" without its accent is the article, but in capitals. */
function isArticle({ lex, tokens, phrase }: Scan, at: number): boolean {
  const token = tokens[at];
  if (lex.lang !== 'fr' || token?.text !== 'des') return false;
  const written = phrase.slice(token.start, token.end);
  return written !== 'DES' && !/[èÈ\u0300]/.test(written);
}

interface Filled {
  next: number;
  approximate: boolean;
}

/** Past "at least", "about", "midnight on" and the like. */
function fill(scan: Scan, at: number): Filled {
  let next = at;
  let approximate = false;
  for (;;) {
    const filler = longest(scan.lex.fillers, scan.tokens, next);
    const rough = longest(scan.lex.approximators, scan.tokens, next);
    if (isMark(scan, next, '~')) next++;
    else if (filler && filler.next > (rough?.next ?? 0)) {
      next = filler.next;
      continue;
    } else if (rough) next = rough.next;
    else return { next, approximate };
    approximate = true;
  }
}

function behind(scan: Scan, opener: Opener, first: number, at: number): Candidate[] {
  const attempts = [{ next: at, approximate: false }, fill(scan, at)];
  if (attempts[1]?.next === at) attempts.pop();
  for (const { next, approximate } of attempts) {
    const rough: Certainty = approximate || opener.approximate ? 'approximate' : 'exact';
    const found =
      (opener.coming && coming(scan, opener, first, next)) ||
      (opener.length && counted(scan, opener, first, next, rough)) ||
      (opener.event && linkedLength(scan, first, next)) ||
      (opener.only !== 'none' && onDate(scan, opener, first, next, rough)) ||
      (opener.event && onEvent(scan, opener, first, next));
    if (found) return found;
  }
  return [];
}

/** "In the coming months", "au cours des six prochains mois". */
function coming(scan: Scan, opener: Opener, first: number, at: number): Candidate[] | null {
  const found = comingAt(scan, at);
  if (!found) return null;
  const { edtf, certainty, used, vague } = found.value;
  const says = opener.coming === 'during' && !vague && opener.kind === 'throughout' ? 'throughout' : (opener.coming ?? 'during');
  // "Within the next six months" is by the last day of them.
  const kind: TargetKind = opener.kind === 'by' || opener.kind === 'before' || opener.kind === 'until' ? (opener.kind === 'until' ? 'until' : 'by') : says;
  const link = longest(scan.lex.afterEvent, scan.tokens, found.next);
  const event = link && !vague ? anyEventAt(scan, link.next) : null;
  if (event) return [{ ...BLANK, kind: 'event', duration: found.value.period, trigger: event.value.words, first, next: event.next, opened: true }];
  const limit = kind === 'by' || kind === 'until';
  return [{ ...BLANK, kind, edtf: limit ? (edtf.split('/').at(-1) ?? edtf) : edtf, certainty, used, first, next: found.next, opened: true }];
}

/** A length of time: within 90 days, in five years, for four years; perhaps of an event. */
function counted(scan: Scan, opener: Opener, first: number, at: number, rough: Certainty): Candidate[] | null {
  const { lex, tokens, saidOn } = scan;
  const on = skipWords(scan, at, lex.determiners, 1);
  const articleIsNumber = lex.cardinals.get(wordAt(scan, at)) === 1;
  const found = (articleIsNumber ? lengthAt(scan, at) : null) ?? lengthAt(scan, on);
  if (!found || lex.ago.has(wordAt(scan, found.next))) return null;
  const linked = eventBehind(scan, found.value, found.next, first);
  if (linked) return [linked];
  const now = longest(lex.fromNow, tokens, found.next);
  const next = periodWord(scan, now?.next ?? found.next);
  const length = found.value;
  const certainty = softer(rough, length.approximate ? 'approximate' : 'exact');
  const end = after(saidOn, length);
  const counting = { ...BLANK, used: length.used, first, next, opened: true };
  // "Dans les deux ans" sets a limit, "dans deux ans" a day.
  const limits = opener.length === 'by' || (opener.length === 'in' && on > at && !articleIsNumber && lex.lang === 'fr');
  if (limits || opener.kind === 'by' || opener.kind === 'before') return [{ ...counting, kind: 'by', edtf: end, certainty }];
  if (opener.length === 'for') {
    if (isOver(scan, first)) return null;
    return [{ ...counting, kind: 'throughout', edtf: `${saidOn}/${end}`, certainty }];
  }
  const inDays = length.unit === 'day' && length.workingDays === null;
  return [{ ...counting, kind: 'on', edtf: end, certainty: softer(certainty, inDays ? 'exact' : 'approximate'), used: [...length.used, 'in-a-while'] }];
}

/** "A 90-day period", "un délai de trois mois": the word behind changes nothing. */
function periodWord(scan: Scan, at: number): number {
  return /^(period|window|timeframe|deadline|interval|span)$/.test(wordAt(scan, at)) ? at + 1 : at;
}

/** "We have been there for twenty years": four words before it say that these are over. */
function isOver(scan: Scan, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 5); i--) {
    if (scan.tokens[i]?.kind === 'mark' && !isMark(scan, i, '-')) return false;
    if (scan.lex.perfect.has(wordAt(scan, i))) return true;
  }
  return false;
}

/** "30 days after the signing", "no later than two years before the summit". */
function linkedLength(scan: Scan, first: number, at: number): Candidate[] | null {
  const on = skipWords(scan, at, scan.lex.determiners, 1);
  const length = lengthAt(scan, at) ?? lengthAt(scan, on);
  const found = length && eventBehind(scan, length.value, length.next, first);
  return found && [found];
}

/** The event that a length of time is counted from; or the day, when that is a date. */
function eventBehind(scan: Scan, length: Length, at: number, first: number): Candidate | null {
  const { lex, tokens } = scan;
  const next = periodWord(scan, at);
  if (longest(lex.fromNow, tokens, next)) return null;
  const before = longest(lex.beforeEvent, tokens, next);
  const link = before ?? longest(lex.afterEvent, tokens, next);
  if (!link) return null;
  const moment = momentAt(scan, link.next);
  if (moment) {
    const [day] = settle(scan, moment.value, 'none', true);
    if (day?.grain !== 'day' || day.ranged || length.workingDays !== null || before) return null;
    return { ...BLANK, kind: 'by', edtf: after(day.edtf, length), certainty: day.certainty, used: [...day.used, ...length.used], first, next: moment.next, opened: true };
  }
  const event = anyEventAt(scan, link.next);
  if (!event) return null;
  const duration = before ? `-${length.period}` : length.period;
  return {
    ...BLANK,
    kind: 'event',
    duration,
    trigger: event.value.words,
    certainty: length.approximate ? 'approximate' : 'exact',
    used: length.used,
    first,
    next: event.next,
    opened: true,
  };
}

/** By COP28, avant le sommet. */
function onEvent(scan: Scan, opener: Opener, first: number, at: number): Candidate[] | null {
  const found = eventAt(scan, at);
  if (!found) return null;
  const { isNext, words } = found.value;
  const alone = first === 0 && found.next === scan.tokens.length;
  // At a summit, after one: a date only of one to come, or where nothing else is said.
  if ((opener.event === 'next' && !isNext && !alone) || (opener.event === 'after' && !alone)) return null;
  // "Adopted by the summit" tells who did it.
  if (opener.kind === 'by' && wordAt(scan, first) === 'by' && /(ed|en)$/.test(wordAt(scan, first - 1)) && scan.tokens[at]?.kind !== 'code') return null;
  const duration = opener.event === 'before' ? { duration: '-P1D' } : {};
  return [{ ...BLANK, kind: 'event', trigger: words, ...duration, first, next: found.next, opened: true }];
}

function onDate(scan: Scan, opener: Opener, first: number, at: number, rough: Certainty): Candidate[] | null {
  const found = momentAt(scan, at, opener.range ?? null) ?? (opener.range === 'from' && opener.only !== 'range' ? momentAt(scan, at) : null);
  if (!found || !fits(scan, opener, found, at)) return null;
  return promise(scan, opener, { ...found.value, stretches: roughly(found.value.stretches, rough) }, first, found.next, true);
}

function roughly(stretches: Stretch[], rough: Certainty): Stretch[] {
  return rough === 'exact' ? stretches : stretches.map((s) => ({ ...s, certainty: softer(s.certainty, rough) }));
}

/** Whether this date may stand behind this opener. */
function fits(scan: Scan, opener: Opener, { value, next }: Found<Moment>, at: number): boolean {
  const [stretch] = value.stretches;
  if (stretch === undefined) return false;
  const isSpan = value.joined === 'range' || (stretch.grain === 'span' && stretch.edtf?.includes('/') === true);
  const bareYear = stretch.grain === 'year' && !value.strong && value.joined === 'one' && stretch.part === null;
  if (opener.only === 'range' && !isSpan) return false;
  if (opener.range === 'between' && value.joined !== 'range') return false;
  if (opener.only === 'day' && stretch.grain !== 'day') return false;
  // "À l’été", "at the end of March", "à Noël": not "à 2025".
  if (opener.only === 'part' && stretch.part === null && stretch.grain !== 'season' && !isFestive(scan, stretch, at)) return false;
  // "From 2000 to 2500 MW": a range of amounts.
  if (opener.range === 'from' && bareYear && scan.lex.to.has(wordAt(scan, next))) return false;
  if (opener.wary && bareYear) return isYearBehindWary(scan, next);
  // "In 2030s" is read elsewhere; "in May" is a month, "in may" as well.
  return true;
}

function isFestive(scan: Scan, stretch: Stretch, at: number): boolean {
  const digits = scan.tokens[skipWords(scan, at, scan.lex.determiners)]?.kind !== 'word';
  return stretch.used.includes('rentree') || (stretch.grain === 'day' && !digits && stretch.weekday === null && !stretch.used.includes('weekday') && stretch.year === null);
}

/** About 2030, up to 2030: a year when a sentence goes on behind it, an amount when a noun does. */
function isYearBehindWary({ tokens, lex }: Scan, next: number): boolean {
  const token = tokens[next];
  return token === undefined || token.kind === 'mark' || (token.kind === 'word' && (lex.functionWords.has(token.text) || lex.openers.next.has(token.text)));
}

/** The date with what closes it, as one deadline or several. */
function promise(scan: Scan, opener: Opener, moment: Moment, first: number, at: number, isOpened: boolean): Candidate[] {
  const closing = closersAt(scan, at);
  const kind = closedKind(opener.kind, closing.value);
  const limit: Limit = kind === 'before' ? 'start' : kind === 'by' || kind === 'until' || opener.after ? 'end' : 'none';
  const stopsShort = limit === 'start' && moment.stretches.some(({ part }) => part === 'end');
  const settled = settle(scan, moment, stopsShort || isForThen(opener, moment) ? 'end' : limit, kind === 'by' || kind === 'before' || kind === 'until' || kind === 'from');
  const other = moment.otherwise === null ? [] : settle(scan, { ...moment, stretches: [moment.otherwise] }, limit, true);
  const certainty = (own: Certainty): Certainty =>
    closing.value.reduce((c, closer) => (closer === 'approximate' || closer === 'uncertain' || closer === 'to_be_fixed' ? softer(c, closer) : c), opener.horizon ? softer(own, 'approximate') : own);
  const found = [...settled, ...other].flatMap((date): Candidate[] => {
    const dated = opener.after ? afterwards(date, moment) : date.edtf;
    if (dated === null) return [];
    // "Before the end of 2021" is by then.
    const ended = stopsShort ? 'by' : kind;
    const resolved = kindOf(scan, ended, opener, date, moment);
    const used: ConventionId[] = [...date.used];
    if (opener.horizon) used.push('horizon');
    if ((resolved === 'by' || resolved === 'until') && date.grain !== 'day') used.push('limit-included');
    if (date.ranged && date.grain === 'day' && (resolved === 'on' || resolved === 'throughout')) used.push('days-on-end');
    return [
      {
        ...BLANK,
        kind: resolved,
        edtf: dated,
        certainty: certainty(date.certainty),
        used: [...new Set(used)],
        first,
        next: closing.next,
        weak: !isOpened && !moment.strong,
        opened: isOpened || closing.value.length > 0,
        yearSaid: !date.used.includes('missing-year'),
      },
    ];
  });
  return found.length === 0 ? [{ ...BLANK, kind: 'undated', first, next: at, opened: true, impossible: true }] : found;
}

/** "Pour fin 2022" is by the end of 2022. */
function isForThen(opener: Opener, { stretches }: Moment): boolean {
  return opener.dayKind === 'by' && stretches.some(({ part }) => part === 'end');
}

function closersAt(scan: Scan, at: number): Found<Closer[]> {
  const { lex, tokens } = scan;
  const value: Closer[] = [];
  let next = at;
  for (;;) {
    const on = isMark(scan, next, ',') || isMark(scan, next, '(') ? next + 1 : next;
    const closer = longest(lex.closers, tokens, on);
    if (!closer) return { value, next };
    value.push(closer.value);
    next = isMark(scan, closer.next, ')') && isMark(scan, next, '(') ? closer.next + 1 : closer.next;
  }
}

function closedKind(kind: Opener['kind'], closers: readonly Closer[]): Opener['kind'] {
  const isOpen = kind === 'plain' || kind === 'throughout';
  if (closers.includes('by') && (isOpen || kind === 'by')) return 'by';
  if (closers.includes('deadline') && kind === 'plain') return 'by';
  return closers.includes('from') && isOpen ? 'from' : kind;
}

function kindOf(scan: Scan, kind: Opener['kind'], opener: Opener, date: Settled, moment: Moment): TargetKind {
  const isDay = date.grain === 'day';
  const plain: TargetKind = isDay ? 'on' : 'during';
  if (opener.range !== undefined && date.ranged) {
    if (opener.range === 'between' && kind === 'plain') return 'during';
    if (opener.range === 'from' && (kind === 'from' || kind === 'plain')) return isDay && isShort(scan, date) ? 'on' : 'throughout';
  }
  if (opener.dayKind !== undefined && kind === 'throughout') {
    if (isForThen(opener, moment)) return 'by';
    if (isDay && !date.ranged) return opener.dayKind;
    const lasting = date.grain === 'year' || date.grain === 'span' || date.grain === 'decade' || date.grain === 'half';
    return lasting && !moment.stretches.some(({ part }) => part !== null) ? 'throughout' : plain;
  }
  if (kind !== 'plain') return kind;
  return isDay && date.ranged && !isShort(scan, date) ? 'throughout' : plain;
}

function isShort(scan: Scan, { edtf }: Settled): boolean {
  const bounds = boundsOfEdtf(edtf);
  return bounds !== null && daysBetween(bounds.earliest, bounds.latest) < scan.rules['days-on-end'].value;
}

/** What comes after a date: the next day, month, season, year; of a longer one the next of its kind. */
function afterwards(date: Settled, { stretches }: Moment): string | null {
  const bounds = boundsOfEdtf(date.edtf);
  if (bounds === null) return null;
  const next = addDays(bounds.latest, 1);
  const [stretch] = stretches;
  if (date.ranged || stretch === undefined || date.edtf.includes('/')) return next;
  const year = Number(next.slice(0, 4));
  const month = Number(next.slice(5, 7));
  switch (date.grain) {
    case 'month':
      return next.slice(0, 7);
    case 'year':
      return /^\d{4}$/.test(date.edtf) ? next.slice(0, 4) : next;
    case 'quarter':
      return `${next.slice(0, 4)}-${33 + Math.floor((month - 1) / 3)}`;
    case 'half':
      return `${next.slice(0, 4)}-${month < 7 ? 40 : 41}`;
    case 'decade':
      return /X$/.test(date.edtf) ? `${String(year).slice(0, 3)}X` : next;
    default:
      return next;
  }
}

const ATTRIBUTIVE: Record<'en' | 'fr', ReadonlySet<string>> = { en: new Set(['of', 'the']), fr: new Set(['de', 'du', 'des', 'd']) };

/** A date that nothing announces. */
function bare(scan: Scan, at: number, inherited: Opener['kind'] | null): Candidate[] {
  const before = wordAt(scan, at - 1);
  const ofIt = ATTRIBUTIVE[scan.lex.lang].has(before);
  const sinceNow = fromNowAt(scan, at);
  if (sinceNow) return sinceNow;
  const length = linkedLength(scan, at, at);
  if (length) return length;
  const found = momentAt(scan, at);
  if (!found) {
    const ahead = comingAt(scan, at);
    if (!ahead) return [];
    return [{ ...BLANK, kind: 'during', edtf: ahead.value.edtf, certainty: ahead.value.certainty, used: ahead.value.used, first: at, next: ahead.next, weak: true }];
  }
  const { value } = found;
  const [stretch] = value.stretches;
  // "The attacks of 11 September", "the March 2021 agreement": which one it is, not when it is due.
  const attributive = ofIt && !(before === 'the' && stretch?.grain === 'day');
  const joined = inherited !== null && (value.strong || isYearBehindWary(scan, found.next));
  const opener: Opener = { kind: joined ? inherited : isLasting(value) ? 'throughout' : 'plain' };
  return promise(scan, opener, { ...value, strong: value.strong && !attributive }, at, found.next, joined);
}

/** 2021–2024 is a time over which; 2026-27 a year in which. */
function isLasting({ joined, stretches }: Moment): boolean {
  const [first] = stretches;
  if (first === undefined) return false;
  if (joined === 'range') return first.grain === 'year';
  return first.grain === 'span' && /^\d{4}\/\d{4}$/.test(first.edtf ?? '') && Number(first.edtf?.slice(5)) > Number(first.edtf?.slice(0, 4)) + 1;
}

/** Five years from now, a year hence. */
function fromNowAt(scan: Scan, at: number): Candidate[] | null {
  const length = lengthAt(scan, at);
  const now = length && longest(scan.lex.fromNow, scan.tokens, length.next);
  if (!length || !now) return null;
  const inDays = length.value.unit === 'day';
  return [{ ...BLANK, kind: 'on', edtf: after(scan.saidOn, length.value), certainty: inDays ? 'exact' : 'approximate', used: ['in-a-while'], first: at, next: now.next, opened: true }];
}
