/** What is promised about a date: the kind that the words around it make of it. */
import type { ConventionId } from '../conventions.js';
import type { Certainty, TargetKind } from '../target-kinds.js';
import { shiftDays } from '../shift.js';
import { daysBetween } from '../time.js';
import { type Candidate, candidateOf, impossibleDate } from './candidate.js';
import type { Closer, Opener, OpenerKind } from './lexicon.js';
import type { Moment } from './moments.js';
import { type Found, isMark, type Scan, skipWords, wordAt } from './scan.js';
import { type Settled, settle } from './settle.js';
import { boundsOfEdtf, type Limit, softer, type Stretch } from './stretch.js';
import { longest } from './trie.js';

/** The date between its opener and its closers, as one deadline or several; an impossible one where there is no such date. */
export function promised(scan: Scan, opener: Opener, moment: Moment, first: number, at: number, isOpened: boolean): Candidate[] {
  const closing = closersAt(scan, at);
  const kind = closedKind(opener.kind, closing.value);
  const endOfIt = moment.stretches.some(({ part }) => part === 'end');
  // "Before the end of 2021" is by then, and so is "pour fin 2022".
  const meansBy = endOfIt && (kind === 'before' || opener.dayKind === 'by');
  const limit: Limit = meansBy || kind === 'by' || kind === 'until' || opener.after ? 'end' : kind === 'before' ? 'start' : 'none';
  const apart = kind === 'by' || kind === 'before' || kind === 'until' || kind === 'from';
  const dates = settle(scan, moment, limit, apart);
  if (moment.otherwise !== null) dates.push(...settle(scan, { ...moment, stretches: [moment.otherwise] }, limit, true));
  const found: Candidate[] = [];
  for (const date of dates) {
    const edtf = opener.after ? afterwards(date) : date.edtf;
    if (edtf === null) continue;
    const resolved = meansBy ? 'by' : kindOf(scan, kind, opener, date, moment);
    const candidate = candidateOf(
      resolved,
      first,
      closing.next,
      edtf,
      certaintyOf(date.certainty, opener, closing.value),
      usedFor(date, resolved, opener),
    );
    candidate.opened = isOpened || closing.value.length > 0;
    candidate.weak = opener.whole === true || (!candidate.opened && !moment.strong);
    candidate.yearSaid = !date.used.includes('missing-year');
    found.push(candidate);
  }
  return found.length === 0 ? [impossibleDate(first, at)] : found;
}

/** Whether this date may stand behind this opener. */
export function fits(scan: Scan, opener: Opener, { value, next }: Found<Moment>, at: number): boolean {
  const [stretch] = value.stretches;
  if (stretch === undefined) return false;
  const isSpan = value.joined === 'range' || (stretch.grain === 'span' && stretch.edtf?.includes('/') === true);
  const bareYear = stretch.grain === 'year' && !value.strong && value.joined === 'one' && stretch.part === null;
  if (opener.only === 'range' && !isSpan) return false;
  if (opener.range === 'between' && value.joined !== 'range') return false;
  if (opener.only === 'day' && stretch.grain !== 'day') return false;
  // "À l’été", "at the end of March", "à Noël"; not "à 2025".
  if (opener.only === 'part' && stretch.part === null && stretch.grain !== 'season' && !isFeast(scan, stretch, at)) return false;
  // "From 2000 to 2500 MW": a range of amounts.
  if (opener.range === 'from' && bareYear && scan.lex.to.has(wordAt(scan, next))) return false;
  return !(opener.wary && bareYear) || endsHere(scan, next);
}

/** Whether no noun follows: about 2030 is a year, about 2000 soldiers are not; updated monthly, a monthly report. */
export function endsHere({ tokens, lex }: Scan, next: number): boolean {
  const token = tokens[next];
  return (
    token === undefined ||
    token.kind === 'mark' ||
    (token.kind === 'word' && (lex.functionWords.has(token.text) || lex.openers.next.has(token.text)))
  );
}

/** 2021–2024 is a time over which, 2026-27 a year in which. */
export function isLasting({ joined, stretches }: Moment): boolean {
  const [first] = stretches;
  if (first === undefined) return false;
  if (joined === 'range') return first.grain === 'year' && first.part === null;
  const years = first.grain === 'span' ? /^(\d{4})\/(\d{4})$/.exec(first.edtf ?? '') : null;
  return years !== null && Number(years[2]) > Number(years[1]) + 1;
}

function isFeast(scan: Scan, stretch: Stretch, at: number): boolean {
  if (stretch.used.includes('rentree')) return true;
  const inWords = scan.tokens[skipWords(scan, at, scan.lex.determiners)]?.kind === 'word';
  return stretch.grain === 'day' && inWords && stretch.weekday === null && stretch.year === null;
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

function closedKind(kind: OpenerKind, closers: readonly Closer[]): OpenerKind {
  if (closers.length === 0) return kind;
  const isOpen = kind === 'plain' || kind === 'throughout';
  if (isOpen && closers.includes('by')) return 'by';
  if (kind === 'plain' && closers.includes('deadline')) return 'by';
  return isOpen && closers.includes('from') ? 'from' : kind;
}

function certaintyOf(own: Certainty, { horizon }: Opener, closers: readonly Closer[]): Certainty {
  let certainty = horizon ? softer(own, 'approximate') : own;
  for (const closer of closers) if (closer === 'approximate' || closer === 'uncertain') certainty = softer(certainty, closer);
  return certainty;
}

function usedFor({ used, grain, ranged }: Settled, kind: TargetKind, { horizon }: Opener): readonly ConventionId[] {
  const more: ConventionId[] = [];
  if (horizon) more.push('horizon');
  if ((kind === 'by' || kind === 'until') && grain !== 'day') more.push('limit-included');
  if (ranged && grain === 'day' && (kind === 'on' || kind === 'throughout')) more.push('days-on-end');
  return more.length === 0 ? used : [...used, ...more];
}

function kindOf(scan: Scan, kind: OpenerKind, opener: Opener, date: Settled, moment: Moment): TargetKind {
  const isDay = date.grain === 'day';
  const plain: TargetKind = isDay ? 'on' : 'during';
  if (opener.range !== undefined && date.ranged) {
    if (opener.range === 'between' && kind === 'plain') return 'during';
    if (opener.range === 'from' && kind === 'from') return isDay && isShort(scan, date) ? 'on' : 'throughout';
  }
  if (opener.dayKind !== undefined && kind === 'throughout') {
    if (isDay && !date.ranged) return opener.dayKind;
    const isLong = date.grain === 'year' || date.grain === 'span' || date.grain === 'decade' || date.grain === 'half';
    return isLong && moment.stretches.every(({ part }) => part === null) ? 'throughout' : plain;
  }
  if (kind !== 'plain') return kind;
  return isDay && date.ranged && !isShort(scan, date) ? 'throughout' : plain;
}

function isShort(scan: Scan, { edtf }: Settled): boolean {
  const bounds = boundsOfEdtf(edtf);
  return bounds !== null && daysBetween(bounds.earliest, bounds.latest) < scan.rules['days-on-end'].value;
}

/** What comes after a date: the next month, quarter, year; of anything else the day after its last. */
function afterwards({ edtf, grain, ranged }: Settled): string | null {
  const bounds = boundsOfEdtf(edtf);
  if (bounds === null) return null;
  const next = shiftDays(bounds.latest, 1);
  if (ranged || edtf.includes('/')) return next;
  const month = Number(next.slice(5, 7));
  if (grain === 'month') return next.slice(0, 7);
  if (grain === 'quarter') return `${next.slice(0, 4)}-${33 + Math.floor((month - 1) / 3)}`;
  if (grain === 'half') return `${next.slice(0, 4)}-${month < 7 ? 40 : 41}`;
  // A part of a year or a decade has no next of its kind.
  if (grain === 'year' && edtf.length === 4) return next.slice(0, 4);
  if (grain === 'decade' && edtf.endsWith('X')) return `${next.slice(0, 3)}X`;
  return next;
}
