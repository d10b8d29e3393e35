/** From candidates to deadlines: what belongs together is joined, what is no deadline here is left out. */
import type { Candidate } from './candidate.js';
import { candidatesAt } from './candidates.js';
import { joined, sameSentence } from './join.js';
import type { OpenerKind } from './lexicon.js';
import { isMark, type Scan, wordAt } from './scan.js';
import { boundsOfEdtf } from './stretch.js';
import { canBegin } from './starters.js';
import { longest } from './trie.js';

/** The deadlines of a phrase or a text, in its order. */
export function gather(scan: Scan): Candidate[] {
  const found = scanAll(scan);
  if (found.length === 0) return found;
  const conditional = conditionsIn(scan);
  const kept = joined(scan, found).filter(
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
  let before: Candidate | null = null;
  for (let at = 0; at < scan.tokens.length;) {
    if (!canBegin(scan.lex, scan.tokens[at], 'all')) {
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
