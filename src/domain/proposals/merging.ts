/** Two sentences that make one commitment: near each other, of one kind, about the same names. */
import type { Proposal } from './proposal.js';
import { folded } from './speakers.js';

/** UTF-16 units between the two, at most. */
const nearUnits = 600;

/** Sets `mergeWith` of a later proposal to an earlier one that it seems to repeat; only events, where it was found to be so. */
export function markTwins(proposals: readonly Proposal[]): void {
  for (const [i, proposal] of proposals.entries()) {
    if (proposal.kind !== 'event') continue;
    const twin = proposals
      .slice(0, i)
      .findLast(
        (other) =>
          other.kind === 'event' &&
          proposal.start - other.end < nearUnits &&
          mayCoincide(proposal, other) &&
          sharesNames(proposal.quote, other.quote),
      );
    if (twin !== undefined) proposal.mergeWith = twin.id;
  }
}

/** Their windows overlap, or one has none. */
function mayCoincide({ target: a }: Proposal, { target: b }: Proposal): boolean {
  if (a?.earliest == null || b?.earliest == null || a.latest === null || b.latest === null) return true;
  return a.earliest <= b.latest && b.earliest <= a.latest;
}

function sharesNames(a: string, b: string): boolean {
  const [one, other] = [namesIn(a), namesIn(b)];
  return [...one].filter((name) => other.has(name)).length >= 2 && [...eventWords(a)].some((word) => eventWords(b).has(word));
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<=\s|['’])\p{Lu}[\p{L}-]+/gu)].map(([name]) => folded(name)));
}

function eventWords(text: string): Set<string> {
  return new Set(
    [...folded(text).matchAll(/sommet|reunion|conference|summit|meeting|forum|session|assemblee|visite?/g)].map(([word]) => word),
  );
}
