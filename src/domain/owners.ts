/** Who owned a commitment, as its events tell. */
import type { LoggedEvent } from './events.js';

/** Who owned a commitment when a verdict was proposed, or since: passing it on does not make another pair of eyes of the same. */
export function ownersSince(events: readonly LoggedEvent[], proposal: string): ReadonlySet<string> {
  let owner: string | null = null;
  const owners = new Set<string>();
  let isProposed = false;
  for (const event of events) {
    if (event.type === 'commitment.registered' || event.type === 'commitment.amended')
      owner = event.payload.owner === undefined ? owner : event.payload.owner;
    if (event.type === 'verdict.proposed' && event.payload.id === proposal) isProposed = true;
    if (isProposed && owner !== null) owners.add(owner);
  }
  return owners;
}
