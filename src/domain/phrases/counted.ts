/** Deadlines counted in days, months, years: from the day it was said, from an event, from another date. */
import type { ConventionId } from '../conventions.js';
import { shiftDays } from '../shift.js';
import type { Certainty, TargetKind } from '../target-kinds.js';
import type { Period } from '../time.js';
import { type Candidate, candidateOf, eventCandidate, impossibleDate } from './candidate.js';
import { comingAt } from './coming.js';
import { anyEventAt } from './events.js';
import { after, type Length, lengthAt } from './lengths.js';
import type { Opener, OpenerKind } from './lexicon.js';
import { momentAt } from './moments.js';
import { promised } from './promised.js';
import { isMark, type Scan, skipWords, wordAt } from './scan.js';
import { settle } from './settle.js';
import { boundsOfEdtf, type Grain, softer } from './stretch.js';
import { longest } from './trie.js';
import { presentAt } from './units.js';

const LIMITS: Partial<Record<OpenerKind, TargetKind>> = { by: 'by', before: 'by', until: 'until' };

/** "In the coming months", "au cours des six prochains mois". */
export function coming(scan: Scan, opener: Opener, first: number, at: number): Candidate[] | null {
  const found = comingAt(scan, at, opener.length === 'by');
  if (!found) return null;
  const { edtf, certainty, used, vague, period } = found.value;
  const link = vague ? undefined : longest(scan.lex.afterEvent, scan.tokens, found.next);
  const event = link && anyEventAt(scan, link.next);
  if (event) return [eventCandidate(first, event.next, event.value.words, period)];
  // "Over the coming months" is some time in them, "over the next six months" all of them.
  const lasting = opener.coming === 'during' && opener.kind === 'throughout' && !vague;
  const kind = LIMITS[opener.kind] ?? (lasting ? 'throughout' : (opener.coming ?? 'during'));
  const limit = kind === 'by' || kind === 'until';
  return [candidateOf(kind, first, found.next, limit ? (edtf.split('/')[1] ?? edtf) : edtf, certainty, used)];
}

/** A length of time: within 90 days, in five years, for four years; perhaps of an event. */
export function counted(scan: Scan, opener: Opener, first: number, at: number, rough: Certainty): Candidate[] | null {
  const { lex, tokens, saidOn } = scan;
  const on = skipWords(scan, at, lex.determiners, 1);
  const isOne = lex.cardinals.get(wordAt(scan, at)) === 1;
  const found = (isOne ? lengthAt(scan, at) : null) ?? lengthAt(scan, on);
  if (!found || lex.ago.has(wordAt(scan, found.next))) return null;
  // "During the two years of the programme" are not the next two.
  if (opener.length === 'for' && on > at && !isOne && !lex.indefinite.has(wordAt(scan, at))) return null;
  const linked = fromEvent(scan, found.value, found.next, first, -1, opener.length === 'for');
  if (linked) return [linked];
  const next = periodWord(scan, longest(lex.fromNow, tokens, found.next)?.next ?? found.next);
  const length = found.value;
  const certainty = softer(rough, length.approximate ? 'approximate' : 'exact');
  const end = after(saidOn, length);
  // "Dans les deux ans" sets a limit, "dans deux ans" a day.
  const withArticle = opener.length === 'in' && on > at && !isOne && lex.lang === 'fr';
  if (opener.length === 'by' || withArticle || LIMITS[opener.kind] === 'by')
    return [candidateOf('by', first, next, end, certainty, length.used)];
  if (opener.length === 'for')
    return isOver(scan, first) ? null : [candidateOf('throughout', first, next, `${saidOn}/${end}`, certainty, length.used)];
  return [aheadOf(length, first, next, end, certainty)];
}

/** "Five years from now", "a year hence". */
export function fromNow(scan: Scan, at: number): Candidate[] | null {
  const length = lengthAt(scan, at);
  const now = length && longest(scan.lex.fromNow, scan.tokens, length.next);
  return length && now ? [aheadOf(length.value, at, now.next, after(scan.saidOn, length.value), 'exact')] : null;
}

/** "30 days after the signing", "two years before the summit". */
export function linkedLength(scan: Scan, first: number, at: number): Candidate[] | null {
  const length = lengthAt(scan, at) ?? lengthAt(scan, skipWords(scan, at, scan.lex.determiners, 1));
  const found = length && fromEvent(scan, length.value, length.next, first, at);
  return found && [found];
}

/** "Within the year", "dans le mois", "au cours de la décennie": the one that it was said in. */
export function inUnit(scan: Scan, kind: 'by' | 'plain', first: number, at: number): Candidate[] | null {
  const on = skipWords(scan, at, scan.lex.determiners, 1);
  const found = on > at && scan.lex.cardinals.get(wordAt(scan, at)) === undefined ? presentAt(scan, on) : null;
  if (!found) return null;
  const linked = fromEvent(scan, oneOf(found.value.stretch.grain), found.next, first);
  if (linked) return [linked];
  return promised(
    scan,
    { kind },
    { stretches: [found.value.stretch], joined: 'one', otherwise: null, strong: true },
    first,
    found.next,
    true,
  );
}

function aheadOf(length: Length, first: number, next: number, end: string, certainty: Certainty): Candidate {
  const inDays = length.unit === 'day' && length.workingDays === null;
  const used: ConventionId[] = [...length.used, 'in-a-while'];
  return candidateOf('on', first, next, end, softer(certainty, inDays && !length.approximate ? 'exact' : 'approximate'), used);
}

/** What a length of time is counted from: an event, or a day that is known. Null where nothing of the kind follows. */
function fromEvent(scan: Scan, length: Length, at: number, first: number, lengthFrom = -1, lasting = false): Candidate | null {
  const { lex, tokens } = scan;
  const next = periodWord(scan, at);
  if (longest(lex.fromNow, tokens, next)) return null;
  const before = longest(lex.beforeEvent, tokens, next);
  const link = before ?? longest(lex.afterEvent, tokens, next);
  // "Two years of talks" are no two years after any.
  if (!link || (first === lengthFrom && wordAt(scan, next) === 'of')) return null;
  const moment = momentAt(scan, link.next);
  if (moment) {
    const [date] = settle(scan, moment.value, 'end', true);
    const isDay = date !== undefined && (date.grain === 'day' || date.used.includes('end-of-unit'));
    const from = isDay && !before ? boundsOfEdtf(date.edtf)?.latest : undefined;
    if (date === undefined || from === undefined) return impossibleDate(first, moment.next);
    // "For twelve months from 1 January" lasts until the day before.
    if (lasting)
      return candidateOf('throughout', first, moment.next, `${from}/${shiftDays(after(from, length), -1)}`, date.certainty, [
        ...date.used,
        ...length.used,
      ]);
    return candidateOf('by', first, moment.next, after(from, length), date.certainty, [...date.used, ...length.used]);
  }
  const event = anyEventAt(scan, link.next);
  if (!event) return null;
  const candidate = eventCandidate(first, event.next, event.value.words, before ? `-${length.period}` : length.period);
  candidate.used = length.used;
  if (length.approximate) candidate.certainty = 'approximate';
  return candidate;
}

/** "A 90-day period": the word behind changes nothing. */
function periodWord(scan: Scan, at: number): number {
  return /^(period|window|timeframe|deadline|interval|span)$/.test(wordAt(scan, at)) ? at + 1 : at;
}

/** "We have been there for twenty years": the words before it say that these are over. */
function isOver(scan: Scan, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 5); i--) {
    if (scan.tokens[i]?.kind === 'mark' && !isMark(scan, i, '-')) return false;
    if (scan.lex.perfect.has(wordAt(scan, i))) return true;
  }
  return false;
}

const PERIODS: Partial<Record<Grain, Period>> = { day: 'P1D', week: 'P1W', month: 'P1M', quarter: 'P3M', half: 'P6M', decade: 'P10Y' };

function oneOf(grain: Grain): Length {
  return { period: PERIODS[grain] ?? 'P1Y', workingDays: null, approximate: false, unit: 'day', used: [] };
}
