/** What may be a deadline at a token: words that open it, the time it names, words that close it. */
import type { Certainty } from '../target-kinds.js';
import { type Candidate, candidateOf, eventCandidate } from './candidate.js';
import { comingAt } from './coming.js';
import { coming, counted, fromNow, inUnit, linkedLength } from './counted.js';
import { eventAt } from './events.js';
import type { Opener, OpenerKind } from './lexicon.js';
import { type Moment, momentAt } from './moments.js';
import { endsHere, fits, isLasting, promised } from './promised.js';
import { recurrenceAt } from './recurrences.js';
import { isMark, type Scan, skipWords, wordAt } from './scan.js';
import { settle } from './settle.js';
import { canBegin } from './starters.js';
import { softer } from './stretch.js';
import { longest, matches } from './trie.js';

/**
 * All deadlines that one expression at `at` names; none where there is no expression. `inherited`: what the deadline
 * before it said, for a date that is joined to it ("by June 2022 for …, and June 2023 for …").
 */
export function candidatesAt(scan: Scan, at: number, inherited: OpenerKind | null): Candidate[] {
  const { lex, tokens } = scan;
  const recurring = recurrence(scan, at);
  if (recurring !== null) return [recurring];
  const doubt = longest(lex.doubts, tokens, at);
  const on = doubt?.next ?? at;
  const found = opened(scan, on) ?? bare(scan, on, inherited);
  const undated = longest(lex.undated, tokens, at);
  if (undated && found.every(({ next }) => undated.next >= next)) {
    const candidate = candidateOf('undated', at, undated.next);
    candidate.weak = undated.value.whole ?? false;
    candidate.toBeFixed = undated.value.toBeFixed ?? false;
    return [candidate];
  }
  if (!doubt) return found;
  return found.map((candidate) => ({ ...candidate, first: at, certainty: softer(candidate.certainty, 'uncertain') }));
}

function recurrence(scan: Scan, at: number): Candidate | null {
  const found = recurrenceAt(scan, at);
  if (!found) return null;
  const { period, on } = found.value;
  // "Monthly reports", "The Daily News" have an adjective; "every day" is a manner of speaking.
  const word = wordAt(scan, at);
  const isAdjective = found.next === at + 1 && word.endsWith('ly') && !word.endsWith('ally') && !wordAt(scan, found.next).endsWith('ly');
  if (isAdjective && !endsHere(scan, found.next)) return null;
  const [date] = on === null ? [] : settle(scan, { stretches: [on], joined: 'one', otherwise: null, strong: true }, 'none', true);
  const candidate = candidateOf('recurring', at, found.next, date?.edtf ?? null, 'exact', date?.used);
  candidate.recurrence = period;
  candidate.weak = period === 'P1D';
  return candidate;
}

/** Behind words that say what is promised: by, jusqu’en, within. The longest that lead to something win. */
function opened(scan: Scan, at: number): Candidate[] | null {
  if (isArticle(scan, at)) return null;
  for (const { value: opener, next } of matches(scan.lex.openers, scan.tokens, at)) {
    const found = behind(scan, opener, at, isMark(scan, next, ':') ? next + 1 : next);
    if (found) return found;
  }
  return null;
}

/** "Des" without its accent is the article, but in capitals. */
function isArticle({ lex, tokens, phrase }: Scan, at: number): boolean {
  const token = tokens[at];
  if (lex.lang !== 'fr' || token?.text !== 'des') return false;
  const written = phrase.slice(token.start, token.end);
  return written !== 'DES' && written.normalize('NFC').toLowerCase() === 'des';
}

/** First without, then past what may stand between: at least, about, midnight on. */
function behind(scan: Scan, opener: Opener, first: number, at: number): Candidate[] | null {
  const rough: Certainty = opener.approximate ? 'approximate' : 'exact';
  const found = follows(scan, opener, first, at, rough);
  if (found) return found;
  const filled = fill(scan, at);
  return filled.next === at ? null : follows(scan, opener, first, filled.next, filled.approximate ? 'approximate' : rough);
}

function follows(scan: Scan, opener: Opener, first: number, at: number, rough: Certainty): Candidate[] | null {
  const { lex, tokens } = scan;
  if (!canBegin(lex, tokens[at], 'time') && !canBegin(lex, tokens[skipWords(scan, at, lex.determiners, 2)], 'time'))
    return opener.event ? onEvent(scan, opener, first, at) : null;
  return (
    (opener.coming ? coming(scan, opener, first, at) : null) ??
    (opener.length ? counted(scan, opener, first, at, rough) : null) ??
    (opener.event ? linkedLength(scan, first, at) : null) ??
    (opener.only !== 'none' ? onDate(scan, opener, first, at, rough) : null) ??
    (opener.unit ? inUnit(scan, opener.unit, first, at) : null) ??
    (opener.event ? onEvent(scan, opener, first, at) : null)
  );
}

function fill(scan: Scan, at: number): { next: number; approximate: boolean } {
  const { lex, tokens } = scan;
  let next = at;
  let approximate = false;
  for (;;) {
    const filler = longest(lex.fillers, tokens, next);
    const rough = longest(lex.approximators, tokens, next);
    if (filler && filler.next > (rough?.next ?? 0)) next = filler.next;
    else if (rough || isMark(scan, next, '~')) {
      next = rough?.next ?? next + 1;
      approximate = true;
    } else return { next, approximate };
  }
}

function onDate(scan: Scan, opener: Opener, first: number, at: number, rough: Certainty): Candidate[] | null {
  const found = momentAt(scan, at, opener.range ?? null);
  if (!found || !fits(scan, opener, found, at)) return null;
  if (rough !== 'exact') for (const stretch of found.value.stretches) stretch.certainty = softer(stretch.certainty, rough);
  return promised(scan, opener, found.value, first, found.next, true);
}

/** By COP28, avant le sommet. */
function onEvent(scan: Scan, opener: Opener, first: number, at: number): Candidate[] | null {
  const found = eventAt(scan, at);
  if (!found) return null;
  const isAll = first === 0 && found.next === scan.tokens.length;
  // At a summit, after one: a date only of one to come, or where nothing else is said.
  if ((opener.event === 'next' && !found.value.isNext && !isAll) || (opener.event === 'after' && !isAll)) return null;
  // "Adopted by the summit" tells who did it.
  const byWhom = opener.kind === 'by' && wordAt(scan, first) === 'by' && /(ed|en)$/.test(wordAt(scan, first - 1));
  if (byWhom && scan.tokens[at]?.kind !== 'code') return null;
  return [eventCandidate(first, found.next, found.value.words, opener.event === 'before' ? '-P1D' : null)];
}

/** A date that nothing announces. */
function bare(scan: Scan, at: number, inherited: OpenerKind | null): Candidate[] {
  if (!canBegin(scan.lex, scan.tokens[at], 'time')) return [];
  const counting = fromNow(scan, at) ?? linkedLength(scan, at, at);
  if (counting) return counting;
  const found = momentAt(scan, at);
  if (found) return unannounced(scan, found.value, at, found.next, inherited);
  const ahead = comingAt(scan, at);
  if (!ahead) return [];
  const { edtf, certainty, used } = ahead.value;
  return [{ ...candidateOf('during', at, ahead.next, edtf, certainty, used), opened: false, weak: true }];
}

function unannounced(scan: Scan, moment: Moment, at: number, next: number, inherited: OpenerKind | null): Candidate[] {
  const before = wordAt(scan, at - 1);
  // "The attacks of 11 September", "the March 2021 agreement": which one it is, not when it is due.
  const tellsWhich = scan.lex.attributive.has(before) && !(before === 'the' && moment.stretches[0]?.grain === 'day');
  if (tellsWhich) moment.strong = false;
  const joined = inherited !== null && (moment.strong || endsHere(scan, next));
  const kind = joined ? inherited : isLasting(moment) ? 'throughout' : 'plain';
  return promised(scan, { kind }, moment, at, next, joined);
}
