/** The words for what was promised about time, apart from its shape, which is in target.ts. */

export const targetKinds = ['on', 'during', 'by', 'before', 'until', 'throughout', 'from', 'recurring', 'event', 'undated'] as const;
export const certainties = ['exact', 'approximate', 'uncertain', 'to_be_fixed'] as const;
export type TargetKind = (typeof targetKinds)[number];
export type Certainty = (typeof certainties)[number];

/** Soft: it was said in a way that the last day cannot be held against anybody at once. */
export function isSoft({ certainty }: { certainty: Certainty }): boolean {
  return certainty !== 'exact';
}

/** A target that says nothing that could fall due: which member is wrong, and why. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(
    /** JSON pointer into the target. */
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}
