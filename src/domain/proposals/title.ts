/** A title for a person to begin with: the words of a promise, without the date and the condition, which have places of their own. */
import type { Proposal } from './proposal.js';

/** About two lines of the register. */
const mostCharacters = 120;
const edges = /^[\s,;:.–—-]+|[\s,;:.–—-]+$/gu;

/** One line, at most 120 characters; what is cut off ends in an ellipsis. A date or condition in the midst of the words stays. */
export function titleToBeginWith({ quote, target, condition }: Pick<Proposal, 'quote' | 'target' | 'condition'>): string {
  const apart = [target?.text ?? '', condition ?? ''].map(tidy).filter((words) => words !== '');
  let words = tidy(quote);
  // Twice, since the one may stand outside the other.
  for (const part of [...apart, ...apart]) {
    if (words.endsWith(part)) words = tidy(words.slice(0, -part.length));
    else if (words.startsWith(part)) words = tidy(words.slice(part.length));
  }
  const line = words.charAt(0).toUpperCase() + words.slice(1);
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1).replace(/\s\S*$/u, '')}…`;
}

function tidy(words: string): string {
  return words.replace(/\s+/gu, ' ').replace(edges, '');
}
