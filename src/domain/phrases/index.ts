/**
 * Reads what a phrase says about time, in French or English: deterministic, without network, never a date that was not
 * said. By decision a rule grammar of our own; general date parsers find 16 of 70 French deadline phrases.
 */
import type { Conventions } from '../conventions.js';
import { isSoft, TargetError } from '../target-kinds.js';
import { windowOf } from '../target-window.js';
import type { Candidate } from './candidate.js';
import { ENGLISH } from './en.js';
import { FRENCH } from './fr.js';
import { gather } from './gather.js';
import type { Lang, Lexicon } from './lexicon.js';
import type { Reading, ReadingContext } from './reading.js';
import type { Scan } from './scan.js';
import { tokenize } from './tokens.js';

export { compareReadings, type Comparison, type Disagreement } from './compare.js';
export { detectLang } from './language.js';
export type { Lang } from './lexicon.js';
export type { Reading, ReadingContext } from './reading.js';

const LEXICONS: Record<Lang, Lexicon> = { en: ENGLISH, fr: FRENCH };

/** The deadlines in a phrase or a longer text, in its order; none where there is none. Never throws. */
export function read(phrase: string, { saidOn, lang, conventions, jurisdiction }: ReadingContext): Reading[] {
  const scan: Scan = {
    phrase,
    tokens: tokenize(phrase),
    lex: LEXICONS[lang],
    saidOn,
    rules: conventions.rules,
    jurisdiction: jurisdiction ?? null,
  };
  return gather(scan)
    .map((candidate) => readingOf(scan, candidate, conventions))
    .filter((reading) => reading !== null);
}

/** Null for a date that makes no target, such as one past the year 9999. */
function readingOf(scan: Scan, candidate: Candidate, conventions: Conventions): Reading | null {
  const { kind, edtf, certainty, duration, trigger, recurrence } = candidate;
  const start = scan.tokens[candidate.first]?.start ?? 0;
  const end = scan.tokens[candidate.next - 1]?.end ?? start;
  const extra = { ...(duration && { duration }), ...(trigger && { trigger }), ...(recurrence && { recurrence }) };
  try {
    const promised = { kind, edtf, certainty, saidOn: scan.saidOn, duration, recurrence };
    const { earliest, latest, overdueFrom } = windowOf(promised, conventions);
    const used = candidate.used.length > 1 ? [...new Set(candidate.used)] : [...candidate.used];
    if (isSoft({ certainty }) && overdueFrom !== null) used.push('grace');
    return {
      text: scan.phrase.slice(start, end),
      start,
      end,
      kind,
      edtf,
      certainty,
      earliest,
      latest,
      firstOverdueDay: overdueFrom,
      conventions: used,
      ...extra,
    };
  } catch (error) {
    if (error instanceof TargetError) return null;
    throw error;
  }
}
