/** Deadlines that are said in several expressions: every year + until 2030, early 2021 + date to be fixed. */
import type { ConventionId } from '../conventions.js';
import { shift, shiftDays } from '../shift.js';
import type { Day } from '../time.js';
import type { Candidate } from './candidate.js';
import type { Scan } from './scan.js';
import { boundsOfEdtf } from './stretch.js';

/** The candidates with those that belong together made one. */
export function joined(scan: Scan, candidates: Candidate[]): Candidate[] {
  return candidates.length < 2 ? candidates : joinToBeFixed(scan, joinRecurring(scan, joinFromUntil(scan, candidates)));
}

/** Whether no sentence ends between two of them. */
export function sameSentence({ tokens }: Scan, a: Pick<Candidate, 'first' | 'next'>, b: Pick<Candidate, 'first' | 'next'>): boolean {
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
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const oneIs = before !== undefined && before.toBeFixed !== candidate.toBeFixed;
    const gap = oneIs ? between(scan, before, candidate) : null;
    const dated = before?.toBeFixed ? candidate : before;
    if (before && dated && dated.kind !== 'undated' && gap && gap.length <= 2)
      joined[joined.length - 1] = { ...dated, certainty: 'to_be_fixed', first: before.first, next: candidate.next, weak: false };
    else joined.push(candidate);
  }
  return joined;
}

/** "From 2022 and until 2027" is one stretch. */
function joinFromUntil(scan: Scan, candidates: Candidate[]): Candidate[] {
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const gap = before?.kind === 'from' && candidate.kind === 'until' ? between(scan, before, candidate) : null;
    const edtf = before && gap && gap.length <= 1 ? `${before.edtf}/${candidate.edtf}` : '';
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
