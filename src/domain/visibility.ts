/** The one rule about who may see a commitment. Every way out goes through it. */
import type { Publication } from './axes.js';
import type { Commitment } from './commitment.js';

export type Viewer = 'inside' | 'outside';

/** What outsiders see, for stores that ask the database; everything else asks `isVisible`. */
export const seenOutside = ['published'] as const satisfies readonly Publication[];

/** Drafts and retracted commitments are seen by those who work here and leave by no export, feed, public page or follower's mail. */
export function isVisible(commitment: Pick<Commitment, 'publication'>, viewer: Viewer): boolean {
  return viewer === 'inside' || (seenOutside as readonly Publication[]).includes(commitment.publication);
}
