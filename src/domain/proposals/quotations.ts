/** Where a text quotes somebody: « », “ ” and " ", kept within a paragraph. */
import type { Span } from './sentences.js';

const closing: Readonly<Record<string, string>> = { '«': '»', '“': '”', '„': '“', '"': '"' };

/** The insides of quotations in order. One that is never closed ends with its paragraph. */
export function quotationsOf(text: string): Span[] {
  const found: Span[] = [];
  let open: { at: number; end: string } | null = null;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (open !== null && (mark === open.end || (mark === '\n' && /^\n[ \t\r]*\n/.test(text.slice(at, at + 40))))) {
      if (at > open.at + 1) found.push({ start: open.at + 1, end: at });
      open = null;
    } else if (open === null && closing[mark] !== undefined && !isInches(text, at)) open = { at, end: closing[mark] };
    // « opened again before it was closed: the new one counts.
    else if (open?.end === '»' && mark === '«') open = { at, end: '»' };
  }
  if (open !== null && open.at + 1 < text.length) found.push({ start: open.at + 1, end: text.length });
  return found;
}

/** 3" is a length. */
function isInches(text: string, at: number): boolean {
  return text[at] === '"' && /\d/.test(text[at - 1] ?? '') && !/\p{L}/u.test(text[at + 1] ?? '');
}

/** The quotation that a place lies in. They are in order, so halving finds it. */
export function quotationAt(quotations: readonly Span[], place: number): Span | null {
  let low = 0;
  let high = quotations.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = quotations[middle];
    if (span === undefined) return null;
    if (place < span.start) high = middle - 1;
    else if (place >= span.end) low = middle + 1;
    else return span;
  }
  return null;
}
