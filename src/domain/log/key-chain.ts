/**
 * Which keys speak for a log after its key was rotated. A rotation is an event, so a checkpoint that covers it, signed by
 * the key before, vouches for the key after: whoever holds an old key can follow it to the present one.
 */

/** `from` hands over to `to`, in the event of that index. Both as verifier keys. */
export interface Rotation {
  index: number;
  from: string;
  to: string;
}

/** The present key and those that lead to it, newest first. */
export function keysLeadingTo(current: string, rotations: readonly Rotation[]): string[] {
  const keys = [current];
  for (const { from, to } of rotations.toReversed()) if (to === keys.at(-1)) keys.push(from);
  return keys;
}

/**
 * The keys that trust extends to from `trusted`. `vouchedFor(key)` is the size of the largest checkpoint that the key signed
 * and that the log was found to begin with; 0 for none.
 */
export function keysFollowing(trusted: readonly string[], rotations: readonly Rotation[], vouchedFor: (key: string) => number): string[] {
  const keys = [...trusted];
  for (const { index, from, to } of rotations) if (keys.includes(from) && vouchedFor(from) > index && !keys.includes(to)) keys.push(to);
  return keys;
}
