/** From candidates to deadlines: what belongs together is joined, what is no deadline here is left out. */
import type { ConventionId } from '../conventions.js';
import { shift, shiftDays } from '../shift.js';
import type { Day } from '../time.js';
import type { Candidate } from './candidate.js';
import { candidatesAt } from './candidates.js';
import type { Lexicon, OpenerKind } from './lexicon.js';
import { isMark, type Scan, wordAt } from './scan.js';
import { boundsOfEdtf } from './stretch.js';
import { longest } from './trie.js';

/** The deadlines of a phrase or a text, in its order. */
export function gather(scan: Scan): Candidate[] {
  const found = scanAll(scan);
  if (found.length === 0) return found;
  const joined = joinToBeFixed(scan, joinRecurring(scan, joinFromUntil(scan, found)));
  const conditional = conditionsIn(scan);
  const kept = joined.filter(
    (c) => !c.impossible && !conditional.some(({ from, to }) => c.first >= from && c.first < to) && isHere(scan, c),
  );
  if (kept.length < 2) return kept;
  const dated = kept.filter(({ kind }) => kind !== 'undated');
  const current = dated.filter((c) => !isPast(scan, c));
  return kept.filter((c) => {
    // "As soon as possible, and no later than 2025" has a date.
    if (c.kind === 'undated') return !dated.some((d) => sameSentence(scan, c, d));
    return current.length === 0 || !isPast(scan, c);
  });
}

function scanAll(scan: Scan): Candidate[] {
  const found: Candidate[] = [];
  const starters = startersOf(scan.lex);
  let before: Candidate | null = null;
  for (let at = 0; at < scan.tokens.length;) {
    const token = scan.tokens[at];
    if (token === undefined || !isStarter(token.kind, token.text, starters)) {
      at++;
      continue;
    }
    const inherited: OpenerKind | null =
      before !== null && isJoined(scan, at) && sameSentence(scan, before, { first: at, next: at }) ? kindToInherit(before) : null;
    const candidates: Candidate[] = candidatesAt(scan, at, inherited);
    const [first] = candidates;
    if (first === undefined) {
      at++;
      continue;
    }
    for (const candidate of candidates) {
      candidate.first = withArticle(scan, candidate);
      found.push(candidate);
    }
    if (first.kind !== 'undated' && !first.impossible && (first.opened || !first.weak)) before = first;
    at = Math.max(at + 1, first.next);
  }
  return found;
}

function isStarter(kind: string, text: string, starters: ReadonlySet<string>): boolean {
  return kind === 'word' ? starters.has(text) : kind !== 'mark' && kind !== 'opaque';
}

const knownStarters = new Map<Lexicon, ReadonlySet<string>>();

/** The words that a deadline can begin with; most words of a text cannot. */
function startersOf(lex: Lexicon): ReadonlySet<string> {
  let starters = knownStarters.get(lex);
  if (starters === undefined) {
    const tries = [
      lex.openers,
      lex.undated,
      lex.doubts,
      lex.recurrences,
      lex.parts,
      lex.yearEnd,
      lex.days,
      lex.feasts,
      lex.yearWords,
      lex.weekOf,
    ];
    const more = [lex.relationsBefore, lex.comingBefore, lex.few, lex.monthWords];
    const words = [lex.months, lex.weekdays, lex.seasons, lex.ordinals, lex.units, lex.cardinals, lex.tens];
    starters = new Set(
      [...tries, ...more]
        .flatMap((trie) => [...trie.next.keys()])
        .concat(
          words.flatMap((map) => [...map.keys()]),
          'twice',
          'once',
          'thrice',
          'rentree',
          'half',
        ),
    );
    knownStarters.set(lex, starters);
  }
  return starters;
}

/** Whether "and", "or" or a comma leads to it. */
function isJoined(scan: Scan, at: number): boolean {
  const word = wordAt(scan, at - 1);
  return scan.lex.and.has(word) || scan.lex.or.has(word) || isMark(scan, at - 1, ',');
}

function kindToInherit({ kind }: Candidate): OpenerKind | null {
  return kind === 'by' || kind === 'before' || kind === 'until' || kind === 'from'
    ? kind
    : kind === 'on' || kind === 'during'
      ? 'plain'
      : null;
}

/** With "the" or "l’" before a date that nothing else opens. */
function withArticle({ tokens, lex }: Scan, { first, opened }: Candidate): number {
  const before = tokens[first - 1];
  return !opened && before?.kind === 'word' && lex.determiners.has(before.text) ? first - 1 : first;
}

/** Leaves out what is a date only where nothing else is said, and the day on which something was said. */
function isHere(scan: Scan, { weak, first, next, kind }: Candidate): boolean {
  if (weak) return isWhole(scan, first, next);
  return !(kind === 'on' && scan.lex.reporting.has(wordAt(scan, first - 1)));
}

function isWhole({ tokens, lex }: Scan, first: number, next: number): boolean {
  return tokens.every(
    (token, i) => (i >= first && i < next) || token.kind === 'mark' || lex.headings.has(token.text) || lex.determiners.has(token.text),
  );
}

function isPast(scan: Scan, { edtf, recurrence }: Candidate): boolean {
  const latest = edtf === null || recurrence !== null ? null : boundsOfEdtf(edtf)?.latest;
  return latest != null && latest < scan.saidOn;
}

function sameSentence({ tokens }: Scan, a: Pick<Candidate, 'first' | 'next'>, b: Pick<Candidate, 'first' | 'next'>): boolean {
  const [left, right] = a.first <= b.first ? [a, b] : [b, a];
  for (let i = left.next; i < right.first; i++) {
    const token = tokens[i];
    if (token?.kind === 'mark' && /[.;!?]/.test(token.text)) return false;
  }
  return true;
}

/** The words between two candidates; null where a sentence ends there. */
function between(scan: Scan, a: Candidate, b: Candidate): string[] | null {
  if (a.next > b.first || !sameSentence(scan, a, b)) return null;
  return scan.tokens.slice(a.next, b.first).flatMap((token) => (token.kind === 'mark' ? [] : [token.text]));
}

/** "In early 2021, date to be fixed" is one deadline. */
function joinToBeFixed(scan: Scan, candidates: Candidate[]): Candidate[] {
  if (candidates.length < 2) return candidates;
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const gap = before && between(scan, before, candidate);
    const fits =
      before &&
      gap &&
      gap.length <= 2 &&
      before.toBeFixed !== candidate.toBeFixed &&
      [before, candidate].some(({ kind }) => kind !== 'undated');
    const dated = before?.toBeFixed ? candidate : before;
    if (fits && dated && dated.kind !== 'undated')
      joined[joined.length - 1] = { ...dated, certainty: 'to_be_fixed', first: before.first, next: candidate.next, weak: false };
    else joined.push(candidate);
  }
  return joined;
}

/** "From 2022 and until 2027" is one stretch. */
function joinFromUntil(scan: Scan, candidates: Candidate[]): Candidate[] {
  if (candidates.length < 2) return candidates;
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const gap = before && between(scan, before, candidate);
    const edtf = before?.kind === 'from' && candidate.kind === 'until' && gap && gap.length <= 1 ? `${before.edtf}/${candidate.edtf}` : '';
    if (before && edtf !== '' && boundsOfEdtf(edtf))
      joined[joined.length - 1] = {
        ...candidate,
        kind: 'throughout',
        edtf,
        first: before.first,
        used: [...before.used, ...candidate.used],
      };
    else joined.push(candidate);
  }
  return joined;
}

/** "Every year until 2030", "annually, by 31 March": one that comes round again, with its end or its day. */
function joinRecurring(scan: Scan, candidates: Candidate[]): Candidate[] {
  if (candidates.length < 2) return candidates;
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const both = before && recurringOf(scan, before, candidate);
    if (both) joined[joined.length - 1] = both;
    else joined.push(candidate);
  }
  return joined;
}

function recurringOf(scan: Scan, a: Candidate, b: Candidate): Candidate | null {
  const [recurring, dated] = a.kind === 'recurring' ? [a, b] : [b, a];
  if (recurring.kind !== 'recurring' || recurring.recurrence === null || dated.kind === 'recurring' || dated.edtf === null) return null;
  const gap = between(scan, a, b);
  const loose = dated.kind === 'until' || dated.kind === 'throughout' || dated.kind === 'from';
  if (gap === null || gap.length > (loose ? 6 : 2) || gap.some((word) => scan.lex.and.has(word) && !(loose && gap.length <= 2)))
    return null;
  if (recurring.edtf !== null) return null;
  const series = seriesOf(scan, recurring.recurrence, dated);
  if (series === null) return null;
  const used = [...new Set<ConventionId>([...dated.used, ...series.used])];
  return { ...recurring, edtf: series.edtf, certainty: dated.certainty, used, first: a.first, next: b.next, weak: false };
}

/** What a series is written as, given the date beside it; null where they say different things. */
function seriesOf(scan: Scan, period: string, { kind, edtf, yearSaid }: Candidate): { edtf: string; used: ConventionId[] } | null {
  const bounds = edtf === null ? null : boundsOfEdtf(edtf);
  if (edtf === null || bounds === null) return null;
  switch (kind) {
    case 'until': {
      const start = firstPeriod(scan.saidOn, period);
      const end = edtf.split('/').at(-1) ?? edtf;
      return start.day > bounds.latest
        ? { edtf: `${scan.saidOn}/${end}`, used: [] }
        : { edtf: `${start.edtf(end)}/${end}`, used: ['first-period'] };
    }
    case 'from':
      return { edtf: `${edtf}/..`, used: [] };
    case 'throughout':
      // "For five years" ends the day before it began, so that the periods come out even.
      if (bounds.earliest === scan.saidOn) return { edtf: `${bounds.earliest}/${shiftDays(bounds.latest, -1)}`, used: [] };
      return { edtf: edtf.includes('/') ? edtf : `${bounds.earliest}/${bounds.latest}`, used: [] };
    case 'during':
      if (edtf.includes('/')) return { edtf, used: [] };
      if (!yearSaid) return { edtf, used: [] };
      return /^P\d+Y$/.test(period) ? null : { edtf: `${bounds.earliest}/${bounds.latest}`, used: [] };
    case 'before':
      return yearSaid ? null : { edtf: shiftDays(bounds.earliest, -1), used: [] };
    case 'on':
    case 'by':
      return yearSaid ? null : { edtf, used: [] };
    default:
      return null;
  }
}

/** The first whole calendar period that begins on or after the day it was said, as coarsely as the end allows. */
function firstPeriod(saidOn: Day, period: string): { day: Day; edtf: (end: string) => string } {
  const months = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(period);
  if (!months) return { day: saidOn, edtf: () => saidOn };
  const step = months[2] === undefined ? 12 : Math.min(Number(months[2]), 12);
  let day = `${saidOn.slice(0, 4)}-01-01`;
  for (let n = 1; day < saidOn; n++) day = shift(`${saidOn.slice(0, 4)}-01-01`, `P${12 % step === 0 ? step : 1}M`, n);
  return { day, edtf: (end) => (/^\d{4}$/.test(end) && day.endsWith('-01-01') ? day.slice(0, 4) : day.slice(0, 7)) };
}

/** The clauses that only say on what condition: a date in one is no deadline. */
function conditionsIn(scan: Scan): { from: number; to: number }[] {
  const { lex, tokens } = scan;
  const found: { from: number; to: number }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'word') continue;
    const condition = longest(lex.conditions, tokens, at);
    if (!condition || longest(lex.conditionIdioms, tokens, at) || found.some(({ to }) => at < to)) continue;
    let to = condition.next;
    while (to < tokens.length && !(tokens[to]?.kind === 'mark' && /[,;.!?)]/.test(tokens[to]?.text ?? ''))) to++;
    found.push({ from: at, to });
  }
  return found;
}
