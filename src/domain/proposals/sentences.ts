/** A text cut into sentences, each with its place; a list's items know the line that leads into them. */
import type { ProposalLexicon } from './lexicon.js';

export interface Span {
  start: number;
  end: number;
}

export interface Sentence extends Span {
  text: string;
  /** Counts paragraphs, so that what is said in one is not answered for by the next. */
  paragraph: number;
  /** Of a list's item: the sentence before the list, which ends with a colon. */
  leadIn: Sentence | null;
  /** It opens an item of a list, by a mark of its own. */
  item: boolean;
}

const bullet = /^[ \t\u00a0]*(?:[-–—•*·▪‣◦]|\(?\d{1,2}[.)]|\(?[a-z]\)|[ivx]{1,4}[.)])[ \t\u00a0]+/;
const dashOrDot = /^[ \t\u00a0]*[-–—•*·▪‣◦][ \t\u00a0]+/;

/** In the text's order. Headings are sentences of their own; blanks and list marks belong to none. */
export function sentencesOf(text: string, lexicon: ProposalLexicon): Sentence[] {
  const sentences: Sentence[] = [];
  let leadIn: Sentence | null = null;
  let paragraph = 0;
  let lastEnd = 0;
  for (const block of blocksOf(text)) {
    if (/\n[ \t\r]*\n/.test(text.slice(lastEnd, block.start)) || lastEnd === 0) paragraph++;
    lastEnd = block.end;
    const mark = bullet.exec(text.slice(block.start, block.end))?.[0] ?? '';
    const line = text.slice(block.start, block.end).trim();
    // "Jobs:" parts a list, and what led into the list goes on leading.
    const parts: boolean = leadIn !== null && mark === '' && /^\p{L}+\s?:$/u.test(line);
    if (mark !== '') leadIn ??= headingAt(sentences);
    else if (!parts && !isBareItem(line)) leadIn = null;
    const lead: Sentence | null = parts ? null : leadIn;
    const found = segment(text, block.start + mark.length, block.end, lexicon);
    for (const [i, span] of found.entries()) {
      sentences.push({
        ...span,
        text: text.slice(span.start, span.end),
        paragraph,
        leadIn: i === 0 ? lead : null,
        item: i === 0 && mark !== '',
      });
    }
    const last = sentences.at(-1);
    if (!parts && last !== undefined && /:\s*$/.test(last.text) && last.leadIn === null) leadIn = last;
  }
  return sentences;
}

/** Lists lose their marks where they were copied from a page: what a colon leads to goes on in lower case, or ends without a stop. */
function isBareItem(line: string): boolean {
  return /^\p{Ll}/u.test(line) || (line.length < 160 && /[\p{L}\p{N};,)]$/u.test(line));
}

/** A heading leads into the list under it, as "Our commitments" does without a colon. */
function headingAt(sentences: readonly Sentence[]): Sentence | null {
  const heading = sentences.at(-1);
  return heading !== undefined && heading.leadIn === null && heading.text.length < 80 && /\p{L}$/u.test(heading.text) ? heading : null;
}

/** Stretches of lines that belong together: hard-wrapped lines are joined, headings and list items are not. */
function* blocksOf(text: string): Generator<Span> {
  let start = -1;
  let end = 0;
  let before = '';
  for (let at = 0; at <= text.length;) {
    const next = text.indexOf('\n', at);
    const lineEnd = next === -1 ? text.length : next;
    const line = text.slice(at, lineEnd).trimEnd();
    if (start >= 0 && (line.trim() === '' || !goesOn(before, line))) {
      yield { start, end };
      start = -1;
    }
    if (line.trim() !== '') {
      if (start < 0) start = at;
      end = at + line.length;
      before = line;
    }
    at = lineEnd + 1;
  }
  if (start >= 0) yield { start, end };
}

/** Whether a line goes on in the next, as in a mail wrapped at 72 columns. */
function goesOn(line: string, next: string): boolean {
  if (bullet.test(next) || dashOrDot.test(next)) return false;
  return /[\p{L}\p{N},'’-]$/u.test(line) && (/^\s*[\p{Ll}\p{N}(«“"]/u.test(next) || line.length > 55);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segment(text: string, from: number, to: number, lexicon: ProposalLexicon): Span[] {
  let segmenter = segmenters.get(lexicon.lang);
  if (segmenter === undefined) segmenters.set(lexicon.lang, (segmenter = new Intl.Segmenter(lexicon.lang, { granularity: 'sentence' })));
  const spans: Span[] = [];
  const block = text.slice(from, to);
  for (const { words, index } of [...segmenter.segment(block)].flatMap(cutAtNumbers)) {
    const start = from + index + (words.length - words.trimStart().length);
    const end = from + index + words.trimEnd().length;
    if (start >= end) continue;
    const last = spans.at(-1);
    if (last !== undefined && belongsTo(text.slice(last.start, last.end), text.slice(start, end), lexicon)) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

/** "The plan is ready. 38 trees will follow": the segmenter goes on where a number and a lower-case letter follow a stop. */
function cutAtNumbers({ segment: words, index }: { segment: string; index: number }): { words: string; index: number }[] {
  const cuts = [0, ...[...words.matchAll(beforeNumber)].map((stop) => stop.index + stop[0].length), words.length];
  return cuts.slice(1).map((to, i) => ({ words: words.slice(cuts[i], to), index: index + (cuts[i] ?? 0) }));
}

const beforeNumber = /(?<=\p{Ll}{4})\.\s+(?=\p{N}[\p{N}., \u00a0\u202f]*(?:%|\p{Ll}))/gu;

/** Whether the segmenter cut too early: after "M." or "p.m.", before a lower-case letter, or before a closing quotation mark. */
function belongsTo(before: string, after: string, lexicon: ProposalLexicon): boolean {
  const [, word = ''] = /([\p{L}\p{N}.'’]+)\.$/u.exec(before) ?? [];
  if (word !== '' && (lexicon.whole.abbreviation.test(word) || /^(?:.*[.'’])?\p{Lu}$/u.test(word))) return true;
  if (/^[»”"’)\]]*[,;]/.test(after) || /^[»”"]+\s*$/.test(after)) return true;
  if (/^[»”"]\s*[,;]?\s*\p{Ll}/u.test(after)) return true;
  return /^\p{Ll}/u.test(after) && !/[!?…]["”»]?$/.test(before) ? true : /[!?…]\s*["”»]$/.test(before) && /^\p{Ll}/u.test(after);
}
