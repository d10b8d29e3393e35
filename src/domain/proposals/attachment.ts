/** Whether a date that stands in a clause is of its promise, or of something else that the clause speaks of. */
import type { Reading } from '../phrases/index.js';
import { find, has, type ProposalLexicon } from './lexicon.js';

/** What parts the date from the cue decides; where the date comes first, what stands before it. */
export function speaksOf(
  clause: string,
  { start, end, text, kind }: Reading,
  { cueStart, cueEnd }: { cueStart: number; cueEnd: number },
  { words }: ProposalLexicon,
): boolean {
  // "On Monday he spoke …, to assure them that she will": the day is of what was told first.
  // "In July it had gone further, announcing …": so is the month before a participle.
  const follows = /^\p{L}+(?:ing|ant)(?!\p{L})/iu.test(clause.slice(Math.max(cueStart, 0)));
  if (end <= cueStart && (kind === 'on' || follows) && has(words.finite, clause.slice(end, cueStart))) return false;
  // "A annoncé, lundi 15 mai, mettre fin": the day within the words of saying is when that was said.
  if (kind === 'on' && start >= cueStart && end <= cueEnd) return false;
  const between = start >= cueEnd ? clause.slice(Math.max(cueEnd, 0), start) : end <= cueStart ? clause.slice(0, start) : '';
  // "Will ensure that …" is still the promise.
  if (has(words.elsewhere, between.replace(/^\s*that\s/u, ' '))) return false;
  // "Vaccines expected in January", "demand forecast to double by 2040": right before the date stands what happens then.
  const upTo = between.trimEnd().length;
  const led = between === '' ? '' : between + text;
  for (let match = find(words.dated_apart, led); match !== null; match = find(words.dated_apart, led, match.index + match[0].length))
    if (match.index + match[0].length >= upTo) return false;
  return true;
}
